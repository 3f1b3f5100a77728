/// Kleene's three-valued logic; `nil` is null (DMN 1.5, tables 49 and 50).
enum Ternary {
    static func and(_ a: Bool?, _ b: Bool?) -> Bool? {
        if a == false || b == false { return false }
        return a == true && b == true ? true : nil
    }

    static func or(_ a: Bool?, _ b: Bool?) -> Bool? {
        if a == true || b == true { return true }
        return a == false && b == false ? false : nil
    }
}

extension FEELValue {
    /// A truth value, or null for `nil`.
    init(_ value: Bool?) { self = value.map(FEELValue.boolean) ?? .null }
}

/// Logic, comparison and membership.
extension Evaluation {
    @inline(never)
    func conjunction(_ node: Node, _ scope: Scope) throws(FEELError) -> FEELValue {
        guard case .conjunction(let left, let right) = node.kind else { return .null }
        let first = try value(of: left, scope).boolean
        guard first != false else { return .boolean(false) }
        return FEELValue(Ternary.and(first, try value(of: right, scope).boolean))
    }

    @inline(never)
    func disjunction(_ node: Node, _ scope: Scope) throws(FEELError) -> FEELValue {
        guard case .disjunction(let left, let right) = node.kind else { return .null }
        let first = try value(of: left, scope).boolean
        guard first != true else { return .boolean(true) }
        return FEELValue(Ternary.or(first, try value(of: right, scope).boolean))
    }

    @inline(never)
    func comparison(_ node: Node, _ scope: Scope) throws(FEELError) -> FEELValue {
        guard case .comparison(let sign, let left, let right) = node.kind else { return .null }
        let (a, b) = (try value(of: left, scope), try value(of: right, scope))
        if let answer = compare(a, sign, b) { return .boolean(answer) }
        return null("`\(sign.rawValue)` does not compare \(a.typeName) with \(b.typeName)", node.range)
    }

    @inline(never)
    func between(_ node: Node, _ scope: Scope) throws(FEELError) -> FEELValue {
        guard case .between(let operand, low: let lowNode, high: let highNode) = node.kind else {
            return .null
        }
        let value = try value(of: operand, scope)
        let (low, high) = (try self.value(of: lowNode, scope), try self.value(of: highNode, scope))
        let answer = Ternary.and(compare(value, .greaterOrEqual, low), compare(value, .lessOrEqual, high))
        if let answer { return .boolean(answer) }
        return null(
            "\(value.typeName) is not between \(low.typeName) and \(high.typeName)", node.range)
    }

    /// `a sign b`; `nil` for values that do not compare (DMN 1.5, tables 51 to 54).
    func compare(_ a: FEELValue, _ sign: ComparisonSign, _ b: FEELValue) -> Bool? {
        if case .number(let a) = a, case .number(let b) = b { return Self.ordered(a, sign, b) }
        switch sign {
        case .equal: return equals(a, b)
        case .notEqual: return equals(a, b).map { !$0 }
        default: return isOrdered(a, sign, b)
        }
    }

    private static func ordered<Value: Comparable>(_ a: Value, _ sign: ComparisonSign, _ b: Value) -> Bool {
        switch sign {
        case .equal: a == b
        case .notEqual: a != b
        case .less: a < b
        case .lessOrEqual: a <= b
        case .greater: a > b
        case .greaterOrEqual: a >= b
        }
    }

    private func isOrdered(_ a: FEELValue, _ sign: ComparisonSign, _ b: FEELValue) -> Bool? {
        switch (a, b) {
        case (.string(let a), .string(let b)): return Self.ordered(a, sign, b)
        case (.date(let a), .date(let b)): return Self.ordered(a, sign, b)
        case (.daysDuration(let a), .daysDuration(let b)): return Self.ordered(a, sign, b)
        case (.monthsDuration(let a), .monthsDuration(let b)): return Self.ordered(a, sign, b)
        case (.time(let a), .time(let b)):
            return secondsApart(a, b).map { Self.ordered($0, sign, 0) }
        case (.dateTime(let a), .dateTime(let b)):
            return secondsApart(a, b).map { Self.ordered($0, sign, 0) }
        default: return nil
        }
    }

    /// Whole seconds from `b` to `a`: the resolution of comparisons of date and time.
    func secondsApart(_ a: FEELDateTime, _ b: FEELDateTime) -> Int128? {
        guard let a = comparableNanoseconds(a), let b = comparableNanoseconds(b), a.isLocal == b.isLocal
        else {
            return nil
        }
        return floorSeconds(a.value) - floorSeconds(b.value)
    }

    private func secondsApart(_ a: FEELTime, _ b: FEELTime) -> Int128? {
        let (first, second) = (a.wholeSeconds, b.wholeSeconds)
        return difference(first, second).map(floorSeconds)
    }

    private func floorSeconds(_ nanoseconds: Int128) -> Int128 {
        let second = Int128(FEELTime.perSecond)
        return nanoseconds >= 0 ? nanoseconds / second : (nanoseconds - second + 1) / second
    }

    /// FEEL's `=`; `nil` for values of different kinds.
    func equals(_ a: FEELValue, _ b: FEELValue) -> Bool? {
        switch (a, b) {
        case (.null, .null): return true
        case (.null, _), (_, .null): return false
        case (.boolean(let a), .boolean(let b)): return a == b
        case (.number(let a), .number(let b)): return a == b
        // By code points: FEEL knows no canonical equivalence.
        case (.string(let a), .string(let b)): return a.utf8.elementsEqual(b.utf8)
        case (.date(let a), .date(let b)): return a == b
        // By hour, minute, second and offset (DMN 1.5, table 54): what has no offset is not what has one.
        case (.time(let a), .time(let b)): return secondsApart(a, b).map { $0 == 0 } ?? false
        case (.dateTime(let a), .dateTime(let b)): return secondsApart(a, b).map { $0 == 0 } ?? false
        case (.daysDuration(let a), .daysDuration(let b)): return a == b
        case (.monthsDuration(let a), .monthsDuration(let b)): return a == b
        case (.range(let a), .range(let b)): return equals(a, b)
        case (.list(let a), .list(let b)): return equals(a, b)
        case (.context(let a), .context(let b)): return equals(a, b)
        case (.function(let a), .function(let b)): return a === b
        default: return nil
        }
    }

    private func equals(_ a: FEELRange, _ b: FEELRange) -> Bool? {
        guard a.form == b.form, a.includesStart == b.includesStart, a.includesEnd == b.includesEnd else {
            return false
        }
        return Ternary.and(equals(a.start, b.start), equals(a.end, b.end))
    }

    private func equals(_ a: [FEELValue], _ b: [FEELValue]) -> Bool? {
        guard a.count == b.count else { return false }
        var answer: Bool? = true
        for (left, right) in zip(a, b) where answer != false {
            answer = Ternary.and(answer, equals(left, right))
        }
        return answer
    }

    private func equals(_ a: FEELContext, _ b: FEELContext) -> Bool? {
        guard a.count == b.count else { return false }
        var answer: Bool? = true
        for (key, value) in a.entries where answer != false {
            guard let other = b[key] else { return false }
            answer = Ternary.and(answer, equals(value, other))
        }
        return answer
    }
}
