/// Arithmetic (DMN 1.5, 10.3.2.3 and tables 45 to 48).
extension Evaluation {
    @inline(never)
    func arithmetic(_ node: Node, _ scope: Scope) throws(FEELError) -> FEELValue {
        guard case .arithmetic(let sign, let left, let right) = node.kind else { return .null }
        let (a, b) = (try value(of: left, scope), try value(of: right, scope))
        if case .number(let x) = a, case .number(let y) = b {
            if let result = Self.calculate(x, sign, y) { return .number(result) }
            let reason = sign == .divided && y == .zero ? "a division by zero" : "out of the range of numbers"
            return null("`\(x) \(sign.rawValue) \(y)` is \(reason)", node.range)
        }
        if case .string(let x) = a, case .string(let y) = b, sign == .plus {
            // Doubling a text again and again must not be cheap.
            try spend((x.utf8.count + y.utf8.count) / 16)
            return .string(x + y)
        }
        let result: FEELValue? =
            switch sign {
            case .plus: sum(a, b)
            case .minus: difference(a, b)
            case .times: product(a, b)
            case .divided: quotient(a, b)
            case .power: nil
            }
        if let result { return result }
        return null("`\(sign.rawValue)` does not take \(a.typeName) and \(b.typeName)", node.range)
    }

    private static func calculate(_ a: FEELNumber, _ sign: ArithmeticSign, _ b: FEELNumber) -> FEELNumber? {
        switch sign {
        case .plus: a.adding(b)
        case .minus: a.subtracting(b)
        case .times: a.multiplied(by: b)
        case .divided: a.divided(by: b)
        case .power: a.raised(to: b)
        }
    }

    @inline(never)
    func negation(_ node: Node, _ scope: Scope) throws(FEELError) -> FEELValue {
        guard case .negation(let operand) = node.kind else { return .null }
        let value = try value(of: operand, scope)
        switch value {
        case .number(let number): return .number(-number)
        case .daysDuration(let duration):
            return .daysDuration(FEELDaysDuration(nanoseconds: -duration.nanoseconds))
        case .monthsDuration(let duration):
            return .monthsDuration(FEELMonthsDuration(months: -duration.months))
        default: return null("`-` does not take \(value.typeName)", node.range)
        }
    }

    private func sum(_ a: FEELValue, _ b: FEELValue) -> FEELValue? {
        switch (a, b) {
        case (.daysDuration(let a), .daysDuration(let b)): Self.days(a.nanoseconds + b.nanoseconds)
        case (.monthsDuration(let a), .monthsDuration(let b)): Self.months(a.months + b.months)
        case (.daysDuration(let duration), _): shifted(b, by: duration.nanoseconds)
        case (_, .daysDuration(let duration)): shifted(a, by: duration.nanoseconds)
        case (.monthsDuration(let duration), _): shifted(b, byMonths: duration.months)
        case (_, .monthsDuration(let duration)): shifted(a, byMonths: duration.months)
        default: nil
        }
    }

    private func difference(_ a: FEELValue, _ b: FEELValue) -> FEELValue? {
        switch (a, b) {
        case (.daysDuration(let a), .daysDuration(let b)): Self.days(a.nanoseconds - b.nanoseconds)
        case (.monthsDuration(let a), .monthsDuration(let b)): Self.months(a.months - b.months)
        case (_, .daysDuration(let duration)): shifted(a, by: -duration.nanoseconds)
        case (_, .monthsDuration(let duration)): shifted(a, byMonths: -duration.months)
        case (.time(let a), .time(let b)): difference(a, b).flatMap(Self.days)
        case (.date(let a), .date(let b)):
            Self.days(Int128(a.daysSince1970 - b.daysSince1970) * Int128(FEELTime.perDay))
        case (.dateTime(let a), .dateTime(let b)): nanosecondsApart(a, b).flatMap(Self.days)
        // A date stands for its midnight in UTC (DMN 1.5, table 45).
        case (.date(let a), .dateTime(let b)): nanosecondsApart(a.midnightUTC, b).flatMap(Self.days)
        case (.dateTime(let a), .date(let b)): nanosecondsApart(a, b.midnightUTC).flatMap(Self.days)
        default: nil
        }
    }

    private func product(_ a: FEELValue, _ b: FEELValue) -> FEELValue? {
        switch (a, b) {
        case (.number(let factor), .daysDuration(let duration)),
            (.daysDuration(let duration), .number(let factor)):
            FEELNumber(duration.nanoseconds).multiplied(by: factor)?.wholePart.flatMap(Self.days)
        case (.number(let factor), .monthsDuration(let duration)),
            (.monthsDuration(let duration), .number(let factor)):
            FEELNumber(duration.months).multiplied(by: factor)?.wholeInteger.flatMap(Self.months)
        default: nil
        }
    }

    private func quotient(_ a: FEELValue, _ b: FEELValue) -> FEELValue? {
        switch (a, b) {
        case (.daysDuration(let duration), .number(let divisor)):
            FEELNumber(duration.nanoseconds).divided(by: divisor)?.wholePart.flatMap(Self.days)
        case (.monthsDuration(let duration), .number(let divisor)):
            FEELNumber(duration.months).divided(by: divisor)?.wholeInteger.flatMap(Self.months)
        case (.daysDuration(let a), .daysDuration(let b)):
            FEELNumber(a.nanoseconds).divided(by: FEELNumber(b.nanoseconds)).map(FEELValue.number)
        case (.monthsDuration(let a), .monthsDuration(let b)):
            FEELNumber(a.months).divided(by: FEELNumber(b.months)).map(FEELValue.number)
        default: nil
        }
    }

    static func days(_ nanoseconds: Int128) -> FEELValue? {
        guard nanoseconds.magnitude < FEELDaysDuration.limit else { return nil }
        return .daysDuration(FEELDaysDuration(nanoseconds: nanoseconds))
    }

    static func months(_ months: Int) -> FEELValue? {
        guard months.magnitude < FEELMonthsDuration.limit else { return nil }
        return .monthsDuration(FEELMonthsDuration(months: months))
    }
}

extension FEELNumber {
    /// The whole number towards zero; `nil` when it does not fit.
    var wholePart: Int128? {
        guard let whole = rounded(.down, scale: 0)?.reduced else { return nil }
        guard whole.coefficient != 0 else { return 0 }
        guard whole.exponent >= 0, whole.exponent <= 38 else { return nil }
        let (magnitude, overflow) = whole.coefficient.multipliedReportingOverflow(
            by: .powerOfTen(Int(whole.exponent)))
        guard !overflow, let value = Int128(exactly: magnitude) else { return nil }
        return whole.isNegative ? -value : value
    }

    /// The whole number towards zero; `nil` when it does not fit.
    var wholeInteger: Int? { wholePart.flatMap { Int(exactly: $0) } }
}
