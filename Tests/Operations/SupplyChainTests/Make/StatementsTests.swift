import Files
import Capabilities
import Attestations
import DefinitionOfDone
import StructuredData
import Testing

@testable import SupplyChain

@Suite("Statements of a run") struct StatementsTests {
    /// The statements of a run by type, out of the bundle that was made of it.
    private func stated(
        _ sample: SampleRun = SampleRun()
    ) async throws -> (by: [PredicateType: Statement], made: AttestationMaking.Made) {
        let made = try await Yard().attest(sample)
        var by: [PredicateType: Statement] = [:]
        for envelope in Bundle(parsing: made.bundle).envelopes {
            let statement = try Statement(parsing: envelope.payload)
            by[try Predicate(of: statement).type] = statement
        }
        return (by, made)
    }

    @Test func everyTypeAboutEverySubject() async throws {
        let (by, made) = try await stated()
        #expect(made.leftOut.isEmpty)
        #expect(
            made.record.predicates
                == [.testResult, .vulnerabilities, .provenance, .simpleVerificationResult]
                .map { (type: PredicateType) in type.rawValue })
        let all = ["commit", "tree", SampleRun.wheelName, "orders-1.4.0.tar.gz"]
        for type in [PredicateType.testResult, .vulnerabilities, .simpleVerificationResult] {
            #expect(by[type]?.subjects.map(\.name) == all, "\(type)")
        }
        #expect(by[.provenance]?.subjects.map(\.name) == Array(all.dropFirst(2)))
        let result = try #require(by[.simpleVerificationResult])
        #expect(result.subjects[0].digest?.values == ["gitCommit": SampleRun.commit])
        #expect(result.subjects[1].digest?.values == ["gitTree": SampleRun.tree])
    }

    static let sources:
        [(name: String, change: @Sendable (inout SampleRun) -> Void, first: [String], left: Int)] = [
            ("committed", { _ in }, ["gitCommit", "gitTree"], 0),
            ("changed files", { $0.isModified = true }, ["gitTree"], 1),
            ("before the first commit", { $0.commit = nil }, ["gitTree"], 0),
            (
                "without git",
                { ($0.commit, $0.tree) = (nil, "sha256:" + String(repeating: "a", count: 64)) },
                ["sha256"], 0
            ),
        ]

    @Test(arguments: sources) func onlyWhatWasThereIsClaimed(
        _ row: (name: String, change: @Sendable (inout SampleRun) -> Void, first: [String], left: Int)
    ) async throws {
        var sample = SampleRun()
        row.change(&sample)
        let (by, made) = try await stated(sample)
        let subjects = try #require(by[.simpleVerificationResult]?.subjects)
        #expect(subjects.dropLast(2).flatMap { $0.digest?.values.keys.sorted() ?? [] } == row.first)
        #expect(made.leftOut.count == row.left)
        #expect(made.leftOut.allSatisfy { $0.contains("commit") })
        let source = by[.provenance]?.predicate["buildDefinition"]?.value(at: "/externalParameters/source")
        #expect((source?["commit"] != nil) == row.first.contains("gitCommit"))
        #expect(source?["tree"]?.string == sample.tree)
    }

    @Test func withoutABuildThereIsNoProvenance() async throws {
        var sample = SampleRun()
        sample.builds = false
        let (by, made) = try await stated(sample)
        #expect(by[.provenance] == nil)
        #expect(by[.simpleVerificationResult]?.subjects.count == 2)
        #expect(made.leftOut.isEmpty)
    }

    static let tests:
        [(
            findings: [Finding], waivers: [DefinitionOfDone.Waiver], result: TestResult.Outcome, warned: Int,
            failed: Int
        )] = [
            ([], [], .passed, 0, 0), ([SampleRun.failure()], [], .failed, 0, 1),
            (
                [SampleRun.failure()], [SampleRun.waiver(.rule("tests.test_api::test_two"))], .warned, 1, 0
            ),
            (
                [SampleRun.failure(), SampleRun.failure("tests.test_api::test_four")],
                [SampleRun.waiver(.rule("tests.test_api::test_two"))], .failed, 1, 1
            ),
        ]

    @Test(arguments: tests) func testsAreToldAsTheyWere(
        _ row: (
            findings: [Finding], waivers: [DefinitionOfDone.Waiver], result: TestResult.Outcome, warned: Int,
            failed: Int
        )
    ) async throws {
        var sample = SampleRun()
        (sample.findings, sample.waivers) = (row.findings, row.waivers)
        let statement = try #require(try await stated(sample).by[.testResult])
        guard case .testResult(let result) = try Predicate(of: statement) else { return }
        #expect(result.result == row.result)
        #expect(result.passedTests == ["tests.test_api::test_one"])
        #expect(result.warnedTests.count == row.warned)
        #expect(result.failedTests.count == row.failed)
        #expect(result.configuration.map(\.name) == ["definition", "uv.lock"])
    }

    @Test func vulnerabilitiesWithTheirSource() async throws {
        var sample = SampleRun()
        sample.findings = [SampleRun.vulnerability(), SampleRun.vulnerability(nil)]
        sample.waivers = [SampleRun.waiver()]
        let statement = try #require(try await stated(sample).by[.vulnerabilities])
        guard case .vulnerabilities(let scan) = try Predicate(of: statement) else { return }
        #expect(scan.scanner.uri == Vocabulary.scanner)
        #expect(scan.scanner.version == "1.0.0")
        #expect(scan.scanner.database.uri?.description == "https://osv.example/v1")
        #expect(scan.scanner.database.lastUpdate.description == "2026-11-26T08:00:00.25Z")
        #expect(scan.scanFinishedOn == Timestamp("2026-11-27T10:00:00Z"))
        #expect(scan.scanStartedOn == Timestamp("2026-11-27T09:59:58Z"))
        #expect(scan.scanner.results.map { $0.severities.first?.score } == ["high", "unknown"])
        let first = try #require(scan.scanner.results.first)
        #expect(first.aliases == ["CVE-2026-1234"])
        #expect(first.annotations.contains { $0["uvmgr_waived"] == true })
    }

    @Test func whatIsNoLongerThereIsLeftOut() async throws {
        let yard = try Yard()
        let run = try await yard.record(SampleRun())
        for gate in ["tests", "vulnerabilities"] {
            for file in run.gate(gate)?.evidence ?? [] {
                try yard.files.write(Array("changed".utf8), to: yard.evidence.path(file.digest))
            }
        }
        let made = try await yard.making().make(run)
        #expect(made.record.predicates.count == 3)
        #expect(made.leftOut.count == 1)
        #expect(made.leftOut[0].contains("evidence"))
        let first = try #require(Bundle(parsing: made.bundle).envelopes.first)
        guard case .testResult(let result) = try Predicate(of: Statement(parsing: first.payload)) else {
            Issue.record("no test result")
            return
        }
        #expect(result.passedTests.isEmpty)
    }

    @Test func aReusedResultIsThatOfTheRunThatMeasured() async throws {
        let yard = try Yard()
        let former = try await yard.record(SampleRun())
        yard.clock.advance(days: 3)
        var sample = SampleRun()
        sample.reused = ["build": former.id, "vulnerabilities": former.id]
        let made = try await yard.attest(sample)
        #expect(made.leftOut.isEmpty)
        for envelope in Bundle(parsing: made.bundle).envelopes {
            switch try Predicate(of: Statement(parsing: envelope.payload)) {
            case .vulnerabilities(let scan): #expect(scan.scanFinishedOn == Timestamp("2026-11-27T10:00:00Z"))
            case .provenance(let provenance):
                #expect(provenance.runDetails.metadata.invocationID == former.id)
                #expect(provenance.runDetails.metadata.startedOn == Timestamp("2026-11-27T09:59:58Z"))
            case .simpleVerificationResult(let result):
                #expect(result.timeCreated == Timestamp("2026-11-30T10:00:00Z"))
            default: break
            }
        }
        sample.reused = ["build": "01930f3d-0000-7a10-8000-00000000000a"]
        let other = try await yard.attest(sample)
        #expect(other.leftOut == ["the provenance: the run that built is not on record here"])
    }

    @Test func provenanceNamesBuilderAndSource() async throws {
        let statement = try #require(try await stated().by[.provenance])
        guard case .provenance(let provenance) = try Predicate(of: statement) else { return }
        #expect(provenance.buildDefinition.buildType == Vocabulary.buildType)
        #expect(provenance.runDetails.builder.id == Vocabulary.builder)
        #expect(provenance.runDetails.builder.version == ["uvmgr": "1.0.0", "uv": "9.0"])
        #expect(provenance.runDetails.byproducts.map(\.name) == ["stderr.txt"])
        let dependencies = provenance.buildDefinition.resolvedDependencies
        #expect(
            dependencies.map(\.digest?.values) == [
                ["gitCommit": SampleRun.commit, "gitTree": SampleRun.tree], ["sha256": SampleRun.lock],
            ])
    }
}
