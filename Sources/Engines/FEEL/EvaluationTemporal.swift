/// Moments, zones and what moves them.
extension Evaluation {
    /// A literal with a named zone, if the host knows the zone.
    @inline(never)
    func zoned(_ node: Node) -> FEELValue {
        guard case .zoned(let value, let zone) = node.kind else { return .null }
        return zoneIsKnown(.named(zone)) ? value : null("no time zone is called `\(zone)`", node.range)
    }

    func zoneIsKnown(_ zone: FEELZone) -> Bool {
        guard case .named(let name) = zone else { return true }
        return utcNames.contains(name) || environment.zones?.offset(of: name, at: 0) != nil
    }

    /// Names of UTC that need no rules.
    private var utcNames: Set<String> { ["UTC", "Etc/UTC", "Z", "GMT", "Etc/GMT"] }

    /// Seconds east of UTC when clocks show `localNanoseconds`; `nil` for local time and unknown zones.
    func offset(of zone: FEELZone, atLocal localNanoseconds: Int128) -> Int? {
        switch zone {
        case .local: return nil
        case .offset(let seconds): return Int(seconds)
        case .named(let name):
            if utcNames.contains(name) { return 0 }
            let seconds = localNanoseconds / Int128(FEELTime.perSecond)
            return Int64(exactly: seconds).flatMap { environment.zones?.offset(of: name, atLocal: $0) }
        }
    }

    /// Nanoseconds from 1970, of UTC when the zone is known, else of the local clock.
    func comparableNanoseconds(_ moment: FEELDateTime) -> (value: Int128, isLocal: Bool)? {
        let local = moment.localNanoseconds
        if moment.zone == .local { return (local, true) }
        guard let offset = offset(of: moment.zone, atLocal: local) else { return nil }
        return (local - Int128(offset) * Int128(FEELTime.perSecond), false)
    }

    /// From `b` to `a`; `nil` when one has a zone and the other has not.
    func nanosecondsApart(_ a: FEELDateTime, _ b: FEELDateTime) -> Int128? {
        guard let a = comparableNanoseconds(a), let b = comparableNanoseconds(b), a.isLocal == b.isLocal
        else {
            return nil
        }
        return a.value - b.value
    }

    /// From `b` to `a`, on one day.
    func difference(_ a: FEELTime, _ b: FEELTime) -> Int128? {
        let plain = Int128(a.nanoseconds) - Int128(b.nanoseconds)
        if a.zone == b.zone { return plain }
        guard let first = offset(of: a.zone, atLocal: Int128(a.nanoseconds)),
            let second = offset(of: b.zone, atLocal: Int128(b.nanoseconds))
        else { return nil }
        return plain - Int128(first - second) * Int128(FEELTime.perSecond)
    }

    /// A date, time or date and time some nanoseconds later.
    func shifted(_ value: FEELValue, by nanoseconds: Int128) -> FEELValue? {
        switch value {
        case .time(let time): return .time(time.adding(nanoseconds: nanoseconds))
        case .date(let date):
            let midnight = Int128(date.daysSince1970) * Int128(FEELTime.perDay)
            return FEELDateTime(localNanoseconds: midnight + nanoseconds, zone: .local)
                .map { .date($0.date) }
        case .dateTime(let moment): return shifted(moment, by: nanoseconds).map(FEELValue.dateTime)
        default: return nil
        }
    }

    /// In a named zone the clock may change on the way, so the sum is made in UTC.
    private func shifted(_ moment: FEELDateTime, by nanoseconds: Int128) -> FEELDateTime? {
        guard case .named(let name) = moment.zone, let zones = environment.zones,
            let start = comparableNanoseconds(moment)?.value
        else {
            return FEELDateTime(localNanoseconds: moment.localNanoseconds + nanoseconds, zone: moment.zone)
        }
        let end = start + nanoseconds
        guard let seconds = Int64(exactly: end / Int128(FEELTime.perSecond)),
            let offset = utcNames.contains(name) ? 0 : zones.offset(of: name, at: seconds)
        else { return nil }
        return FEELDateTime(
            localNanoseconds: end + Int128(offset) * Int128(FEELTime.perSecond), zone: moment.zone)
    }

    /// A date or date and time some months later.
    func shifted(_ value: FEELValue, byMonths months: Int) -> FEELValue? {
        switch value {
        case .date(let date): date.adding(months: months).map(FEELValue.date)
        case .dateTime(let moment):
            moment.date.adding(months: months).map { .dateTime(FEELDateTime(date: $0, time: moment.time)) }
        default: nil
        }
    }
}

extension FEELDate {
    /// What a date is taken for where a date and time is asked for.
    var midnightUTC: FEELDateTime { FEELDateTime(date: self, time: FEELTime(unchecked: 0, zone: .utc)) }
}

extension FEELValue {
    /// A date, time, date and time or duration from its text; whether a named zone exists is not looked up.
    init?(temporal text: String) {
        if let date = FEELDate(text) {
            self = .date(date)
        } else if let moment = FEELDateTime(text) {
            self = .dateTime(moment)
        } else if let time = FEELTime(text) {
            self = .time(time)
        } else if let duration = FEELValue(duration: text) {
            self = duration
        } else {
            return nil
        }
    }

    /// A duration of either kind.
    package init?(duration text: String) {
        if let months = FEELMonthsDuration(text) {
            self = .monthsDuration(months)
        } else if let days = FEELDaysDuration(text) {
            self = .daysDuration(days)
        } else {
            return nil
        }
    }

    /// The zone of a time or date and time.
    var zone: FEELZone? {
        switch self {
        case .time(let time): time.zone
        case .dateTime(let moment): moment.zone
        default: nil
        }
    }
}
