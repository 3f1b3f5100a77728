import StructuredData

/// What plain scalars mean: the core schema, YAML 1.2.2, section 10.3.2.
enum CoreSchema {
    /// The value of a plain scalar; `nil` for infinities, not-a-number and numbers beyond what JSON readers take.
    static func value(_ text: String) -> JSON? {
        switch text {
        case "", "~", "null", "Null", "NULL": return .null
        case "true", "True", "TRUE": return .bool(true)
        case "false", "False", "FALSE": return .bool(false)
        case ".nan", ".NaN", ".NAN": return nil
        default: break
        }
        let unsigned = text.first == "-" || text.first == "+" ? text.dropFirst() : text[...]
        if [".inf", ".Inf", ".INF"].contains(unsigned) { return nil }
        guard let first = unsigned.utf8.first, first == UInt8(ascii: ".") || isDigit(first) else {
            return .string(text)
        }
        if text.hasPrefix("0o") { return whole(text.dropFirst(2), radix: 8, or: text) }
        if text.hasPrefix("0x") { return whole(text.dropFirst(2), radix: 16, or: text) }
        if unsigned.utf8.allSatisfy(isDigit) {
            return Int64(text).map(JSON.integer) ?? Double(text).flatMap(finite)
        }
        guard isFloat(unsigned) else { return .string(text) }
        return Double(text).flatMap(finite)
    }

    private static func isDigit(_ byte: UInt8) -> Bool { 0x30...0x39 ~= byte }
    private static func finite(_ number: Double) -> JSON? { number.isFinite ? .number(number) : nil }

    private static func whole(_ digits: Substring, radix: Int, or text: String) -> JSON? {
        guard !digits.isEmpty, digits.utf8.allSatisfy({ isDigit($0, radix) }) else { return .string(text) }
        return Int64(digits, radix: radix).map(JSON.integer)
    }

    private static func isDigit(_ byte: UInt8, _ radix: Int) -> Bool {
        radix == 8 ? 0x30...0x37 ~= byte : isDigit(byte) || 0x61...0x66 ~= (byte | 0x20)
    }

    /// Whether a text without sign is `( \. [0-9]+ | [0-9]+ ( \. [0-9]* )? ) ( [eE] [-+]? [0-9]+ )?`.
    private static func isFloat(_ text: Substring) -> Bool {
        var rest = text.utf8[...]
        let before = digits(&rest)
        var after = 0
        if rest.first == UInt8(ascii: ".") {
            rest.removeFirst()
            after = digits(&rest)
        }
        guard before + after > 0 else { return false }
        guard let next = rest.first else { return true }
        guard next | 0x20 == UInt8(ascii: "e") else { return false }
        rest.removeFirst()
        if rest.first == UInt8(ascii: "-") || rest.first == UInt8(ascii: "+") { rest.removeFirst() }
        return digits(&rest) > 0 && rest.isEmpty
    }

    private static func digits(_ text: inout Substring.UTF8View) -> Int {
        let run = text.prefix(while: isDigit)
        text = text[run.endIndex...]
        return run.count
    }
}
