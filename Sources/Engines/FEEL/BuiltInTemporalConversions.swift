extension BuiltIns {
    /// DMN 1.5, 10.3.4.1: dates, times and durations between dates.
    static let temporalConversions = [
        BuiltIn("date", "from", "year, month, day") { call in
            call.signature == 0 ? date(from: call) : dateOfParts(call)
        },
        BuiltIn("time", "from", "hour, minute, second, offset?") { call in
            call.signature == 0 ? time(from: call) : timeOfParts(call)
        },
        BuiltIn("date and time", "from", "date, time") { call in
            call.signature == 0 ? dateTime(from: call) : dateTimeOfParts(call)
        },
        BuiltIn("years and months duration", "from, to") { call in
            guard let from = call.date(0), let to = call.date(1) else { return .null }
            return .monthsDuration(FEELMonthsDuration(months: months(from: from, to: to)))
        },
    ]

    private static func date(from call: BuiltInCall) -> FEELValue {
        switch call[0] {
        case .date: return call[0]
        case .dateTime(let moment): return .date(moment.date)
        default:
            guard let text = call.string(0) else { return .null }
            return FEELDate(text).map(FEELValue.date) ?? call.fail("`\(text)` is no date")
        }
    }

    private static func dateOfParts(_ call: BuiltInCall) -> FEELValue {
        guard let year = call.integer(0), let month = call.integer(1), let day = call.integer(2) else {
            return .null
        }
        return FEELDate(year: year, month: month, day: day).map(FEELValue.date)
            ?? call.fail("there is no day \(year)-\(month)-\(day)")
    }

    private static func time(from call: BuiltInCall) -> FEELValue {
        switch call[0] {
        case .time: return call[0]
        case .dateTime(let moment): return .time(moment.time)
        case .date: return .time(FEELTime(unchecked: 0, zone: .utc))
        default:
            guard let text = call.string(0) else { return .null }
            guard let time = FEELTime(text), call.evaluation.zoneIsKnown(time.zone) else {
                return call.fail("`\(text)` is no time")
            }
            return .time(time)
        }
    }

    private static func timeOfParts(_ call: BuiltInCall) -> FEELValue {
        guard let hour = call.integer(0), let minute = call.integer(1), let second = call.number(2) else {
            return .null
        }
        var zone = FEELZone.local
        if !call.isNull(3) {
            guard case .daysDuration(let offset) = call[3] else {
                return call.fail("`offset` must be a duration")
            }
            let seconds = offset.nanoseconds / Int128(FEELTime.perSecond)
            guard let seconds = Int32(exactly: seconds) else { return call.fail("the offset is too great") }
            zone = .offset(seconds)
        }
        let perSecond = FEELNumber(Int(FEELTime.perSecond))
        guard let whole = second.rounded(.floor, scale: 0), let seconds = whole.integer,
            let nanoseconds = second.subtracting(whole)?.multiplied(by: perSecond)?.wholeInteger,
            let time = FEELTime(
                hour: hour, minute: minute, second: seconds, nanosecond: nanoseconds, zone: zone)
        else { return call.fail("there is no time \(hour):\(minute):\(second)") }
        return .time(time)
    }

    private static func dateTime(from call: BuiltInCall) -> FEELValue {
        switch call[0] {
        case .dateTime: return call[0]
        case .date(let date): return .dateTime(date.midnightUTC)
        default:
            guard let text = call.string(0) else { return .null }
            if let date = FEELDate(text) {
                return .dateTime(FEELDateTime(date: date, time: FEELTime(unchecked: 0, zone: .local)))
            }
            guard let moment = FEELDateTime(text), call.evaluation.zoneIsKnown(moment.zone) else {
                return call.fail("`\(text)` is no date and time")
            }
            return .dateTime(moment)
        }
    }

    private static func dateTimeOfParts(_ call: BuiltInCall) -> FEELValue {
        let time = call.argument(1, "a time") { if case .time(let time) = $0 { time } else { nil } }
        guard let date = call.date(0), let time else { return .null }
        return .dateTime(FEELDateTime(date: date, time: time))
    }

    /// Whole months between two days, towards zero.
    private static func months(from: FEELDate, to: FEELDate) -> Int {
        let months = (Int(to.year) - Int(from.year)) * 12 + Int(to.month) - Int(from.month)
        if months > 0, to.day < from.day { return months - 1 }
        return months < 0 && to.day > from.day ? months + 1 : months
    }
}

extension BuiltInCall {
    /// A date, also that of a date and time.
    func date(_ index: Int) -> FEELDate? {
        argument(index, "a date") { value in
            switch value {
            case .date(let date): date
            case .dateTime(let moment): moment.date
            default: nil
            }
        }
    }
}
