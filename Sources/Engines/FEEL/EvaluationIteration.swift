/// `for`, `some` and `every`.
extension Evaluation {
    @inline(never)
    func iteration(_ node: Node, _ scope: Scope) throws(FEELError) -> FEELValue {
        guard case .iteration(let iterators, let body, let usesPartial) = node.kind else { return .null }
        var results: [FEELValue] = []
        let isComplete = try forEach(iterators[...], node, scope) { (inner) throws(FEELError) in
            let seen = usesPartial ? Scope(.variable("partial", .list(results)), parent: inner) : inner
            let result = try value(of: body, seen)
            // Only a loop that sees its own results can nest values without end.
            if usesPartial { try checkNesting(result, levels: environment.limits.depth) }
            results.append(result)
            return true
        }
        return isComplete ? .list(results) : .null
    }

    private func checkNesting(_ value: FEELValue, levels: Int) throws(FEELError) {
        guard levels > 0 else { throw .tooDeep(limit: environment.limits.depth) }
        try spend(1)
        switch value {
        case .list(let elements): for element in elements { try checkNesting(element, levels: levels - 1) }
        case .context(let context):
            for entry in context.entries { try checkNesting(entry.value, levels: levels - 1) }
        case .range(let range):
            try checkNesting(range.start, levels: levels - 1)
            try checkNesting(range.end, levels: levels - 1)
        case .function(let function):
            guard case .expression(_, let scope, _) = function.body else { return }
            // A function holds what it sees, which may be the functions before it.
            for seen in scope.values { try checkNesting(seen, levels: levels - 1) }
        default: break
        }
    }

    @inline(never)
    func quantified(_ node: Node, _ scope: Scope) throws(FEELError) -> FEELValue {
        guard case .quantified(let isEvery, let iterators, let body) = node.kind else { return .null }
        var answer: Bool? = isEvery
        let isComplete = try forEach(iterators[...], node, scope) { (inner) throws(FEELError) in
            let result = try value(of: body, inner)
            guard result.isNull || result.boolean != nil else {
                _ = null("the condition is \(result.typeName), not boolean", body.range)
                answer = nil
                return false
            }
            answer = isEvery ? Ternary.and(answer, result.boolean) : Ternary.or(answer, result.boolean)
            return answer != !isEvery
        }
        // Stopped early by the answer, by a condition that is none, or by a domain that is none.
        return isComplete || answer == !isEvery ? FEELValue(answer) : .null
    }

    /// Runs `body` for every combination, the last iterator changing fastest, until it gives false.
    ///
    /// - Returns: Whether it ran for all; false also when a domain is no list.
    @inline(never)
    private func forEach(
        _ iterators: ArraySlice<Node.Iterator>, _ node: Node, _ scope: Scope,
        _ body: (Scope) throws(FEELError) -> Bool
    ) throws(FEELError) -> Bool {
        guard let first = iterators.first else { return try body(scope) }
        guard let domain = try domain(of: first, node, scope) else { return false }
        for index in 0..<domain.count {
            try spend(1)
            guard let element = domain[index] else { return false }
            let inner = Scope(.variable(first.name, element), parent: scope)
            let goesOn = try deeper { () throws(FEELError) in
                try forEach(iterators.dropFirst(), node, inner, body)
            }
            guard goesOn else { return false }
        }
        return true
    }

    @inline(never)
    private func domain(
        of iterator: Node.Iterator, _ node: Node, _ scope: Scope
    ) throws(FEELError) -> Domain? {
        let start = try value(of: iterator.domain, scope)
        if let last = iterator.end {
            let end = try value(of: last, scope)
            if let domain = Domain(from: start, to: end) { return domain }
            _ = null("nothing counts from \(start.typeName) to \(end.typeName)", node.range)
            return nil
        }
        switch start {
        case .list(let elements): return .list(elements)
        case .range(let range):
            if let domain = Domain(range) { return domain }
            _ = null("the elements of this range cannot be counted", iterator.domain.range)
            return nil
        case .null:
            _ = null("there is nothing to iterate over", iterator.domain.range)
            return nil
        default: return .list([start])
        }
    }
}

/// What an iterator runs over; a range is not written out.
private enum Domain {
    case list([FEELValue])
    case numbers(from: FEELNumber, step: Int, count: Int)
    case days(from: Int, step: Int, count: Int)

    /// Up or down, both ends included; `nil` unless both are whole numbers or both dates.
    init?(from start: FEELValue, to end: FEELValue) {
        switch (start, end) {
        case (.number(let start), .number(let end)):
            guard let distance = end.subtracting(start)?.wholeInteger, distance > Int.min, distance < Int.max
            else {
                return nil
            }
            self = .numbers(from: start, step: distance < 0 ? -1 : 1, count: abs(distance) + 1)
        case (.date(let start), .date(let end)):
            let distance = end.daysSince1970 - start.daysSince1970
            self = .days(from: start.daysSince1970, step: distance < 0 ? -1 : 1, count: abs(distance) + 1)
        default: return nil
        }
    }

    /// The whole numbers or days of a range with two ends.
    init?(_ range: FEELRange) {
        guard range.form == .ends else { return nil }
        switch (range.start, range.end) {
        case (.number(let low), .number(let high)):
            guard let start = low.rounded(.ceiling, scale: 0), let end = high.rounded(.floor, scale: 0),
                let first = range.includesStart || start != low ? start : start.adding(.one),
                let last = range.includesEnd || end != high ? end : end.subtracting(.one),
                let distance = last.subtracting(first)?.wholeInteger, distance < Int.max
            else { return nil }
            self = .numbers(from: first, step: 1, count: max(0, distance + 1))
        case (.date(let low), .date(let high)):
            let first = low.daysSince1970 + (range.includesStart ? 0 : 1)
            let last = high.daysSince1970 - (range.includesEnd ? 0 : 1)
            self = .days(from: first, step: 1, count: max(0, last - first + 1))
        default: return nil
        }
    }

    var count: Int {
        switch self {
        case .list(let elements): elements.count
        case .numbers(_, _, let count), .days(_, _, let count): count
        }
    }

    /// `nil` for a day out of the calendar.
    subscript(index: Int) -> FEELValue? {
        switch self {
        case .list(let elements): elements[index]
        case .numbers(let start, let step, _): start.adding(FEELNumber(index * step)).map(FEELValue.number)
        case .days(let start, let step, _):
            FEELDate(daysSince1970: start + index * step).map(FEELValue.date)
        }
    }
}
