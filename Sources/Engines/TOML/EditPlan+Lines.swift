import StructuredData

extension EditPlan {
    func isBlank(_ range: Range<Int>) -> Bool {
        source.bytes[range].allSatisfy { $0 == 0x20 || $0 == 0x09 || $0 == 0x0A || $0 == 0x0D }
    }

    /// The blanks that a line starts with, if there is nothing else before `offset`.
    func indentation(before offset: Int) -> String? {
        let range = source.lineRange(source.line(at: offset)).lowerBound..<offset
        return isBlank(range) ? source.text(range) : nil
    }

    private func entryText(_ keys: some Collection<String>, _ value: JSON) throws(Unwritable) -> String {
        "\(keys.map(tomlKey).joined(separator: ".")) = \(try tomlText(value))"
    }

    /// A new line behind the line that ends with `offset`.
    private func line(_ text: String, behind range: Range<Int>) -> Splice {
        let line = source.lineRange(source.line(at: max(range.lowerBound, range.upperBound - 1)))
        let indent = indentation(before: range.lowerBound) ?? ""
        let endsLine = source.bytes[line.upperBound - 1] == 0x0A
        let whole = endsLine ? indent + text + lineBreak : lineBreak + indent + text
        return Splice(range: line.upperBound..<line.upperBound, text: whole)
    }

    /// A key at the end of the entries of a table that has a header, or of the root.
    func insertingEntry(
        _ keys: some Collection<String>, _ value: JSON, into table: Int
    ) throws(Unwritable) -> Splice {
        let text = try entryText(keys, value)
        guard let section = layout.sections.first(where: { $0.table == table }) else {
            throw Unwritable(reason: "its table has no place of its own")
        }
        if let last = section.entries.last { return line(text, behind: last.range) }
        if let header = section.header { return line(text, behind: header) }
        return firstEntry(text)
    }

    /// The first key of the root: before the first header and the comments that belong to it.
    private func firstEntry(_ text: String) -> Splice {
        guard layout.sections.count > 1, let header = layout.sections[1].header else {
            let end = source.bytes.count
            let endsLine = end == source.start || source.bytes[end - 1] == 0x0A
            return Splice(range: end..<end, text: endsLine ? text + lineBreak : lineBreak + text)
        }
        var line = source.line(at: header.lowerBound)
        while line > 0, !isBlank(source.lineRange(line - 1)) { line -= 1 }
        let start = source.lineRange(line).lowerBound
        return Splice(range: start..<start, text: text + lineBreak + lineBreak)
    }

    /// A key behind the last of the dotted keys that make a table.
    func insertingDotted(_ path: [String], _ value: JSON, into table: Int) throws(Unwritable) -> Splice {
        var node = table
        var names: [String] = []
        while layout.nodes[node].origin == .dotted {
            names.append(name(of: node))
            node = layout.nodes[node].parent
        }
        let depth = depth(of: table)
        let keys = names.reversed() + path[depth...]
        if layout.nodes[node].origin == .value { return try insertingInline(keys[...], value, into: node) }
        for section in layout.sections where section.table == node || layout.isInside(node, section.table) {
            if let last = section.entries.last(where: { layout.isInside($0.node, table) }) {
                return line(try entryText(keys, value), behind: last.range)
            }
        }
        throw Unwritable(reason: "its table has no place of its own")
    }

    private func name(of node: Int) -> String {
        guard case .table(let members) = layout.nodes[layout.nodes[node].parent].content else { return "" }
        return members.first { $0.value == node }?.key ?? ""
    }

    private func depth(of node: Int) -> Int {
        var (node, depth) = (node, 0)
        while node != 0 { (node, depth) = (layout.nodes[node].parent, depth + 1) }
        return depth
    }

    /// The lines that define a node; `nil` if it is part of a value.
    func removingLines(of node: Int) -> [Splice]? {
        var splices: [Splice] = []
        for section in layout.sections {
            if let header = section.header, layout.isInside(section.table, node) {
                let end = section.entries.last?.range.upperBound ?? header.upperBound
                splices.append(
                    Splice(range: withBlankLine(source.lines(of: header.lowerBound..<end)), text: ""))
            } else {
                for entry in section.entries where layout.isInside(entry.node, node) {
                    splices.append(Splice(range: source.lines(of: entry.range), text: ""))
                }
            }
        }
        return splices.isEmpty ? nil : splices
    }

    /// The lines of a section, with one of the blank lines around it if there are two, or if it begins the file.
    private func withBlankLine(_ lines: Range<Int>) -> Range<Int> {
        let first = source.line(at: lines.lowerBound)
        let below =
            lines.upperBound < source.bytes.count ? source.lineRange(source.line(at: lines.upperBound)) : nil
        let isBlankBelow = below.map(isBlank) ?? true
        guard first > 0 else { return lines.lowerBound..<(isBlankBelow ? below ?? lines : lines).upperBound }
        let above = source.lineRange(first - 1)
        return isBlankBelow && isBlank(above) ? above.lowerBound..<lines.upperBound : lines
    }
}
