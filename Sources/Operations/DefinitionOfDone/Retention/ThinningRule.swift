/// From a certain age on, one measurement is enough for so long.
package struct ThinningRule: Hashable, Sendable {
    /// In nanoseconds.
    package let age: Int64
    /// In nanoseconds, at least a second.
    package let step: Int64

    package init(age: Int64, step: Int64) { (self.age, self.step) = (age, step) }

    /// Reads rules such as `30d: 1d, 365d: 7d`; `nil` unless ages and steps rise from one rule to the next.
    package static func rules(_ text: String) -> [Self]? {
        var rules: [Self] = []
        for part in text.split(separator: ",", omittingEmptySubsequences: false) {
            let times = part.split(separator: ":", omittingEmptySubsequences: false).map(nanoseconds)
            guard times.count == 2, let age = times[0], let step = times[1] else { return nil }
            guard age > rules.last?.age ?? 0, step > rules.last?.step ?? 0, step >= second else { return nil }
            rules.append(Self(age: age, step: step))
        }
        return rules
    }

    private static let second: Int64 = 1_000_000_000

    private static func nanoseconds(_ text: Substring) -> Int64? {
        guard let duration = Duration(setting: String(text)) else { return nil }
        let (seconds, rest) = duration.components
        let (whole, overflow) = seconds.multipliedReportingOverflow(by: second)
        return overflow ? nil : whole + rest / second
    }
}

/// A row of the projection's measurements: one value, or several that were thinned out to one.
struct MeasurementRow: Hashable {
    let gate: String
    let metric: String
    /// Of the event, in the ledger.
    let position: Int64
    let run: String
    /// In nanoseconds since 1970.
    let time: Int64
    /// Of several, the last.
    let value: Double
    let unit: String
    /// Of the values that stand behind it.
    var least: Double
    var most: Double
    var count: Int64
}

/// What thinning changes.
struct Thinning: Hashable {
    /// Rows that stand for several from now on, each in place of the one with its key.
    var kept: [MeasurementRow] = []
    /// Rows that go.
    var removed: [MeasurementRow] = []

    /// Thins rows out: of those of one metric and unit that fall in one step, the last stands, with the least, the most and
    /// the count of all.
    ///
    /// Doing it twice changes nothing, and doing it in parts gives what doing it at once gives: a row that stands for
    /// several counts as all of them.
    ///
    /// - Parameters:
    ///   - rows: In any order.
    ///   - rules: By rising age; the last one that a row is old enough for counts.
    ///   - now: In nanoseconds since 1970.
    init(_ rows: [MeasurementRow], by rules: [ThinningRule], now: Int64) {
        var steps: [Step: [MeasurementRow]] = [:]
        for row in rows {
            guard let rule = rules.last(where: { now - row.time >= $0.age }) else { continue }
            let (whole, rest) = row.time.quotientAndRemainder(dividingBy: rule.step)
            let number = rest < 0 ? whole - 1 : whole
            let step = Step(
                gate: row.gate, metric: row.metric, unit: row.unit, length: rule.step, number: number)
            steps[step, default: []].append(row)
        }
        for rows in steps.values where rows.count > 1 {
            let ordered = rows.sorted { ($0.time, $0.position) < ($1.time, $1.position) }
            guard var last = ordered.last else { continue }
            for row in ordered.dropLast() {
                last.least = min(last.least, row.least)
                last.most = max(last.most, row.most)
                last.count += row.count
            }
            kept.append(last)
            removed += ordered.dropLast()
        }
    }

    private struct Step: Hashable {
        let gate, metric, unit: String
        let length, number: Int64
    }
}
