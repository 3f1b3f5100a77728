extension UInt128 {
    /// 10^`power`, for 0…38.
    static func powerOfTen(_ power: Int) -> UInt128 { powersOfTen[power] }

    private static let powersOfTen: [UInt128] = (0..<38).reduce(into: [1]) { powers, index in
        powers.append(powers[index] * 10)
    }

    /// How many decimal digits it takes to write this; zero takes one.
    var digitCount: Int {
        if self < 10 { return 1 }
        let bits = UInt128.bitWidth - leadingZeroBitCount
        // log10(2) is a little above 1233 / 4096.
        let estimate = (bits * 1233) >> 12
        return self < .powerOfTen(estimate) ? estimate : estimate + 1
    }

    /// Drops the last `count` digits, rounding half to even.
    ///
    /// `sticky` says that the exact value is a little above this.
    func droppingDigits(_ count: Int, sticky: Bool) -> UInt128 {
        guard count <= 38 else { return 0 }
        let divisor = UInt128.powerOfTen(count)
        let (quotient, remainder) = quotientAndRemainder(dividingBy: divisor)
        let half = divisor / 2
        let isAbove = remainder > half || remainder == half && sticky
        let isTie = remainder == half && !sticky
        return isAbove || isTie && quotient & 1 == 1 ? quotient + 1 : quotient
    }
}

/// An unsigned number of 256 bits, as products and dividends need it.
struct WideInteger {
    let high: UInt128
    let low: UInt128

    /// The exact product.
    init(_ a: UInt128, times b: UInt128) {
        let product = a.multipliedFullWidth(by: b)
        (high, low) = (product.high, product.low)
    }

    /// Quotient and remainder; the quotient must fit 128 bits.
    func divided(by divisor: UInt128) -> (quotient: UInt128, remainder: UInt128) {
        if high == 0 { return low.quotientAndRemainder(dividingBy: divisor) }
        return divisor.dividingFullWidth((high, low))
    }

    static func < (a: WideInteger, b: WideInteger) -> Bool { (a.high, a.low) < (b.high, b.low) }
}

extension WideInteger {
    /// `a × b + c`; must not exceed 256 bits.
    init(_ a: UInt128, times b: UInt128, plus c: UInt128) {
        let product = a.multipliedFullWidth(by: b)
        let (sum, overflow) = product.low.addingReportingOverflow(c)
        (high, low) = (overflow ? product.high + 1 : product.high, sum)
    }
}
