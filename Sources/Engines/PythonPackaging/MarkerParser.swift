/// Reads a marker expression by recursive descent.
struct MarkerParser {
    /// Deeper than any expression that a person or a resolver writes.
    private static let deepest = 200

    private(set) var scanner: Scanner
    private var depth = 0

    init(_ scanner: Scanner) { self.scanner = scanner }

    /// `marker_and ('or' marker_and)*`; leaves the scanner behind it and the white space that follows.
    mutating func marker() throws(PackagingError) -> Marker {
        var parts = [try conjunction()]
        while acceptWord("or") { parts.append(try conjunction()) }
        return .any(of: parts)
    }

    private mutating func conjunction() throws(PackagingError) -> Marker {
        var parts = [try atom()]
        while acceptWord("and") { parts.append(try atom()) }
        return .all(of: parts)
    }

    private mutating func atom() throws(PackagingError) -> Marker {
        scanner.skipSpace()
        guard scanner.peek() == "(" else { return try comparison() }
        guard depth < Self.deepest else { throw scanner.fault(.marker, .tooDeep) }
        _ = scanner.accept("(")
        depth += 1
        let marker = try marker()
        depth -= 1
        guard scanner.accept(")") else { throw scanner.fault(.marker, .expected("`)`")) }
        scanner.skipSpace()
        return marker
    }

    private mutating func comparison() throws(PackagingError) -> Marker {
        let left = try operand()
        scanner.skipSpace()
        let start = scanner.index
        let relation = try relation()
        let end = scanner.index
        scanner.skipSpace()
        let right = try operand()
        scanner.skipSpace()
        if relation == .compatible, !Self.canBeCompatible(left, right) {
            throw scanner.fault(.marker, .compatibleNeedsVersions, from: start, to: end)
        }
        return .comparison(left, relation, right)
    }

    /// `~=` has a meaning for versions only, the right one with two segments.
    private static func canBeCompatible(_ left: Marker.Operand, _ right: Marker.Operand) -> Bool {
        switch (left, right) {
        case (.variable(let variable), .literal(let text)):
            variable.isVersion && (try? VersionSpecifiers("~=" + text))?.clauses.count == 1
        case (.literal, .variable(let variable)): variable.isVersion
        case (.variable(let a), .variable(let b)): a.isVersion && b.isVersion
        case (.literal, .literal): false
        }
    }

    private mutating func operand() throws(PackagingError) -> Marker.Operand {
        let start = scanner.index
        guard let first = scanner.peek() else {
            throw scanner.fault(.marker, .expected("a marker variable or a quoted text"))
        }
        if first == "\"" || first == "'" {
            _ = scanner.accept(String(first))
            let text = scanner.take { $0 != first }
            guard scanner.accept(String(first)) else { throw scanner.fault(.marker, .openQuote, from: start) }
            return .literal(text)
        }
        let word = scanner.take { $0.isLetterOrDigit || $0 == "_" || $0 == "." }
        guard let variable = MarkerVariable(spelling: word) else {
            throw scanner.fault(
                .marker,
                word.isEmpty ? .expected("a marker variable or a quoted text") : .unknownVariable(word),
                from: start)
        }
        return .variable(variable)
    }

    private mutating func relation() throws(PackagingError) -> Marker.Operator {
        if acceptWord("in") { return .isIn }
        if acceptWord("not") {
            scanner.skipSpace()
            guard acceptWord("in") else { throw scanner.fault(.marker, .expected("`in` after `not`")) }
            return .isNotIn
        }
        for symbol in ["===", "==", "~=", "!=", "<=", ">=", "<", ">"] where scanner.accept(symbol) {
            if let relation = Marker.Operator(rawValue: symbol) { return relation }
        }
        throw scanner.fault(.marker, .expected("an operator such as `==` or `in`"))
    }

    /// Takes a word that no letter follows.
    private mutating func acceptWord(_ word: String) -> Bool {
        let next = scanner.peek(word.unicodeScalars.count)
        guard next.map({ !$0.isLetterOrDigit && $0 != "_" }) ?? true else { return false }
        return scanner.accept(word)
    }
}
