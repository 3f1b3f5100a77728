/// A recursive-descent reader of the condition language.
struct ConditionParser {
    let text: String
    let scalars: [Unicode.Scalar]
    let tokens: [Token]
    var position = 0

    init(_ text: String) {
        self.text = text
        scalars = Array(text.unicodeScalars)
        tokens = Conditions.tokens(of: scalars)
    }

    /// Reads conjuncts up to the end of the text, each with its places.
    mutating func conjuncts() throws(ConditionError) -> [(conjunct: Conjunct, places: ConjunctPlaces)] {
        guard peek() != nil else { throw error(.empty, at: 0..<scalars.count) }
        var found = [try conjunct()]
        while let token = peek() {
            guard take("and") else { throw error(.trailing(written(token.range)), at: token.range) }
            guard peek() != nil else { throw error(.nothingAfter(written(token.range)), at: token.range) }
            found.append(try conjunct())
        }
        return found
    }

    private mutating func conjunct() throws(ConditionError) -> (Conjunct, ConjunctPlaces) {
        let start = peek()?.range.lowerBound ?? scalars.count
        var places = ConjunctPlaces(whole: start..<start)
        let conjunct = try conjunct(&places)
        places.whole = start..<previousEnd
        return (conjunct, places)
    }

    private mutating func conjunct(_ places: inout ConjunctPlaces) throws(ConditionError) -> Conjunct {
        guard let first = peek() else { throw error(.empty, at: end) }
        if first.isRelation { return .comparison(try comparison(metric: nil, &places)) }
        guard let word = first.word else { throw notAStart(first) }
        if peek(1)?.isRelation == true {
            return .comparison(try comparison(metric: metric(&places), &places))
        }
        switch word {
        case "no":
            position += 1
            return .absence(try selection(after: "no", &places))
        case "at": return try limit(&places)
        case "not": return .trend(try trend(metric: nil, &places))
        default:
            guard peek(1)?.word == "not" else { throw notAStart(first) }
            return .trend(try trend(metric: metric(&places), &places))
        }
    }

    /// Takes the word at hand as the name of a metric.
    private mutating func metric(_ places: inout ConjunctPlaces) -> String? {
        guard let token = peek() else { return nil }
        position += 1
        places.metric = token.range
        return written(token.range)
    }

    private func notAStart(_ first: Token) -> ConditionError {
        if first.isNumber {
            return error(.missingOperator(metric: nil, amount: amountText(at: position)), at: first.range)
        }
        guard first.word != nil else { return error(.unexpected(written(first.range)), at: first.range) }
        let metric = written(first.range)
        guard let second = peek(1) else {
            return error(.missingOperator(metric: metric, amount: nil), at: first.range)
        }
        let amount = second.isNumber ? amountText(at: position + 1) : nil
        return error(
            .missingOperator(metric: metric, amount: amount), at: second.isNumber ? second.range : first.range
        )
    }

    // MARK: Tokens

    /// The token so many places ahead.
    func peek(_ ahead: Int = 0) -> Token? {
        position + ahead < tokens.count ? tokens[position + ahead] : nil
    }

    /// Takes the keyword if it is the next word.
    mutating func take(_ keyword: String) -> Bool {
        guard peek()?.word == keyword else { return false }
        position += 1
        return true
    }

    /// Takes a keyword that must come.
    mutating func expect(_ keyword: String) throws(ConditionError) {
        let before = position > 0 ? written(tokens[position - 1].range) : ""
        guard take(keyword) else {
            throw error(.expected(word: keyword, after: before), at: peek()?.range ?? end)
        }
    }

    func written(_ range: Range<Int>) -> String { String(String.UnicodeScalarView(scalars[range])) }

    /// Just behind the last token, where something is missing.
    var end: Range<Int> {
        let end = tokens.last?.range.upperBound ?? 0
        return end..<end
    }

    var previousEnd: Int { position > 0 ? tokens[position - 1].range.upperBound : 0 }

    func error(_ reason: ConditionError.Reason, at range: Range<Int>) -> ConditionError {
        ConditionError(reason, at: range, in: text)
    }
}

/// Where the parts of a conjunct stand in the text, in Unicode scalars.
struct ConjunctPlaces: Hashable, Sendable {
    var whole: Range<Int>
    var metric: Range<Int>?
    var amount: Range<Int>?
    var noun: Range<Int>?
}
