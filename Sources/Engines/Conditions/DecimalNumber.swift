/// A decimal number, `±digits × 10^exponent`, exactly as it was written or as the shortest text of a `Double`.
///
/// Shifting by a power of ten and rounding happen on the digits, so `80%` is 0.8 and not 80 × 0.01.
struct DecimalNumber: Hashable, Sendable {
    let isNegative: Bool
    /// Significant digits (0...9) without a zero at either end; empty for zero.
    let digits: [UInt8]
    /// The power of ten of the last digit; 0 for zero.
    let exponent: Int

    init(isNegative: Bool = false, digits: some Sequence<UInt8>, exponent: Int) {
        var kept = Array(digits.drop { $0 == 0 })
        var exponent = exponent
        while kept.last == 0 {
            kept.removeLast()
            exponent += 1
        }
        self.digits = kept
        self.isNegative = isNegative && !kept.isEmpty
        self.exponent = kept.isEmpty ? 0 : exponent
    }

    /// Reads `digits [ "." digits ]` after an optional `-`; any other scalar is skipped, so the caller checks the shape.
    init(plain text: some StringProtocol) {
        let parts = text.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
        let values = text.utf8.filter { (0x30...0x39).contains($0) }.map { $0 - 0x30 }
        let fraction = parts.count == 2 ? parts[1].utf8.count : 0
        self.init(isNegative: text.hasPrefix("-"), digits: values, exponent: -fraction)
    }

    /// The shortest decimal that reads back as this finite value.
    init(_ value: Double) {
        let parts = value.description.split(separator: "e", maxSplits: 1)
        let plain = DecimalNumber(plain: parts.first ?? "0")
        let shift = parts.count == 2 ? Int(parts[1]) ?? 0 : 0
        self.init(isNegative: plain.isNegative, digits: plain.digits, exponent: plain.exponent + shift)
    }

    /// The nearest binary number.
    var double: Double {
        guard !digits.isEmpty else { return 0 }
        let text = (isNegative ? "-" : "") + digitText + "e\(exponent)"
        guard let value = Double(text) else { preconditionFailure("`\(text)` is a number") }
        return value
    }

    func shifted(by power: Int) -> DecimalNumber {
        DecimalNumber(isNegative: isNegative, digits: digits, exponent: exponent + power)
    }

    /// The exact product; `self` has at most 18 digits.
    func multiplied(by factor: UInt64) -> DecimalNumber {
        let significand = digits.reduce(UInt128(0)) { $0 * 10 + UInt128($1) }
        let product = String(significand * UInt128(factor))
        return DecimalNumber(
            isNegative: isNegative, digits: product.utf8.map { $0 - 0x30 }, exponent: exponent)
    }

    /// Rounded half away from zero to so many digits after the point.
    func rounded(toFractionDigits count: Int) -> DecimalNumber {
        let dropped = -count - exponent
        guard dropped > 0 else { return self }
        guard dropped <= digits.count else { return DecimalNumber(digits: [], exponent: 0) }
        var kept = Array(digits.dropLast(dropped))
        if digits[digits.count - dropped] >= 5 { increment(&kept) }
        return DecimalNumber(isNegative: isNegative, digits: kept, exponent: -count)
    }

    /// Positional text with at least so many digits after the point: `80`, `0.05`, `80.0`.
    func text(fractionDigits least: Int = 0) -> String {
        let fraction = max(least, -exponent, 0)
        let zeros = String(repeating: "0", count: fraction + min(exponent, 0) + max(exponent, 0))
        var all = digitText + zeros
        if all.utf8.count <= fraction {
            all = String(repeating: "0", count: fraction + 1 - all.utf8.count) + all
        }
        let whole = all.dropLast(fraction)
        return (isNegative ? "-" : "") + whole + (fraction > 0 ? "." + all.suffix(fraction) : "")
    }

    private var digitText: String { String(decoding: digits.map { $0 + 0x30 }, as: UTF8.self) }
}

private func increment(_ digits: inout [UInt8]) {
    for index in digits.indices.reversed() {
        guard digits[index] == 9 else {
            digits[index] += 1
            return
        }
        digits[index] = 0
    }
    digits.insert(1, at: 0)
}
