extension BuiltIns {
    /// DMN 1.5, 10.3.4.5, without rounding.
    static let numbers = [
        BuiltIn("abs", "n") { call in
            switch call[0] {
            case .daysDuration(let duration):
                return .daysDuration(FEELDaysDuration(nanoseconds: abs(duration.nanoseconds)))
            case .monthsDuration(let duration):
                return .monthsDuration(FEELMonthsDuration(months: abs(duration.months)))
            default: return call.number(0).map { .number($0.magnitude) } ?? .null
            }
        },
        BuiltIn("modulo", "dividend, divisor") { call in
            guard let dividend = call.number(0), let divisor = call.number(1) else { return .null }
            return dividend.modulo(divisor).map(FEELValue.number)
                ?? call.fail("there is no rest of \(dividend) by \(divisor)")
        },
        BuiltIn("sqrt", "number") { call in
            call.compute("has no square root") { $0.squareRoot }
        },
        BuiltIn("log", "number") { call in call.compute("has no logarithm") { $0.logarithm } },
        BuiltIn("exp", "number") { call in call.compute("is too great") { $0.exponential } },
        BuiltIn("odd", "number") { call in parity(call, isOdd: true) },
        BuiltIn("even", "number") { call in parity(call, isOdd: false) },
    ]

    private static func parity(_ call: BuiltInCall, isOdd: Bool) -> FEELValue {
        guard let number = call.number(0) else { return .null }
        guard number.isInteger, let rest = number.modulo(FEELNumber(2)) else {
            return call.fail("`\(number)` is no whole number")
        }
        return .boolean((rest != .zero) == isOdd)
    }

    /// DMN 1.5, 10.3.4.5: rounding to a number of digits behind the point.
    static let roundings = [
        BuiltIn("decimal", "n, scale") { call in rounded(call, .halfEven) },
        BuiltIn("floor", "n, scale?") { call in rounded(call, .floor) },
        BuiltIn("ceiling", "n, scale?") { call in rounded(call, .ceiling) },
        BuiltIn("round up", "n, scale") { call in rounded(call, .up) },
        BuiltIn("round down", "n, scale") { call in rounded(call, .down) },
        BuiltIn("round half up", "n, scale") { call in rounded(call, .halfUp) },
        BuiltIn("round half down", "n, scale") { call in rounded(call, .halfDown) },
    ]

    private static func rounded(_ call: BuiltInCall, _ mode: FEELRounding) -> FEELValue {
        guard let number = call.number(0), let scale = call.has(1) ? call.integer(1) : 0 else { return .null }
        return number.rounded(mode, scale: scale).map(FEELValue.number)
            ?? call.fail("`\(number)` cannot be rounded to \(scale) digits")
    }
}

extension BuiltInCall {
    /// A function of one number.
    func compute(_ refusal: String, _ body: (FEELNumber) -> FEELNumber?) -> FEELValue {
        guard let number = number(0) else { return .null }
        return body(number).map(FEELValue.number) ?? fail("`\(number)` \(refusal)")
    }
}
