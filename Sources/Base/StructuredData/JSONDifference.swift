/// The first place at which two values differ.
public struct JSONDifference: Hashable, Sendable {
    /// A JSON pointer (RFC 6901); empty where the whole values differ.
    public let pointer: String
    /// What the first value has there; `nil` if nothing.
    public let first: JSON?
    /// What the second value has there; `nil` if nothing.
    public let second: JSON?

    /// Compares two values member by member, in canonical order.
    ///
    /// - Returns: The first difference; `nil` if the values are equal.
    public static func first(between first: JSON?, and second: JSON?) -> JSONDifference? {
        all(between: first, and: second, limit: 1).first
    }

    /// The differences in canonical order, `limit` at most.
    public static func all(between first: JSON?, and second: JSON?, limit: Int) -> [JSONDifference] {
        var found: [JSONDifference] = []
        collect(first, second, "", limit, &found)
        return found
    }

    private static func collect(
        _ first: JSON?, _ second: JSON?, _ pointer: String, _ limit: Int, _ found: inout [JSONDifference]
    ) {
        guard found.count < limit, first != second else { return }
        switch (first, second) {
        case (.object(let a)?, .object(let b)?):
            let keys = Set(a.keys).union(b.keys).sorted { $0.utf16.lexicographicallyPrecedes($1.utf16) }
            for key in keys { collect(a[key], b[key], pointer + "/" + escaped(key), limit, &found) }
        case (.array(let a)?, .array(let b)?):
            for index in 0..<max(a.count, b.count) {
                collect(
                    a.indices.contains(index) ? a[index] : nil, b.indices.contains(index) ? b[index] : nil,
                    pointer + "/\(index)", limit, &found)
            }
        default: found.append(JSONDifference(pointer: pointer, first: first, second: second))
        }
    }

    private static func escaped(_ key: String) -> String {
        key.replacing("~", with: "~0").replacing("/", with: "~1")
    }
}
