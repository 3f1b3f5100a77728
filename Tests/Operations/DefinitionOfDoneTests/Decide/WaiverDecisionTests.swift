import Capabilities
import Conditions
import Testing

@testable import DefinitionOfDone

@Suite struct WaiverDecisionTests {
    struct Row: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let target: Waiver.Target
        var until = "2026-11-23"
        let status: GateDecision.Status
    }

    static let rows = [
        Row(testDescription: "finding by id", target: .finding("GHSA-1"), status: .waived),
        Row(testDescription: "finding by alias", target: .finding("CVE-2026-1"), status: .waived),
        Row(
            testDescription: "finding by fingerprint",
            target: .finding(DecideTests.finding().fingerprint), status: .waived),
        Row(testDescription: "rule", target: .rule("GHSA-1"), status: .waived),
        Row(testDescription: "rule by alias", target: .rule("CVE-2026-1"), status: .waived),
        Row(testDescription: "gate", target: .gate("vulnerabilities"), status: .waived),
        Row(testDescription: "expired", target: .finding("GHSA-1"), until: "2026-11-22", status: .failed),
        Row(
            testDescription: "expired gate", target: .gate("vulnerabilities"), until: "2026-11-22",
            status: .failed),
        Row(testDescription: "another finding", target: .finding("GHSA-2"), status: .failed),
        Row(testDescription: "another case", target: .finding("ghsa-1"), status: .failed),
        Row(testDescription: "a part of the name", target: .finding("GHSA"), status: .failed),
        Row(testDescription: "another gate", target: .gate("lint"), status: .failed),
        Row(testDescription: "a gate as a rule", target: .rule("vulnerabilities"), status: .failed),
        Row(
            testDescription: "fingerprint as a rule", target: .rule(DecideTests.finding().fingerprint),
            status: .failed),
    ]

    @Test(arguments: rows) func covers(_ row: Row) throws {
        let waiver = Waiver(
            target: row.target, reason: "not reachable", owner: nil,
            until: try #require(CalendarDay(row.until)))
        let verdict = decide(
            [DecideTests.measured("vulnerabilities", findings: [DecideTests.finding()])],
            on: try DecideTests.basis(
                [DecideTests.planned("vulnerabilities", "no critical CVEs")], waivers: [waiver]))
        #expect(verdict.decisions.map(\.status) == [row.status])
        #expect(verdict.waivers.map(\.waiver) == (row.status == .waived ? [waiver] : []))
        #expect(verdict.result == (row.status == .waived ? .done : .notDone))
    }

    static func waiver(_ target: Waiver.Target) throws -> Waiver {
        Waiver(target: target, reason: "because", owner: nil, until: try #require(CalendarDay("2030-01-01")))
    }

    @Test func oneOfTwoFindingsIsNotEnough() throws {
        let findings = [DecideTests.finding(), DecideTests.finding(rule: "GHSA-2", aliases: [])]
        let verdict = decide(
            [DecideTests.measured("vulnerabilities", findings: findings)],
            on: try DecideTests.basis(
                [DecideTests.planned("vulnerabilities", "no critical CVEs")],
                waivers: [try Self.waiver(.finding("GHSA-1"))]))
        #expect(verdict.decisions.map(\.status) == [.failed])
        #expect(verdict.decisions[0].parts[0].findings == [findings[1].fingerprint])
    }

    @Test func aWaiverThatChangesNothingIsNotApplied() throws {
        let verdict = decide(
            [DecideTests.measured("vulnerabilities", findings: [DecideTests.finding(severity: .low)])],
            on: try DecideTests.basis(
                [DecideTests.planned("vulnerabilities", "no critical CVEs")],
                waivers: [try Self.waiver(.finding("GHSA-1")), try Self.waiver(.gate("vulnerabilities"))]))
        #expect(verdict.decisions.map(\.status) == [.passed])
        #expect(verdict.waivers.isEmpty)
    }

    @Test func aGateThatFailedToRunCanBeWaivedAndSaysSo() throws {
        let verdict = decide(
            [GateRun(gate: "lint", kind: .quality, outcome: .failedToRun("no `ruff`"))],
            on: try DecideTests.basis(
                [DecideTests.planned("lint", "no findings")], waivers: [try Self.waiver(.gate("lint"))]))
        #expect(verdict.decisions.map(\.status) == [.waived])
        #expect(verdict.decisions[0].reason.contains("no `ruff`"))
        #expect(verdict.decisions[0].reason.contains("because"))
    }

    /// Without the waiver it could not be told which findings are new.
    @Test func anAnswerThatRestsOnWaiversSaysSo() throws {
        let verdict = decide(
            [DecideTests.measured("vulnerabilities", findings: [DecideTests.finding()])],
            on: try DecideTests.basis(
                [DecideTests.planned("vulnerabilities", "no new CVEs")],
                waivers: [try Self.waiver(.finding("GHSA-1"))]))
        #expect(verdict.decisions.map(\.status) == [.waived])
        #expect(verdict.waivers.count == 1)
    }
}
