extension LayoutScanner {
    /// Reads `key = value` and returns the value's node.
    mutating func keyValue(in table: Int, depth: Int) throws(LayoutFault) -> Int {
        let start = position
        let parts = try keyParts()
        guard next == UInt8(ascii: "=") else { throw fault("expected `=`") }
        position += 1
        try skipSpace(lines: false)
        var parent = table
        for part in parts.dropLast() { parent = try dottedParent(part, in: parent) }
        guard let last = parts.last,
            let node = layout.add(
                last.name, to: parent, key: last.range, origin: .value, content: .scalar)
        else {
            let place = parts.last?.range.lowerBound ?? position
            throw fault("`\(parts.last?.name ?? "")` is defined twice", at: place)
        }
        layout.nodes[node].start = start
        try value(into: node, depth: depth + parts.count)
        return node
    }

    private mutating func dottedParent(_ part: KeyPart, in table: Int) throws(LayoutFault) -> Int {
        guard case .table(let members) = layout.nodes[table].content else {
            throw fault("`\(part.name)` is in a value, not a table", at: part.range.lowerBound)
        }
        guard let known = members[part.name] else {
            return layout.add(
                part.name, to: table, key: part.range, origin: .dotted, content: .table([:])) ?? table
        }
        guard layout.nodes[known].origin == .dotted || layout.nodes[known].origin == .implicit else {
            throw fault("`\(part.name)` is defined already", at: part.range.lowerBound)
        }
        return known
    }

    /// Reads a dotted key up to the byte behind it and its blanks.
    mutating func keyParts() throws(LayoutFault) -> [KeyPart] {
        var parts: [KeyPart] = []
        while true {
            try skipSpace(lines: false)
            parts.append(try keyPart())
            guard parts.count <= Self.depthLimit else { throw tooDeep() }
            try skipSpace(lines: false)
            guard next == UInt8(ascii: ".") else { return parts }
            position += 1
        }
    }

    func tooDeep() -> LayoutFault {
        fault("nested deeper than \(Self.depthLimit) levels")
    }

    private mutating func keyPart() throws(LayoutFault) -> KeyPart {
        let start = position
        switch next {
        case UInt8(ascii: "\""):
            guard !follows("\"\"\"") else { throw fault("a key cannot be a multi-line string") }
            try skipString()
            let name = try unescaped(start + 1..<position - 1)
            return KeyPart(name: name, range: start..<position)
        case UInt8(ascii: "'"):
            guard !follows("'''") else { throw fault("a key cannot be a multi-line string") }
            try skipString()
            return KeyPart(name: text(start + 1..<position - 1), range: start..<position)
        default:
            while let byte = next, isBareKey(byte) { position += 1 }
            guard position > start else { throw fault("expected a key") }
            return KeyPart(name: text(start..<position), range: start..<position)
        }
    }

    private func text(_ range: Range<Int>) -> String { String(decoding: bytes[range], as: UTF8.self) }

    private mutating func value(into node: Int, depth: Int) throws(LayoutFault) {
        guard depth <= Self.depthLimit else { throw tooDeep() }
        let start = position
        switch next {
        case UInt8(ascii: "\""), UInt8(ascii: "'"): try skipString()
        case UInt8(ascii: "["): try array(into: node, depth: depth)
        case UInt8(ascii: "{"): try inlineTable(into: node, depth: depth)
        default: try skipScalar()
        }
        layout.nodes[node].value = start..<position
    }

    private mutating func array(into node: Int, depth: Int) throws(LayoutFault) {
        position += 1
        layout.nodes[node].content = .array([])
        while true {
            try skipSpace(lines: true)
            if next == UInt8(ascii: "]") { break }
            let at = position..<position
            guard let element = layout.append(to: node, key: at, origin: .value, content: .scalar) else {
                throw fault("expected an array")
            }
            try value(into: element, depth: depth + 1)
            try skipSpace(lines: true)
            if next == UInt8(ascii: "]") { break }
            guard next == UInt8(ascii: ",") else { throw fault("expected `,` or `]`") }
            position += 1
        }
        position += 1
    }

