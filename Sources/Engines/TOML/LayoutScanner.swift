/// Where the structure of a text stops being that of a document.
struct LayoutFault: Error {
    let offset: Int
    let reason: String
}

/// Finds the keys, values and headers of a document without reading what the values mean.
struct LayoutScanner {
    /// How deep tables and arrays may stand in each other, counted along a path.
    static let depthLimit = 200

    let bytes: [UInt8]
    var position: Int
    var layout: Layout

    /// One part of a dotted key.
    struct KeyPart {
        let name: String
        let range: Range<Int>
    }

    init(_ source: SourceText) {
        bytes = source.bytes
        position = source.start
        layout = Layout(start: source.start)
    }

    static func layout(of source: SourceText) throws(LayoutFault) -> Layout {
        var scanner = LayoutScanner(source)
        try scanner.document()
        return scanner.layout
    }

    func fault(_ reason: String, at offset: Int? = nil) -> LayoutFault {
        LayoutFault(offset: offset ?? position, reason: reason)
    }

    var next: UInt8? { position < bytes.count ? bytes[position] : nil }

    func follows(_ text: StaticString) -> Bool {
        let count = text.utf8CodeUnitCount
        guard position + count <= bytes.count else { return false }
        for index in 0..<count where bytes[position + index] != text.utf8Start[index] { return false }
        return true
    }

    private mutating func document() throws(LayoutFault) {
        while true {
            try skipSpace(lines: true)
            guard let first = next else { return }
            if first == UInt8(ascii: "[") { try header() } else { try entry() }
            try endOfLine()
        }
    }

    /// Skips blanks, and comments and line breaks too if `lines`.
    mutating func skipSpace(lines: Bool) throws(LayoutFault) {
        while let byte = next {
            switch byte {
            case 0x20, 0x09: position += 1
            case 0x0A where lines: position += 1
            case 0x0D where lines && follows("\r\n"): position += 2
            case UInt8(ascii: "#") where lines: try skipComment()
            default: return
            }
        }
    }

    private mutating func skipComment() throws(LayoutFault) {
        while let byte = next, byte != 0x0A {
            if byte == 0x0D, follows("\r\n") { return }
            guard byte >= 0x20 && byte != 0x7F || byte == 0x09 else {
                throw fault("a comment holds a control character")
            }
            position += 1
        }
    }

    private mutating func endOfLine() throws(LayoutFault) {
        try skipSpace(lines: false)
        if next == UInt8(ascii: "#") { try skipComment() }
        guard next == nil || next == 0x0A || follows("\r\n") else {
            throw fault("expected the end of the line")
        }
    }

    private mutating func header() throws(LayoutFault) {
        let start = position
        let isArray = follows("[[")
        position += isArray ? 2 : 1
        let parts = try keyParts()
        guard isArray ? follows("]]") : next == UInt8(ascii: "]") else {
            throw fault("expected `\(isArray ? "]]" : "]")`")
        }
        position += isArray ? 2 : 1
        let parent = try openParents(parts.dropLast())
        guard let last = parts.last else { throw fault("expected a key") }
        let table = isArray ? appendElement(last, to: parent) : define(last, in: parent)
        guard let table else { throw fault("`\(last.name)` is defined twice", at: last.range.lowerBound) }
        layout.nodes[table].value = start..<position
        layout.sections.append(Layout.Section(table: table, header: start..<position))
    }

    /// The table that the parts of a header but the last lead to.
    private mutating func openParents(_ parts: ArraySlice<KeyPart>) throws(LayoutFault) -> Int {
        var table = 0
        for part in parts {
            guard case .table(let members) = layout.nodes[table].content else { break }
            if let known = members[part.name] {
                table = known
                if layout.nodes[table].origin == .arrayOfTables,
                    case .array(let elements) = layout.nodes[table].content, let last = elements.last
                {
                    table = last
                }
            } else {
                table =
                    layout.add(
                        part.name, to: table, key: part.range, origin: .implicit, content: .table([:]))
                    ?? table
            }
            guard case .table = layout.nodes[table].content, layout.nodes[table].origin != .value else {
                throw fault("`\(part.name)` is a value, not a table", at: part.range.lowerBound)
            }
        }
        return table
    }

    private mutating func define(_ part: KeyPart, in parent: Int) -> Int? {
        guard case .table(let members) = layout.nodes[parent].content else { return nil }
        guard let known = members[part.name] else {
            return layout.add(
                part.name, to: parent, key: part.range, origin: .header, content: .table([:]))
        }
        guard layout.nodes[known].origin == .implicit else { return nil }
        layout.nodes[known].origin = .header
        layout.nodes[known].key = part.range
        return known
    }

    private mutating func appendElement(_ part: KeyPart, to parent: Int) -> Int? {
        guard case .table(let members) = layout.nodes[parent].content else { return nil }
        let array =
            members[part.name]
            ?? layout.add(
                part.name, to: parent, key: part.range, origin: .arrayOfTables, content: .array([]))
        guard let array, layout.nodes[array].origin == .arrayOfTables else { return nil }
        return layout.append(to: array, key: part.range, origin: .header, content: .table([:]))
    }

    private mutating func entry() throws(LayoutFault) {
        let start = position
        let section = layout.sections.count - 1
        let node = try keyValue(in: layout.sections[section].table, depth: 0)
        layout.sections[section].entries.append(Layout.Entry(node: node, range: start..<position))
    }
}
