import StructuredData

extension EditPlan {
    /// A key behind the last of an inline table.
    func insertingInline(
        _ keys: ArraySlice<String>, _ value: JSON, into table: Int
    ) throws(Unwritable) -> Splice {
        let text = "\(keys.map(tomlKey).joined(separator: ".")) = \(try tomlText(value))"
        guard let range = layout.nodes[table].value else {
            throw Unwritable(reason: "its table has no place of its own")
        }
        guard let last = members(of: table).last, let end = layout.nodes[last].value?.upperBound else {
            return Splice(range: range, text: "{ \(text) }")
        }
        return Splice(range: end..<end, text: ", " + text)
    }

    /// A `key = value` of an inline table with the comma that parts it from its neighbour.
    func removingInline(_ node: Int) -> Splice {
        var table = layout.nodes[node].parent
        while layout.nodes[table].origin == .dotted { table = layout.nodes[table].parent }
        let all = members(of: table)
        let start = layout.nodes[node].start
        let end = layout.nodes[node].value?.upperBound ?? start
        guard let index = all.firstIndex(of: node) else { return Splice(range: start..<end, text: "") }
        if index + 1 < all.count {
            return Splice(range: start..<layout.nodes[all[index + 1]].start, text: "")
        }
        if index > 0, let before = layout.nodes[all[index - 1]].value?.upperBound {
            return Splice(range: before..<end, text: "")
        }
        return Splice(range: layout.nodes[table].value ?? start..<end, text: "{}")
    }

    /// What is written in an inline table, in order, dotted keys followed to their values.
    private func members(of table: Int) -> [Int] {
        guard case .table(let members) = layout.nodes[table].content else { return [] }
        let nodes = members.values.flatMap { node in
            layout.nodes[node].origin == .dotted ? self.members(of: node) : [node]
        }
        return nodes.sorted { layout.nodes[$0].start < layout.nodes[$1].start }
    }
}
