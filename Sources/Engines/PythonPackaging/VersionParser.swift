/// Reads one version from bytes, left to right without going back (PEP 440, appendix B).
struct VersionParser {
    private let bytes: [UInt8]
    private(set) var index = 0

    init(_ text: String) { bytes = Array(text.utf8) }

    /// The version that the whole text is; `nil` if it is none, with ``index`` at the first byte that does not fit.
    mutating func version() -> Version? {
        skipSpace()
        guard let version = prefix() else { return nil }
        skipSpace()
        return index == bytes.count ? version : nil
    }

    /// The longest version that starts here.
    mutating func prefix() -> Version? {
        _ = accept("v")
        guard var first = number() else { return nil }
        var epoch: Version.Number = 0
        if accept("!") {
            guard let segment = number() else { return nil }
            (epoch, first) = (first, segment)
        }
        var release = [first]
        while peek() == UInt8(ascii: "."), isDigit(peek(1)), accept(".") {
            if let segment = number() { release.append(segment) }
        }
        let (pre, post, dev) = (preRelease(), postRelease(), devRelease())
        guard let local = localLabel() else { return nil }
        return Version(epoch: epoch, release: release, pre: pre, post: post, dev: dev, local: local)
    }

    /// The column of ``index`` in `text`, from 1, in Unicode scalars.
    func column(in text: String) -> Int {
        String(decoding: text.utf8.prefix(index), as: UTF8.self).unicodeScalars.count + 1
    }
}

extension VersionParser {
    private mutating func preRelease() -> Version.PreRelease? {
        let words: [(StaticString, Version.Phase)] = [
            ("alpha", .alpha), ("a", .alpha), ("beta", .beta), ("b", .beta), ("preview", .candidate),
            ("pre", .candidate), ("c", .candidate), ("rc", .candidate),
        ]
        for (word, phase) in words {
            if let number = suffix(word) { return Version.PreRelease(phase: phase, number: number) }
        }
        return nil
    }

    private mutating func postRelease() -> Version.Number? {
        if peek() == UInt8(ascii: "-"), isDigit(peek(1)), accept("-") { return number() }
        return suffix("post") ?? suffix("rev") ?? suffix("r")
    }

    private mutating func devRelease() -> Version.Number? { suffix("dev") }

    /// `[-_.]? word [-_.]? digits?`, where no digits are zero; takes nothing unless the word is there.
    private mutating func suffix(_ word: StaticString) -> Version.Number? {
        let start = index
        if isSeparator(peek()) { index += 1 }
        guard accept(word) else {
            index = start
            return nil
        }
        if isSeparator(peek()) { index += 1 }
        return number() ?? 0
    }

    /// The segments after `+`, none without one; `nil` if the label is malformed.
    private mutating func localLabel() -> [Version.LocalSegment]? {
        guard accept("+") else { return [] }
        var segments: [Version.LocalSegment] = []
        repeat {
            let start = index
            while isAlphanumeric(peek()) { index += 1 }
            guard start < index else { return nil }
            let segment = bytes[start..<index]
            segments.append(
                Version.Number(digits: segment).map(Version.LocalSegment.number)
                    ?? .word(String(decoding: segment, as: UTF8.self).lowercased()))
        } while isSeparator(peek()) && isAlphanumeric(peek(1)) && advance()
        return segments
    }

    private mutating func number() -> Version.Number? {
        let start = index
        while isDigit(peek()) { index += 1 }
        return Version.Number(digits: bytes[start..<index])
    }
}

extension VersionParser {
    private func peek(_ distance: Int = 0) -> UInt8? {
        index + distance < bytes.count ? bytes[index + distance] : nil
    }

    private mutating func advance() -> Bool {
        index += 1
        return true
    }

    /// Takes `word`, given in lower case, in any case of letters.
    private mutating func accept(_ word: StaticString) -> Bool {
        let end = index + word.utf8CodeUnitCount
        guard end <= bytes.count else { return false }
        let matches = word.withUTF8Buffer { expected in
            zip(bytes[index..<end], expected).allSatisfy { byte, letter in
                byte == letter || (0x61...0x7A).contains(letter) && byte | 0x20 == letter
            }
        }
        if matches { index = end }
        return matches
    }

    private mutating func skipSpace() {
        while let byte = peek(), byte == 0x20 || (0x09...0x0D).contains(byte) { index += 1 }
    }

    private func isDigit(_ byte: UInt8?) -> Bool { byte.map { (0x30...0x39).contains($0) } ?? false }

    private func isSeparator(_ byte: UInt8?) -> Bool { byte == 0x2E || byte == 0x2D || byte == 0x5F }

    private func isAlphanumeric(_ byte: UInt8?) -> Bool {
        byte.map { (0x30...0x39).contains($0) || (0x61...0x7A).contains($0 | 0x20) } ?? false
    }
}
