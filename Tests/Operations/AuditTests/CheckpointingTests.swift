import Attestations
import Capabilities
import Files
import Ledger
import SQLiteStore
import Testing
import TransparencyLog

@testable import Audit

@Suite("Signed checkpoints") struct CheckpointingTests {
    @Test func signsWhatThereIsAndPutsItOnRecord() async throws {
        let desk = try Desk()
        try await desk.append(5)
        let signed = try await desk.checkpointing().sign()
        #expect(signed.checkpoint.size == 5)
        #expect(signed.checkpoint.root == (try await desk.store.root(at: 5)))
        #expect(signed.position == 6)
        let event = try await desk.store.event(at: 6).event
        #expect(event.type == "CheckpointSigned")
        #expect(SignedCheckpoint(payload: event.payload)?.note == signed.note.description)
        let key = try #require(signed.key?.key.publicKey)
        let policy = try TrustedKeys([key]).policy(origin: signed.checkpoint.origin)
        #expect(try policy.verify(signed.note).checkpoint == signed.checkpoint)
        #expect(try desk.memory.latest(signed.checkpoint.origin)?.checkpoint == signed.checkpoint)
    }

    @Test func nothingNewIsNotSignedAgain() async throws {
        let desk = try Desk()
        try await desk.append(3)
        let first = try await desk.checkpointing().sign()
        let second = try await desk.checkpointing().sign()
        #expect(second.checkpoint == first.checkpoint)
        #expect(second.key == nil)
        #expect(try await desk.store.size() == 4)
        try await desk.append(1)
        #expect(try await desk.checkpointing().sign().checkpoint.size == 5)
    }

    @Test func anEmptyLedgerHasNoName() async throws {
        let desk = try Desk()
        await #expect(throws: AuditError.emptyLedger) { try await desk.checkpointing().sign() }
    }

    @Test func theOriginIsBoundToTheFirstEvent() async throws {
        let (one, two) = (try Desk(), try Desk())
        let first = try await one.append(1)
        try await two.append(1)
        #expect(try await origin(of: one.store) == "uvmgr.dev/ledger/\(first[0].id)")
        #expect(try await origin(of: one.store) != origin(of: two.store))
    }

    /// A signature over a ledger that has lost something would cover the loss up.
    @Test func aRolledBackLedgerIsNotSigned() async throws {
        let desk = try Desk()
        try await desk.append(2)
        let checkpoint = try await desk.checkpointing().sign().checkpoint
        let grown = try Checkpoint(origin: checkpoint.origin, size: 40, root: checkpoint.root)
        let key = try SignerKey(
            name: KeyName(checkpoint.origin), algorithm: .ed25519, seed: .init(repeating: 1, count: 32))
        try desk.memory.keep(grown, grown.signed(by: [key]))
        try await desk.append(1)
        await #expect(throws: AuditError.notTheLedger(.rolledBack(known: 40, size: 4))) {
            try await desk.checkpointing().sign()
        }
        let forked = try Checkpoint(origin: checkpoint.origin, size: 3, root: .leaf([1]))
        let other = CheckpointMemory(folder: desk.folder + "/other", files: desk.files)
        try other.keep(forked, forked.signed(by: [key]))
        await #expect(throws: AuditError.notTheLedger(.forked(known: 3))) {
            try await desk.checkpointing(memory: other).sign()
        }
        #expect(try await desk.store.size() == 4)
    }

    @Test func aDamagedMemoryIsNotNothing() async throws {
        let desk = try Desk()
        try await desk.append(1)
        _ = try await desk.checkpointing().sign()
        let name = try #require(try desk.files.list(desk.folder + "/checkpoints").first)
        try desk.files.write(Array("garbage".utf8), to: desk.folder + "/checkpoints/" + name)
        try await desk.append(1)
        await #expect(throws: AuditError.self) { try await desk.checkpointing().sign() }
    }

    @Test func severalAtOnceDoNotTrip() async throws {
        let desk = try Desk()
        try await desk.append(1)
        _ = try await desk.keys.current()
        try await withThrowingTaskGroup { group in
            for index in 0..<6 {
                group.addTask {
                    try await desk.append(1, to: "s\(index)")
                    _ = try await desk.checkpointing().sign()
                }
            }
            try await group.waitForAll()
        }
        let key = try #require(try desk.keys.publicKey())
        #expect(try await desk.verify(keys: TrustedKeys([key])).faults == [])
    }

    @Test func witnessesCosign() async throws {
        let desk = try Desk()
        try await desk.append(4)
        let signed = try await desk.checkpointing().sign()
        let witness = try SignerKey(
            name: KeyName("witness.example/w1"), algorithm: .cosignatureV1,
            seed: .init(repeating: 5, count: 32))
        let cosigned = try signed.note.adding([witness.cosign(signed.checkpoint, at: 1_790_000_000)])
        var keys = TrustedKeys([try #require(signed.key?.key.publicKey)])
        try keys.add(witness.verifier.description, path: "", from: desk.files)
        #expect(keys.witnesses == [witness.verifier])
        let taken = try await desk.checkpointing().takeCosignatures(
            Array(cosigned.description.utf8), named: "w.txt", keys: keys)
        #expect(taken.checkpoint == signed.checkpoint)
        #expect(try await desk.store.event(at: taken.position).event.type == "CheckpointCosigned")
        await #expect(throws: AuditError.self) {
            _ = try await desk.checkpointing().takeCosignatures(
                Array(signed.note.description.utf8), named: "w.txt", keys: keys)
        }
        let report = try await desk.verify(keys: keys, threshold: 1)
        #expect(report.faults == [])
        #expect(report.checkpoints.witnesses == ["witness.example/w1"])
    }

    @Test func rotationIsVouchedForByTheOldKey() async throws {
        let desk = try Desk()
        try await desk.append(3)
        let old = try #require(try await desk.checkpointing().sign().key?.key.publicKey)
        try await desk.append(2)
        let (retired, new) = try await KeyRotation(keys: desk.keys).run(desk.checkpointing())
        #expect(retired == old)
        let types = try await desk.store.read(stream: "checkpoints").map(\.type)
        #expect(types == ["CheckpointSigned", "CheckpointSigned", "KeyRotated", "CheckpointSigned"])
        #expect(try await desk.verify(keys: TrustedKeys([old, new.key.publicKey])).faults == [])
        // Who knows the old key alone sees where it ends.
        let kinds = try await desk.verify(keys: TrustedKeys([old])).faults.map(\.kind)
        #expect(kinds == ["checkpoint"])
    }
}
