/// A word, number, string or sign of an expression.
struct Token: Hashable, Sendable {
    enum Kind: Hashable, Sendable {
        case word
        case number
        /// The text without quotes and escapes.
        case string(String)
        case sign
        case end
    }

    let kind: Kind
    /// As it stands in the source; empty at the end.
    let text: String
    /// In Unicode scalars.
    let range: Range<Int>

    func isSign(_ sign: String) -> Bool { kind == .sign && text == sign }
    func isWord(_ word: String) -> Bool { kind == .word && text == word }

    /// How messages name it.
    var description: String { kind == .end ? "the end" : "`\(text)`" }

    /// Words that end a name of unknown words.
    static let reserved: Set<String> = [
        "then", "else", "in", "return", "satisfies", "and", "or", "between", "instance", "if", "for", "some",
        "every", "function", "true", "false", "null", "external",
    ]
}

/// Cuts a text into tokens (DMN 1.5, 10.3.1.2).
struct Lexer {
    static let limit = 1_000_000

    private let text: String
    private let scalars: [Unicode.Scalar]
    private var position = 0

    init(_ text: String) { (self.text, scalars) = (text, Array(text.unicodeScalars)) }

    /// All tokens, the last of them the end.
    mutating func tokens() throws(FEELError) -> [Token] {
        guard scalars.count <= Self.limit else { throw fault(.tooLong(limit: Self.limit), at: 0..<1) }
        var found: [Token] = []
        try skipSpace()
        while position < scalars.count {
            found.append(try next())
            try skipSpace()
        }
        found.append(Token(kind: .end, text: "", range: position..<position))
        return found
    }

    private func fault(_ fault: FEELFault, at range: Range<Int>) -> FEELError {
        .syntax(fault, FEELPlace(text, range))
    }

    private func peek(_ ahead: Int = 0) -> Unicode.Scalar? {
        position + ahead < scalars.count ? scalars[position + ahead] : nil
    }

    private func source(from start: Int) -> String {
        String(String.UnicodeScalarView(scalars[start..<position]))
    }

    private mutating func skipSpace() throws(FEELError) {
        while let scalar = peek() {
            if scalar.isFEELSpace {
                position += 1
            } else if scalar == "/", peek(1) == "/" {
                while let next = peek(), next != "\n", next != "\r" { position += 1 }
            } else if scalar == "/", peek(1) == "*" {
                try skipComment()
            } else {
                return
            }
        }
    }

    private mutating func skipComment() throws(FEELError) {
        let start = position
        position += 2
        while peek() != nil {
            if peek() == "*", peek(1) == "/" {
                position += 2
                return
            }
            position += 1
        }
        throw fault(.unterminatedComment, at: start..<start + 2)
    }

    private mutating func next() throws(FEELError) -> Token {
        let start = position
        let first = scalars[position]
        if first == "\"" { return try string() }
        if first.isASCIIDigit || first == "." && peek(1)?.isASCIIDigit == true { return number() }
        if first.startsName {
            while peek()?.continuesName == true { position += 1 }
            return Token(kind: .word, text: source(from: start), range: start..<position)
        }
        position += Self.signs.first { matches($0) }?.unicodeScalars.count ?? 1
        return Token(kind: .sign, text: source(from: start), range: start..<position)
    }

    /// The signs of two scalars; `==` is none of FEEL, but people write it.
    private static let signs = ["..", "**", "!=", "<=", ">=", "->", "=="]

    private func matches(_ sign: String) -> Bool {
        for (index, scalar) in sign.unicodeScalars.enumerated() where peek(index) != scalar { return false }
        return true
    }

    /// Digits, a fraction, an exponent.
    ///
    /// A point before another is the sign `..`.
    private mutating func number() -> Token {
        let start = position
        while peek()?.isASCIIDigit == true { position += 1 }
        if peek() == ".", peek(1)?.isASCIIDigit == true {
            position += 1
            while peek()?.isASCIIDigit == true { position += 1 }
        }
        if peek() == "e" || peek() == "E" {
            let signed = peek(1) == "+" || peek(1) == "-" ? 2 : 1
            if peek(signed)?.isASCIIDigit == true {
                position += signed
                while peek()?.isASCIIDigit == true { position += 1 }
            }
        }
        return Token(kind: .number, text: source(from: start), range: start..<position)
    }

    private mutating func string() throws(FEELError) -> Token {
        let start = position
        position += 1
        var value = String.UnicodeScalarView()
        while let scalar = peek() {
            position += 1
            if scalar == "\"" {
                return Token(kind: .string(String(value)), text: source(from: start), range: start..<position)
            }
            if scalar == "\\" { try escape(into: &value) } else { value.append(scalar) }
        }
        throw fault(.unterminatedString, at: start..<start + 1)
    }

    /// Reads what follows a backslash.
    ///
    /// A sequence that FEEL does not know stands for itself, as regular expressions need.
    private mutating func escape(into value: inout String.UnicodeScalarView) throws(FEELError) {
        guard let scalar = peek() else { return value.append("\\") }
        let plain: [Unicode.Scalar: Unicode.Scalar] = [
            "\"": "\"", "\\": "\\", "'": "'", "n": "\n", "r": "\r", "t": "\t",
        ]
        if let known = plain[scalar] {
            position += 1
            value.append(known)
        } else if scalar == "u" || scalar == "U" {
            let start = position - 1
            position += 1
            guard let code = unicodeEscape(digits: scalar == "u" ? 4 : 6) else {
                throw fault(.badEscape(source(from: start)), at: start..<position)
            }
            value.append(code)
        } else {
            value.append("\\")
        }
    }

    /// A code point; two of four digits when they are a surrogate pair.
    private mutating func unicodeEscape(digits: Int) -> Unicode.Scalar? {
        guard let first = hexadecimal(digits) else { return nil }
        guard digits == 4, 0xD800..<0xDC00 ~= first else { return Unicode.Scalar(first) }
        guard peek() == "\\", peek(1) == "u" else { return nil }
        position += 2
        guard let second = hexadecimal(4), 0xDC00..<0xE000 ~= second else { return nil }
        return Unicode.Scalar(0x10000 + (first - 0xD800) << 10 + (second - 0xDC00))
    }

    private mutating func hexadecimal(_ count: Int) -> UInt32? {
        var value: UInt32 = 0
        for _ in 0..<count {
            guard let digit = peek().flatMap({ Character($0).hexDigitValue }) else { return nil }
            value = value << 4 + UInt32(digit)
            position += 1
        }
        return value
    }
}

extension Unicode.Scalar {
    var isASCIIDigit: Bool { ("0"..."9").contains(self) }

    /// White space of grammar rules 61 and 62, and the byte order mark.
    var isFEELSpace: Bool { properties.isWhitespace || self == "\u{FEFF}" || self == "\u{180E}" }

    /// Grammar rule 28, without the question mark, which is a token of its own.
    var startsName: Bool {
        switch value {
        case 0x41...0x5A, 0x5F, 0x61...0x7A: true
        case 0xC0...0xD6, 0xD8...0xF6, 0xF8...0x2FF, 0x370...0x37D, 0x37F...0x1FFF, 0x200C...0x200D,
            0x2070...0x218F, 0x2C00...0x2FEF, 0x3001...0xD7FF, 0xF900...0xFDCF, 0xFDF0...0xFFFD,
            0x10000...0xEFFFF:
            !isFEELSpace
        default: false
        }
    }

    /// Grammar rule 29.
    var continuesName: Bool {
        startsName || isASCIIDigit || value == 0xB7 || 0x300...0x36F ~= value || 0x203F...0x2040 ~= value
    }
}
