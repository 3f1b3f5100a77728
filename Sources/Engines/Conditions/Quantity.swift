/// What a number measures; numbers of different dimensions are never compared.
public enum Dimension: Hashable, Sendable, CaseIterable {
    /// A share of a whole, 0...1; percentages are the same dimension.
    case ratio
    /// Seconds.
    case time
    /// Bytes.
    case bytes
    /// Per second.
    case rate
    /// A plain number.
    case count

    /// The word for it in a message, with its article: `a time`.
    var phrase: String {
        switch self {
        case .ratio: "a ratio"
        case .time: "a time"
        case .bytes: "a size"
        case .rate: "a rate"
        case .count: "a plain number"
        }
    }
}

/// A measured number with its dimension.
public struct Quantity: Hashable, Sendable {
    /// In the base unit of the dimension: a ratio 0...1, seconds, bytes, per second, or a count.
    public let value: Double
    public let dimension: Dimension

    public init(value: Double, dimension: Dimension) { (self.value, self.dimension) = (value, dimension) }
}

extension Quantity: CustomStringConvertible {
    /// For a person: `83.2 %`, `12.5 ms`, `3.4 MiB`, `120/s`, `7`.
    ///
    /// Zero and a whole are never the result of rounding: 0.99999 prints as `99.999 %`.
    public var description: String { text(apartFrom: []) }

    /// The same with as many digits as it takes for the text to stand to each limit (in the base unit) as the value does.
    ///
    /// Bytes go in powers of 1000 (`3 MB`) where `thousands` says so, as beside a limit written that way.
    func text(apartFrom limits: [Double], thousands: Bool = false) -> String {
        guard value.isFinite else {
            return value.isNaN ? "not a number" : value < 0 ? "-infinity" : "infinity"
        }
        let scale =
            thousands && dimension == .bytes ? Scale.thousands(value) : Scale.fitting(value, dimension)
        let exact = scale.decimal(of: value)
        let limits = limits + (dimension == .ratio ? [0, 1] : [0])
        for digits in scale.fractionDigits(exact)...20 {
            let rounded = exact.rounded(toFractionDigits: digits)
            let shown = scale.base(of: rounded)
            guard limits.allSatisfy({ order(shown, $0) == order(value, $0) }) else { continue }
            // A zero after the point says that something was rounded away, so an exact number has none.
            return rounded.text(fractionDigits: rounded == exact ? 0 : digits) + scale.symbol
        }
        return exact.text() + scale.symbol
    }
}

/// The unit that a quantity is printed in.
private struct Scale {
    let symbol: String
    /// The unit is `factor × 10^power` base units.
    var factor = 1.0
    var power = 0
    let dimension: Dimension

    static func fitting(_ value: Double, _ dimension: Dimension) -> Scale {
        let size = abs(value)
        switch dimension {
        case .ratio: return Scale(symbol: " %", power: -2, dimension: dimension)
        case .count: return Scale(symbol: "", dimension: dimension)
        case .rate: return Scale(symbol: "/s", dimension: dimension)
        case .bytes:
            let steps = ["B", "KiB", "MiB", "GiB", "TiB"]
            var (step, factor) = (0, 1.0)
            while step < steps.count - 1, size >= factor * 1024 { (step, factor) = (step + 1, factor * 1024) }
            return Scale(symbol: " " + steps[step], factor: factor, dimension: dimension)
        case .time:
            if size >= 3600 { return Scale(symbol: " h", factor: 3600, dimension: dimension) }
            if size >= 60 { return Scale(symbol: " min", factor: 60, dimension: dimension) }
            if size >= 1 || size == 0 { return Scale(symbol: " s", dimension: dimension) }
            if size >= 1e-3 { return Scale(symbol: " ms", power: -3, dimension: dimension) }
            if size >= 1e-6 { return Scale(symbol: " us", power: -6, dimension: dimension) }
            return Scale(symbol: " ns", power: -9, dimension: dimension)
        }
    }

    static func thousands(_ value: Double) -> Scale {
        let size = abs(value)
        if size >= 1e9 { return Scale(symbol: " GB", power: 9, dimension: .bytes) }
        if size >= 1e6 { return Scale(symbol: " MB", power: 6, dimension: .bytes) }
        if size >= 1e3 { return Scale(symbol: " KB", power: 3, dimension: .bytes) }
        return Scale(symbol: " B", dimension: .bytes)
    }

    func decimal(of value: Double) -> DecimalNumber { DecimalNumber(value / factor).shifted(by: -power) }

    func base(of shown: DecimalNumber) -> Double { shown.shifted(by: power).double * factor }

    /// One digit after the point for most, three significant ones for times.
    func fractionDigits(_ value: DecimalNumber) -> Int {
        switch dimension {
        case .ratio, .bytes, .rate: 1
        case .count: 2
        case .time: max(0, 3 - max(1, value.digits.count + value.exponent))
        }
    }
}
