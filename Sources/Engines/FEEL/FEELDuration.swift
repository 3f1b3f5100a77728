/// A days-and-time duration, in nanoseconds.
public struct FEELDaysDuration: Hashable, Sendable, Comparable {
    /// Positive or negative.
    public let nanoseconds: Int128

    public init(nanoseconds: Int128) { self.nanoseconds = nanoseconds }

    /// A whole number of seconds.
    public init(seconds: Int) { nanoseconds = Int128(seconds) * Int128(FEELTime.perSecond) }

    public static func < (a: Self, b: Self) -> Bool { a.nanoseconds < b.nanoseconds }

    /// Durations whose magnitude is this or more are refused, so that sums of two never overflow.
    static let limit = Int128(1) << 110

    /// The parts, each with the sign of the whole.
    var parts: (days: Int128, hours: Int, minutes: Int, seconds: Int, nanoseconds: Int) {
        let seconds = nanoseconds / Int128(FEELTime.perSecond)
        return (
            seconds / 86_400, Int(seconds / 3600 % 24), Int(seconds / 60 % 60), Int(seconds % 60),
            Int(nanoseconds % Int128(FEELTime.perSecond))
        )
    }
}

extension FEELDaysDuration: CustomStringConvertible {
    /// `-P1DT2H3M4.5S`; `PT0S` for nothing.
    public var description: String {
        guard nanoseconds != 0 else { return "PT0S" }
        let positive = FEELDaysDuration(nanoseconds: Int128(nanoseconds.magnitude)).parts
        var clock = ""
        if positive.hours > 0 { clock += "\(positive.hours)H" }
        if positive.minutes > 0 { clock += "\(positive.minutes)M" }
        if positive.seconds > 0 || positive.nanoseconds > 0 {
            clock += "\(positive.seconds)"
            if positive.nanoseconds > 0 {
                var digits = padded(positive.nanoseconds, 9)
                while digits.last == "0" { digits.removeLast() }
                clock += "." + digits
            }
            clock += "S"
        }
        let days = positive.days > 0 ? "\(positive.days)D" : ""
        return (nanoseconds < 0 ? "-P" : "P") + days + (clock.isEmpty ? "" : "T" + clock)
    }
}

/// A years-and-months duration, in months.
public struct FEELMonthsDuration: Hashable, Sendable, Comparable {
    /// Positive or negative.
    public let months: Int

    public init(months: Int) { self.months = months }

    public static func < (a: Self, b: Self) -> Bool { a.months < b.months }

    /// Durations whose magnitude is this or more are refused, so that sums of two never overflow.
    static let limit = 1 << 60
}

extension FEELMonthsDuration: CustomStringConvertible {
    /// `-P1Y2M`; `P0M` for nothing.
    public var description: String {
        guard months != 0 else { return "P0M" }
        let size = months.magnitude
        let years = size >= 12 ? "\(size / 12)Y" : ""
        let rest = size % 12 > 0 ? "\(size % 12)M" : ""
        return (months < 0 ? "-P" : "P") + years + rest
    }
}