    private mutating func inlineTable(into node: Int, depth: Int) throws(LayoutFault) {
        position += 1
        layout.nodes[node].content = .table([:])
        try skipSpace(lines: false)
        while next != UInt8(ascii: "}") {
            _ = try keyValue(in: node, depth: depth)
            try skipSpace(lines: false)
            if next == UInt8(ascii: "}") { break }
            guard next == UInt8(ascii: ",") else { throw fault("expected `,` or `}`") }
            position += 1
            try skipSpace(lines: false)
            guard next != UInt8(ascii: "}") else { throw fault("expected a key") }
        }
        position += 1
    }

    /// Skips a number, date or truth value: to the next delimiter, without the blanks before it.
    private mutating func skipScalar() throws(LayoutFault) {
        let start = position
        while let byte = next, isBareValue(byte) { position += 1 }
        // A blank may stand for the `T` between date and time.
        if position - start == 10, next == 0x20, bytes[start + 4] == UInt8(ascii: "-"),
            position + 1 < bytes.count, bytes[position + 1] &- UInt8(ascii: "0") < 10
        {
            position += 1
            while let byte = next, isBareValue(byte) { position += 1 }
        }
        guard position > start else { throw fault("expected a value") }
        guard isScalarForm(bytes[start..<position]) else {
            let written = text(start..<position).prefix(40)
            throw fault("`\(written)` is not a number, date or truth value; a string needs quotes", at: start)
        }
    }

    /// Skips a string of any of the four kinds.
    private mutating func skipString() throws(LayoutFault) {
        let start = position
        let quote = bytes[position]
        let isMultiline = follows("\"\"\"") || follows("'''")
        position += isMultiline ? 3 : 1
        while let byte = next {
            switch byte {
            case UInt8(ascii: "\\") where quote == UInt8(ascii: "\""): position += 2
            case quote:
                guard isMultiline else {
                    position += 1
                    return
                }
                if follows(quote == UInt8(ascii: "'") ? "'''" : "\"\"\"") {
                    return skipClosing(quote)
                }
                position += 1
            case 0x0A where !isMultiline: throw fault("the string is not closed", at: start)
            default: position += 1
            }
        }
        position = bytes.count
        throw fault("the string is not closed", at: start)
    }

    /// Up to two more quotes may stand before the closing three.
    private mutating func skipClosing(_ quote: UInt8) {
        position += 3
        for _ in 0..<2 where next == quote { position += 1 }
    }

    /// The text of a basic string, TOML 1.0, section String.
    private func unescaped(_ range: Range<Int>) throws(LayoutFault) -> String {
        guard bytes[range].contains(UInt8(ascii: "\\")) else { return text(range) }
        var result = String.UnicodeScalarView()
        var rest = Substring(text(range)).unicodeScalars[...]
        while let scalar = rest.popFirst() {
            guard scalar == "\\" else {
                result.append(scalar)
                continue
            }
            guard let code = rest.popFirst(), let escaped = escape(code, &rest) else {
                throw fault("not an escape sequence", at: range.lowerBound)
            }
            result.append(escaped)
        }
        return String(result)
    }

    private func escape(
        _ code: Unicode.Scalar, _ rest: inout Substring.UnicodeScalarView
    ) -> Unicode.Scalar? {
        switch code {
        case "b": return "\u{8}"
        case "t": return "\t"
        case "n": return "\n"
        case "f": return "\u{C}"
        case "r": return "\r"
        case "\"", "\\": return code
        case "u", "U":
            let count = code == "u" ? 4 : 8
            let digits = String(String.UnicodeScalarView(rest.prefix(count)))
            guard digits.utf8.count == count, let number = UInt32(digits, radix: 16) else { return nil }
            rest.removeFirst(count)
            return Unicode.Scalar(number)
        default: return nil
        }
    }
}

/// A letter, digit, `_` or `-`: what a key without quotes is made of.
func isBareKey(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "-"):
        true
    default: false
    }
}

/// What numbers, dates and truth values are made of.
private func isBareValue(_ byte: UInt8) -> Bool {
    isBareKey(byte) || byte == UInt8(ascii: "+") || byte == UInt8(ascii: ".") || byte == UInt8(ascii: ":")
}
