import Attestations
import Audit
import DefinitionOfDone
import StructuredData
import Testing

@testable import SupplyChain

@Suite("Verifying files") struct ArtifactVerificationTests {
    @Test func everyCheckOfAGoodOneHolds() async throws {
        let yard = try Yard()
        var sample = SampleRun()
        (sample.findings, sample.waivers) = ([SampleRun.vulnerability()], [SampleRun.waiver()])
        let made = try await yard.attest(sample)
        for artifact in [SampleRun.wheel, SampleRun.sdist] {
            let report = try await yard.verify(made.bundle, artifact, policy: "minimal", maxAge: 3600)
            #expect(report.isAccepted)
            #expect(report.checks.map(\.name) == AttestationCheck.Name.allCases)
            #expect(report.reasons.isEmpty)
            #expect(report.others.count == 3)
            #expect(report.run == made.record.run)
            #expect(report.policy == "standard")
            #expect(report.keyID == made.record.keyID)
        }
    }

    static let policies: [(name: String, asked: String?, isAccepted: Bool)] = [
        ("standard", nil, true), ("standard", "minimal", true), ("standard", "standard", true),
        ("standard", "strict", false), ("enterprise", "strict", true), ("strict", "enterprise", false),
        ("standard", "team.toml", false), ("team.toml", "team.toml", true), ("team.toml", "minimal", false),
        ("team.toml", nil, true),
    ]

    @Test(arguments: policies) func stricterPoliciesDo(
        _ row: (name: String, asked: String?, isAccepted: Bool)
    ) async throws {
        let yard = try Yard()
        var sample = SampleRun()
        sample.policy = row.name
        let report = try await yard.verify(try await yard.attest(sample).bundle, policy: row.asked)
        #expect(report.isAccepted == row.isAccepted)
        #expect(report.checks.filter { !$0.holds }.map(\.name) == (row.isAccepted ? [] : [.policy]))
    }

    @Test func aWeakenedPolicyIsNone() async throws {
        let yard = try Yard()
        var sample = SampleRun()
        sample.policy = "enterprise"
        sample.leftOut = [LeftOutGate(name: "lint", reason: "--only")]
        let made = try await yard.attest(sample)
        let report = try await yard.verify(made.bundle, policy: "minimal")
        let fault = try #require(report.checks.first { !$0.holds })
        #expect(fault.name == .policy)
        #expect(fault.finding.contains("left out or weakened lint"))
        #expect(try await yard.verify(made.bundle).isAccepted)
    }

    @Test func waiversEnd() async throws {
        let yard = try Yard()
        var sample = SampleRun()
        sample.findings = [SampleRun.vulnerability()]
        sample.waivers = [SampleRun.waiver(until: "2026-11-28")]
        let made = try await yard.attest(sample)
        yard.clock.advance(days: 1)
        #expect(try await yard.verify(made.bundle).isAccepted)
        yard.clock.advance(days: 1)
        let report = try await yard.verify(made.bundle)
        #expect(report.checks.filter { !$0.holds }.map(\.name) == [.waivers])
        #expect(
            report.checks.first { $0.name == .waivers }?.finding.contains("ended with 2026-11-28") == true)
        #expect(try await yard.verify(made.bundle, allowsExpiredWaivers: true).isAccepted)
    }

    @Test func age() async throws {
        let yard = try Yard()
        let made = try await yard.attest()
        yard.clock.advance(days: 2)
        #expect(try await yard.verify(made.bundle, maxAge: 2 * 86_400).isAccepted)
        let report = try await yard.verify(made.bundle, maxAge: 2 * 86_400 - 1)
        #expect(report.checks.filter { !$0.holds }.map(\.name) == [.age])
        yard.clock.advance(days: -3)
        let early = try await yard.verify(made.bundle)
        #expect(early.checks.filter { !$0.holds }.map(\.name) == [.age])
    }

    @Test func anotherFile() async throws {
        let yard = try Yard()
        let report = try await yard.verify(try await yard.attest().bundle, Array("another wheel".utf8))
        #expect(report.checks.filter { !$0.holds }.map(\.name) == [.artifact])
        #expect(report.others.isEmpty)
    }

    @Test func anotherKey() async throws {
        let yard = try Yard()
        let made = try await yard.attest()
        let stranger = TrustedKeys([try await yard.keys("stranger").current().key.publicKey])
        let report = try await yard.verify(made.bundle, keys: stranger)
        #expect(report.checks.map(\.holds) == [false])
        #expect(report.checks.map(\.name) == [.signature])
        #expect(report.run == nil)
        #expect(report.checks.first?.finding.contains("no signature is by a trusted key") == true)
        let both = TrustedKeys(stranger.keys + [try await yard.keys().current().key.publicKey])
        #expect(try await yard.verify(made.bundle, keys: both).isAccepted)
    }

    @Test(arguments: [Verdict.Result.notDone, .undecided]) func notDone(_ verdict: Verdict.Result)
        async throws
    {
        let yard = try Yard()
        var sample = SampleRun()
        sample.result = verdict
        let report = try await yard.verify(try await yard.attest(sample).bundle)
        #expect(report.checks.filter { !$0.holds }.map(\.name) == [.verdict, .run])
        #expect(report.checks.first { $0.name == .run }?.finding == "the log has `\(verdict.rawValue)`")
    }

    @Test func aFailedTestIsToldAndIsForTheVerdictToJudge() async throws {
        let yard = try Yard()
        var sample = SampleRun()
        sample.findings = [SampleRun.failure()]
        let report = try await yard.verify(try await yard.attest(sample).bundle)
        #expect(report.isAccepted)
        #expect(report.others.contains { $0.hasPrefix("test result: FAILED, 1 passed") })
    }

    @Test func noBundle() async throws {
        let report = try await Yard().verify(nil)
        #expect(!report.isAccepted)
        #expect(report.reasons == ["there is none"])
        #expect(!AttestationReport(artifacts: [], keyIDs: [], policy: nil).isAccepted)
    }

    @Test func aBundleIsNotWorseForWhatIsAddedToIt() async throws {
        let yard = try Yard()
        let made = try await yard.attest()
        let stranger = try await yard.making(yard.keys("stranger")).make(try await yard.record(SampleRun()))
        for more in [Array("not an envelope\n".utf8), Array("{}\n".utf8), stranger.bundle] {
            #expect(try await yard.verify(more + made.bundle).isAccepted)
            #expect(try await yard.verify(made.bundle + more).isAccepted)
            #expect(try await !yard.verify(more).isAccepted)
        }
    }

    /// Cut off anywhere, it is refused, and said why, or still holds the whole result.
    @Test func truncated() async throws {
        let yard = try Yard()
        let bundle = try await yard.attest().bundle
        for end in stride(from: 0, to: bundle.count - 1, by: bundle.count / 40) {
            let report = try await yard.verify(Array(bundle[..<end]))
            #expect(!report.isAccepted)
            #expect(!report.reasons.isEmpty || report.checks.contains { !$0.holds })
        }
        // The line break at the end is no part of it.
        #expect(try await yard.verify(Array(bundle.dropLast())).isAccepted)
    }

    @Test func withoutKeysNothingIsVerified() throws {
        let yard = try Yard()
        #expect(throws: SupplyChainError.noTrustedKey) {
            try AttestationDemand(keys: TrustedKeys(), now: yard.clock.now())
        }
    }
}
