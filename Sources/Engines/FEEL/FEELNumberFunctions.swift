extension FEELNumber {
    /// The square root, correctly rounded; `nil` for negative numbers.
    public var squareRoot: FEELNumber? {
        guard !isNegative else { return nil }
        guard coefficient != 0 else { return .zero }
        // Fill up to 67 or 68 digits with an even exponent: the root of that has 34 digits.
        var fill = Self.precision - coefficient.digitCount
        if (Int(exponent) - fill) & 1 != 0 { fill -= 1 }
        let filled = fill >= 0 ? coefficient * .powerOfTen(fill) : coefficient / 10
        let lost = fill < 0 ? coefficient % 10 : 0
        let square = WideInteger(filled, times: .powerOfTen(34), plus: lost * .powerOfTen(33))
        var root = UInt128.powerOfTen(34)
        while true {
            let next = (root + square.divided(by: root).quotient) / 2
            if next >= root { break }
            root = next
        }
        // root² ≤ square < (root + 1)²; above root² + root it is nearer to root + 1.
        let isAbove = WideInteger(root, times: root + 1) < square
        let power = (Int(exponent) - fill - 34) / 2
        return Self.rounding(isAbove ? root + 1 : root, exponent: power, isNegative: false)?.reduced
    }

    /// e to the power of this, with a relative error below 10^-30; `nil` when it leaves the range.
    public var exponential: FEELNumber? {
        guard coefficient != 0 else { return .one }
        // e^±20000 is out of range either way.
        guard magnitude < FEELNumber(20_000) else { return isNegative ? .zero : nil }
        guard let turns = divided(by: Self.ln10)?.rounded(.halfEven, scale: 0), let power = turns.integer,
            let whole = turns.multiplied(by: Self.ln10), let rest = subtracting(whole),
            let part = rest.divided(by: FEELNumber(256)), var result = part.exponentialSeries
        else { return nil }
        for _ in 0..<8 { result = result.multiplied(by: result) ?? result }
        return Self.rounding(
            result.coefficient, exponent: Int(result.exponent) + power, isNegative: false)
    }

    /// The power series, for magnitudes below 0.01.
    private var exponentialSeries: FEELNumber? {
        var term = FEELNumber.one
        var sum = FEELNumber.one
        for index in 1...24 {
            guard let next = term.multiplied(by: self)?.divided(by: FEELNumber(index)),
                let longer = sum.adding(next)
            else { return nil }
            if longer == sum { break }
            (term, sum) = (next, longer)
        }
        return sum
    }

    /// The natural logarithm, with an absolute error below 10^-30 for numbers near one; `nil` unless positive.
    public var logarithm: FEELNumber? {
        guard !isNegative, coefficient != 0 else { return nil }
        // Between 1 and 10 times a power of ten; near one the whole number is taken so that nothing cancels.
        let shift =
            magnitude < FEELNumber(10)
                && FEELNumber(unchecked: 1, exponent: -1, isNegative: false) < magnitude
            ? 0 : adjustedExponent
        let near = FEELNumber(unchecked: coefficient, exponent: Int(exponent) - shift, isNegative: false)
        guard let own = near.logarithmNearOne,
            let whole = FEELNumber(shift).multiplied(by: Self.ln10)
        else { return nil }
        return own.adding(whole)
    }

    /// By the series of the inverse hyperbolic tangent, for numbers between a tenth and ten.
    private var logarithmNearOne: FEELNumber? {
        guard self != .one else { return .zero }
        // ln x = 2 artanh((x - 1) / (x + 1)), after roots have brought x near one.
        var value = self
        var doublings = 1
        while let distance = value.subtracting(.one)?.magnitude,
            distance > FEELNumber(unchecked: 1, exponent: -1, isNegative: false), let root = value.squareRoot
        {
            value = root
            doublings += 1
        }
        guard let above = value.subtracting(.one), let below = value.adding(.one),
            let ratio = above.divided(by: below), let square = ratio.multiplied(by: ratio)
        else { return nil }
        var (power, sum) = (ratio, ratio)
        for index in stride(from: 3, to: 61, by: 2) {
            guard let next = power.multiplied(by: square),
                let longer = next.divided(by: FEELNumber(index)).flatMap(sum.adding)
            else { return nil }
            if longer == sum { break }
            (power, sum) = (next, longer)
        }
        return sum.multiplied(by: FEELNumber(1 << doublings))
    }

    /// This to the power of `other`: exact within 34 digits for small whole exponents, else by logarithm.
    ///
    /// - Returns: `nil` for a fractional power of a negative number, a negative power of zero, and out of range.
    public func raised(to other: FEELNumber) -> FEELNumber? {
        if let whole = other.integer, whole.magnitude <= 999_999_999 { return raised(to: whole) }
        guard coefficient != 0 else { return other.isNegative ? nil : .zero }
        return logarithm?.multiplied(by: other)?.exponential
    }

    private func raised(to power: Int) -> FEELNumber? {
        if power < 0 {
            // The power may be out of range where its reciprocal is not.
            if let whole = raised(to: -power) { return FEELNumber.one.divided(by: whole) }
            return FEELNumber.one.divided(by: self)?.raised(to: -power)
        }
        var (result, square, rest) = (FEELNumber.one, self, power)
        while rest > 0 {
            if rest & 1 == 1 {
                guard let next = result.multiplied(by: square) else { return nil }
                result = next
            }
            rest >>= 1
            guard rest > 0 else { break }
            guard let next = square.multiplied(by: square) else { return nil }
            square = next
        }
        return result
    }

    private static let ln10 = FEELNumber(
        unchecked: 2_302_585_092_994_045_684_017_991_454_684_364, exponent: -33, isNegative: false)
}
