/// A JSON value, RFC 8259.
///
/// Numbers without fraction and exponent that fit 64 bits are ``integer(_:)``, all others ``number(_:)``.
public enum JSON: Hashable, Sendable {
    case null
    case bool(Bool)
    case integer(Int64)
    case number(Double)
    case string(String)
    case array([JSON])
    case object([String: JSON])
}

extension JSON {
    /// The text, if this is a string.
    public var string: String? { if case .string(let value) = self { value } else { nil } }
    /// The truth value, if this is one.
    public var bool: Bool? { if case .bool(let value) = self { value } else { nil } }
    /// The elements, if this is an array.
    public var array: [JSON]? { if case .array(let value) = self { value } else { nil } }
    /// The members, if this is an object.
    public var object: [String: JSON]? { if case .object(let value) = self { value } else { nil } }
    /// Whether this is `null`.
    public var isNull: Bool { if case .null = self { true } else { false } }

    /// The whole number, if this is one (also when written with a zero fraction).
    public var integer: Int64? {
        switch self {
        case .integer(let value): value
        case .number(let value): Int64(exactly: value)
        default: nil
        }
    }

    /// The number, whole or not.
    public var number: Double? {
        switch self {
        case .integer(let value): Double(value)
        case .number(let value): value
        default: nil
        }
    }

    /// The member of an object; `nil` for any other value.
    public subscript(_ key: String) -> JSON? { object?[key] }

    /// The element of an array; `nil` out of range and for any other value.
    public subscript(_ index: Int) -> JSON? { array.flatMap { $0.indices.contains(index) ? $0[index] : nil } }

    /// The value a JSON pointer (RFC 6901) names; `nil` when there is none.
    public func value(at pointer: String) -> JSON? {
        guard !pointer.isEmpty else { return self }
        guard pointer.hasPrefix("/") else { return nil }
        var current = self
        for token in pointer.dropFirst().split(separator: "/", omittingEmptySubsequences: false) {
            let key = unescapedPointerToken(token)
            guard let next = current[key] ?? Int(key).flatMap({ current[$0] }) else { return nil }
            current = next
        }
        return current
    }
}

/// `~1` is `/` and `~0` is `~` (RFC 6901, section 4).
private func unescapedPointerToken(_ token: Substring) -> String {
    guard token.contains("~") else { return String(token) }
    var text = ""
    var rest = token[...]
    while let first = rest.popFirst() {
        if first == "~", let code = rest.first, code == "0" || code == "1" {
            text.append(code == "1" ? "/" : "~")
            rest.removeFirst()
        } else {
            text.append(first)
        }
    }
    return text
}

extension JSON: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral, ExpressibleByBooleanLiteral,
    ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral, ExpressibleByFloatLiteral
{
    public init(stringLiteral value: String) { self = .string(value) }
    public init(integerLiteral value: Int64) { self = .integer(value) }
    public init(booleanLiteral value: Bool) { self = .bool(value) }
    public init(floatLiteral value: Double) { self = .number(value) }
    public init(arrayLiteral elements: JSON...) { self = .array(elements) }
    public init(dictionaryLiteral elements: (String, JSON)...) {
        self = .object(Dictionary(elements) { _, last in last })
    }

    /// A string, or null for `nil`.
    public init(_ text: String?) { self = text.map(JSON.string) ?? .null }

    /// An object of the members that are not `nil`.
    public static func members(_ members: KeyValuePairs<String, JSON?>) -> JSON {
        var object: [String: JSON] = [:]
        for (key, value) in members { object[key] = value }
        return .object(object)
    }
}
