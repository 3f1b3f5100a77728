/// A FEEL number: a decimal of at most 34 significant digits, IEEE 754-2008 decimal128 without NaN and infinity.
///
/// The value is `±coefficient × 10^exponent`. Members of one cohort (`1`, `1.0`) are equal and hash alike. Results round
/// half to even at 34 digits (DMN 1.5, 10.3.2.3.1); what leaves the range ±10^6145 is no number, and the operations
/// then give `nil`.
public struct FEELNumber: Hashable, Sendable {
    /// Below 10^34.
    let coefficient: UInt128
    /// From -6176 to 6111.
    let exponent: Int32
    /// Never set for zero.
    let isNegative: Bool

    /// The digits a number can have.
    public static let precision = 34
    static let exponents = -6176...6111
    /// The greatest adjusted exponent, that of the first digit.
    static let greatestMagnitude = 6144

    public static let zero = FEELNumber(unchecked: 0, exponent: 0, isNegative: false)
    public static let one = FEELNumber(unchecked: 1, exponent: 0, isNegative: false)

    /// For coefficients and exponents that are known to be in range.
    init(unchecked coefficient: UInt128, exponent: Int, isNegative: Bool) {
        self.coefficient = coefficient
        self.exponent = Int32(truncatingIfNeeded: exponent)
        self.isNegative = isNegative && coefficient != 0
    }

    /// A whole number, exactly.
    public init(_ value: Int) {
        self.init(unchecked: UInt128(value.magnitude), exponent: 0, isNegative: value < 0)
    }

    /// A whole number; rounded to 34 digits.
    public init(_ value: Int128) {
        let rounded = Self.rounding(value.magnitude, exponent: 0, isNegative: value < 0)
        // At most 39 digits: the exponent is always in range.
        self = rounded ?? .zero
    }

    /// Rounds any coefficient half to even to 34 digits.
    ///
    /// - Parameters:
    ///   - coefficient: The digits.
    ///   - exponent: The power of ten of the last digit.
    ///   - isNegative: The sign.
    ///   - sticky: Whether the exact value is a little above the coefficient; only meaningful if the coefficient has more
    ///     than 34 digits.
    /// - Returns: `nil` when the magnitude is too great.
    static func rounding(
        _ coefficient: UInt128, exponent: Int, isNegative: Bool, sticky: Bool = false
    ) -> FEELNumber? {
        var (value, power) = (coefficient, exponent)
        let excess = max(value.digitCount - precision, exponents.lowerBound - power)
        if excess > 0 {
            value = value.droppingDigits(excess, sticky: sticky)
            power += excess
            if value == UInt128.powerOfTen(precision) {
                value /= 10
                power += 1
            }
        }
        if value == 0 {
            power = min(max(power, exponents.lowerBound), exponents.upperBound)
            return FEELNumber(unchecked: 0, exponent: power, isNegative: false)
        }
        if power > exponents.upperBound {
            // The last digits of the range have to be written as zeros.
            let surplus = power - exponents.upperBound
            guard value.digitCount + surplus <= precision else { return nil }
            value *= .powerOfTen(surplus)
            power = exponents.upperBound
        }
        return FEELNumber(unchecked: value, exponent: power, isNegative: isNegative)
    }

    /// The same value with the fewest digits.
    var reduced: FEELNumber {
        guard coefficient != 0 else { return .zero }
        var (value, power) = (coefficient, Int(exponent))
        while power < Self.exponents.upperBound, value % 10 == 0 {
            value /= 10
            power += 1
        }
        return FEELNumber(unchecked: value, exponent: power, isNegative: isNegative)
    }

    /// Whether there is no fraction.
    public var isInteger: Bool {
        if exponent >= 0 || coefficient == 0 { return true }
        return reduced.exponent >= 0
    }

    /// The whole number, if this is one that fits 64 bits.
    public var integer: Int? {
        if exponent == 0, let small = Int(exactly: coefficient) { return isNegative ? -small : small }
        let plain = reduced
        guard plain.exponent >= 0, plain.exponent <= 19 else { return nil }
        let (magnitude, overflow) = plain.coefficient.multipliedReportingOverflow(
            by: .powerOfTen(Int(plain.exponent)))
        guard !overflow, let signed = Int128(exactly: magnitude) else { return nil }
        return Int(exactly: isNegative ? -signed : signed)
    }

    /// The nearest binary number.
    public var double: Double {
        // The text of a decimal is always a number for `Double`.
        Double("\(isNegative ? "-" : "")\(coefficient)e\(exponent)") ?? 0
    }

    public static func == (a: FEELNumber, b: FEELNumber) -> Bool {
        if a.exponent == b.exponent { return a.coefficient == b.coefficient && a.isNegative == b.isNegative }
        let (a, b) = (a.reduced, b.reduced)
        return a.coefficient == b.coefficient && a.exponent == b.exponent && a.isNegative == b.isNegative
    }

    public func hash(into hasher: inout Hasher) {
        let plain = reduced
        hasher.combine(plain.coefficient)
        hasher.combine(plain.exponent)
        hasher.combine(plain.isNegative)
    }
}

extension FEELNumber: Comparable {
    public static func < (a: FEELNumber, b: FEELNumber) -> Bool {
        if a.isNegative != b.isNegative { return a.isNegative }
        return a.isNegative ? magnitude(b, isBelow: a) : magnitude(a, isBelow: b)
    }

    private static func magnitude(_ a: FEELNumber, isBelow b: FEELNumber) -> Bool {
        if a.exponent == b.exponent { return a.coefficient < b.coefficient }
        guard a.coefficient != 0, b.coefficient != 0 else { return b.coefficient != 0 }
        let tops = (a.adjustedExponent, b.adjustedExponent)
        if tops.0 != tops.1 { return tops.0 < tops.1 }
        // The first digits stand at the same place, so the coefficients differ by at most 33 digits.
        return a.padded == b.padded ? false : a.padded < b.padded
    }

    /// The power of ten of the first digit.
    var adjustedExponent: Int { Int(exponent) + coefficient.digitCount - 1 }
    /// The coefficient, filled up to 34 digits.
    private var padded: UInt128 { coefficient * .powerOfTen(Self.precision - coefficient.digitCount) }
}
