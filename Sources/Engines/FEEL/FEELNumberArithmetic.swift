extension FEELNumber {
    public static prefix func - (value: FEELNumber) -> FEELNumber {
        FEELNumber(
            unchecked: value.coefficient, exponent: Int(value.exponent), isNegative: !value.isNegative)
    }

    public var magnitude: FEELNumber {
        FEELNumber(unchecked: coefficient, exponent: Int(exponent), isNegative: false)
    }

    /// The sum; `nil` when it leaves the range.
    public func adding(_ other: FEELNumber) -> FEELNumber? {
        if exponent == other.exponent {
            return Self.sum(coefficient, isNegative, other.coefficient, other.isNegative, Int(exponent))
        }
        if coefficient == 0 { return other }
        if other.coefficient == 0 { return self }
        let (great, small) = exponent > other.exponent ? (self, other) : (other, self)
        let gap = Int(great.exponent) - Int(small.exponent)
        // Two numbers below 10^38 never overflow 128 bits when added.
        if great.coefficient.digitCount + gap <= 38 {
            let shifted = great.coefficient * .powerOfTen(gap)
            return Self.sum(
                shifted, great.isNegative, small.coefficient, small.isNegative, Int(small.exponent))
        }
        return great.addingFarSmaller(small)
    }

    /// Adds a number whose last digit is so far below that only its rest decides how to round.
    private func addingFarSmaller(_ small: FEELNumber) -> FEELNumber? {
        let shift = 37 - coefficient.digitCount
        let place = Int(exponent) - shift
        let drop = min(place - Int(small.exponent), 38)
        let (whole, rest) = small.coefficient.quotientAndRemainder(dividingBy: .powerOfTen(drop))
        let shifted = coefficient * .powerOfTen(shift)
        if isNegative == small.isNegative {
            return Self.rounding(
                shifted + whole, exponent: place, isNegative: isNegative, sticky: rest != 0)
        }
        return Self.rounding(
            shifted - whole - (rest == 0 ? 0 : 1), exponent: place, isNegative: isNegative, sticky: rest != 0)
    }

    private static func sum(
        _ a: UInt128, _ aNegative: Bool, _ b: UInt128, _ bNegative: Bool, _ exponent: Int
    ) -> FEELNumber? {
        if aNegative == bNegative { return rounding(a + b, exponent: exponent, isNegative: aNegative) }
        if a >= b { return rounding(a - b, exponent: exponent, isNegative: aNegative) }
        return rounding(b - a, exponent: exponent, isNegative: bNegative)
    }

    /// The difference; `nil` when it leaves the range.
    public func subtracting(_ other: FEELNumber) -> FEELNumber? { adding(-other) }

    /// The product; `nil` when it leaves the range.
    public func multiplied(by other: FEELNumber) -> FEELNumber? {
        let isNegative = isNegative != other.isNegative
        let exponent = Int(exponent) + Int(other.exponent)
        let product = WideInteger(coefficient, times: other.coefficient)
        if product.high == 0 {
            return Self.rounding(product.low, exponent: exponent, isNegative: isNegative)
        }
        // 39 digits or more: 35 or 36 of them are left, which the rounding takes.
        let drop = coefficient.digitCount + other.coefficient.digitCount - 36
        let (quotient, rest) = product.divided(by: .powerOfTen(drop))
        return Self.rounding(quotient, exponent: exponent + drop, isNegative: isNegative, sticky: rest != 0)
    }

    /// The quotient, rounded to 34 digits; `nil` for a divisor of zero and when it leaves the range.
    public func divided(by other: FEELNumber) -> FEELNumber? {
        guard other.coefficient != 0 else { return nil }
        guard coefficient != 0 else { return .zero }
        let isNegative = isNegative != other.isNegative
        let exponent = Int(exponent) - Int(other.exponent)
        let (exact, rest) = coefficient.quotientAndRemainder(dividingBy: other.coefficient)
        if rest == 0 { return Self.rounding(exact, exponent: exponent, isNegative: isNegative) }
        let fill = Self.precision - coefficient.digitCount
        let scale = other.coefficient.digitCount + 1
        let dividend = WideInteger(coefficient * .powerOfTen(fill), times: .powerOfTen(scale))
        let (quotient, remainder) = dividend.divided(by: other.coefficient)
        return Self.rounding(
            quotient, exponent: exponent - fill - scale, isNegative: isNegative, sticky: remainder != 0
        )?.trimmed(to: exponent)
    }

    /// Without the zeros at the end that stand below the place `exponent`.
    private func trimmed(to exponent: Int) -> FEELNumber {
        var (value, power) = (coefficient, Int(self.exponent))
        while power < exponent, value != 0, value % 10 == 0 {
            value /= 10
            power += 1
        }
        return FEELNumber(unchecked: value, exponent: power, isNegative: isNegative)
    }

    /// `self - other × floor(self / other)`: the rest has the sign of the divisor (DMN 1.5, table 79).
    ///
    /// - Returns: `nil` for a divisor of zero and when the quotient has more than 34 digits.
    public func modulo(_ other: FEELNumber) -> FEELNumber? {
        guard let quotient = divided(by: other)?.rounded(.floor, scale: 0) else { return nil }
        return quotient.multiplied(by: other).flatMap(subtracting)
    }
}

/// Where a number goes that lies between two.
public enum FEELRounding: Sendable {
    case halfEven, halfUp, halfDown, up, down, floor, ceiling
}

extension FEELNumber {
    /// The scales that ``rounded(_:scale:)`` takes: digits behind the point (DMN 1.5, table 79).
    public static let scales = -6111...6176

    /// Rounds to `scale` digits behind the point, before it when negative.
    ///
    /// - Returns: `nil` when the scale is out of ``scales`` or the result out of range.
    public func rounded(_ mode: FEELRounding, scale: Int) -> FEELNumber? {
        guard Self.scales.contains(scale) else { return nil }
        let drop = -scale - Int(exponent)
        guard drop > 0, coefficient != 0 else { return self }
        guard drop <= 38 else {
            return Self.rounding(
                isAway(mode, whole: 0, order: -1) ? 1 : 0, exponent: -scale, isNegative: isNegative)
        }
        let divisor = UInt128.powerOfTen(drop)
        let (whole, rest) = coefficient.quotientAndRemainder(dividingBy: divisor)
        guard rest != 0 else { return Self.rounding(whole, exponent: -scale, isNegative: isNegative) }
        let half = divisor / 2
        let order = rest == half ? 0 : rest < half ? -1 : 1
        let result = isAway(mode, whole: whole, order: order) ? whole + 1 : whole
        return Self.rounding(result, exponent: -scale, isNegative: isNegative)
    }

    /// Whether rounding goes away from zero; `order` compares the dropped digits, which are not zero, with a half.
    private func isAway(_ mode: FEELRounding, whole: UInt128, order: Int) -> Bool {
        switch mode {
        case .halfEven: order > 0 || order == 0 && whole & 1 == 1
        case .halfUp: order >= 0
        case .halfDown: order > 0
        case .up: true
        case .down: false
        case .floor: isNegative
        case .ceiling: !isNegative
        }
    }
}
