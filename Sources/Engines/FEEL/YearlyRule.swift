/// The rule of the environment variable `TZ` (POSIX, 8.3): `CET-1CEST,M3.5.0,M10.5.0/3`.
struct YearlyRule: Hashable, Sendable {
    private struct Change: Hashable {
        enum Day: Hashable {
            /// The weekday (0 for Sunday) in a week of a month; week 5 is the last.
            case weekday(month: Int, week: Int, weekday: Int)
            /// 1…365, the leap day left out.
            case julian(Int)
            /// 0…365, the leap day counted.
            case zeroBased(Int)
        }

        let day: Day
        /// After local midnight; may be negative or more than a day.
        let seconds: Int

        /// Seconds of the local clock since 1970.
        func local(in year: Int) -> Int {
            let january = FEELDate(year: year, month: 1, day: 1)?.daysSince1970 ?? 0
            let days: Int
            switch day {
            case .zeroBased(let index): days = january + index
            case .julian(let index):
                days = january + index - 1 + (FEELDate.isLeap(year) && index >= 60 ? 1 : 0)
            case .weekday(let month, let week, let weekday):
                let first = FEELDate(year: year, month: month, day: 1)?.daysSince1970 ?? 0
                // 1970-01-01 was a Thursday.
                let firstWeekday = ((first + 4) % 7 + 7) % 7
                var offset = (weekday - firstWeekday + 7) % 7 + (week - 1) * 7
                if offset >= FEELDate.days(inMonth: month, of: year) { offset -= 7 }
                days = first + offset
            }
            return days * 86_400 + seconds
        }
    }

    private let standard: Int
    private let daylight: Int
    private let start: Change?
    private let end: Change?

    init?(_ text: String) {
        var reader = RuleReader(text)
        guard reader.name(), let offset = reader.time() else { return nil }
        standard = -offset
        guard !reader.isAtEnd else {
            (daylight, start, end) = (standard, nil, nil)
            return
        }
        guard reader.name() else { return nil }
        daylight = reader.isAtComma ? standard + 3600 : -(reader.time() ?? -standard - 3600)
        guard let start = Self.change(&reader), let end = Self.change(&reader), reader.isAtEnd else {
            return nil
        }
        (self.start, self.end) = (start, end)
    }

    private static func change(_ reader: inout RuleReader) -> Change? {
        guard reader.take(","), let day = day(&reader) else { return nil }
        guard reader.take("/") else { return Change(day: day, seconds: 7200) }
        return reader.time().map { Change(day: day, seconds: $0) }
    }

    private static func day(_ reader: inout RuleReader) -> Change.Day? {
        if reader.take("J") { return reader.number().map { .julian($0) } }
        guard reader.take("M") else { return reader.number().map { .zeroBased($0) } }
        guard let month = reader.number(), reader.take("."), let week = reader.number(), reader.take("."),
            let weekday = reader.number(), (1...12).contains(month), (1...5).contains(week),
            (0...6).contains(weekday)
        else { return nil }
        return .weekday(month: month, week: week, weekday: weekday)
    }

    /// Seconds east of UTC.
    func offset(at seconds: Int64) -> Int {
        guard let start, let end else { return standard }
        let moment = FEELDateTime(secondsSince1970: Int(seconds) + standard)
        let year = moment.map { Int($0.date.year) } ?? 1970
        let begins = Int64(start.local(in: year) - standard)
        let ends = Int64(end.local(in: year) - daylight)
        // In the south the year begins and ends with daylight saving time.
        let isDaylight =
            begins < ends
            ? begins <= seconds && seconds < ends : !(ends <= seconds && seconds < begins)
        return isDaylight ? daylight : standard
    }
}

/// A cursor over a rule.
private struct RuleReader {
    private var rest: Substring.UTF8View.SubSequence

    init(_ text: String) { rest = Substring(text).utf8[...] }

    var isAtEnd: Bool { rest.isEmpty }
    var isAtComma: Bool { rest.first == UInt8(ascii: ",") }

    mutating func take(_ character: Character) -> Bool {
        guard let byte = character.asciiValue, rest.first == byte else { return false }
        rest.removeFirst()
        return true
    }

    /// `CET`, or `<+03>`.
    mutating func name() -> Bool {
        if take("<") {
            rest = rest.drop { $0 != UInt8(ascii: ">") }
            return take(">")
        }
        let letters = rest.prefix { (65...90).contains($0) || (97...122).contains($0) }
        rest = rest[letters.endIndex...]
        return letters.count >= 3
    }

    mutating func number() -> Int? {
        let digits = rest.prefix { $0.isDigit }
        guard (1...3).contains(digits.count) else { return nil }
        rest = rest[digits.endIndex...]
        return Int(String(decoding: digits, as: UTF8.self))
    }

    /// `[+-]hh[:mm[:ss]]` in seconds.
    mutating func time() -> Int? {
        let isNegative = take("-")
        if !isNegative { _ = take("+") }
        guard var total = number().map({ $0 * 3600 }) else { return nil }
        for unit in [60, 1] {
            guard take(":") else { break }
            guard let part = number() else { return nil }
            total += part * unit
        }
        return isNegative ? -total : total
    }
}
