/// Whether a text has the form of a number, date, time or truth value, TOML 1.0, sections Integer to Local Time.
///
/// Ranges (the 30th of February, 64 bits) are left to the reader of values.
func isScalarForm(_ text: ArraySlice<UInt8>) -> Bool {
    var form = ScalarForm(rest: text)
    switch text.first {
    case UInt8(ascii: "t"): return form.skip("true") && form.rest.isEmpty
    case UInt8(ascii: "f"): return form.skip("false") && form.rest.isEmpty
    default: break
    }
    let third = text.dropFirst(2).first
    if third == UInt8(ascii: ":") { return form.skipTime() && form.rest.isEmpty }
    if text.dropFirst(4).first == UInt8(ascii: "-"), third != UInt8(ascii: "e"), third != UInt8(ascii: "E") {
        // `1.0e-5` has its minus there, too.
        var number = form
        return (form.skipDateTime() && form.rest.isEmpty) || (number.skipNumber() && number.rest.isEmpty)
    }
    return form.skipNumber() && form.rest.isEmpty
}

private struct ScalarForm {
    var rest: ArraySlice<UInt8>

    mutating func skip(_ word: StaticString) -> Bool {
        let bytes = UnsafeBufferPointer(start: word.utf8Start, count: word.utf8CodeUnitCount)
        guard rest.starts(with: bytes) else { return false }
        rest.removeFirst(bytes.count)
        return true
    }

    private mutating func skip(oneOf bytes: StaticString) -> Bool {
        for index in 0..<bytes.utf8CodeUnitCount where rest.first == bytes.utf8Start[index] {
            rest.removeFirst()
            return true
        }
        return false
    }

    /// Exactly `count` decimal digits.
    private mutating func skipDigits(_ count: Int) -> Bool {
        guard rest.count >= count, rest.prefix(count).allSatisfy({ $0 &- 0x30 < 10 }) else { return false }
        rest.removeFirst(count)
        return true
    }

    /// At least one digit, with single underscores between digits.
    private mutating func skipRun(_ isDigit: (UInt8) -> Bool) -> Bool {
        guard let first = rest.first, isDigit(first) else { return false }
        while let byte = rest.first {
            if isDigit(byte) {
                rest.removeFirst()
            } else if byte == UInt8(ascii: "_"), let after = rest.dropFirst().first, isDigit(after) {
                rest.removeFirst()
            } else {
                break
            }
        }
        return true
    }

    mutating func skipNumber() -> Bool {
        if skip("0x") { return skipRun { $0 &- 0x30 < 10 || ($0 | 0x20) &- 0x61 < 6 } }
        if rest.starts(with: [0x30]), let kind = rest.dropFirst().first, kind == 0x6F || kind == 0x62 {
            rest.removeFirst(2)
            let base: UInt8 = kind == 0x6F ? 8 : 2
            return skipRun { $0 &- 0x30 < base }
        }
        _ = skip(oneOf: "+-")
        if rest.first == UInt8(ascii: "i") { return skip("inf") }
        if rest.first == UInt8(ascii: "n") { return skip("nan") }
        let hasLeadingZero =
            rest.first == 0x30 && (rest.dropFirst().first.map { $0 != 0x2E && $0 | 0x20 != 0x65 } ?? false)
        guard !hasLeadingZero, skipRun({ $0 &- 0x30 < 10 }) else { return false }
        if skip(oneOf: "."), !skipRun({ $0 &- 0x30 < 10 }) { return false }
        guard skip(oneOf: "eE") else { return true }
        _ = skip(oneOf: "+-")
        return skipRun { $0 &- 0x30 < 10 }
    }

    mutating func skipDateTime() -> Bool {
        guard skipDigits(4), skip("-"), skipDigits(2), skip("-"), skipDigits(2) else { return false }
        guard skip(oneOf: "Tt ") else { return true }
        guard skipTime() else { return false }
        guard !skip(oneOf: "Zz"), !rest.isEmpty else { return true }
        return skip(oneOf: "+-") && skipDigits(2) && skip(":") && skipDigits(2)
    }

    mutating func skipTime() -> Bool {
        guard skipDigits(2), skip(":"), skipDigits(2), skip(":"), skipDigits(2) else { return false }
        guard skip(oneOf: ".") else { return true }
        guard skipDigits(1) else { return false }
        while skipDigits(1) {}
        return true
    }
}
