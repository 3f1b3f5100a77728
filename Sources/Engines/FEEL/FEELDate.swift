/// A day of the proleptic Gregorian calendar; years from -999,999,999 to 999,999,999 (DMN 1.5, 10.3.2.3.4).
public struct FEELDate: Hashable, Sendable {
    public let year: Int32
    /// 1…12.
    public let month: UInt8
    /// 1…31.
    public let day: UInt8

    static let years = -999_999_999...999_999_999

    /// `nil` for a day that the calendar does not have.
    public init?(year: Int, month: Int, day: Int) {
        guard Self.years.contains(year), (1...12).contains(month),
            day >= 1, day <= Self.days(inMonth: month, of: year)
        else { return nil }
        self.init(unchecked: year, month, day)
    }

    private init(unchecked year: Int, _ month: Int, _ day: Int) {
        self.year = Int32(truncatingIfNeeded: year)
        self.month = UInt8(truncatingIfNeeded: month)
        self.day = UInt8(truncatingIfNeeded: day)
    }

    /// The day `count` days after 1970-01-01; `nil` out of the years.
    public init?(daysSince1970 count: Int) {
        guard count.magnitude < 400_000_000_000 else { return nil }
        // Count from 0000-03-01, so that the leap day is the last of a year; 146,097 days are 400 years.
        let shifted = count + 719_468
        let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shiftedMonth = (5 * dayOfYear + 2) / 153
        let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
        let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
        guard Self.years.contains(year) else { return nil }
        self.init(unchecked: year, month, dayOfYear - (153 * shiftedMonth + 2) / 5 + 1)
    }

    /// Days after 1970-01-01, negative before.
    public var daysSince1970: Int {
        let year = Int(year) - (month <= 2 ? 1 : 0)
        let era = (year >= 0 ? year : year - 399) / 400
        let yearOfEra = year - era * 400
        let shiftedMonth = Int(month) > 2 ? Int(month) - 3 : Int(month) + 9
        let dayOfYear = (153 * shiftedMonth + 2) / 5 + Int(day) - 1
        let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
        return era * 146_097 + dayOfEra - 719_468
    }

    static func isLeap(_ year: Int) -> Bool { year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) }

    static func days(inMonth month: Int, of year: Int) -> Int {
        switch month {
        case 2: isLeap(year) ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }

    /// 1 for Monday to 7 for Sunday (ISO 8601).
    public var weekday: Int { (daysSince1970 % 7 + 10) % 7 + 1 }

    /// 1 for the first of January.
    public var dayOfYear: Int {
        let start = FEELDate(unchecked: Int(year), 1, 1)
        return daysSince1970 - start.daysSince1970 + 1
    }

    /// The week of ISO 8601: week 1 is that of the first Thursday.
    public var weekOfYear: Int {
        let thursday = daysSince1970 - weekday + 4
        guard let day = FEELDate(daysSince1970: thursday) else { return 1 }
        return (day.dayOfYear - 1) / 7 + 1
    }

    /// The same day `count` months on, or the last of a month that is shorter; `nil` out of the years.
    public func adding(months count: Int) -> FEELDate? {
        let (total, overflow) = (Int(year) * 12 + Int(month) - 1).addingReportingOverflow(count)
        guard !overflow else { return nil }
        let year = total >= 0 ? total / 12 : (total - 11) / 12
        let month = total - year * 12 + 1
        let last = Self.days(inMonth: month, of: year)
        return FEELDate(year: year, month: month, day: min(Int(day), last))
    }
}

extension FEELDate: Comparable {
    public static func < (a: FEELDate, b: FEELDate) -> Bool {
        (a.year, a.month, a.day) < (b.year, b.month, b.day)
    }
}

extension FEELDate: CustomStringConvertible {
    /// `2024-02-29`, at least four digits for the year.
    public var description: String {
        (year < 0 ? "-" : "") + padded(Int(year.magnitude), 4) + "-" + padded(Int(month), 2) + "-"
            + padded(Int(day), 2)
    }
}

/// `value` in decimal, filled with zeros up to `width`.
func padded(_ value: Int, _ width: Int) -> String {
    let text = String(value)
    return String(repeating: "0", count: max(0, width - text.count)) + text
}
