/// A point in time as in-toto writes it: RFC 3339 in UTC, with `T` and `Z` (field type `Timestamp`).
public struct Timestamp: Hashable, Sendable, Comparable {
    /// Seconds since 1970-01-01T00:00:00Z, from the year 1 to the year 9999.
    public let seconds: Int64
    /// Nanoseconds within the second, 0 to 999,999,999.
    public let nanoseconds: Int64

    /// - Returns: `nil` outside the years 1 to 9999, or for nanoseconds outside the second.
    public init?(seconds: Int64, nanoseconds: Int64 = 0) {
        guard -62_135_596_800...253_402_300_799 ~= seconds, 0..<1_000_000_000 ~= nanoseconds else {
            return nil
        }
        (self.seconds, self.nanoseconds) = (seconds, nanoseconds)
    }

    /// Reads `2006-01-02T15:04:05Z`, with up to nine digits behind a point after the seconds.
    ///
    /// Refused are offsets, even `+00:00`, because in-toto wants `Z`; lower-case letters; and second 60, which could
    /// not be told from the second after it without a table of leap seconds.
    public init?(_ text: String) {
        let bytes = Array(text.utf8)
        guard bytes.count >= 20, bytes.last == UInt8(ascii: "Z"), bytes[10] == UInt8(ascii: "T"),
            bytes[13] == UInt8(ascii: ":"), bytes[16] == UInt8(ascii: ":"), let day = Day(bytes[..<10]),
            let hour = decimal(bytes[11..<13]), hour < 24, let minute = decimal(bytes[14..<16]), minute < 60,
            let second = decimal(bytes[17..<19]), second < 60
        else { return nil }
        var fraction: Int64 = 0
        let rest = bytes[19..<bytes.count - 1]
        if let point = rest.first {
            guard point == UInt8(ascii: "."), 1...9 ~= rest.count - 1, let digits = decimal(rest.dropFirst())
            else { return nil }
            fraction = (0..<10 - rest.count).reduce(Int64(digits)) { value, _ in value * 10 }
        }
        let seconds = Int64(day.number) * 86_400 + Int64(hour * 3600 + minute * 60 + second)
        self.init(seconds: seconds, nanoseconds: fraction)
    }

    /// The day in UTC.
    public var day: Day { Day(number: Int(seconds.flooredQuotient(86_400))) }

    public static func < (a: Self, b: Self) -> Bool {
        (a.seconds, a.nanoseconds) < (b.seconds, b.nanoseconds)
    }
}

extension Timestamp: CustomStringConvertible {
    /// The RFC 3339 form, with the fewest digits for the fraction.
    public var description: String {
        let second = Int(seconds - Int64(day.number) * 86_400)
        let clock = [second / 3600, second / 60 % 60, second % 60].map { padded($0, 2) }
        var text = "\(day)T" + clock.joined(separator: ":")
        if nanoseconds > 0 {
            var digits = padded(Int(nanoseconds), 9)
            while digits.last == "0" { digits.removeLast() }
            text += "." + digits
        }
        return text + "Z"
    }
}

/// A day of the Gregorian calendar, `2006-01-02` (`full-date` of RFC 3339), from the year 1 to the year 9999.
public struct Day: Hashable, Sendable, Comparable, CustomStringConvertible {
    /// Days since 1970-01-01.
    public let number: Int

    init(number: Int) { self.number = number }

    /// Reads `2006-01-02`; `nil` for any other form and for days that no month has.
    public init?(_ text: String) { self.init(Array(text.utf8)[...]) }

    init?(_ bytes: ArraySlice<UInt8>) {
        let bytes = Array(bytes)
        guard bytes.count == 10, bytes[4] == UInt8(ascii: "-"), bytes[7] == UInt8(ascii: "-"),
            let year = decimal(bytes[..<4]), year > 0, let month = decimal(bytes[5..<7]), 1...12 ~= month,
            let day = decimal(bytes[8...]), day >= 1
        else { return nil }
        number = dayNumber(year, month, day)
        guard civil.day == day, civil.month == month else { return nil }
    }

    public var description: String {
        let date = civil
        return "\(padded(date.year, 4))-\(padded(date.month, 2))-\(padded(date.day, 2))"
    }

    public static func < (a: Self, b: Self) -> Bool { a.number < b.number }

    /// Counts in years that begin on the first of March, so that a leap day is the last of its year.
    private var civil: (year: Int, month: Int, day: Int) {
        let fromMarch = number + 719_468
        let era = fromMarch.flooredQuotient(146_097)
        let dayOfEra = fromMarch - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shifted = (5 * dayOfYear + 2) / 153
        let month = shifted < 10 ? shifted + 3 : shifted - 9
        return (
            yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, dayOfYear - (153 * shifted + 2) / 5 + 1
        )
    }
}

private func dayNumber(_ year: Int, _ month: Int, _ day: Int) -> Int {
    let year = month <= 2 ? year - 1 : year
    let era = year.flooredQuotient(400)
    let yearOfEra = year - era * 400
    let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
    return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
}

private func decimal(_ digits: ArraySlice<UInt8>) -> Int? {
    var value = 0
    for digit in digits {
        guard UInt8(ascii: "0")...UInt8(ascii: "9") ~= digit else { return nil }
        value = value * 10 + Int(digit - UInt8(ascii: "0"))
    }
    return value
}

private func padded(_ value: Int, _ width: Int) -> String {
    let digits = String(value)
    return String(repeating: "0", count: max(0, width - digits.count)) + digits
}

extension BinaryInteger {
    fileprivate func flooredQuotient(_ divisor: Self) -> Self {
        let (quotient, remainder) = quotientAndRemainder(dividingBy: divisor)
        return remainder < 0 ? quotient - 1 : quotient
    }
}
