import StructuredData

extension JSON {
    /// The value that keys lead to.
    func value(at path: some Sequence<String>) -> JSON? {
        var current = self
        for key in path {
            guard let next = current[key] else { return nil }
            current = next
        }
        return current
    }

    /// This object with a value at a path, and objects on the way to it.
    func setting(_ path: ArraySlice<String>, to value: JSON) -> JSON {
        guard let key = path.first else { return value }
        var members = object ?? [:]
        members[key] = (members[key] ?? .object([:])).setting(path.dropFirst(), to: value)
        return .object(members)
    }

    private func removing(_ path: ArraySlice<String>) -> JSON {
        guard let key = path.first, var members = object else { return self }
        members[key] = path.count == 1 ? nil : members[key]?.removing(path.dropFirst())
        return .object(members)
    }

    /// This object without the value at a path.
    ///
    /// A table that was only named on the way to what is removed disappears with it, so there is one result for each
    /// number of tables that are empty afterwards.
    func removals(_ path: [String]) -> [JSON] {
        var results: [JSON] = []
        var way = path[...]
        repeat {
            results.append(removing(way))
            way = way.dropLast()
        } while !way.isEmpty && results.last?.value(at: way) == .object([:])
        return results
    }
}
