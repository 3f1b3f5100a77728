/// Reads the lexical forms of dates, times and durations (DMN 1.5, 10.3.2.3; XML Schema part 2).
///
/// A cursor over ASCII; every function gives `nil` when the text at hand is not of its form.
struct TemporalReader {
    private var rest: Substring.UTF8View.SubSequence

    init(_ text: String) { rest = Substring(text).utf8[...] }

    var isAtEnd: Bool { rest.isEmpty }

    mutating func take(_ character: Character) -> Bool {
        guard let byte = character.asciiValue, rest.first == byte else { return false }
        rest.removeFirst()
        return true
    }

    mutating func digits(_ count: ClosedRange<Int>) -> Substring? {
        let found = rest.prefix { $0.isDigit }
        guard count.contains(found.count) else { return nil }
        rest = rest[found.endIndex...]
        return Substring(found)
    }

    private mutating func number(_ count: Int) -> Int? { digits(count...count).flatMap { Int($0) } }

    /// `[-]YYYY-MM-DD`; a year of more than four digits must not begin with a zero.
    mutating func date() -> FEELDate? {
        let isNegative = take("-")
        guard let year = digits(4...9), year.count == 4 || year.first != "0", let number = Int(year),
            take("-"), let month = self.number(2), take("-"), let day = self.number(2)
        else { return nil }
        return FEELDate(year: isNegative ? -number : number, month: month, day: day)
    }

    /// `hh:mm:ss[.f…][zone]`; digits below a nanosecond are dropped, `24:00:00` is the midnight that ends a day.
    mutating func time() -> (time: FEELTime, endsDay: Bool)? {
        guard var hour = number(2), take(":"), let minute = number(2), take(":"), let second = number(2),
            let fraction = fraction(), let zone = zone()
        else { return nil }
        let endsDay = hour == 24 && minute == 0 && second == 0 && fraction == 0
        if endsDay { hour = 0 }
        return FEELTime(hour: hour, minute: minute, second: second, nanosecond: fraction, zone: zone)
            .map { ($0, endsDay) }
    }

    /// Nanoseconds behind a point; zero when there is none.
    private mutating func fraction() -> Int? {
        guard take(".") else { return 0 }
        guard let found = digits(1...64) else { return nil }
        let first = String(found.prefix(9))
        return Int(first + String(repeating: "0", count: 9 - first.count))
    }

    private mutating func zone() -> FEELZone? {
        if isAtEnd { return .local }
        if take("Z") || take("z") { return .utc }
        if take("@") {
            let name = String(decoding: rest, as: UTF8.self)
            rest = rest[rest.endIndex...]
            return name.isEmpty ? nil : .named(name)
        }
        let isNegative = take("-")
        guard isNegative || take("+"), let hours = number(2), take(":"), let minutes = number(2),
            minutes < 60
        else { return nil }
        var seconds = (hours * 60 + minutes) * 60
        if take(":") {
            guard let more = number(2), more < 60 else { return nil }
            seconds += more
        }
        guard FEELZone.offsets.contains(seconds) else { return nil }
        return .offset(Int32(isNegative ? -seconds : seconds))
    }
}

extension FEELDate {
    /// `2024-02-29`.
    public init?(_ text: String) {
        var reader = TemporalReader(text)
        guard let date = reader.date(), reader.isAtEnd else { return nil }
        self = date
    }
}

extension FEELTime {
    /// `10:30:00`, with a fraction and a zone; whether a zone name exists is not looked up.
    public init?(_ text: String) {
        var reader = TemporalReader(text)
        _ = reader.take("T")
        guard let time = reader.time(), reader.isAtEnd else { return nil }
        self = time.time
    }
}

extension FEELDateTime {
    /// `2024-02-29T10:30:00+01:00`; whether a zone name exists is not looked up.
    public init?(_ text: String) {
        var reader = TemporalReader(text)
        guard let date = reader.date(), reader.take("T"), let (time, endsDay) = reader.time(), reader.isAtEnd,
            let day = endsDay ? FEELDate(daysSince1970: date.daysSince1970 + 1) : date
        else { return nil }
        self.init(date: day, time: time)
    }
}

extension FEELMonthsDuration {
    /// `P1Y2M`, with a sign in front.
    public init?(_ text: String) {
        var reader = TemporalReader(text)
        let isNegative = reader.take("-")
        guard reader.take("P"), var digits = reader.digits(1...12) else { return nil }
        var months = 0
        if reader.take("Y") {
            months = (Int(digits) ?? 0) * 12
            guard !reader.isAtEnd else {
                self.init(months: isNegative ? -months : months)
                return
            }
            guard let more = reader.digits(1...12) else { return nil }
            digits = more
        }
        guard reader.take("M"), reader.isAtEnd else { return nil }
        months += Int(digits) ?? 0
        self.init(months: isNegative ? -months : months)
    }
}

extension FEELDaysDuration {
    /// `P1DT2H3M4.5S`, with a sign in front; digits below a nanosecond are dropped.
    public init?(_ text: String) {
        var reader = TemporalReader(text)
        let isNegative = reader.take("-")
        guard reader.take("P"), !reader.isAtEnd else { return nil }
        var total: Int128 = 0
        var pending = reader.digits(1...15)
        if let days = pending {
            guard reader.take("D") else { return nil }
            total = Int128(Int(days) ?? 0) * Int128(FEELTime.perDay)
        }
        if reader.take("T") {
            guard !reader.isAtEnd else { return nil }
            pending = reader.digits(1...15)
            for (unit, seconds) in [("H", 3600), ("M", 60)] as [(Character, Int128)] {
                guard let digits = pending, reader.take(unit) else { continue }
                total += Int128(Int(digits) ?? 0) * seconds * Int128(FEELTime.perSecond)
                pending = reader.digits(1...15)
            }
            if let digits = pending {
                guard let seconds = Self.seconds(digits, &reader) else { return nil }
                total += seconds
            }
        }
        guard reader.isAtEnd else { return nil }
        self.init(nanoseconds: isNegative ? -total : total)
    }

    /// Nanoseconds of `digits[.f…]S`.
    private static func seconds(_ digits: Substring, _ reader: inout TemporalReader) -> Int128? {
        var total = Int128(Int(digits) ?? 0) * Int128(FEELTime.perSecond)
        if reader.take(".") {
            // A bare point is lawful here, other than in numbers.
            guard let fraction = reader.digits(0...64) else { return nil }
            let first = String(fraction.prefix(9))
            total += Int128(Int(first + String(repeating: "0", count: 9 - first.count)) ?? 0)
        }
        return reader.take("S") ? total : nil
    }
}
