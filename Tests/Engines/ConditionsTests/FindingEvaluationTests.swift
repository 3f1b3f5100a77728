import Conditions
import Testing

@Suite struct FindingEvaluationTests {
    /// A few letters a finding: kind (v, s, e, w, f, l, g for `findings`), severity (c, h, m, l, i, ?), then `n` for new
    /// and `w` for waived.
    static func findings(_ codes: String) -> [ConditionFinding] {
        let kinds: [Character: String] = [
            "v": "vulnerabilities", "s": "secrets", "e": "errors", "w": "warnings", "f": "failures",
            "l": "licenses",
            "g": "findings",
        ]
        let severities: [Character: Severity] = [
            "c": .critical, "h": .high, "m": .medium, "l": .low, "i": .info,
        ]
        return codes.split(separator: " ").enumerated().map { index, code in
            let flags = code.dropFirst(2)
            return ConditionFinding(
                kind: code.first.flatMap { kinds[$0] } ?? "other",
                severity: code.dropFirst().first.flatMap { severities[$0] }, isNew: flags.contains("n"),
                waived: flags.contains("w"), fingerprint: "\(index)")
        }
    }

    struct Row: Sendable, CustomTestStringConvertible {
        let text, findings: String
        let result: ConditionOutcome.Result
        let measured: String
        let counted: Int
        var rule = UnknownSeverityRule.countsAsCritical
        var newKnown = true
        init(
            _ text: String, _ findings: String, _ result: ConditionOutcome.Result, _ measured: String,
            _ counted: Int = 0, rule: UnknownSeverityRule = .countsAsCritical, newKnown: Bool = true
        ) {
            (self.text, self.findings, self.result) = (text, findings, result)
            (self.measured, self.counted, self.rule, self.newKnown) = (measured, counted, rule, newKnown)
        }
        var testDescription: String { "\(text) with [\(findings)] (\(rule)): \(result)" }
    }

    static let severities = [
        Row("no critical CVEs", "", .holds, "no critical CVEs"),
        Row("no critical CVEs", "vh vm", .holds, "no critical CVEs"),
        Row("no critical CVEs", "vc", .fails, "1 critical CVE", 1),
        Row("no critical or high CVEs", "vc vh vm", .fails, "2 critical or high CVEs", 2),
        Row("no high CVEs", "vc", .holds, "no high CVEs"),
        Row("no high or higher findings", "vc sh gm", .fails, "2 high or higher findings", 2),
        Row("no medium or higher findings", "gl gi", .holds, "no medium or higher findings"),
        Row("no critical CVEs", "v?", .fails, "1 critical CVE (1 of unknown severity)", 1),
        Row("no critical CVEs", "v? vc", .fails, "2 critical CVEs (1 of unknown severity)", 2),
        Row("no critical CVEs", "v?", .holds, "no critical CVEs", rule: .ignore),
        Row("no critical CVEs", "v?", .holds, "no critical CVEs", rule: .countsAs(.medium)),
        Row(
            "no medium or higher CVEs", "v?", .fails, "1 medium or higher CVE (1 of unknown severity)", 1,
            rule: .countsAs(.medium)),
        Row("no CVEs", "v?", .fails, "1 CVE", 1, rule: .ignore),
        Row("no high CVEs", "v?", .holds, "no high CVEs"),
    ]

    static let kinds = [
        Row("no CVEs", "sc gc", .holds, "no CVEs"), Row("no findings", "vl", .fails, "1 finding", 1),
        Row("no findings", "xl", .fails, "1 finding", 1), Row("no secrets", "s?", .fails, "1 secret", 1),
        Row("no failures", "fh eh", .fails, "1 failure", 1), Row("no licenses", "lh", .fails, "1 license", 1),
        Row("no errors", "ei", .fails, "1 error", 1), Row("no errors", "gh gc gm", .fails, "2 errors", 2),
        Row("no errors", "vc wc", .holds, "no errors"), Row("no errors", "g?", .fails, "1 error", 1),
        Row("no errors", "g?", .holds, "no errors", rule: .ignore),
        Row("no warnings", "wc gm gl", .fails, "3 warnings", 3),
        Row("no warnings", "gi gh ei", .holds, "no warnings"),
        Row("at most 2 warnings", "wl wl", .holds, "2 warnings"),
        Row("at most 2 warnings", "wl wl wl", .fails, "3 warnings", 3),
        Row("at most 0 CVEs", "", .holds, "no CVEs"),
    ]

    static let newAndWaived = [
        Row("no new CVEs", "vc vh", .holds, "no new CVEs"),
        Row("no new CVEs", "vc vhn", .fails, "1 new CVE", 1),
        Row("no new critical CVEs", "vhn", .holds, "no new critical CVEs"),
        Row(
            "at most 3 new medium or higher findings", "gmn gmn gmn gln gm", .holds,
            "3 new medium or higher findings"),
        Row(
            "at most 3 new medium or higher findings", "gmn gmn gmn ghn", .fails,
            "4 new medium or higher findings", 4),
        Row("no new CVEs", "vc", .undetermined, "1 CVE", newKnown: false),
        Row("no new CVEs", "vcn", .undetermined, "1 CVE", newKnown: false),
        Row("no new CVEs", "sc", .holds, "no new CVEs", newKnown: false),
        Row("at most 1 new CVEs", "vc", .holds, "1 new CVE", newKnown: false),
        Row("no critical CVEs", "vcw", .holds, "no critical CVEs (1 waived, not counted)"),
        Row("no CVEs", "vcw vh", .fails, "1 CVE (1 waived, not counted)", 1),
        Row(
            "no critical CVEs", "v? vcw", .fails,
            "1 critical CVE (1 of unknown severity; 1 waived, not counted)", 1),
        Row("no new CVEs", "vcw vhn", .fails, "1 new CVE", 1),
    ]

    @Test(arguments: severities + kinds + newAndWaived) func count(_ row: Row) throws {
        let facts = ConditionFacts(
            findings: Self.findings(row.findings), unknownSeverity: row.rule, newKnown: row.newKnown)
        let outcome = try Condition(parsing: row.text).evaluate(facts)
        let part = try #require(outcome.parts.first)
        #expect(outcome.result == row.result)
        #expect(part.measured == row.measured)
        #expect(part.counted.count == row.counted)
        #expect(part.reason == (row.result == .undetermined ? "it is not known which of them are new" : nil))
    }

    @Test func theFindingsThatMadeItFailAreNamed() throws {
        let facts = ConditionFacts(findings: Self.findings("vc vm sc vc vcw"))
        let part = try #require(Condition(parsing: "no critical CVEs").evaluate(facts).parts.first)
        #expect(part.counted.map(\.fingerprint) == ["0", "3"])
        #expect(part.required == "no critical CVEs")
    }
}
