/// `in` and unary tests.
extension Evaluation {
    @inline(never)
    func membership(_ node: Node, _ scope: Scope) throws(FEELError) -> FEELValue {
        guard case .membership(let operand, let tests) = node.kind else { return .null }
        let input = try value(of: operand, scope)
        var answer: Bool? = false
        for test in tests where answer != true {
            answer = Ternary.or(answer, try holds(test, for: input, scope, isUnary: false))
        }
        return FEELValue(answer)
    }

    /// Whether a test holds for a value (DMN 1.5, 10.3.2.8 and table 55).
    ///
    /// `isUnary` says that the test stands in a cell, where a condition may stand for itself: `? > 5`.
    @inline(never)
    func holds(
        _ test: Node, for input: FEELValue, _ scope: Scope, isUnary: Bool = true
    ) throws(FEELError) -> Bool? {
        if case .comparisonRange(let sign, let operand) = test.kind {
            return compare(input, sign, try value(of: operand, scope))
        }
        let outer = inputWasRead
        inputWasRead = false
        let value = try value(of: test, scope)
        let isCondition = isUnary && inputWasRead
        inputWasRead = outer || inputWasRead
        if isUnary, case .boolean(let answer) = value {
            if isCondition { return answer }
            // A condition that does not look at the input holds by itself, unless booleans are compared.
            if input.boolean == nil, !input.isNull { return answer }
        }
        if isCondition, value.isNull { return nil }
        return contains(value, input)
    }

    /// Whether `value` is `input`, is a range around it, or is a list with either.
    func contains(_ value: FEELValue, _ input: FEELValue) -> Bool? {
        switch value {
        case .range(let range) where input.range == nil: return self.contains(range, input)
        case .list(let elements):
            if case .list = input, equals(value, input) == true { return true }
            var answer: Bool? = false
            for element in elements where answer != true {
                if case .range(let range) = element, input.range == nil {
                    answer = Ternary.or(answer, self.contains(range, input))
                } else {
                    // Elements of other kinds are simply not it.
                    answer = Ternary.or(answer, equals(element, input) ?? false)
                }
            }
            return answer
        default: return equals(value, input)
        }
    }

    /// Whether a value lies within a range; `nil` when it does not compare with the ends.
    func contains(_ range: FEELRange, _ value: FEELValue) -> Bool? {
        switch range.form {
        case .equal: return equals(value, range.start)
        case .notEqual: return equals(value, range.start).map { !$0 }
        case .comparison, .ends:
            // A null end is no bound only where the range was written as a comparison.
            let isOpen = range.form == .comparison
            let low =
                isOpen && range.start.isNull
                ? true : compare(value, range.includesStart ? .greaterOrEqual : .greater, range.start)
            let high =
                isOpen && range.end.isNull
                ? true : compare(value, range.includesEnd ? .lessOrEqual : .less, range.end)
            return low == nil || high == nil ? nil : Ternary.and(low, high)
        }
    }
}
