/// An expression that was read once and can be evaluated many times.
public struct FEELExpression: Sendable {
    /// What it was read from.
    public let text: String
    let root: Node

    /// Reads an expression (DMN 1.5, 10.3.1, conformance level 3).
    ///
    /// - Parameters:
    ///   - text: At most a million characters, nested at most 64 levels.
    ///   - names: What the expression may refer to; names with spaces or signs have to be given.
    /// - Throws: ``FEELError/syntax(_:_:)``, ``FEELError/externalFunction(_:)``, and
    ///   ``FEELError/unknownName(_:nearest:_:)`` if the names are complete.
    /// - Complexity: O(*n*) for the usual text.
    public init(parsing text: String, names: FEELNames = FEELNames()) throws(FEELError) {
        var parser = try Parser(text, names: names)
        root = try parser.wholeExpression()
        self.text = text
    }

    /// The value, null where FEEL knows no better; why is told by ``outcome(in:)``.
    ///
    /// - Throws: ``FEELError/tooManySteps(limit:)``, ``FEELError/tooDeep(limit:)`` and what host functions throw.
    public func evaluate(in environment: FEELEnvironment = FEELEnvironment()) throws(FEELError) -> FEELValue {
        let evaluation = Evaluation(environment, text: text)
        return try evaluation.value(of: root, environment.scope)
    }

    /// The value with what was reported on the way to it.
    ///
    /// - Throws: As ``evaluate(in:)``.
    public func outcome(in environment: FEELEnvironment = FEELEnvironment()) throws(FEELError) -> FEELOutcome
    {
        let evaluation = Evaluation(environment, text: text)
        let value = try evaluation.value(of: root, environment.scope)
        return FEELOutcome(value: value, reports: evaluation.reports)
    }
}

/// The tests of a decision table's cell: `-`, `not(…)`, or tests between commas (DMN 1.5, grammar rules 12 to 17).
public struct UnaryTests: Sendable {
    /// What they were read from.
    public let text: String
    private let tests: [Node]
    private let isNegated: Bool

    /// Reads the tests; `?` is the value that is tested.
    ///
    /// - Throws: As ``FEELExpression/init(parsing:names:)``.
    public init(parsing text: String, names: FEELNames = FEELNames()) throws(FEELError) {
        var parser = try Parser(text, names: names)
        parser.allowsInput = true
        (tests, isNegated) = try parser.unaryTests()
        self.text = text
    }

    /// Whether one of the tests holds, or none for `not(…)`; null where FEEL knows no answer.
    ///
    /// - Throws: As ``FEELExpression/evaluate(in:)``.
    public func evaluate(
        input: FEELValue, in environment: FEELEnvironment = FEELEnvironment()
    ) throws(FEELError) -> FEELValue {
        try outcome(input: input, in: environment).value
    }

    /// The answer with what was reported on the way to it.
    public func outcome(
        input: FEELValue, in environment: FEELEnvironment = FEELEnvironment()
    ) throws(FEELError) -> FEELOutcome {
        let evaluation = Evaluation(environment, text: text)
        guard !tests.isEmpty else { return FEELOutcome(value: .boolean(true), reports: []) }
        let scope = Scope(.input(input), parent: environment.scope)
        var answer: Bool? = false
        for test in tests where answer != true {
            answer = Ternary.or(answer, try evaluation.holds(test, for: input, scope))
        }
        let value = isNegated ? answer.map { !$0 } : answer
        return FEELOutcome(value: value.map(FEELValue.boolean) ?? .null, reports: evaluation.reports)
    }
}

extension Parser {
    /// Grammar rule 15; no tests at all stand for `-`, which always holds.
    fileprivate mutating func unaryTests() throws(FEELError) -> (tests: [Node], isNegated: Bool) {
        guard tokens.count > 1 else { throw fault(.empty) }
        if current.isSign("-"), token(ahead: 1).kind == .end { return ([], false) }
        let negated = try attempt { (parser) throws(FEELError) in
            try parser.expectWord("not")
            try parser.expectSign("(")
            let tests = try parser.testList()
            try parser.expectSign(")")
            guard parser.current.kind == .end else { throw parser.unexpected("the end") }
            return tests
        }
        if let negated { return (negated, true) }
        let tests = try testList()
        guard current.kind == .end else { throw unexpected("`,` or the end") }
        return (tests, false)
    }
}
