/// The part of Java's expression language that Camunda 7 files use and that FEEL can say as well.
///
/// Known are variables, members, literals, comparisons, boolean and arithmetic operators, the conditional operator,
/// `empty`, `execution.getVariable("x")` and a few methods of texts and lists. Calls of beans are refused: there are none
/// here.
enum JUEL {
    enum Value: Hashable {
        case text(String)
        case feel(String)
    }

    /// Translates text with `${…}` or `#{…}` in it.
    ///
    /// - Throws: a refusal that names the position in the text, from 1.
    static func translated(_ template: String) throws(Refusal) -> Value {
        var parts: [(text: String, isExpression: Bool)] = []
        let bytes = Array(template.utf8)
        var (index, literal) = (0, [UInt8]())
        while index < bytes.count {
            let opens = index + 1 < bytes.count && bytes[index + 1] == UInt8(ascii: "{")
            guard opens, bytes[index] == UInt8(ascii: "$") || bytes[index] == UInt8(ascii: "#") else {
                literal.append(bytes[index])
                index += 1
                continue
            }
            if !literal.isEmpty { parts.append((String(decoding: literal, as: UTF8.self), false)) }
            literal = []
            let end = try end(of: bytes, from: index + 2)
            var parser = try JUELParser(Array(bytes[(index + 2)..<end]), offset: index + 2)
            parts.append((try parser.parse(), true))
            index = end + 1
        }
        if !literal.isEmpty { parts.append((String(decoding: literal, as: UTF8.self), false)) }
        if !parts.contains(where: \.isExpression) { return .text(template) }
        if parts.count == 1 { return .feel(parts[0].text) }
        return .feel(
            parts.map { $0.isExpression ? "string(\($0.text))" : feelString($0.text) }.joined(
                separator: " + ")
        )
    }

    /// Where the brace closes, outside of string literals.
    private static func end(of bytes: [UInt8], from start: Int) throws(Refusal) -> Int {
        var (index, quote, depth) = (start, UInt8(0), 0)
        while index < bytes.count {
            let byte = bytes[index]
            if quote != 0 {
                if byte == UInt8(ascii: "\\") { index += 1 } else if byte == quote { quote = 0 }
            } else if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") {
                quote = byte
            } else if byte == UInt8(ascii: "{") {
                depth += 1
            } else if byte == UInt8(ascii: "}") {
                if depth == 0 { return index }
                depth -= 1
            }
            index += 1
        }
        throw refusal("`}` is missing", at: start - 2)
    }

    static func refusal(_ reason: String, at offset: Int) -> Refusal {
        Refusal(
            reason: .expression,
            message: "the expression cannot be translated: \(reason) at character \(offset + 1)",
            hint: "write it in FEEL, or compute the value by a script or command before")
    }
}

/// A piece of an expression, with where it begins in the whole text.
struct JUELToken {
    enum Kind { case name, number, string, sign, end }

    let kind: Kind
    /// Of a string: its value.
    let text: String
    let offset: Int
}

extension JUELToken {
    static func scan(_ bytes: [UInt8], offset: Int) throws(Refusal) -> [JUELToken] {
        var tokens: [JUELToken] = []
        var index = 0
        while index < bytes.count {
            let byte = bytes[index]
            var end = index + 1
            if byte <= 0x20 {
                index += 1
                continue
            }
            if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") {
                let (text, next) = try string(bytes, index, offset)
                tokens.append(JUELToken(kind: .string, text: text, offset: offset + index))
                index = next
                continue
            }
            let isNumber = isDigit(byte)
            if isNumber {
                while end < bytes.count, isDigit(bytes[end]) { end += 1 }
                if end + 1 < bytes.count, bytes[end] == UInt8(ascii: "."), isDigit(bytes[end + 1]) {
                    end += 1
                    while end < bytes.count, isDigit(bytes[end]) { end += 1 }
                }
            } else if isWordByte(byte) {
                while end < bytes.count, isWordByte(bytes[end]) { end += 1 }
            } else if end < bytes.count, pairs.contains([byte, bytes[end]]) {
                end += 1
            }
            let text = String(decoding: bytes[index..<end], as: UTF8.self)
            let kind: Kind = isNumber ? .number : isWordByte(byte) ? .name : .sign
            tokens.append(JUELToken(kind: kind, text: text, offset: offset + index))
            index = end
        }
        tokens.append(JUELToken(kind: .end, text: "", offset: offset + bytes.count))
        return tokens
    }

    private static let pairs: Set<[UInt8]> = Set(["==", "!=", "<=", ">=", "&&", "||"].map { Array($0.utf8) })

    private static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }

    private static func string(_ bytes: [UInt8], _ start: Int, _ offset: Int) throws(Refusal) -> (String, Int)
    {
        var (index, value) = (start + 1, [UInt8]())
        while index < bytes.count, bytes[index] != bytes[start] {
            if bytes[index] == UInt8(ascii: "\\"), index + 1 < bytes.count { index += 1 }
            value.append(bytes[index])
            index += 1
        }
        guard index < bytes.count else { throw JUEL.refusal("a text does not end", at: offset + start) }
        return (String(decoding: value, as: UTF8.self), index + 1)
    }
}
