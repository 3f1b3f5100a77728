import StructuredData

/// A range of bytes and what is to stand there instead.
struct Splice {
    let range: Range<Int>
    let text: String
}

/// Works out which bytes of a document an edit changes.
struct EditPlan {
    let source: SourceText
    let layout: Layout
    let value: JSON
    let lineBreak: String

    init(_ document: TOMLDocument) {
        (source, layout, value) = (document.source, document.layout, document.value)
        lineBreak = source.lineBreak
    }

    /// The text with the splices made, ending in a line break exactly if it did before.
    func applying(_ splices: [Splice]) -> String {
        var result: [UInt8] = []
        result.reserveCapacity(source.bytes.count + 64)
        var done = 0
        for splice in splices.sorted(by: { $0.range.lowerBound < $1.range.lowerBound }) {
            let from = max(done, splice.range.lowerBound)
            result += source.bytes[done..<from]
            result += splice.text.utf8
            done = max(done, splice.range.upperBound)
        }
        result += source.bytes[done...]
        if let last = source.bytes.last, last != 0x0A, result.last == 0x0A {
            result.removeLast(result.dropLast().last == 0x0D ? 2 : 1)
        }
        return String(decoding: result, as: UTF8.self)
    }

    /// The ways to write a value in place of another, the one that keeps most of the layout first.
    func replacing(_ node: Int, at path: [String], with new: JSON) throws(Unwritable) -> [String] {
        guard let range = layout.nodes[node].value else { return [] }
        let plain = try tomlText(new)
        var candidates: [String] = []
        if let text = new.string, isBareTime(text), source.bytes[range.lowerBound] &- 0x30 < 10 {
            candidates.append(applying([Splice(range: range, text: text)]))
        }
        if let elements = new.array, case .array(let nodes) = layout.nodes[node].content,
            let old = value.value(at: path)?.array
        {
            let edit = ArrayEdit(plan: self, array: range, nodes: nodes)
            candidates.append(applying(try edit.changing(old, to: elements)))
            if source.bytes[range].contains(0x0A), !elements.isEmpty {
                candidates.append(applying([Splice(range: range, text: try edit.rewritten(elements))]))
            }
        }
        return candidates + [applying([Splice(range: range, text: plain)])]
    }

    /// The change that adds a key below `table`, to which the first `depth` keys of `path` lead.
    func inserting(
        _ value: JSON, at path: [String], into table: Int, depth: Int
    ) throws(Unwritable) -> Splice {
        let rest = path[depth...]
        switch layout.nodes[table].origin {
        case .value: return try insertingInline(rest, value, into: table)
        case .dotted: return try insertingDotted(path, value, into: table)
        case .root, .header:
            let isNewTable = table == 0 && value.object != nil
            if rest.count == 1, !isNewTable { return try insertingEntry(rest, value, into: table) }
        case .implicit, .arrayOfTables: break
        }
        if let members = value.object {
            let sorted = members.sorted { $0.key < $1.key }
            return try appendingTable(path, sorted.map { ($0.key, $0.value, nil) })
        }
        guard let key = path.last, path.count > 1 else { return try insertingEntry(rest, value, into: 0) }
        return try appendingTable(path.dropLast(), [(key, value, nil)])
    }

    /// A new section at the end of the document.
    func appendingTable(
        _ path: [String], _ members: [(key: String, value: JSON, comment: String?)]
    ) throws(Unwritable) -> Splice {
        let end = source.bytes.count
        let isEmpty = end == source.start
        let endsLine = isEmpty || source.bytes[end - 1] == 0x0A
        let lastLine = source.lineRange(source.line(at: max(source.start, end - 1)), withBreak: false)
        var text = endsLine ? "" : lineBreak
        if !isEmpty, !isBlank(lastLine) || !endsLine { text += lineBreak }
        text += "[" + path.map(tomlKey).joined(separator: ".") + "]" + lineBreak
        for member in members {
            text += "\(tomlKey(member.key)) = \(try tomlText(member.value))"
            if let comment = member.comment { text += "  # " + (try checked(comment)) }
            text += lineBreak
        }
        return Splice(range: end..<end, text: text)
    }

    private func checked(_ comment: String) throws(Unwritable) -> String {
        let isPlain = comment.unicodeScalars.allSatisfy {
            ($0.value >= 0x20 && $0.value != 0x7F) || $0 == "\t"
        }
        guard isPlain else { throw Unwritable(reason: "a comment is one line without control characters") }
        return comment
    }
}

/// Whether a text could be a date or time, so that it may be tried without quotes.
private func isBareTime(_ text: String) -> Bool {
    (text.utf8.first ?? 0) &- 0x30 < 10 && text.unicodeScalars.contains { $0 == "-" || $0 == ":" }
        && text.unicodeScalars.allSatisfy {
            ("0"..."9").contains($0) || "-:.+TZtz ".unicodeScalars.contains($0)
        }
}
