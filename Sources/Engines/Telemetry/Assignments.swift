/// Values that are secrets because of where they stand.
///
/// `TOKEN=x`, `"password": "x"`, `--token x`, `https://user:password@host`.
struct Assignments: Sendable {
    private let names = SecretNames.standard

    /// The value after the `=` at `sign`, if the name before it is a secret's.
    func afterEquals(_ text: TextBytes, at sign: Int) -> Range<Int>? {
        if text[sign + 1] == UInt8(ascii: "=") || "=!<>~".utf8.contains(text[sign - 1]) { return nil }
        let name = nameBefore(sign, in: text)
        guard !name.range.isEmpty, names.contains(text.bytes, name.range) else { return nil }
        let start = skipSpaces(text, sign + 1)
        if let quoted = quoted(text, at: start) { return quoted }
        // With spaces around it is code, where a value without quotes is an expression.
        return name.isAdjacent && start == sign + 1 ? bare(text, at: start) : nil
    }

    /// The value after the `:` at `sign`, as in JSON, YAML and headers.
    func afterColon(_ text: TextBytes, at sign: Int) -> Range<Int>? {
        let name = nameBefore(sign, in: text)
        guard !name.range.isEmpty, names.contains(text.bytes, name.range) else { return nil }
        let start = skipSpaces(text, sign + 1)
        if let quoted = quoted(text, at: start) { return quoted }
        guard start > sign + 1, saysSoWithoutQuotes(text, name.range) else { return nil }
        return afterScheme(text, start)
    }

    /// The value after an option such as `--token`, which begins at `start`.
    func afterOption(_ text: TextBytes, at start: Int) -> Range<Int>? {
        guard text[start + 1] == 0x2D, isLetterOrDigit(text[start + 2]), !isTokenByte(text[start - 1]) else {
            return nil
        }
        let end = text.end(ofTokenAt: start + 2)
        guard end - start <= 64, names.contains(text.bytes, start..<end) else { return nil }
        // Also in a list of quoted arguments: '--token', 'x'.
        var value = end
        if text[end] == UInt8(ascii: "'") || text[end] == UInt8(ascii: "\"") {
            guard text[end + 1] == UInt8(ascii: ",") else { return nil }
            value = end + 2
        }
        guard text[value] == 0x20 else { return nil }
        value = skipSpaces(text, value)
        guard text[value] != 0x2D, text[value] != UInt8(ascii: "<"), text[value] != UInt8(ascii: "[") else {
            return nil
        }
        return quoted(text, at: value) ?? bare(text, at: value)
    }

    /// The user information of the URL whose `://` begins at `sign` (RFC 3986, section 3.2.1).
    ///
    /// A name alone is kept: `ssh://git@host` is no secret, a token in the place of a name has its own form.
    func userInfo(_ text: TextBytes, at sign: Int) -> Range<Int>? {
        guard text[sign + 1] == 0x2F, text[sign + 2] == 0x2F else { return nil }
        let start = sign + 3
        var at: Int?
        var hasColon = false
        var index = start
        while index < text.count, index - start < 2048, !endsAuthority(text[index]) {
            if text[index] == UInt8(ascii: "@") { at = index }
            if text[index] == UInt8(ascii: ":"), at == nil { hasColon = true }
            index += 1
        }
        guard let at, at > start else { return nil }
        let isWeb = text[sign - 1] | 0x20 == UInt8(ascii: "p") || text[sign - 1] | 0x20 == UInt8(ascii: "s")
        return hasColon || isWeb && at - start >= 8 ? start..<at : nil
    }

    private func endsAuthority(_ byte: UInt8) -> Bool { byte <= 0x20 || "/?#\"'<>`\\".utf8.contains(byte) }

    private func nameBefore(_ sign: Int, in text: TextBytes) -> (range: Range<Int>, isAdjacent: Bool) {
        var end = sign
        while end > 0, sign - end < 8, text[end - 1] == 0x20 { end -= 1 }
        let isAdjacent = end == sign
        if text[end - 1] == UInt8(ascii: "\"") || text[end - 1] == UInt8(ascii: "'") {
            end -= 1
            while end > 0, text[end - 1] == UInt8(ascii: "\\") { end -= 1 }
        }
        var start = end
        while start > 0, end - start < 128, isNameByte(text[start - 1]) { start -= 1 }
        return (start..<end, isAdjacent)
    }

