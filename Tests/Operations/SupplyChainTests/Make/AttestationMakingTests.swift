import Capabilities
import SQLiteStore
import Files
import Attestations
import Audit
import DefinitionOfDone
import Ledger
import StructuredData
import Testing
import TransparencyLog

@testable import SupplyChain

@Suite("Attesting runs") struct AttestationMakingTests {
    @Test func keptAsEvidenceAndPutOnRecord() async throws {
        let yard = try Yard()
        let run = try await yard.record(SampleRun())
        let made = try await yard.making().make(run)
        #expect(yard.evidence.contents(of: made.record.digest) == made.bundle)
        #expect(try yard.files.read(made.path) == made.bundle)
        #expect(made.record.name == "orders-1.4.0.intoto.jsonl")
        #expect(made.record.subjects.count == 4)
        let all = try await AttestationMade.all(in: yard.store)
        #expect(all == [made.record])
        #expect(AttestationMade(payload: made.record.payload) == made.record)
        // The record is signed too, and the run is what it was.
        let size = try await yard.store.size()
        #expect(try await yard.store.event(at: size).event.type == SignedCheckpoint.type)
        #expect(try await RunHistory(store: yard.store).run(run.id) == run)
        #expect(try await RunHistory(store: yard.store).recent(limit: 5).map(\.id) == [run.id])
    }

    @Test func againIsTheSame() async throws {
        let yard = try Yard()
        let run = try await yard.record(SampleRun())
        let first = try await yard.making().make(run)
        let size = try await yard.store.size()
        _ = try await yard.record(SampleRun())
        let second = try await yard.making().make(run)
        #expect(first.bundle == second.bundle)
        #expect(try await AttestationMade.all(in: yard.store).count == 1)
        #expect(try await yard.store.size() > size)
    }

    @Test func aLedgerThatWasNotSignedIsSignedFirst() async throws {
        let yard = try Yard()
        let made = try await yard.making().make(try await yard.record(SampleRun(), signs: false))
        #expect(try await yard.verify(made.bundle).isAccepted)
    }

    /// The proof ends in a checkpoint of the key that signs the attestation, not of one before it.
    @Test func afterTheKeyWasChanged() async throws {
        let yard = try Yard()
        let run = try await yard.record(SampleRun())
        let old = try await yard.making().make(run)
        _ = try await KeyRotation(keys: yard.keys()).run(yard.checkpointing())
        let new = try await yard.making().make(run)
        #expect(new.record.keyID != old.record.keyID)
        #expect(try await yard.verify(new.bundle).isAccepted)
        #expect(try await !yard.verify(old.bundle).isAccepted)
        // A key from elsewhere, of which the ledger knows nothing.
        let other = try await yard.making(yard.keys("other")).make(run)
        let key = TrustedKeys([try await yard.keys("other").current().key.publicKey])
        #expect(try await yard.verify(other.bundle, keys: key).isAccepted)
        #expect(
            try await yard.store.read(stream: AttestationMade.stream).contains {
                $0.type == AttestationMade.signerType
            })
    }

    @Test func withoutAVerdictThereIsNothingToState() async throws {
        let yard = try Yard()
        var sample = SampleRun()
        sample.result = nil
        let run = try await yard.record(sample)
        await #expect(throws: SupplyChainError.noVerdict(run: run.id)) { try await yard.making().make(run) }
        #expect(try await AttestationMade.all(in: yard.store).isEmpty)
    }

    static let names = [("orders", "1.4.0", "orders-1.4.0"), ("a/b c", nil, "a_b_c")]

    @Test(arguments: names) func bundlesAreFiles(_ row: (project: String, version: String?, name: String)) {
        var run = RunState(id: "x")
        let subject = DefinitionOfDone.Subject(
            project: row.project, version: row.version, commit: nil, tree: "", branch: nil, isModified: false,
            lock: nil)
        run.apply(
            .runStarted(
                RunHeader(subject: subject, policy: "", definition: "", invocation: [], program: "")), time: 0
        )
        #expect(run.bundleName == row.name + ".intoto.jsonl")
    }

    @Test(arguments: [JSON.null, [:], ["run": "x", "digest": 1]]) func otherPayloadsAreNone(_ payload: JSON) {
        #expect(AttestationMade(payload: payload) == nil)
    }

    static let advisories: [(text: String, update: String?)] = [
        (SampleRun.advisories, "2026-11-26T08:00:00.25Z"),
        (
            #"{"source":{"name":"x","location":"/db"},"fetched":"2026-01-02T03:04:05.6Z"}"#,
            "2026-01-02T03:04:05.6Z"
        ),
        (
            #"{"source":{"name":"x","location":"/db"},"fetched":"2026-01-02T03:04:05Z","newestEntry":"2026-01-01T01:00:00+01:00"}"#,
            "2026-01-01T00:00:00Z"
        ),
        (#"{"source":{"name":"x"},"fetched":"yesterday"}"#, nil), ("{}", nil),
    ]

    @Test(arguments: advisories) func sourcesOfAdvisories(_ row: (text: String, update: String?)) throws {
        let facts = AdvisoryFacts(try JSON(parsing: row.text))
        #expect(facts?.lastUpdate.description == row.update)
        if row.text.contains("/db") { #expect(facts?.source == nil) }
    }
}
