import Capabilities
import Diagnostics
import Testing

@testable import DefinitionOfDone

@Suite struct WaiverReaderTests {
    @Test func readsEveryKind() throws {
        let waivers = try settings(
            """
            [[dod.waivers]]
            finding = "GHSA-xxxx-yyyy-zzzz"
            reason  = "not reachable: we do not parse untrusted XML"
            by      = "security@acme.example"
            until   = 2027-03-01

            [[dod.waivers]]
            rule = "E501"
            reason = "long lines"
            until = "2027-03-02"

            [[dod.waivers]]
            gate = "security"
            reason = "later"
            until = 2027-03-03T10:00:00Z

            [[dod.waivers]]
            gate = "mine"
            reason = "later"
            until = 2027-03-04 10:00:00

            [dod.gates.mine]
            command = ["true"]
            parser = "exit-code"
            """
        ).waivers
        #expect(
            waivers.map(\.target) == [
                .finding("GHSA-xxxx-yyyy-zzzz"), .rule("E501"), .gate("vulnerabilities"), .gate("mine"),
            ])
        #expect(
            waivers.map(\.until.description) == ["2027-03-01", "2027-03-02", "2027-03-03", "2027-03-04"])
        #expect(waivers.map(\.owner) == ["security@acme.example", nil, nil, nil])
        #expect(waivers.map { $0.place?.line } == [1, 7, 12, 17])
    }

    struct Row: Sendable, CustomTestStringConvertible {
        let text: String
        let refusal: String
        init(_ text: String, _ refusal: String) { (self.text, self.refusal) = (text, refusal) }
        var testDescription: String { text }
    }

    static let wrong = [
        Row("reason = \"r\"\nuntil = 2027-03-01", "waiver.no-target: a waiver names exactly one of"),
        Row("rule = \"a\"\nfinding = \"b\"\nreason = \"r\"\nuntil = 2027-03-01", "waiver.no-target: "),
        Row(
            "rule = \"a\"\nuntil = 2027-03-01",
            "config.wrong-type: `dod.waivers[0]` must be a waiver with a `reason`"),
        Row(
            "rule = \"a\"\nreason = \"  \"\nuntil = 2027-03-01",
            "config.wrong-type: `dod.waivers[0]` must be a waiver with a `reason`"),
        Row(
            "rule = \"a\"\nreason = \"r\"",
            "config.wrong-type: `dod.waivers[0]` must be a waiver with an `until` date"),
        Row("rule = \"a\"\nreason = \"r\"\nuntil = \"soon\"", "config.wrong-type: "),
        Row("rule = \"a\"\nreason = \"r\"\nuntil = \"2027-02-30\"", "config.wrong-type: "),
        Row("rule = \"a\"\nreason = \"r\"\nuntil = \"2027-03-01 or so\"", "config.wrong-type: "),
        Row("rule = \"a\"\nreason = \"r\"\nuntil = \"2027-03-01st\"", "config.wrong-type: "),
        Row(
            "rule = 3\nreason = \"r\"\nuntil = 2027-03-01",
            "config.wrong-type: `dod.waivers[0].rule` must be a string"),
        Row(
            "rule = \"a\"\nraeson = \"r\"\nuntil = 2027-03-01",
            "config.unknown-key: unknown key `raeson` in `dod.waivers[0]` (did you mean `reason`?)"),
        Row(
            "gate = \"lnt\"\nreason = \"r\"\nuntil = 2027-03-01",
            "gate.unknown: there is no gate `lnt` (did you mean `lint`?)"),
    ]

    @Test(arguments: wrong) func refuses(_ row: Row) throws {
        let told = try refusal { _ = try settings("[[dod.waivers]]\n" + row.text) }
        let message = told.split(separator: " ", maxSplits: 1).last.map(String.init) ?? told
        #expect((told.hasPrefix("uvmgr.toml:") ? message : told).hasPrefix(row.refusal), "\(told)")
    }
}
