/// A cursor over the Unicode scalars of a short text, with positions for errors.
struct Scanner {
    let text: String
    private let scalars: [Unicode.Scalar]
    /// Where the cursor stands; at most the count of scalars.
    private(set) var index = 0

    init(_ text: String) { (self.text, scalars) = (text, Array(text.unicodeScalars)) }

    var isAtEnd: Bool { index >= scalars.count }

    func peek(_ distance: Int = 0) -> Unicode.Scalar? {
        index + distance < scalars.count ? scalars[index + distance] : nil
    }

    mutating func skipSpace() {
        while let scalar = peek(), scalar.properties.isWhitespace { index += 1 }
    }

    /// Takes `word` if the text goes on with it.
    mutating func accept(_ word: String) -> Bool {
        let expected = word.unicodeScalars
        guard scalars[index...].starts(with: expected) else { return false }
        index += expected.count
        return true
    }

    /// Takes the scalars that satisfy `predicate`.
    mutating func take(while predicate: (Unicode.Scalar) -> Bool) -> String {
        let start = index
        while let scalar = peek(), predicate(scalar) { index += 1 }
        return slice(start..<index)
    }

    func slice(_ range: Range<Int>) -> String {
        var result = String.UnicodeScalarView()
        result.append(contentsOf: scalars[range.clamped(to: 0..<scalars.count)])
        return String(result)
    }

    /// An error that points from `start` to `end`, both by default the cursor.
    func fault(
        _ subject: TextFault.Subject, _ reason: TextFault.Reason, from start: Int? = nil, to end: Int? = nil
    ) -> PackagingError {
        let start = start ?? index
        return .malformed(
            TextFault(subject, in: text, column: start + 1, length: (end ?? index) - start, reason: reason))
    }
}

extension Unicode.Scalar {
    /// An ASCII letter or digit.
    var isLetterOrDigit: Bool {
        switch self {
        case "a"..."z", "A"..."Z", "0"..."9": true
        default: false
        }
    }
}
