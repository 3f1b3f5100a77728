/// A moment: milliseconds since 1970-01-01T00:00:00Z, without leap seconds.
public struct TimeInstant: Hashable, Sendable, Comparable {
    public let milliseconds: Int64

    public init(milliseconds: Int64) { self.milliseconds = milliseconds }

    public static func < (left: Self, right: Self) -> Bool { left.milliseconds < right.milliseconds }

    /// Reads `2026-03-01T12:00:00Z` (ISO 8601 extended format); without an offset it is UTC; a date alone is its midnight.
    public init?(iso text: String) {
        var scanner = TimeScanner(text)
        guard let year = scanner.number(digits: 4), scanner.skip("-"), let month = scanner.number(digits: 2),
            scanner.skip("-"), let day = scanner.number(digits: 2), (1...12).contains(month),
            (1...daysOf(month: month, year: year)).contains(day)
        else { return nil }
        var total = daysSince1970(year, month, day) * 86_400_000
        if scanner.skip("T") {
            guard let time = scanner.clockTime(), let offset = scanner.offset() else { return nil }
            total += time - offset
        }
        guard scanner.isAtEnd else { return nil }
        self.init(milliseconds: total)
    }

    private func saturating(_ left: Int64, _ right: Int64) -> Int64 {
        let (sum, isTooFar) = left.addingReportingOverflow(right)
        return isTooFar ? (right < 0 ? .min : .max) : sum
    }

    /// The moment `span` later; months keep the day of the month, or take the last one of a shorter month.
    public func adding(_ span: TimeSpan) -> TimeInstant {
        // A span of more than this many months leads out of what a moment can be, in either direction.
        let furthest: Int64 = 3_000_000
        guard abs(span.months) <= furthest else {
            return TimeInstant(milliseconds: span.months < 0 ? .min : .max)
        }
        guard span.months != 0 else {
            return TimeInstant(milliseconds: saturating(milliseconds, span.milliseconds))
        }
        let days = floorDivide(milliseconds, 86_400_000)
        let (year, month, day) = civil(days)
        let index = year * 12 + (month - 1) + span.months
        let (newYear, newMonth) = (floorDivide(index, 12), index - floorDivide(index, 12) * 12 + 1)
        let newDay = min(day, daysOf(month: newMonth, year: newYear))
        let date = daysSince1970(newYear, newMonth, newDay) * 86_400_000
        return TimeInstant(
            milliseconds: saturating(date + milliseconds - days * 86_400_000, span.milliseconds))
    }
}

/// A duration in months, which differ in length, and milliseconds.
public struct TimeSpan: Hashable, Sendable {
    public let months: Int64
    public let milliseconds: Int64

    public init(months: Int64 = 0, milliseconds: Int64) {
        (self.months, self.milliseconds) = (months, milliseconds)
    }

    /// Reads `P1Y2M3DT4H5M6.7S` or `P2W` (ISO 8601).
    public init?(iso text: String) {
        var scanner = TimeScanner(text)
        let sign: Int64 = scanner.skip("-") ? -1 : 1
        guard scanner.skip("P"), let value = scanner.spanParts(), scanner.isAtEnd else { return nil }
        self.init(months: sign * value.months, milliseconds: sign * value.milliseconds)
    }
}

/// A repeated timer.
public struct TimeCycle: Hashable, Sendable {
    /// How often it fires; `nil`: without end.
    public let repetitions: Int?
    /// When it fires first; `nil`: one interval after it was set.
    public let start: TimeInstant?
    public let interval: TimeSpan

    /// Reads `R3/PT10S`, `R/P1D` or `R3/2026-03-01T12:00:00Z/PT10S` (ISO 8601).
    public init?(iso text: String) {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
        guard parts.count == 2 || parts.count == 3, parts[0].hasPrefix("R") else { return nil }
        let count = parts[0].dropFirst()
        guard count.isEmpty || count.utf8.allSatisfy({ (0x30...0x39).contains($0) }),
            let interval = TimeSpan(iso: parts[parts.count - 1]),
            interval.months > 0 || interval.milliseconds > 0
        else { return nil }
        if parts.count == 3 {
            guard let start = TimeInstant(iso: parts[1]) else { return nil }
            self.start = start
        } else {
            start = nil
        }
        repetitions = count.isEmpty ? nil : Int(count)
        self.interval = interval
    }
}

