/// Tokens that are recognised by their own form, wherever they stand.
struct TokenShapes: Sendable {
    static let standard = TokenShapes()

    private struct Shape {
        let prefix: [UInt8]
        /// How many characters of a token must follow.
        let least: Int
    }

    /// By first byte.
    private let shapes: [[Shape]]

    /// The published prefixes of GitHub, GitLab, PyPI, AWS, Google, Slack, npm, Hugging Face, Docker, Stripe, OpenAI and
    /// Anthropic tokens, and the header of a JSON web token.
    private static let prefixes: KeyValuePairs = [
        "ghp_": 20, "gho_": 20, "ghu_": 20, "ghs_": 20, "ghr_": 20, "github_pat_": 20, "glpat-": 16,
        "pypi-AgE": 16, "AKIA": 16, "ASIA": 16, "AIza": 35, "xoxb-": 10, "xoxa-": 10, "xoxp-": 10,
        "xoxr-": 10, "xoxs-": 10, "npm_": 30, "hf_": 30, "dckr_pat_": 20, "sk_live_": 16, "rk_live_": 16,
        "sk-": 32,
    ]

    private init() {
        var shapes: [[Shape]] = Array(repeating: [], count: 256)
        for (prefix, least) in Self.prefixes {
            let bytes = Array(prefix.utf8)
            shapes[Int(bytes[0])].append(Shape(prefix: bytes, least: least))
        }
        self.shapes = shapes
    }

    /// The bytes with which a shape can begin.
    var firstBytes: [UInt8] {
        (UInt8.min...UInt8.max).filter { !shapes[Int($0)].isEmpty } + Array("eBb".utf8)
    }

    /// The token that begins at `start`, if one does.
    func match(_ text: TextBytes, at start: Int) -> Range<Int>? {
        guard !isLetterOrDigit(text[start - 1]) else { return nil }
        for shape in shapes[Int(text[start])] where text.starts(with: shape.prefix, at: start) {
            let end = text.end(ofTokenAt: start + shape.prefix.count)
            if end - start - shape.prefix.count >= shape.least { return start..<end }
        }
        switch text[start] {
        case UInt8(ascii: "e"): return webToken(text, at: start)
        case UInt8(ascii: "B"), UInt8(ascii: "b"): return bearer(text, at: start)
        default: return nil
        }
    }

    /// RFC 7519: three base64url parts with dots between, the first of which is an object and so begins with `eyJ`.
    private func webToken(_ text: TextBytes, at start: Int) -> Range<Int>? {
        guard text.starts(with: "eyJ".utf8, at: start), !isTokenByte(text[start - 1]) else { return nil }
        let header = text.end(ofTokenAt: start)
        guard text[header] == UInt8(ascii: ".") else { return nil }
        let claims = text.end(ofTokenAt: header + 1)
        guard claims - header > 8 else { return nil }
        guard text[claims] == UInt8(ascii: ".") else { return start..<claims }
        return start..<text.end(ofTokenAt: claims + 1)
    }

    /// RFC 6750: what stands after the word in a header; shorter words are prose.
    private func bearer(_ text: TextBytes, at start: Int) -> Range<Int>? {
        guard text.starts(with: "earer ".utf8, at: start + 1) else { return nil }
        let end = text.end(ofTokenAt: start + 7, more: "._~+/=")
        return end - start - 7 >= 16 ? start + 7..<end : nil
    }
}

/// Of base64url: letters, digits, `-` and `_`.
func isTokenByte(_ byte: UInt8) -> Bool { isLetterOrDigit(byte) || byte == 0x2D || byte == 0x5F }

/// A borrowed text in which every index may be asked for.
struct TextBytes {
    let bytes: UnsafeBufferPointer<UInt8>

    var count: Int { bytes.count }

    /// The byte at `index`, 0 outside of the text.
    subscript(_ index: Int) -> UInt8 {
        @inline(__always) get { index >= 0 && index < bytes.count ? bytes[index] : 0 }
    }

    func starts(with word: some Collection<UInt8>, at start: Int) -> Bool {
        guard start >= 0, count - start >= word.count else { return false }
        var index = start
        for byte in word {
            guard bytes[index] == byte else { return false }
            index += 1
        }
        return true
    }

    /// Where a run of letters, digits, `-`, `_` and the characters of `more` ends.
    func end(ofTokenAt start: Int, more: StaticString = "") -> Int {
        let more = UnsafeBufferPointer(start: more.utf8Start, count: more.utf8CodeUnitCount)
        var end = start
        while end < count {
            let byte = bytes[end]
            guard isTokenByte(byte) || more.contains(byte) else { break }
            end += 1
        }
        return end
    }
}
