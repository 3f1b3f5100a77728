import Conditions
import Diagnostics
import Testing

@Suite struct ConditionCheckTests {
    static let metrics: [String: Dimension] = [
        "line": .ratio, "branch": .ratio, "p99": .time, "wheel": .bytes, "throughput": .rate, "depth": .count,
    ]

    @Test(arguments: [
        ">= 80%", ">= 0.8", ">= 0", ">= 1", "branch > 80%", "p99 < 1s and p99 < 5min", "wheel < 3MiB",
        "throughput > 100/s", "depth <= 10", "depth > -1", "not worse", "not worse by more than 5%",
        "not worse by more than 0.05", "p99 not worse by more than 10%",
        "p99 not worse by more than 10ms than last",
        "depth not worse by more than 2", "no CVEs", "no findings", "at most 3 errors", "no new warnings",
    ]) func fits(_ text: String) throws {
        try Condition(parsing: text).check(
            against: Self.metrics, main: "line", kinds: ["vulnerabilities", "findings"])
    }

    struct Row: Sendable, CustomTestStringConvertible {
        let text: String
        let offset, length: Int
        let message, hint: String
        init(_ text: String, _ offset: Int, _ length: Int, _ message: String, _ hint: String) {
            (self.text, self.offset, self.length) = (text, offset, length)
            (self.message, self.hint) = (message, hint)
        }
        var testDescription: String { "`\(text)`: \(message)" }
    }

    @Test(arguments: [
        Row(">= 80ms", 3, 4, "`80ms` is a time, and `line` is a ratio", "write a percentage such as `80%`"),
        Row(
            "no CVEs and >= 80 ms", 15, 5, "`80ms` is a time, and `line` is a ratio",
            "write a percentage such as `80%`"),
        Row("p99 < 80%", 6, 3, "`80%` is a ratio, and `p99` is a time", "write a time such as `250ms`"),
        Row("wheel < 1s", 8, 2, "`1s` is a time, and `wheel` is a size", "write a size such as `3MiB`"),
        Row(
            "throughput > 1s", 13, 2, "`1s` is a time, and `throughput` is a rate",
            "write a rate such as `100/s`"),
        Row(
            "depth < 80%", 8, 3, "`80%` is a ratio, and `depth` is a plain number",
            "write a plain number such as `3`"),
        Row(">= 80", 3, 2, "`80` has no unit, and `line` is a ratio", "write `80%`"),
        Row("p99 < 80", 6, 2, "`80` has no unit, and `p99` is a time", "write `80ms` or `80s`"),
        Row("wheel < 80", 8, 2, "`80` has no unit, and `wheel` is a size", "write `80KiB` or `80MiB`"),
        Row("throughput > 80", 13, 2, "`80` has no unit, and `throughput` is a rate", "write `80/s`"),
        Row("brnch >= 80%", 0, 5, "unknown metric `brnch`", "did you mean `branch`?"),
        Row(
            "xylophone >= 80%", 0, 9, "unknown metric `xylophone`",
            "the gate measures `branch`, `depth`, `line`, `p99`, `throughput`, `wheel`"),
        Row("brnch not worse", 0, 5, "unknown metric `brnch`", "did you mean `branch`?"),
        Row(
            "not worse by more than 5ms", 23, 3, "`5ms` is a time, and `line` is a ratio",
            "write a percentage such as `80%`"),
        Row(
            "no secrets", 3, 7, "the gate does not report secrets", "it reports `findings`, `vulnerabilities`"
        ),
    ]) func refuse(_ row: Row) throws {
        let condition = try Condition(parsing: row.text)
        let error = try #require(throws: ConditionError.self) {
            try condition.check(against: Self.metrics, main: "line", kinds: ["vulnerabilities", "findings"])
        }
        #expect(error.message == row.message)
        #expect((error.offset, error.length) == (row.offset, row.length))
        #expect(error.hint == row.hint)
    }

    @Test func placesCountFromTheWholeGateSentence() throws {
        let (_, condition) = try Condition.parseGateSentence("coverage >= 80ms", gates: ["coverage"])
        let error = try #require(throws: ConditionError.self) {
            try condition.check(against: ["line": .ratio], main: "line", kinds: [])
        }
        #expect((error.offset, error.length, error.text) == (12, 4, "coverage >= 80ms"))
        #expect(error.diagnostic.code == "condition.wrong-dimension")
    }

    @Test func aGateWithoutMetricsOrKinds() throws {
        let fault = { (text: String, metrics: [String: Dimension]) in
            try #require(throws: ConditionError.self) {
                try Condition(parsing: text).check(against: metrics, main: nil, kinds: [])
            }
        }
        #expect(try fault(">= 80%", [:]).hint == "count its findings: `no findings`")
        #expect(try fault(">= 80%", ["b": .ratio, "a": .ratio]).hint == "name one of `a`, `b`")
        // Nothing is ever found by a gate that reports nothing, so this would be a pass that means nothing.
        #expect(try fault("no findings", [:]).message == "the gate does not report findings")
        #expect(try fault("no errors", ["a": .ratio]).hint == "compare one of its metrics")
    }
}
