import Conditions
import Attestations
import DefinitionOfDone
import Testing

@testable import SupplyChain

@Suite("Statements of verdicts") struct VerdictStatementTests {
    private func result(_ sample: SampleRun) async throws -> SimpleVerificationResult? {
        let made = try await Yard().attest(sample)
        let last = try #require(Bundle(parsing: made.bundle).envelopes.last)
        guard case .simpleVerificationResult(let result) = try Predicate(of: Statement(parsing: last.payload))
        else { return nil }
        return result
    }

    @Test func doneWithItsPolicy() async throws {
        var sample = SampleRun()
        (sample.findings, sample.waivers) = ([SampleRun.vulnerability()], [SampleRun.waiver()])
        let result = try #require(try await result(sample))
        #expect(result.properties.starts(with: ["UVMGR_DONE", "UVMGR_POLICY_STANDARD"]))
        #expect(result.properties.contains("UVMGR_GATE_TESTS"))
        #expect(result.verifier.id == Vocabulary.verifier)
        #expect(result.verifier.policies.map(\.name) == ["standard"])
        #expect(result.timeCreated == Timestamp("2026-11-27T10:00:00Z"))
        let details = try #require(result.details)
        #expect(details.waivers.map(\.finding) == ["CVE-2026-1234"])
        #expect(details.waivers.map(\.until) == [Day("2026-12-31")])
        #expect(details.definition?["sha256"] == SampleRun.definition)
        #expect(details.logProof?.contains(details.checkpoint ?? "-") == true)
    }

    @Test(arguments: [Verdict.Result.notDone, .undecided]) func otherVerdictsPromiseNothing(
        _ verdict: Verdict.Result
    ) async throws {
        var sample = SampleRun()
        (sample.result, sample.findings) = (verdict, [SampleRun.failure()])
        let result = try #require(try await result(sample))
        #expect(!result.properties.contains { $0.hasPrefix("UVMGR_DONE") || $0.hasPrefix("UVMGR_POLICY") })
        #expect(result.properties.contains("UVMGR_GATE_TESTS") == (verdict == .undecided))
        #expect(result.properties.contains("UVMGR_GATE_BUILD"))
    }

    @Test func aWaiverThatExcusesMuchIsStatedOnce() async throws {
        var sample = SampleRun()
        sample.findings = [SampleRun.failure("a::one"), SampleRun.failure("a::two")]
        sample.findings += [SampleRun.vulnerability()]
        sample.waivers = [
            SampleRun.waiver(), SampleRun.waiver(.rule("a::one")), SampleRun.waiver(.rule("a::two")),
        ]
        #expect(
            try await result(sample)?.details?.waivers.map(\.finding) == [
                "CVE-2026-1234", "a::one", "a::two",
            ])
        sample.findings += [SampleRun.vulnerability(nil)]
        #expect(try await result(sample)?.details?.waivers.count == 3)
    }

    static let words = [
        ("standard", "STANDARD"), ("team-policy.toml", "TEAM_POLICY_TOML"), ("für uns", "F_R_UNS"),
    ]

    @Test(arguments: words) func propertiesAreWords(_ row: (name: String, word: String)) {
        #expect(Vocabulary.property(ofPolicy: row.name) == "UVMGR_POLICY_" + row.word)
    }
}

@Suite("Under which policy a run was decided") struct PolicyClaimTests {
    typealias Change = @Sendable (inout SampleRun) -> Void

    static let rows: [(name: String, change: Change, weakened: [String])] = [
        ("as it is", { _ in }, []),
        ("a gate left out", { $0.leftOut = [LeftOutGate(name: "lint", reason: "--skip")] }, ["lint"]),
        ("a stricter limit", { $0.conditions = ["coverage": ">= 85%"] }, []),
        ("the same limit, written otherwise", { $0.conditions = ["coverage": ">= 0.8"] }, []),
        ("more asked for", { $0.conditions = ["coverage": ">= 80% and branch >= 60%"] }, []),
        ("a lower limit", { $0.conditions = ["coverage": ">= 79%"] }, ["coverage"]),
        ("a limit of another metric", { $0.conditions = ["coverage": "branch >= 90%"] }, ["coverage"]),
        ("another relation", { $0.conditions = ["coverage": "<= 90%"] }, ["coverage"]),
        ("findings allowed", { $0.conditions = ["lint": "at most 3 findings"] }, ["lint"]),
        ("only new findings count", { $0.conditions = ["lint": "no new findings"] }, ["lint"]),
        (
            "only high ones count", { $0.conditions = ["vulnerabilities": "no critical or high CVEs"] },
            ["vulnerabilities"]
        ),
        ("unknown severities ignored", { $0.unknownSeverity = .ignore }, ["unknown-severity"]),
    ]

    @Test(arguments: rows) func strict(_ row: (name: String, change: Change, weakened: [String])) async throws
    {
        var sample = SampleRun()
        sample.policy = "strict"
        row.change(&sample)
        let claim = PolicyClaim(of: try await Yard().record(sample))
        #expect(claim.weakened == row.weakened, "\(row.name)")
        #expect(claim.name == (row.weakened.isEmpty ? "strict" : "strict (weakened)"))
    }

    @Test func looserConditionsAreImplied() async throws {
        var sample = SampleRun()
        for condition in [
            "no vulnerabilities", "no high or higher CVEs", "no critical or high vulnerabilities",
        ] {
            sample.conditions = ["vulnerabilities": condition]
            #expect(PolicyClaim(of: try await Yard().record(sample)).holds, "\(condition)")
        }
        sample.conditions = ["vulnerabilities": "no critical CVEs"]
        #expect(!PolicyClaim(of: try await Yard().record(sample)).holds)
    }

    @Test func enterpriseWantsOwnersOfWaivers() async throws {
        var sample = SampleRun()
        sample.policy = "enterprise"
        (sample.findings, sample.waivers) = ([SampleRun.vulnerability()], [SampleRun.waiver()])
        #expect(PolicyClaim(of: try await Yard().record(sample)).holds)
        sample.waivers = [SampleRun.waiver(owner: nil)]
        #expect(PolicyClaim(of: try await Yard().record(sample)).weakened == ["waivers-need-owner"])
    }

    @Test(arguments: [Bool?.none, false, true]) func enterpriseWantsApproval(_ answer: Bool?) async throws {
        var sample = SampleRun()
        (sample.policy, sample.approval) = ("enterprise", answer)
        let claim = PolicyClaim(of: try await Yard().record(sample))
        #expect(claim.weakened == (answer == true ? [] : ["approval"]))
    }

    @Test func aPolicyOfTheTeamsOwnIsNotLookedInto() async throws {
        var sample = SampleRun()
        (sample.policy, sample.conditions) = ("team.toml", ["tests": "at most 3 failures"])
        let claim = PolicyClaim(of: try await Yard().record(sample))
        #expect(claim == PolicyClaim(of: try await Yard().record(sample)))
        #expect(claim.holds)
        #expect(claim.name == "team.toml")
    }
}
