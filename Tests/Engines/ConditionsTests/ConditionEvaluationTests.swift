import Conditions
import Testing

@Suite struct ConditionEvaluationTests {
    struct Row: Sendable, CustomTestStringConvertible {
        let text: String
        let value: Double
        let dimension: Dimension
        let result: ConditionOutcome.Result
        let measured: String
        init(
            _ text: String, _ value: Double, _ dimension: Dimension, _ result: ConditionOutcome.Result,
            _ measured: String
        ) {
            (self.text, self.value, self.dimension) = (text, value, dimension)
            (self.result, self.measured) = (result, measured)
        }
        var testDescription: String { "\(value) \(text): \(result)" }
    }

    static let comparisons = [
        Row(">= 80%", 0.8, .ratio, .holds, "80 %"), Row(">= 80%", 4.0 / 5, .ratio, .holds, "80 %"),
        Row(">= 80%", 0.794, .ratio, .fails, "79.4 %"), Row(">= 80%", 0.79999, .ratio, .fails, "79.999 %"),
        Row(">= 80%", 0.7996, .ratio, .fails, "79.96 %"), Row(">= 0.8", 0.8, .ratio, .holds, "80 %"),
        Row("> 80%", 0.8, .ratio, .fails, "80 %"), Row("> 80%", 0.80001, .ratio, .holds, "80.001 %"),
        Row("<= 80%", 0.80001, .ratio, .fails, "80.001 %"), Row("== 100%", 1, .ratio, .holds, "100 %"),
        Row("== 100%", 0.99999, .ratio, .fails, "99.999 %"), Row("!= 100%", 1, .ratio, .fails, "100 %"),
        Row("<= 1.1%", 1.1 / 100, .ratio, .holds, "1.1 %"),
        Row("== 30%", 0.1 + 0.2, .ratio, .holds, "30.0 %"),
        Row("== 7%", 0.07, .ratio, .holds, "7 %"), Row(">= 29%", 0.29, .ratio, .holds, "29 %"),
        Row("< 1s", 0.999_999_9, .time, .holds, "999.9999 ms"), Row("< 1s", 1, .time, .fails, "1 s"),
        Row("< 1000ms", 1, .time, .fails, "1 s"), Row("<= 5min", 300, .time, .holds, "5 min"),
        Row("<= 5min", 300.001, .time, .fails, "5.00002 min"), Row("< 1.5h", 5399, .time, .holds, "1.4997 h"),
        Row("< 250us", 0.000_25, .time, .fails, "250 us"), Row("<= 3ns", 3e-9, .time, .holds, "3 ns"),
        Row("<= 0.1min", 6, .time, .holds, "6 s"), Row("<= 3MiB", 3_145_728, .bytes, .holds, "3 MiB"),
        Row("<= 3MiB", 3_145_729, .bytes, .fails, "3.000001 MiB"),
        Row("<= 3MB", 3_000_001, .bytes, .fails, "3.000001 MB"),
        Row("<= 3KB", 3000, .bytes, .holds, "3 KB"), Row("> 100/s", 120.5, .rate, .holds, "120.5/s"),
        Row("> 100/s", 100, .rate, .fails, "100/s"), Row("<= 10", 10, .count, .holds, "10"),
        Row("<= 10", 10.001, .count, .fails, "10.001"),
        Row("== 9007199254740992", 9_007_199_254_740_991, .count, .fails, "9007199254740991"),
        Row("!= 3", 4, .count, .holds, "4"), Row("> -1", -0.5, .count, .holds, "-0.5"),
        Row(">= 80", 0.9, .ratio, .undetermined, "90 %"), Row("< 1s", 3, .count, .undetermined, "3"),
        Row(">= 80%", .nan, .ratio, .undetermined, "not measured"),
        Row("!= 80%", .nan, .ratio, .undetermined, "not measured"),
        Row(">= 80%", .infinity, .ratio, .undetermined, "not measured"),
        Row("< 1s", -.infinity, .time, .undetermined, "not measured"),
    ]

    @Test(arguments: comparisons) func comparison(_ row: Row) throws {
        let facts = ConditionFacts(
            measurements: ["m": Quantity(value: row.value, dimension: row.dimension)], main: "m")
        let outcome = try Condition(parsing: row.text).evaluate(facts)
        #expect(outcome.result == row.result)
        #expect(outcome.parts.map(\.measured) == [row.measured])
        #expect(outcome.parts.map(\.required) == [row.text])
        #expect(outcome.parts.allSatisfy { ($0.reason != nil) == (row.result == .undetermined) })
    }