    private func isNameByte(_ byte: UInt8) -> Bool { isTokenByte(byte) || byte == 0x2E }

    private func skipSpaces(_ text: TextBytes, _ start: Int) -> Int {
        var index = start
        while index - start < 8, text[index] == 0x20 { index += 1 }
        return index
    }

    /// The inside of a quoted value; the quotes may themselves be escaped, in JSON inside of JSON.
    private func quoted(_ text: TextBytes, at start: Int) -> Range<Int>? {
        var open = start
        while text[open] == UInt8(ascii: "\\") { open += 1 }
        let quote = text[open]
        guard quote == UInt8(ascii: "\"") || quote == UInt8(ascii: "'") else { return nil }
        let depth = open - start
        var end = open + 1
        var escapes = 0
        // The limit keeps hostile text from being read again and again.
        while end < text.count, text[end] != 0x0A, end - open < 1 << 16 {
            if text[end] == quote, depth == 0 ? escapes.isMultiple(of: 2) : escapes == depth { break }
            escapes = text[end] == UInt8(ascii: "\\") ? escapes + 1 : 0
            end += 1
        }
        let value = open + 1..<max(open + 1, end - (text[end] == quote ? depth : 0))
        return isHarmless(text, value) ? nil : value
    }

    private func bare(_ text: TextBytes, at start: Int) -> Range<Int>? {
        var end = start
        while end < text.count, !endsBareValue(text[end]) { end += 1 }
        return isHarmless(text, start..<end) ? nil : start..<end
    }

    private func endsBareValue(_ byte: UInt8) -> Bool {
        byte <= 0x20 || "\"'`,;&|<>()[]{}\\".utf8.contains(byte)
    }

    private static let harmless = ["None", "none", "null", "nil", "true", "false", "True", "False", "***"]

    /// A value that tells nothing: a constant, a short number, a reference to a variable.
    private func isHarmless(_ text: TextBytes, _ value: Range<Int>) -> Bool {
        if value.isEmpty || Self.harmless.contains(where: { text[value] == $0 }) { return true }
        if text[value.lowerBound] == UInt8(ascii: "$"), "{(".utf8.contains(text[value.lowerBound + 1]) {
            return true
        }
        return value.count <= 6 && value.allSatisfy { isDigit(text[$0]) }
    }

    private static let outspoken = ["password", "passwd", "passphrase", "authorization", "cookie", "key"]

    /// In prose a colon follows many a word (`unexpected token: x`): only a few words and compound names suffice.
    private func saysSoWithoutQuotes(_ text: TextBytes, _ name: Range<Int>) -> Bool {
        if name.contains(where: { text[$0] == 0x5F || text[$0] == 0x2D }) { return true }
        return Self.outspoken.contains { word in
            name.count >= word.utf8.count
                && zip(name.suffix(word.utf8.count), word.utf8).allSatisfy { text[$0] | 0x20 == $1 }
        }
    }

    private static let schemes = ["Basic ", "Bearer ", "Digest ", "Token ", "basic ", "bearer ", "token "]

    /// Keeps the scheme of an authorization header (RFC 9110, section 11.4), the value goes up to the end of the line.
    private func afterScheme(_ text: TextBytes, _ start: Int) -> Range<Int>? {
        let scheme = Self.schemes.first { text.starts(with: $0.utf8, at: start) }
        return bare(text, at: start + (scheme?.utf8.count ?? 0))
    }
}

extension TextBytes {
    /// A piece of the text.
    fileprivate subscript(_ range: Range<Int>) -> Slice<UnsafeBufferPointer<UInt8>> { bytes[range] }
}

private func == (slice: Slice<UnsafeBufferPointer<UInt8>>, word: String) -> Bool {
    slice.count == word.utf8.count && slice.elementsEqual(word.utf8)
}
