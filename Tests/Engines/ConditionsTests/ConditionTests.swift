import Conditions
import Testing

@Suite struct ConditionTests {
    struct Row: Sendable, CustomTestStringConvertible {
        let text, canonical: String
        init(_ text: String, _ canonical: String? = nil) {
            (self.text, self.canonical) = (text, canonical ?? text)
        }
        var testDescription: String { "\(text) → \(canonical)" }
    }

    static let comparisons = [
        Row(">= 80%"), Row("> 80%"), Row("<= 80%"), Row("< 80%"), Row("== 80%"), Row("!= 80%"),
        Row("p99 < 1s"), Row("p99<1s", "p99 < 1s"), Row("  p99   <\t1 s\n", "p99 < 1s"),
        Row(">= 80 %", ">= 80%"), Row(">= 0.8"), Row(">= 080.0%", ">= 80%"), Row(">= 0.80", ">= 0.8"),
        Row(">= 0%"), Row(">= -0", ">= 0"), Row("== 0.000", "== 0"), Row("> -5"), Row("delta > -0.5%"),
        Row("≥ 80%", ">= 80%"), Row("≤ 80%", "<= 80%"), Row("p50≤5ms", "p50 <= 5ms"), Row("≠ 3", "!= 3"),
        Row("< 1NS", "< 1ns"), Row("< 1us"), Row("< 1µs", "< 1us"), Row("< 1μs", "< 1us"), Row("< 1ms"),
        Row("< 1min"), Row("< 1.5h"), Row("< 10B"), Row("< 10kib", "< 10KiB"), Row("< 10MiB"), Row("< 10GiB"),
        Row("< 10kB", "< 10KB"), Row("< 10MB"), Row("< 10GB"), Row("> 120/s"), Row("> 120 / S", "> 120/s"),
        Row("branch >= 80% and diff >= 90%"),
        Row("branch >= 80% AND diff >= 90%", "branch >= 80% and diff >= 90%"),
        Row(">= 3 and p99 < 1s"), Row("http.p99 < 250ms"), Row("import-time < 1s"), Row("_x1 == 1"),
        Row("Größe < 3MiB"), Row("no >= 3"), Row("at >= 3"), Row("and >= 3 and and >= 3"),
        Row("< 123456789012345678"), Row("< 0.000000000000000001"),
    ]

    static let findings = [
        Row("no critical CVEs"), Row("no CVEs"), Row("no cve", "no CVEs"),
        Row("No Critical cves", "no critical CVEs"),
        Row("no vulnerabilities", "no CVEs"), Row("no vulnerability", "no CVEs"), Row("no findings"),
        Row("no finding", "no findings"), Row("no secrets"), Row("no secret", "no secrets"), Row("no errors"),
        Row("no error", "no errors"), Row("no warnings"), Row("no warning", "no warnings"),
        Row("no failures"),
        Row("no failure", "no failures"), Row("no licenses"), Row("no licence", "no licenses"),
        Row("no new findings"), Row("no new high or critical findings", "no new critical or high findings"),
        Row("no high or higher findings"), Row("no critical or high CVEs"),
        Row("no HIGH OR HIGHER findings", "no high or higher findings"),
        Row("no info or low or medium findings", "no medium or low or info findings"),
        Row("at most 3 new medium or higher findings"), Row("at most 0 errors"), Row("at most 1 warning"),
        Row("at most 1 warnings", "at most 1 warning"), Row("at most 1 CVE"),
        Row("At Most 007 warnings", "at most 7 warnings"),
        Row("at most 2 critical CVEs and no secrets and >= 80%"),
    ]

    static let trends = [
        Row("not worse", "not worse than main"), Row("not worse than main"),
        Row("Not Worse Than last", "not worse than last"),
        Row("not worse by more than 5%", "not worse by more than 5% than main"),
        Row("not worse by more than 5% than main"), Row("not worse by more than 2 than last"),
        Row("not worse by more than 10ms than v1.2.3"), Row("not worse than origin/main"),
        Row("not worse than HEAD~1"), Row("not worse than @{upstream}"), Row("not worse than feature/a-b#12"),
        Row("not worse than 0190a5f2-7c1e-7a3b-9f00-1234567890ab"), Row("not worse than 12345678"),
        Row("not worse than 4f2a91c and p99 < 1s"), Row("p99 not worse by more than 10% than last"),
        Row("branch not worse", "branch not worse than main"),
        Row("not worse and diff >= 90%", "not worse than main and diff >= 90%"),
    ]

    @Test(arguments: comparisons + findings + trends) func canonicalSentence(_ row: Row) throws {
        let condition = try Condition(parsing: row.text)
        #expect(condition.description == row.canonical)
        #expect(try Condition(parsing: condition.description) == condition)
        #expect(try Condition(parsing: row.canonical).hashValue == condition.hashValue)
    }

