/// How local time relates to UTC.
public enum FEELZone: Hashable, Sendable {
    /// Unknown: such times compare only with their like.
    case local
    /// Seconds east of UTC, up to 18 hours.
    case offset(Int32)
    /// A name of the IANA database, `Europe/Paris`.
    case named(String)

    public static let utc = FEELZone.offset(0)
    static let offsets = -64_800...64_800

    /// `Z`, `+02:00`, `@Europe/Paris`, or nothing.
    var suffix: String {
        switch self {
        case .local: return ""
        case .offset(0): return "Z"
        case .offset(let seconds):
            let size = Int(seconds.magnitude)
            let rest = size % 60 == 0 ? "" : ":" + padded(size % 60, 2)
            return (seconds < 0 ? "-" : "+") + padded(size / 3600, 2) + ":" + padded(size / 60 % 60, 2) + rest
        case .named(let name): return "@" + name
        }
    }
}

/// A time of day with nanoseconds.
public struct FEELTime: Hashable, Sendable {
    /// Since midnight, below 86,400,000,000,000.
    public let nanoseconds: Int64
    public let zone: FEELZone

    static let perSecond: Int64 = 1_000_000_000
    static let perDay: Int64 = 86_400 * perSecond

    /// `nil` for a time that no clock shows.
    public init?(hour: Int, minute: Int, second: Int, nanosecond: Int = 0, zone: FEELZone = .local) {
        guard (0..<24).contains(hour), (0..<60).contains(minute), (0..<60).contains(second),
            (0..<1_000_000_000).contains(nanosecond)
        else { return nil }
        if case .offset(let seconds) = zone, !FEELZone.offsets.contains(Int(seconds)) { return nil }
        let seconds = Int64((hour * 60 + minute) * 60 + second)
        self.init(unchecked: seconds * Self.perSecond + Int64(nanosecond), zone: zone)
    }

    /// For nanoseconds that are known to be within a day.
    init(unchecked nanoseconds: Int64, zone: FEELZone) { (self.nanoseconds, self.zone) = (nanoseconds, zone) }

    /// 0…23.
    public var hour: Int { Int(nanoseconds / (3600 * Self.perSecond)) }
    /// 0…59.
    public var minute: Int { Int(nanoseconds / (60 * Self.perSecond) % 60) }
    /// 0…59.
    public var second: Int { Int(nanoseconds / Self.perSecond % 60) }
    /// The part of the second.
    public var nanosecond: Int { Int(nanoseconds % Self.perSecond) }

    /// The time without its part of a second.
    var wholeSeconds: FEELTime {
        FEELTime(unchecked: nanoseconds - nanoseconds % Self.perSecond, zone: zone)
    }

    /// The time `duration` later, round the clock.
    func adding(nanoseconds duration: Int128) -> FEELTime {
        let day = Int128(Self.perDay)
        let sum = (Int128(nanoseconds) + duration % day + day) % day
        return FEELTime(unchecked: Int64(truncatingIfNeeded: sum), zone: zone)
    }
}

extension FEELTime: CustomStringConvertible {
    /// `10:30:00.5+02:00`.
    public var description: String { clock + zone.suffix }

    private var clock: String {
        let plain = padded(hour, 2) + ":" + padded(minute, 2) + ":" + padded(second, 2)
        guard nanosecond != 0 else { return plain }
        var digits = padded(nanosecond, 9)
        while digits.last == "0" { digits.removeLast() }
        return plain + "." + digits
    }
}

/// A date with a time of day.
public struct FEELDateTime: Hashable, Sendable {
    public let date: FEELDate
    public let time: FEELTime

    public init(date: FEELDate, time: FEELTime) { (self.date, self.time) = (date, time) }

    /// A moment in UTC, in seconds since 1970-01-01T00:00:00Z; `nil` out of the years of ``FEELDate``.
    public init?(secondsSince1970 seconds: Int, nanosecond: Int = 0) {
        self.init(
            localNanoseconds: Int128(seconds) * Int128(FEELTime.perSecond) + Int128(nanosecond), zone: .utc)
    }

    /// What a clock shows `localNanoseconds` after it showed 1970-01-01T00:00:00.
    init?(localNanoseconds: Int128, zone: FEELZone) {
        let perDay = Int128(FEELTime.perDay)
        let rest = (localNanoseconds % perDay + perDay) % perDay
        guard let days = Int(exactly: (localNanoseconds - rest) / perDay),
            let date = FEELDate(daysSince1970: days)
        else { return nil }
        self.init(date: date, time: FEELTime(unchecked: Int64(truncatingIfNeeded: rest), zone: zone))
    }

    public var zone: FEELZone { time.zone }

    /// What the clock shows, counted from 1970-01-01T00:00:00 of the same clock.
    var localNanoseconds: Int128 {
        Int128(date.daysSince1970) * Int128(FEELTime.perDay) + Int128(time.nanoseconds)
    }
}

extension FEELDateTime: CustomStringConvertible {
    /// `2024-02-29T10:30:00@Europe/Paris`.
    public var description: String { "\(date)T\(time)" }
}
