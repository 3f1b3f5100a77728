// Two tables, longer than a function should be, so that the compiler misses no reason.

extension ConditionError {
    /// What is wrong: one lower-case sentence without a full stop.
    public var message: String {
        switch reason {
        case .empty: "the condition is empty"
        case .unexpected(let text): "a condition does not begin with `\(text)`"
        case .trailing(let text): "the condition ends before `\(text)`"
        case .nothingAfter(let text): "nothing follows `\(text)`"
        case .expected(let word, let after): "`\(word)` is missing after `\(after)`"
        case .missingOperator(let metric?, let amount?): "no comparison between `\(metric)` and `\(amount)`"
        case .missingOperator(let metric?, nil): "no comparison follows `\(metric)`"
        case .missingOperator(nil, _): "no comparison stands before the number"
        case .notAnOperator(let text): "`\(text)` is not a comparison"
        case .missingAmount(let after): "a number is missing after `\(after)`"
        case .unknownUnit(let unit): "unknown unit `\(unit)`"
        case .tooManyDigits: "a number has at most 18 significant digits"
        case .countInComparison(_, let noun): "`\(noun.prefix { !$0.isWhitespace })` is not a unit"
        case .notAWholeNumber(let text): "`\(text)` is not a whole number"
        case .amountInLimit(let text): "`at most` counts findings, and `\(text)` is not a count"
        case .unknownKind(let word): "unknown kind of finding `\(word)`"
        case .missingKind(let after): "a kind of finding is missing after `\(after)`"
        case .unknownSeverity(let word): "unknown severity `\(word)`"
        case .severityTwice(let name): "`\(name)` stands twice"
        case .orHigherAfterSeveral: "`or higher` follows a single severity"
        case .notOrHigher(let word): "`or \(word)` is not part of the language"
        case .severitiesJoined(let sign): "severities are not joined by `\(sign)`"
        case .newAfterSeverity: "`new` stands behind a severity"
        case .noMoreThan: "`no more` does not begin a condition"
        case .negativeAllowance(let text): "`\(text)` is less than nothing"
        case .baselineIsAmount(let text): "`\(text)` is an amount, not a baseline"
        case .notABaseline(let text): "`\(text)` is not the name of a baseline"
        case .missingGate: "the name of a gate is missing"
        case .unknownGate(let name, _): "unknown gate `\(name)`"
        case .missingCondition(let gate): "the condition for `\(gate)` is missing"
        case .noMetric: "the gate measures nothing to compare"
        case .noMainMetric: "the gate has no main metric"
        case .unknownMetric(let name, _): "unknown metric `\(name)`"
        case .wrongDimension(let amount, let actual, let metric, let needed):
            "`\(amount)` is \(actual.phrase), and `\(metric)` is \(needed.phrase)"
        case .missingUnit(let amount, let metric, let needed):
            "`\(amount)` has no unit, and `\(metric)` is \(needed.phrase)"
        case .kindNotCounted(let kind, _): "the gate does not report \(kind)"
        }
    }

    var code: String { "condition.\(reason.code)" }

    /// What to do about it: one lower-case sentence.
    public var hint: String {
        switch reason {
        case .empty, .unexpected:
            "write for example `>= 80%`, `no critical CVEs`, `at most 3 warnings` or `not worse`"
        case .trailing(let text): trailingHint(text)
        case .nothingAfter(let text):
            nothingAfterHint(text)
        case .expected(let word, let after): expectedHint(word, after)
        case .missingOperator(let metric, let amount): missingOperatorHint(metric, amount)
        case .notAnOperator(let text): operatorHint(text)
        case .missingAmount: "write for example `80%`, `1s` or `3`"
        case .unknownUnit(let unit): unitHint(unit)
        case .tooManyDigits: "shorten it"
        case .countInComparison(let number, let noun):
            "count findings with `no \(noun)` or `at most \(number) \(noun)`"
        case .notAWholeNumber(let text): "findings are counted: write `\(text.prefix { $0 != "." })`"
        case .amountInLimit(let text): "write `<= \(text)`"
        case .unknownKind(let word): kindHint(word)
        case .missingKind: "name one of \(list(FindingKind.allCases.map { $0.noun(for: 2) }))"
        case .unknownSeverity(let word): severityHint(word)
        case .severityTwice(let name): "write `\(name)` once, or `\(name) or higher`"
        case .orHigherAfterSeveral: "write the lowest of them and `or higher`"
        case .notOrHigher: "write `or higher`"
        case .severitiesJoined: "join severities with `or`: `critical or high`"
        case .newAfterSeverity: "write `new` first: `no new critical CVEs`"
        case .noMoreThan: "write `at most 3 CVEs`, or `not worse by more than 5%`"
        case .negativeAllowance: "write how much worse is still good enough, without a sign"
        case .baselineIsAmount(let text): "write `not worse by more than \(text)`"
        case .notABaseline: "name `main`, `last`, a ref or a run"
        case .missingGate: "write the gate first: `coverage >= 85%`"
        case .unknownGate(let name, let known): unknownGateHint(name, known)
        case .missingCondition(let gate): "write for example `\(gate) >= 85%` or `\(gate) no findings`"
        case .noMetric: "count its findings: `no findings`"
        case .noMainMetric(let known): "name one of \(list(known))"
        case .unknownMetric(let name, let known):
            nearestHint(name, known) ?? "the gate measures \(list(known))"
        case .wrongDimension(_, _, _, let needed): "write \(example(of: needed))"
        case .missingUnit(let amount, _, let needed): missingUnitHint(amount, needed)
        case .kindNotCounted(_, let known):
            known.isEmpty ? "compare one of its metrics" : "it reports \(list(known))"
        }
    }
}