private struct TimeScanner {
    private let bytes: [UInt8]
    private var position = 0

    init(_ text: String) { bytes = Array(text.utf8) }

    var isAtEnd: Bool { position == bytes.count }

    mutating func skip(_ character: Character) -> Bool {
        guard position < bytes.count, bytes[position] == character.asciiValue else { return false }
        position += 1
        return true
    }

    mutating func number(digits: Int) -> Int64? {
        let start = position
        guard let value = integer(), position - start == digits else { return nil }
        return value
    }

    /// At most 15 digits, so that nothing here overflows.
    private mutating func integer() -> Int64? {
        let start = position
        var value: Int64 = 0
        while position < bytes.count, (0x30...0x39).contains(bytes[position]), position - start < 15 {
            value = value * 10 + Int64(bytes[position] - 0x30)
            position += 1
        }
        return position > start ? value : nil
    }

    /// A fraction in thousandths, after its point was seen.
    private mutating func thousandths() -> Int64? {
        let start = position
        guard integer() != nil else { return nil }
        let digits = (bytes[start..<position] + [0x30, 0x30, 0x30]).prefix(3)
        return digits.reduce(0) { $0 * 10 + Int64($1 - 0x30) }
    }

    mutating func clockTime() -> Int64? {
        guard let hour = number(digits: 2), skip(":"), let minute = number(digits: 2), hour <= 24, minute < 60
        else {
            return nil
        }
        var total = (hour * 60 + minute) * 60_000
        if skip(":") {
            guard let second = number(digits: 2), second <= 60 else { return nil }
            total += second * 1000
            if skip(".") || skip(",") {
                guard let fraction = thousandths() else { return nil }
                total += fraction
            }
        }
        return total
    }

    mutating func offset() -> Int64? {
        if isAtEnd || skip("Z") { return 0 }
        let sign: Int64
        if skip("+") { sign = 1 } else if skip("-") { sign = -1 } else { return nil }
        guard let hour = number(digits: 2), skip(":"), let minute = number(digits: 2) else { return nil }
        return sign * (hour * 60 + minute) * 60_000
    }

    mutating func spanParts() -> (months: Int64, milliseconds: Int64)? {
        var (months, milliseconds): (Int64, Int64) = (0, 0)
        var (inTime, parts) = (false, 0)
        while !isAtEnd {
            if !inTime, skip("T") {
                inTime = true
                if isAtEnd { return nil }
                continue
            }
            guard let value = integer() else { return nil }
            let fraction = skip(".") || skip(",") ? thousandths() : 0
            guard let fraction else { return nil }
            parts += 1
            if !inTime, skip("Y") {
                months += value * 12
            } else if !inTime, skip("M") {
                months += value
            } else if let unit = unit(inTime: inTime) {
                milliseconds += value * unit + fraction * unit / 1000
            } else {
                return nil
            }
        }
        return parts > 0 ? (months, milliseconds) : nil
    }

    private mutating func unit(inTime: Bool) -> Int64? {
        if !inTime { return skip("D") ? 86_400_000 : skip("W") ? 604_800_000 : nil }
        return skip("H") ? 3_600_000 : skip("M") ? 60_000 : skip("S") ? 1000 : nil
    }
}

private func floorDivide(_ value: Int64, _ divisor: Int64) -> Int64 {
    let quotient = value / divisor
    return value % divisor < 0 ? quotient - 1 : quotient
}

private func daysOf(month: Int64, year: Int64) -> Int64 {
    let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
    switch month {
    case 2: return isLeap ? 29 : 28
    case 4, 6, 9, 11: return 30
    default: return 31
    }
}

/// Days of the proleptic Gregorian calendar, counted in years that begin in March.
private func daysSince1970(_ year: Int64, _ month: Int64, _ day: Int64) -> Int64 {
    let shifted = month > 2 ? year : year - 1
    let era = floorDivide(shifted, 400)
    let yearOfEra = shifted - era * 400
    let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
    return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
}

private func civil(_ days: Int64) -> (year: Int64, month: Int64, day: Int64) {
    let shifted = days + 719_468
    let era = floorDivide(shifted, 146_097)
    let dayOfEra = shifted - era * 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let shiftedMonth = (5 * dayOfYear + 2) / 153
    let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
    return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, dayOfYear - (153 * shiftedMonth + 2) / 5 + 1)
}
