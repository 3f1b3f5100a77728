/// Comparisons and trends, and the amounts in them.
extension ConditionParser {
    /// From the operator on.
    mutating func comparison(
        metric: String?, _ places: inout ConjunctPlaces
    ) throws(ConditionError) -> Conjunct.Comparison {
        let sign = peek()?.range ?? end
        position += 1
        let signs = ["≥": ">=", "≤": "<=", "≠": "!="]
        let text = written(sign)
        guard let relation = Conjunct.Relation(rawValue: signs[text] ?? text) else {
            throw error(.notAnOperator(text), at: sign)
        }
        let amount = try amount(after: text, &places)
        return Conjunct.Comparison(metric: metric, relation: relation, amount: amount)
    }

    /// From `not` on.
    mutating func trend(
        metric: String?, _ places: inout ConjunctPlaces
    ) throws(ConditionError) -> Conjunct.Trend {
        try expect("not")
        try expect("worse")
        var allowance: Amount?
        if take("by") {
            try expect("more")
            try expect("than")
            let amount = try amount(after: "by more than", &places)
            guard !amount.number.isNegative else {
                throw error(.negativeAllowance("\(amount)"), at: places.amount ?? end)
            }
            allowance = amount
        }
        let baseline = take("than") ? try baseline() : Condition.defaultBaseline
        return Conjunct.Trend(metric: metric, allowance: allowance, baseline: baseline)
    }

    /// A name up to the next space: refs hold signs that mean something else everywhere else.
    private mutating func baseline() throws(ConditionError) -> String {
        guard let first = peek(), first.word != "and" else {
            throw error(.nothingAfter("than"), at: peek()?.range ?? end)
        }
        let start = first.range.lowerBound
        let stop = scalars[start...].firstIndex(where: \.isSpace) ?? scalars.count
        let name = written(start..<stop)
        if first.isNumber, let text = amountText(at: position), text != written(first.range) {
            let isShort = name.unicodeScalars.count < 7  // A commit's shortest usual name.
            if name.hasPrefix(text), isShort { throw error(.baselineIsAmount(text), at: start..<stop) }
        }
        guard scalars[start..<stop].allSatisfy(\.isInBaseline) else {
            throw error(.notABaseline(name), at: start..<stop)
        }
        while let token = peek(), token.range.lowerBound < stop { position += 1 }
        return name
    }

    private mutating func amount(
        after before: String, _ places: inout ConjunctPlaces
    ) throws(ConditionError) -> Amount {
        let start = peek()?.range.lowerBound ?? scalars.count
        let isNegative = peek()?.isSign("-") == true && peek(1)?.range.lowerBound == start + 1
        if isNegative { position += 1 }
        guard let token = peek(), token.isNumber else {
            throw error(.missingAmount(after: before), at: peek()?.range ?? end)
        }
        let number = try number(token, isNegative: isNegative)
        position += 1
        let unit = try unit(behind: token)
        places.amount = start..<previousEnd
        return Amount(number: number, unit: unit)
    }

    private func number(_ token: Token, isNegative: Bool) throws(ConditionError) -> DecimalNumber {
        let text = written(token.range)
        let number = DecimalNumber(plain: isNegative ? "-" + text : text)
        guard number.digits.count <= 18, token.range.count <= 40 else {
            throw error(.tooManyDigits(text), at: token.range)
        }
        return number
    }

    private mutating func unit(behind number: Token) throws(ConditionError) -> Amount.Unit? {
        guard let token = peek() else { return nil }
        if token.isSign("%") {
            position += 1
            return .percent
        }
        if token.isSign("/") { return try perSecond(token) }
        guard let word = token.word, !["and", "or", "than"].contains(word) else { return nil }
        if let unit = Amount.Unit(written: word) {
            position += 1
            return unit
        }
        // A word before an operator is the metric of a conjunct whose `and` is missing.
        if peek(1)?.isRelation == true { return nil }
        try refuseCounting(token, number)
        throw error(.unknownUnit(written(token.range)), at: token.range)
    }

    private mutating func perSecond(_ slash: Token) throws(ConditionError) -> Amount.Unit {
        let range = slash.range.lowerBound..<(peek(1)?.range.upperBound ?? slash.range.upperBound)
        guard peek(1)?.word == "s" else { throw error(.unknownUnit(written(range)), at: range) }
        position += 2
        return .perSecond
    }

    /// `<= 5 errors` means `at most 5 errors`.
    private func refuseCounting(_ token: Token, _ number: Token) throws(ConditionError) {
        guard let word = token.word, FindingKind(word: word) != nil || Severity(named: word) != nil else {
            return
        }
        let rest = tokens[position...].prefix { $0.word != nil && $0.word != "and" }
        let noun = written(token.range.lowerBound..<(rest.last ?? token).range.upperBound)
        throw error(.countInComparison(number: written(number.range), noun: noun), at: token.range)
    }

    /// The number at that token and the unit that touches or follows it, for a message.
    func amountText(at index: Int) -> String? {
        guard index < tokens.count, tokens[index].isNumber else { return nil }
        let number = tokens[index].range
        guard index + 1 < tokens.count else { return written(number) }
        let next = tokens[index + 1]
        let isUnit = next.isSign("%") || next.word.flatMap(Amount.Unit.init(written:)) != nil
        return isUnit ? written(number) + written(next.range) : written(number)
    }
}
