/// One step from a value of a document to a value inside it.
public enum TOMLPathElement: Hashable, Sendable, ExpressibleByStringLiteral, ExpressibleByIntegerLiteral {
    /// The member of a table.
    case key(String)
    /// The element of an array, or of an array of tables, from 0.
    case index(Int)

    public init(stringLiteral value: String) { self = .key(value) }
    public init(integerLiteral value: Int) { self = .index(value) }
}

/// The way from the root of a document to a value: `["tool", "uvmgr", "waivers", 0, "reason"]`.
public typealias TOMLPath = [TOMLPathElement]
