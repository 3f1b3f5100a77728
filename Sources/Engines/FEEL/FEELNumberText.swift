extension FEELNumber: CustomStringConvertible {
    /// Reads `digits`, `digits.digits` or `.digits`, with a sign in front and an exponent behind (`1.5e-3`).
    ///
    /// More than 34 digits are rounded. `nil` for any other text and out of range.
    public init?(_ text: some StringProtocol) {
        var rest = Substring(text).utf8[...]
        var isNegative = false
        if let first = rest.first, first == UInt8(ascii: "-") || first == UInt8(ascii: "+") {
            isNegative = first == UInt8(ascii: "-")
            rest.removeFirst()
        }
        var digits = DigitReader()
        digits.read(&rest, isFraction: false)
        if rest.first == UInt8(ascii: ".") {
            rest.removeFirst()
            guard let next = rest.first, next.isDigit else { return nil }
            digits.read(&rest, isFraction: true)
        }
        guard digits.count > 0, let power = Self.exponent(&rest), rest.isEmpty,
            let value = Self.rounding(
                digits.value, exponent: digits.exponent + power, isNegative: isNegative, sticky: digits.sticky
            )
        else { return nil }
        self = value
    }

    /// The exponent behind the digits; zero when there is none, `nil` when it is malformed.
    private static func exponent(_ rest: inout Substring.UTF8View.SubSequence) -> Int? {
        guard let first = rest.first, first == UInt8(ascii: "e") || first == UInt8(ascii: "E") else {
            return 0
        }
        rest.removeFirst()
        guard rest.count <= 8, let value = Int(String(decoding: rest, as: UTF8.self)) else { return nil }
        rest = rest[rest.endIndex...]
        return value
    }

    /// Plain notation without needless zeros, `-0.5`; with an exponent above 34 digits before the point or 40 behind it.
    public var description: String {
        let plain = reduced
        let digits = String(plain.coefficient)
        let power = Int(plain.exponent)
        let sign = isNegative ? "-" : ""
        if power >= 0, digits.count + power <= Self.precision + 6 {
            return sign + digits + String(repeating: "0", count: power)
        }
        if power < 0, -power <= Self.precision + 6 {
            let zeros = String(repeating: "0", count: max(0, 1 - digits.count - power))
            let filled = zeros + digits
            return sign + filled.dropLast(-power) + "." + filled.suffix(-power)
        }
        // Near the end of the range zeros are left, because the exponent cannot take them.
        var significant = digits
        while significant.count > 1, significant.last == "0" { significant.removeLast() }
        let fraction = significant.count > 1 ? "." + significant.dropFirst() : ""
        let top = plain.adjustedExponent
        return "\(sign)\(digits.prefix(1))\(fraction)e\(top < 0 ? "-" : "+")\(abs(top))"
    }
}

/// Collects the digits of a number, the first 38 of them.
private struct DigitReader {
    var value: UInt128 = 0
    var exponent = 0
    var count = 0
    /// Whether a digit other than zero was left out.
    var sticky = false

    mutating func read(_ rest: inout Substring.UTF8View.SubSequence, isFraction: Bool) {
        while let byte = rest.first, byte.isDigit {
            rest.removeFirst()
            count += 1
            if value < .powerOfTen(37) {
                value = value * 10 + UInt128(byte - UInt8(ascii: "0"))
                if isFraction { exponent -= 1 }
            } else {
                sticky = sticky || byte != UInt8(ascii: "0")
                if !isFraction { exponent += 1 }
            }
        }
    }
}

extension UInt8 {
    var isDigit: Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(self) }
}

extension FEELNumber: ExpressibleByIntegerLiteral {
    public init(integerLiteral value: Int) { self.init(value) }
}
