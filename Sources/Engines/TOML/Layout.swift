/// Where everything of a document stands: a tree of its keys, values and headers as byte ranges.
struct Layout: Sendable {
    /// How a table or value came to be; it decides how it can be edited.
    enum Origin: Sendable {
        /// The document itself.
        case root
        /// A `[header]` of its own, or a `[[header]]` for an element of an array of tables.
        case header
        /// Named only on the way to another header: `a` in `[a.b]`.
        case implicit
        /// Named only on the way to a dotted key: `a` in `a.b = 1`.
        case dotted
        /// All `[[header]]`s of one name.
        case arrayOfTables
        /// Written behind a `=`, or in an array.
        case value
    }

    enum Content: Sendable {
        case table([String: Int])
        case array([Int])
        case scalar
    }

    struct Node: Sendable {
        /// Index of the node that holds this one; the root holds itself.
        let parent: Int
        var origin: Origin
        /// The key as it is written, quotes included; empty for elements of arrays and the root.
        var key: Range<Int>
        /// The value as it is written, or the whole header.
        var value: Range<Int>?
        var content: Content
        /// Where the `key = value` starts that wrote this value: at the first part of a dotted key.
        var start = 0
    }

    /// A `key = value` that is a line (or several) of its own.
    struct Entry: Sendable {
        let node: Int
        /// From the first byte of the key to the last of the value.
        let range: Range<Int>
    }

    /// A header and the entries below it; the first has no header and holds the root's entries.
    struct Section: Sendable {
        let table: Int
        let header: Range<Int>?
        var entries: [Entry] = []
    }

    var nodes: [Node]
    var sections: [Section]

    init(start: Int) {
        nodes = [
            Node(parent: 0, origin: .root, key: start..<start, value: nil, content: .table([:]))
        ]
        sections = [Section(table: 0, header: nil)]
    }

    /// The node at a path.
    func node(at path: some Sequence<TOMLPathElement>) -> Int? {
        var current = 0
        for element in path {
            switch (element, nodes[current].content) {
            case (.key(let key), .table(let members)):
                guard let next = members[key] else { return nil }
                current = next
            case (.index(let index), .array(let elements)):
                guard elements.indices.contains(index) else { return nil }
                current = elements[index]
            default: return nil
            }
        }
        return current
    }

    /// Whether `node` is `ancestor` or stands in it.
    func isInside(_ node: Int, _ ancestor: Int) -> Bool {
        var current = node
        while current != ancestor {
            guard current != 0 else { return false }
            current = nodes[current].parent
        }
        return true
    }

    mutating func add(
        _ name: String, to table: Int, key: Range<Int>, origin: Origin, content: Content
    ) -> Int? {
        guard case .table(var members) = nodes[table].content else { return nil }
        let node = nodes.count
        // Taken out for the change, so that the dictionary is not copied.
        nodes[table].content = .scalar
        let old = members.updateValue(node, forKey: name)
        if let old { members[name] = old }
        nodes[table].content = .table(members)
        guard old == nil else { return nil }
        nodes.append(Node(parent: table, origin: origin, key: key, value: nil, content: content))
        return node
    }

    mutating func append(to array: Int, key: Range<Int>, origin: Origin, content: Content) -> Int? {
        guard case .array(var elements) = nodes[array].content else { return nil }
        let node = nodes.count
        nodes[array].content = .scalar
        elements.append(node)
        nodes[array].content = .array(elements)
        nodes.append(Node(parent: array, origin: origin, key: key, value: nil, content: content))
        return node
    }
}
