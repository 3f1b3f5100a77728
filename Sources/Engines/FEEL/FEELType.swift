/// A type of FEEL (DMN 1.5, 10.3.2.9), as `instance of`, parameters and hosts name it.
public indirect enum FEELType: Hashable, Sendable {
    case any
    case null
    case number
    case string
    case boolean
    case date
    case time
    case dateTime
    case daysDuration
    case monthsDuration
    case range(FEELType)
    case list(FEELType)
    /// With the entries that a value must have; it may have more.
    case context([FEELField])
    case function([FEELType], FEELType)
    /// A type of the host; see ``FEELEnvironment/types``.
    case named(String)

    /// The types that one word or a fixed phrase names.
    package static let simple: [String: FEELType] = [
        "Any": .any, "any": .any, "null": .null, "Null": .null, "number": .number, "string": .string,
        "boolean": .boolean, "date": .date, "time": .time, "date and time": .dateTime,
        "dateTime": .dateTime, "days and time duration": .daysDuration, "dayTimeDuration": .daysDuration,
        "years and months duration": .monthsDuration, "yearMonthDuration": .monthsDuration,
        "list": .list(.any), "context": .context([]), "range": .range(.any),
    ]
}

/// A name with a type: an entry of a context type, or a parameter.
public struct FEELField: Hashable, Sendable {
    public let name: String
    public let type: FEELType

    public init(name: String, type: FEELType = .any) { (self.name, self.type) = (name, type) }
}

extension FEELType: CustomStringConvertible {
    public var description: String {
        switch self {
        case .any: "Any"
        case .null: "null"
        case .number: "number"
        case .string: "string"
        case .boolean: "boolean"
        case .date: "date"
        case .time: "time"
        case .dateTime: "date and time"
        case .daysDuration: "days and time duration"
        case .monthsDuration: "years and months duration"
        case .range(.any): "range"
        case .range(let type): "range<\(type)>"
        case .list(.any): "list"
        case .list(let type): "list<\(type)>"
        case .context(let fields) where fields.isEmpty: "context"
        case .context(let fields):
            "context<\(fields.map { "\($0.name): \($0.type)" }.joined(separator: ", "))>"
        case .function(let parameters, let result):
            "function<\(parameters.map(\.description).joined(separator: ", "))> -> \(result)"
        case .named(let name): name
        }
    }
}
