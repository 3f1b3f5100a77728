/// A value of FEEL's semantic domains (DMN 1.5, 10.3.2.2 and table 42).
public enum FEELValue: Sendable {
    case null
    case boolean(Bool)
    case number(FEELNumber)
    case string(String)
    case date(FEELDate)
    case time(FEELTime)
    case dateTime(FEELDateTime)
    case daysDuration(FEELDaysDuration)
    case monthsDuration(FEELMonthsDuration)
    case range(FEELRange)
    case list([FEELValue])
    case context(FEELContext)
    case function(FEELFunction)
}

extension FEELValue {
    public var isNull: Bool { if case .null = self { true } else { false } }
    /// The truth value, if this is one.
    public var boolean: Bool? { if case .boolean(let value) = self { value } else { nil } }
    /// The number, if this is one.
    public var number: FEELNumber? { if case .number(let value) = self { value } else { nil } }
    /// The text, if this is a string.
    public var string: String? { if case .string(let value) = self { value } else { nil } }
    /// The elements, if this is a list.
    public var list: [FEELValue]? { if case .list(let value) = self { value } else { nil } }
    /// The context, if this is one.
    public var context: FEELContext? { if case .context(let value) = self { value } else { nil } }
    var range: FEELRange? { if case .range(let value) = self { value } else { nil } }
    var function: FEELFunction? { if case .function(let value) = self { value } else { nil } }

    /// The name of its type, as `instance of` knows it.
    public var typeName: String { type.description }

    /// The most general type of its kind.
    var type: FEELType {
        switch self {
        case .null: .null
        case .boolean: .boolean
        case .number: .number
        case .string: .string
        case .date: .date
        case .time: .time
        case .dateTime: .dateTime
        case .daysDuration: .daysDuration
        case .monthsDuration: .monthsDuration
        case .range: .range(.any)
        case .list: .list(.any)
        case .context: .context([])
        case .function(let function): .function(function.parameters.map(\.type), .any)
        }
    }
}

extension FEELValue: Hashable {
    /// Structural equality of hosts and tests: two nulls are equal, functions by identity.
    ///
    /// FEEL's own `=` is three-valued; see `FEELEquality.swift`.
    public static func == (a: FEELValue, b: FEELValue) -> Bool {
        switch (a, b) {
        case (.null, .null): true
        case (.boolean(let a), .boolean(let b)): a == b
        case (.number(let a), .number(let b)): a == b
        case (.string(let a), .string(let b)): a == b
        case (.date(let a), .date(let b)): a == b
        case (.time(let a), .time(let b)): a == b
        case (.dateTime(let a), .dateTime(let b)): a == b
        case (.daysDuration(let a), .daysDuration(let b)): a == b
        case (.monthsDuration(let a), .monthsDuration(let b)): a == b
        case (.range(let a), .range(let b)): a == b
        case (.list(let a), .list(let b)): a == b
        case (.context(let a), .context(let b)): a == b
        case (.function(let a), .function(let b)): a === b
        default: false
        }
    }

    public func hash(into hasher: inout Hasher) {
        switch self {
        case .null: hasher.combine(0)
        case .boolean(let value): hasher.combine(value)
        case .number(let value): hasher.combine(value)
        case .string(let value): hasher.combine(value)
        case .date(let value): hasher.combine(value)
        case .time(let value): hasher.combine(value)
        case .dateTime(let value): hasher.combine(value)
        case .daysDuration(let value): hasher.combine(value)
        case .monthsDuration(let value): hasher.combine(value)
        case .range(let value): hasher.combine(value)
        case .list(let value): hasher.combine(value)
        case .context(let value): hasher.combine(value)
        case .function(let value): hasher.combine(ObjectIdentifier(value))
        }
    }
}

extension FEELValue: ExpressibleByIntegerLiteral, ExpressibleByStringLiteral, ExpressibleByBooleanLiteral,
    ExpressibleByArrayLiteral
{
    public init(integerLiteral value: Int) { self = .number(FEELNumber(value)) }
    public init(stringLiteral value: String) { self = .string(value) }
    public init(booleanLiteral value: Bool) { self = .boolean(value) }
    public init(arrayLiteral elements: FEELValue...) { self = .list(elements) }

    /// A number, or null for one out of range.
    init(_ number: FEELNumber?) { self = number.map(FEELValue.number) ?? .null }
    init(_ value: Int) { self = .number(FEELNumber(value)) }
}
