extension JSON {
    /// The canonical form, RFC 8785: no white space, members by UTF-16 code units, shortest numbers.
    ///
    /// Two values are equal exactly if their canonical bytes are, which is what digests and replay rest on. A whole
    /// number above 2^53 keeps its digits: RFC 8785 would have it rounded, and a count must not change.
    public var canonicalBytes: [UInt8] {
        var writer = JSONWriter(indent: nil)
        writer.write(self, level: 0)
        return writer.bytes
    }

    /// The canonical form as text.
    public var canonical: String { String(decoding: canonicalBytes, as: UTF8.self) }

    /// The same value over several lines, two spaces a level, members in canonical order, for people.
    public var pretty: String {
        var writer = JSONWriter(indent: 2)
        writer.write(self, level: 0)
        return String(decoding: writer.bytes, as: UTF8.self)
    }
}

private struct JSONWriter {
    let indent: Int?
    var bytes: [UInt8] = []

    init(indent: Int?) { self.indent = indent }

    mutating func write(_ value: JSON, level: Int) {
        switch value {
        case .null: bytes += "null".utf8
        case .bool(let value): bytes += (value ? "true" : "false").utf8
        case .integer(let value): bytes += String(value).utf8
        case .number(let value): bytes += numberText(value).utf8
        case .string(let value): write(string: value)
        case .array(let elements): list(elements, "[", "]", level) { $0.write($1, level: level + 1) }
        case .object(let members):
            list(members.sorted { precedes($0.key, $1.key) }, "{", "}", level) {
                $0.write(string: $1.key)
                $0.bytes += ($0.indent == nil ? ":" : ": ").utf8
                $0.write($1.value, level: level + 1)
            }
        }
    }

    private mutating func list<Element>(
        _ elements: [Element], _ open: StaticString, _ close: StaticString, _ level: Int,
        _ each: (inout JSONWriter, Element) -> Void
    ) {
        bytes.append(open.utf8Start[0])
        for (index, element) in elements.enumerated() {
            if index > 0 { bytes.append(UInt8(ascii: ",")) }
            breakLine(level + 1)
            each(&self, element)
        }
        if !elements.isEmpty { breakLine(level) }
        bytes.append(close.utf8Start[0])
    }

    private mutating func breakLine(_ level: Int) {
        guard let indent else { return }
        bytes.append(0x0A)
        bytes.append(contentsOf: repeatElement(0x20, count: indent * level))
    }

    private mutating func write(string: String) {
        bytes.append(UInt8(ascii: "\""))
        if string.utf8.allSatisfy({ $0 >= 0x20 && $0 != UInt8(ascii: "\"") && $0 != UInt8(ascii: "\\") }) {
            bytes.append(contentsOf: string.utf8)
            bytes.append(UInt8(ascii: "\""))
            return
        }
        for byte in string.utf8 {
            switch byte {
            case UInt8(ascii: "\""): bytes += #"\""#.utf8
            case UInt8(ascii: "\\"): bytes += #"\\"#.utf8
            case 0x08: bytes += #"\b"#.utf8
            case 0x09: bytes += #"\t"#.utf8
            case 0x0A: bytes += #"\n"#.utf8
            case 0x0C: bytes += #"\f"#.utf8
            case 0x0D: bytes += #"\r"#.utf8
            case 0..<0x20:
                bytes += #"\u00"#.utf8
                for digit in [byte >> 4, byte & 15] { bytes += String(digit, radix: 16).utf8 }
            default: bytes.append(byte)
            }
        }
        bytes.append(UInt8(ascii: "\""))
    }
}

/// The order of member names (RFC 8785, section 3.2.3): by UTF-16 code units, which for ASCII is that of the bytes.
private func precedes(_ first: String, _ second: String) -> Bool {
    for (a, b) in zip(first.utf8, second.utf8) {
        if a >= 0x80 || b >= 0x80 { return first.utf16.lexicographicallyPrecedes(second.utf16) }
        if a != b { return a < b }
    }
    return first.utf8.count < second.utf8.count
}

/// ECMAScript's shortest form (RFC 8785, section 3.2.2.3), from the shortest digits that Swift prints.
private func numberText(_ value: Double) -> String {
    guard value.isFinite else { return "null" }
    if value == 0 { return "0" }
    let (digits, exponent) = shortestDigits(value.magnitude)
    let sign = value < 0 ? "-" : ""
    let count = digits.count
    // `exponent` is n in "0.digits × 10^n", as in ECMA-262, Number::toString.
    switch exponent {
    case count...21 where count <= 21: return sign + digits + String(repeating: "0", count: exponent - count)
    case 1..<max(2, min(count, 22)):
        return sign + digits.prefix(exponent) + "." + digits.dropFirst(exponent)
    case -5...0: return sign + "0." + String(repeating: "0", count: -exponent) + digits
    default:
        let power = exponent - 1
        let mantissa = count == 1 ? digits : digits.prefix(1) + "." + digits.dropFirst()
        return "\(sign)\(mantissa)e\(power < 0 ? "-" : "+")\(abs(power))"
    }
}

/// The shortest digits that read back as `value`, without leading and trailing zeros, and n in `0.digits × 10^n`.
private func shortestDigits(_ value: Double) -> (digits: String, exponent: Int) {
    let text = value.description
    let parts = text.split(separator: "e")
    let power = parts.count > 1 ? Int(parts[1]) ?? 0 : 0
    let halves = parts[0].split(separator: ".", omittingEmptySubsequences: false)
    let whole = String(halves[0])
    let all = whole + (halves.count > 1 ? String(halves[1]) : "")
    let leading = all.prefix { $0 == "0" }.count
    var digits = String(all.dropFirst(leading))
    while digits.last == "0" { digits.removeLast() }
    return (digits, whole.count + power - leading)
}