    struct TrendRow: Sendable, CustomTestStringConvertible {
        let text: String
        let metric: String
        let now: Double
        let result: ConditionOutcome.Result
        let measured: String
        var reason: String?
        init(
            _ text: String, _ metric: String, _ now: Double, _ result: ConditionOutcome.Result,
            _ measured: String, reason: String? = nil
        ) {
            (self.text, self.metric, self.now) = (text, metric, now)
            (self.result, self.measured, self.reason) = (result, measured, reason)
        }
        var testDescription: String { "\(metric) \(now), \(text): \(result)" }
    }

    static let trends = [
        TrendRow("not worse", "line", 0.8, .holds, "80 %, main 80 %"),
        TrendRow("not worse", "line", 0.81, .holds, "81 %, main 80 %"),
        TrendRow("not worse", "line", 0.79999, .fails, "79.999 %, main 80 %"),
        TrendRow("not worse by more than 5%", "line", 0.75, .holds, "75 %, main 80 %"),
        TrendRow("not worse by more than 0.05", "line", 0.75, .holds, "75 %, main 80 %"),
        TrendRow("not worse by more than 5%", "line", 0.7499, .fails, "74.99 %, main 80 %"),
        TrendRow("not worse by more than 10%", "p99", 0.11, .holds, "110 ms, main 100 ms"),
        TrendRow("not worse by more than 10%", "p99", 0.1101, .fails, "110.1 ms, main 100 ms"),
        TrendRow("not worse by more than 10ms", "p99", 0.11, .holds, "110 ms, main 100 ms"),
        TrendRow("not worse by more than 10ms than last", "p99", 0.11, .fails, "110 ms, last 90 ms"),
        TrendRow("not worse", "p99", 0.05, .holds, "50 ms, main 100 ms"),
        TrendRow(
            "not worse than v9", "p99", 0.05, .undetermined, "50 ms",
            reason: "the baseline `v9` has no comparable `p99`"
        ),
        TrendRow(
            "not worse", "fresh", 3, .undetermined, "3",
            reason: "the baseline `main` has no comparable `fresh`"),
        TrendRow(
            "not worse", "broken", 3, .undetermined, "3",
            reason: "the baseline `main` has no comparable `broken`"),
        TrendRow(
            "not worse", "aimless", 3, .undetermined, "3",
            reason: "it is not known whether `aimless` should rise or fall"),
        TrendRow(
            "not worse by more than 2", "p99", 0.05, .undetermined, "50 ms",
            reason: "`p99` is a time, and `2` is not"),
        TrendRow(
            "not worse", "p99", .nan, .undetermined, "not measured",
            reason: "`p99` was measured as not a number"),
    ]

    @Test(arguments: trends) func trend(_ row: TrendRow) throws {
        let dimensions: [String: Dimension] = ["line": .ratio, "p99": .time]
        let dimension = dimensions[row.metric] ?? .count
        let main: [String: Quantity] = [
            "line": Quantity(value: 0.8, dimension: .ratio), "p99": Quantity(value: 0.1, dimension: .time),
            "aimless": Quantity(value: 3, dimension: .count),
            "broken": Quantity(value: .nan, dimension: .count),
        ]
        let facts = ConditionFacts(
            measurements: [row.metric: Quantity(value: row.now, dimension: dimension)], main: row.metric,
            baselines: ["main": main, "last": ["p99": Quantity(value: 0.09, dimension: .time)]],
            lowerIsBetter: ["line": false, "p99": true, "fresh": true, "broken": true])
        let outcome = try Condition(parsing: row.text).evaluate(facts)
        #expect(outcome.result == row.result)
        #expect(outcome.parts.map(\.measured) == [row.measured])
        #expect(outcome.parts.map(\.reason) == [row.reason])
    }

    @Test func whatWasNotMeasuredCannotBeTold() throws {
        let part = try #require(Condition(parsing: "branch >= 80%").evaluate(ConditionFacts()).parts.first)
        #expect((part.result, part.measured) == (.undetermined, "not measured"))
        #expect(part.reason == "`branch` was not measured")
        let unnamed = try #require(Condition(parsing: ">= 80%").evaluate(ConditionFacts()).parts.first)
        #expect(unnamed.reason == "the gate has no main metric")
    }

    @Test func oneFailureDecidesAndOneUnknownKeepsItOpen() throws {
        let facts = ConditionFacts(measurements: ["a": Quantity(value: 1, dimension: .count)])
        let result = { (text: String) in try Condition(parsing: text).evaluate(facts).result }
        #expect(try result("a == 1 and a > 0") == .holds)
        #expect(try result("a == 1 and b == 1") == .undetermined)
        #expect(try result("b == 1 and a == 2") == .fails)
        #expect(
            try Condition(parsing: "b == 1 and a == 2").evaluate(facts).parts.map(\.result) == [
                .undetermined, .fails,
            ])
    }
}
