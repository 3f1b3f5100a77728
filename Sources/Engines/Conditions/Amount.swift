/// A quantity as a condition writes it: `80%`, `0.8`, `12.5ms`.
///
/// It keeps the decimal and the unit that were written; a plain number has no dimension until a metric gives it one.
public struct Amount: Hashable, Sendable {
    let number: DecimalNumber
    /// The unit behind the number, if there is one.
    public let unit: Unit?

    /// A unit of the language.
    public enum Unit: String, Hashable, Sendable, CaseIterable {
        case percent = "%"
        case nanoseconds = "ns"
        case microseconds = "us"
        case milliseconds = "ms"
        case seconds = "s"
        case minutes = "min"
        case hours = "h"
        case bytes = "B"
        case kibibytes = "KiB"
        case mebibytes = "MiB"
        case gibibytes = "GiB"
        case kilobytes = "KB"
        case megabytes = "MB"
        case gigabytes = "GB"
        case perSecond = "/s"

        public var dimension: Dimension {
            switch self {
            case .percent: .ratio
            case .nanoseconds, .microseconds, .milliseconds, .seconds, .minutes, .hours: .time
            case .bytes, .kibibytes, .mebibytes, .gibibytes, .kilobytes, .megabytes, .gigabytes: .bytes
            case .perSecond: .rate
            }
        }

        /// A number of this unit.
        public func quantity(_ value: Double) -> Quantity {
            let (factor, power) = scale
            var scaled = value * Double(factor)
            // Dividing by a power of ten is exact where multiplying by its inverse is not.
            for _ in 0..<abs(power) { scaled = power < 0 ? scaled / 10 : scaled * 10 }
            return Quantity(value: scaled, dimension: dimension)
        }

        /// Whether it counts bytes in powers of 1000.
        var isThousands: Bool { self == .kilobytes || self == .megabytes || self == .gigabytes }

        /// The unit is `factor × 10^power` base units.
        var scale: (factor: UInt64, power: Int) {
            switch self {
            case .percent: (1, -2)
            case .nanoseconds: (1, -9)
            case .microseconds: (1, -6)
            case .milliseconds: (1, -3)
            case .seconds, .bytes, .perSecond: (1, 0)
            case .minutes: (60, 0)
            case .hours: (3600, 0)
            case .kibibytes: (1 << 10, 0)
            case .mebibytes: (1 << 20, 0)
            case .gibibytes: (1 << 30, 0)
            case .kilobytes: (1, 3)
            case .megabytes: (1, 6)
            case .gigabytes: (1, 9)
            }
        }

        /// The unit written so, in upper or lower case; `µs` is `us`.
        init?(written text: String) {
            let plain = text.lowercased().replacingMicroSign
            guard let unit = Self.allCases.first(where: { $0.rawValue.lowercased() == plain }) else {
                return nil
            }
            self = unit
        }
    }

    /// What the amount is for a metric of that dimension.
    ///
    /// - Returns: `nil` when the unit is of another dimension, when a unit is missing, or when a plain number is
    ///   asked of a ratio and lies outside 0...1.
    public func quantity(as dimension: Dimension) -> Quantity? {
        guard let unit else {
            let value = number.double
            let fits = dimension == .count || dimension == .ratio && (0...1).contains(value)
            return fits ? Quantity(value: value, dimension: dimension) : nil
        }
        guard unit.dimension == dimension else { return nil }
        let (factor, power) = unit.scale
        return Quantity(value: number.multiplied(by: factor).shifted(by: power).double, dimension: dimension)
    }
}

extension Amount: CustomStringConvertible {
    /// As a condition writes it, without superfluous zeros: `80%`.
    public var description: String { number.text() + (unit?.rawValue ?? "") }
}

extension String {
    /// With `u` for the micro sign and the Greek letter that look alike.
    fileprivate var replacingMicroSign: String {
        String(String.UnicodeScalarView(unicodeScalars.map { "µμ".unicodeScalars.contains($0) ? "u" : $0 }))
    }
}
