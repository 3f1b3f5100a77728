/// Absences and limits, and the findings they count.
extension ConditionParser {
    /// From `at` on.
    mutating func limit(_ places: inout ConjunctPlaces) throws(ConditionError) -> Conjunct {
        try expect("at")
        try expect("most")
        guard let token = peek(), token.isNumber else {
            throw error(.missingAmount(after: "at most"), at: peek()?.range ?? end)
        }
        let text = written(token.range)
        guard !text.contains(".") else { throw error(.notAWholeNumber(text), at: token.range) }
        guard text.utf8.count <= 18, let most = Int(text) else {
            throw error(.tooManyDigits(text), at: token.range)
        }
        if let amount = amountText(at: position), amount != text {
            let stop = peek(1)?.range.upperBound ?? token.range.upperBound
            throw error(.amountInLimit(amount), at: token.range.lowerBound..<stop)
        }
        position += 1
        return .limit(most, try selection(after: text, &places))
    }

    /// `[ "new" ] [ severities ] kind`.
    mutating func selection(
        after before: String, _ places: inout ConjunctPlaces
    ) throws(ConditionError) -> Conjunct.Selection {
        if before == "no", let more = peek(), more.word == "more" {
            throw error(.noMoreThan, at: more.range)
        }
        let isNew = take("new")
        let severities = try severities()
        let last = position > 0 ? written(tokens[position - 1].range) : before
        guard let token = peek(), let word = token.word else {
            guard let sign = peek() else { throw error(.missingKind(after: last), at: end) }
            let isJoin = severities != .any && sign.isSign(",")
            throw error(isJoin ? .severitiesJoined(by: ",") : .missingKind(after: last), at: sign.range)
        }
        guard let kind = FindingKind(word: word) else { throw notAKind(token, severities) }
        position += 1
        places.noun = token.range
        return Conjunct.Selection(isNew: isNew, severities: severities, kind: kind)
    }

    private mutating func severities() throws(ConditionError) -> Conjunct.Severities {
        guard let first = severity(at: 0) else { return .any }
        position += 1
        var some = [first]
        while peek()?.word == "or" {
            guard let token = peek(1) else { throw error(.nothingAfter("or"), at: peek()?.range ?? end) }
            if token.word == "higher" {
                guard some.count == 1 else { throw error(.orHigherAfterSeveral, at: token.range) }
                position += 2
                return .orHigher(first)
            }
            guard let next = severity(at: 1) else { throw notASeverity(token) }
            guard !some.contains(next) else { throw error(.severityTwice(next.name), at: token.range) }
            some.append(next)
            position += 2
        }
        return .oneOf(some.sorted(by: >))
    }

    private func severity(at ahead: Int) -> Severity? { peek(ahead)?.word.flatMap(Severity.init(named:)) }

    private func notASeverity(_ token: Token) -> ConditionError {
        let text = written(token.range)
        if let word = token.word, ["above", "more", "worse", "greater", "over", "up"].contains(word) {
            return error(.notOrHigher(text), at: token.range)
        }
        return error(.unknownSeverity(text), at: token.range)
    }

    private func notAKind(_ token: Token, _ severities: Conjunct.Severities) -> ConditionError {
        let word = token.word ?? ""
        if severities != .any {
            if word == "new" { return error(.newAfterSeverity, at: token.range) }
            let following = peek(1)?.word
            if word == "and", following == "higher" || following.flatMap(Severity.init(named:)) != nil {
                return error(.severitiesJoined(by: "and"), at: token.range)
            }
            if word == "and" { return error(.missingKind(after: previousWord), at: token.range) }
        } else if let next = peek(1)?.word, next == "or" || FindingKind(word: next) != nil {
            // Before a kind, or joined to another severity, it was meant as a severity.
            return error(.unknownSeverity(written(token.range)), at: token.range)
        }
        return error(.unknownKind(written(token.range)), at: token.range)
    }

    private var previousWord: String { position > 0 ? written(tokens[position - 1].range) : "" }
}
