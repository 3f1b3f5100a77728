import Testing

@testable import DefinitionOfDone

@Suite("Thinning measurements out") struct ThinningTests {
    private static let day: Int64 = 86_400_000_000_000
    /// Midnight of some day.
    private static let now: Int64 = 20_000 * day

    @Test(
        arguments: [
            ("30d: 1d, 365d: 7d", [(30, 1), (365, 7)]), ("1d:1h", [(1, 0)]), (" 2d : 1d ", [(2, 1)]),
            ("", nil),
            ("30d", nil), ("30d: 1d,", nil), ("30d: 1d: 2d", nil), ("30d: 1d, 20d: 7d", nil),
            ("30d: 7d, 365d: 1d", nil), ("30d: 1d, 365d: 1d", nil), ("0d: 1d", nil), ("1d: 10ms", nil),
            ("x: y", nil),
        ] as [(String, [(Int64, Int64)]?)]) func rules(_ text: String, _ expected: [(Int64, Int64)]?)
    {
        let rules = ThinningRule.rules(text)?.map { [$0.age / Self.day, $0.step / Self.day] }
        #expect(rules == expected?.map { [$0.0, $0.1] })
    }

    private func row(_ position: Int64, hoursAgo: Int64, _ value: Double, metric: String = "line")
        -> MeasurementRow
    {
        MeasurementRow(
            gate: "coverage", metric: metric, position: position, run: "r\(position)",
            time: Self.now - hoursAgo * 3_600_000_000_000, value: value, unit: "ratio", least: value,
            most: value, count: 1)
    }

    private let rules = ThinningRule.rules("2d: 1d, 10d: 5d") ?? []

    @Test func oneADayStandsForAll() {
        let young = [row(1, hoursAgo: 1, 0.9), row(2, hoursAgo: 40, 0.8), row(3, hoursAgo: 39, 0.8)]
        // Three of one day, one of the day before, and one of another metric.
        let old = [
            row(10, hoursAgo: 71, 0.7), row(11, hoursAgo: 60, 0.2), row(12, hoursAgo: 50, 0.5),
            row(13, hoursAgo: 80, 0.4), row(14, hoursAgo: 51, 0.1, metric: "branch"),
        ]
        let thinning = Thinning(young + old, by: rules, now: Self.now)
        #expect(thinning.removed.map(\.position).sorted() == [10, 11])
        let kept = thinning.kept.first
        #expect(thinning.kept.count == 1)
        #expect(kept?.position == 12)
        #expect(kept?.value == 0.5)
        #expect([kept?.least, kept?.most] == [0.2, 0.7])
        #expect(kept?.count == 3)
    }

    @Test func withoutRulesAllStay() {
        let rows = (1...50).map { row(Int64($0), hoursAgo: 9000, 1) }
        #expect(Thinning(rows, by: [], now: Self.now) == Thinning([], by: rules, now: Self.now))
    }

    private func applied(_ rows: [MeasurementRow], _ now: Int64) -> [MeasurementRow] {
        let thinning = Thinning(rows, by: rules, now: now)
        let gone = Set(thinning.removed.map(\.position) + thinning.kept.map(\.position))
        return (rows.filter { !gone.contains($0.position) } + thinning.kept).sorted {
            $0.position < $1.position
        }
    }

    /// Whatever was measured when: twice is once, in steps is at once, and no value is lost to the extremes and the count.
    @Test(arguments: 1...20) func thinningInStepsIsThinningAtOnce(_ seed: UInt64) {
        var random = Sequence64(state: seed)
        let rows = (1...200).map { position in
            row(
                Int64(position), hoursAgo: Int64(random.next() % 900), Double(random.next() % 1000),
                metric: random.next() % 2 == 0 ? "line" : "branch")
        }
        let once = applied(rows, Self.now)
        #expect(applied(once, Self.now) == once)
        #expect(once.reduce(0) { $0 + $1.count } == 200)
        for metric in ["line", "branch"] {
            let (before, after) = (rows.filter { $0.metric == metric }, once.filter { $0.metric == metric })
            #expect(before.map(\.value).min() == after.map(\.least).min())
            #expect(before.map(\.value).max() == after.map(\.most).max())
        }
        let late = Self.now + 400 * 3_600_000_000_000
        #expect(applied(once, late) == applied(rows, late))
        #expect(once.count < 200)
    }
}

/// The same numbers for the same seed (splitmix64).
private struct Sequence64: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = (state ^ (state >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