    @Test func theThreeFirstSentences() throws {
        let coverage = try Condition(parsing: ">= 80%")
        try coverage.check(against: ["line": .ratio, "branch": .ratio], main: "line", kinds: [])
        let line = { Quantity(value: $0, dimension: .ratio) }
        #expect(
            coverage.evaluate(ConditionFacts(measurements: ["line": line(0.8)], main: "line")).result
                == .holds)
        #expect(
            coverage.evaluate(ConditionFacts(measurements: ["line": line(0.79)], main: "line")).result
                == .fails)

        let security = try Condition(parsing: "no critical CVEs")
        try security.check(against: [:], main: nil, kinds: ["vulnerabilities"])
        let cve = { ConditionFinding(kind: "vulnerabilities", severity: $0, fingerprint: "CVE-2026-1") }
        #expect(security.evaluate(ConditionFacts(findings: [cve(.high)])).result == .holds)
        #expect(security.evaluate(ConditionFacts(findings: [cve(.critical)])).result == .fails)

        let performance = try Condition(parsing: "p99 < 1s")
        try performance.check(against: ["p50": .time, "p99": .time], main: "p50", kinds: [])
        let p99 = { ConditionFacts(measurements: ["p99": Quantity(value: $0, dimension: .time)]) }
        #expect(performance.evaluate(p99(0.999)).result == .holds)
        #expect(performance.evaluate(p99(1)).result == .fails)
    }

    @Test func saysWhatItNeeds() throws {
        let text = "not worse and branch not worse than v1 and diff not worse than main"
        #expect(try Condition(parsing: text).baselines == ["main", "v1"])
        #expect(try Condition(parsing: "no CVEs and at most 3 new warnings").asksForNewFindings)
        #expect(try !Condition(parsing: "no CVEs and >= 3").asksForNewFindings)
    }

    @Test func unequalSentences() throws {
        #expect(try Condition(parsing: ">= 80%") != Condition(parsing: "> 80%"))
        #expect(try Condition(parsing: "no CVEs") != Condition(parsing: "no new CVEs"))
        #expect(try Condition(parsing: "no CVEs") != Condition(parsing: "at most 0 CVEs"))
    }
}

@Suite struct GateSentenceTests {
    static let gates = ["coverage", "performance", "vulnerabilities", "security", "dead-code"]

    struct Row: Sendable, CustomTestStringConvertible {
        let text, gate, condition: String
        var testDescription: String { text }
    }

    @Test(arguments: [
        Row(text: "coverage >= 85%", gate: "coverage", condition: ">= 85%"),
        Row(text: "coverage>=85%", gate: "coverage", condition: ">= 85%"),
        Row(
            text: " coverage branch >= 85% and >= 90%", gate: "coverage",
            condition: "branch >= 85% and >= 90%"),
        Row(text: "performance p99 < 1s", gate: "performance", condition: "p99 < 1s"),
        Row(text: "performance not worse", gate: "performance", condition: "not worse than main"),
        Row(text: "security no critical CVEs", gate: "security", condition: "no critical CVEs"),
        Row(text: "dead-code at most 3 findings", gate: "dead-code", condition: "at most 3 findings"),
    ]) func split(_ row: Row) throws {
        let (gate, condition) = try Condition.parseGateSentence(row.text, gates: Self.gates)
        #expect(gate == row.gate)
        #expect(condition.description == row.condition)
    }

    struct Fault: Sendable, CustomTestStringConvertible {
        let text: String
        let offset, length: Int
        let message: String
        let hint: String
        var testDescription: String { text }
    }

    @Test(arguments: [
        Fault(
            text: "coverge >= 85%", offset: 0, length: 7, message: "unknown gate `coverge`",
            hint: "did you mean `coverage`?"),
        Fault(
            text: "xylophone >= 85%", offset: 0, length: 9, message: "unknown gate `xylophone`",
            hint: "the gates are `coverage`, `dead-code`, `performance`, `security`, `vulnerabilities`"),
        Fault(
            text: "coverage.branch >= 85%", offset: 0, length: 15, message: "unknown gate `coverage.branch`",
            hint: "write `coverage branch …`, with a space"),
        Fault(
            text: "coverage", offset: 8, length: 1, message: "the condition for `coverage` is missing",
            hint: "write for example `coverage >= 85%` or `coverage no findings`"),
        Fault(
            text: ">= 85%", offset: 0, length: 2, message: "the name of a gate is missing",
            hint: "write the gate first: `coverage >= 85%`"),
        Fault(
            text: "", offset: 0, length: 1, message: "the name of a gate is missing",
            hint: "write the gate first: `coverage >= 85%`"),
        Fault(
            text: "coverage = 85%", offset: 9, length: 1, message: "`=` is not a comparison",
            hint: "write `==`"),
        Fault(
            text: "coverage 85%", offset: 9, length: 2, message: "no comparison stands before the number",
            hint: "write for example `>= 85%`"),
    ]) func refuse(_ row: Fault) throws {
        let error = try #require(throws: ConditionError.self) {
            try Condition.parseGateSentence(row.text, gates: Self.gates)
        }
        #expect((error.offset, error.length) == (row.offset, row.length))
        #expect(error.message == row.message)
        #expect(error.hint == row.hint)
    }
}
