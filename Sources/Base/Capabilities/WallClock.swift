/// Tells the time of day.
public protocol WallClock: Sendable {
    /// Now.
    func now() -> Instant
}

/// A moment, in nanoseconds since 1970-01-01 00:00 UTC.
public struct Instant: Hashable, Sendable, Comparable {
    public let nanoseconds: Int64

    public init(nanoseconds: Int64) { self.nanoseconds = nanoseconds }

    public static func < (a: Self, b: Self) -> Bool { a.nanoseconds < b.nanoseconds }

    /// The time from `start` to this moment.
    public func since(_ start: Instant) -> Duration { .nanoseconds(nanoseconds - start.nanoseconds) }

    /// RFC 3339 in UTC with milliseconds: `2026-11-23T18:20:00.123Z`.
    public var rfc3339: String {
        let day = CalendarDay(self)
        let milliseconds = Int((nanoseconds - Int64(day.number) * 86_400_000_000_000) / 1_000_000)
        let (hour, minute) = (milliseconds / 3_600_000, milliseconds / 60_000 % 60)
        let (second, rest) = (milliseconds / 1000 % 60, milliseconds % 1000)
        return "\(day)T\(padded(hour)):\(padded(minute)):\(padded(second)).\(padded(rest, 3))Z"
    }
}

/// A date of the proleptic Gregorian calendar.
public struct CalendarDay: Hashable, Sendable, Comparable, CustomStringConvertible {
    /// Days since 1970-01-01.
    public let number: Int

    public init(number: Int) { self.number = number }

    /// The day of a moment, in UTC.
    public init(_ instant: Instant) {
        let length: Int64 = 86_400_000_000_000
        let (whole, rest) = instant.nanoseconds.quotientAndRemainder(dividingBy: length)
        number = Int(whole) - (rest < 0 ? 1 : 0)
    }

    /// Reads `YYYY-MM-DD`; `nil` for anything else and for days that do not exist.
    public init?(_ text: String) {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.count == 3, parts.map(\.utf8.count) == [4, 2, 2],
            parts.allSatisfy({ $0.utf8.allSatisfy { 0x30...0x39 ~= $0 } }),
            let year = Int(parts[0]), let month = Int(parts[1]), let day = Int(parts[2]), 1...12 ~= month
        else { return nil }
        // Days from civil: years start in March, so that the leap day is the last of its year.
        let (y, m) = month > 2 ? (year, month - 3) : (year - 1, month + 9)
        number = 365 * y + y / 4 - y / 100 + y / 400 + (153 * m + 2) / 5 + day - 1 - 719_468
        guard description == text else { return nil }
    }

    public static func < (a: Self, b: Self) -> Bool { a.number < b.number }

    /// `YYYY-MM-DD`.
    public var description: String {
        let shifted = number + 719_468
        let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let month = (5 * dayOfYear + 2) / 153
        let day = dayOfYear - (153 * month + 2) / 5 + 1
        let year = yearOfEra + era * 400 + (month >= 10 ? 1 : 0)
        return "\(padded(year, 4))-\(padded(month < 10 ? month + 3 : month - 9))-\(padded(day))"
    }
}

private func padded(_ number: Int, _ width: Int = 2) -> String {
    let text = String(number)
    return String(repeating: "0", count: max(0, width - text.count)) + text
}
