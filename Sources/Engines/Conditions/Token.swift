/// One word, number or sign of a condition, with its place in Unicode scalars.
struct Token: Hashable {
    enum Content: Hashable {
        /// A letter or `_`, then letters, digits and `_`; `-` and `.` inside.
        case word(String)
        /// Digits, perhaps with a point inside.
        case number(String)
        /// The longest run of comparison signs, a known operator or not.
        case relation(String)
        /// Any other scalar.
        case sign(Unicode.Scalar)
    }

    let content: Content
    let range: Range<Int>

    /// The word in lower case.
    var word: String? {
        guard case .word(let text) = content else { return nil }
        return text.lowercased()
    }

    var isRelation: Bool {
        guard case .relation = content else { return false }
        return true
    }

    var isNumber: Bool {
        guard case .number = content else { return false }
        return true
    }

    func isSign(_ sign: Unicode.Scalar) -> Bool { content == .sign(sign) }
}

/// Cuts a condition into tokens; every text can be cut, what makes no sense is left to the parser.
///
/// - Complexity: O(*n*).
func tokens(of scalars: [Unicode.Scalar]) -> [Token] {
    var found: [Token] = []
    var position = 0
    while position < scalars.count {
        let start = position
        position = end(ofTokenAt: start, in: scalars)
        if let content = content(of: scalars[start..<position]) {
            found.append(Token(content: content, range: start..<position))
        }
    }
    return found
}

private func content(of scalars: ArraySlice<Unicode.Scalar>) -> Token.Content? {
    guard let first = scalars.first, !first.isSpace else { return nil }
    let text = String(String.UnicodeScalarView(scalars))
    if first.isDigit { return .number(text) }
    if first.startsWord { return .word(text) }
    return first.isRelationSign ? .relation(text) : .sign(first)
}

private func end(ofTokenAt start: Int, in scalars: [Unicode.Scalar]) -> Int {
    let first = scalars[start]
    var position = start + 1
    /// Whether the scalar at `index` exists and is so.
    func has(_ test: (Unicode.Scalar) -> Bool, at index: Int) -> Bool {
        index < scalars.count && test(scalars[index])
    }
    if first.isDigit {
        while has(\.isDigit, at: position) { position += 1 }
        guard has({ $0 == "." }, at: position), has(\.isDigit, at: position + 1) else { return position }
        position += 1
        while has(\.isDigit, at: position) { position += 1 }
    } else if first.startsWord {
        while has(\.continuesWord, at: position)
            || has({ $0 == "-" || $0 == "." }, at: position) && has(\.continuesWord, at: position + 1)
        { position += 1 }
    } else if first.isRelationSign {
        while has(\.isRelationSign, at: position) { position += 1 }
    }
    return position
}

extension Unicode.Scalar {
    var isSpace: Bool { properties.isWhitespace }
    var isDigit: Bool { ("0"..."9").contains(self) }
    var startsWord: Bool { self == "_" || self == "µ" || properties.isAlphabetic }
    var continuesWord: Bool { startsWord || isDigit }
    var isRelationSign: Bool { "<>=!~≥≤≠".unicodeScalars.contains(self) }
    /// What the name of a branch, tag, commit or run is made of.
    var isInBaseline: Bool { continuesWord || "-./@{}~^+#:".unicodeScalars.contains(self) }
}
