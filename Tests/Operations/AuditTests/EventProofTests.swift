import Attestations
import Capabilities
import Files
import Ledger
import StructuredData
import SQLiteStore
import Testing
import TransparencyLog

@testable import Audit

@Suite("Proofs of events") struct EventProofTests {
    @Test(arguments: [1, 2, 255, 256, 257, 300]) func aStrangerNeedsTheFileAndTheKeyOnly(position: Int64)
        async throws
    {
        let desk = try Desk()
        try await desk.append(300)
        let signed = try await desk.checkpointing().sign()
        let proof = try await EventProof(
            of: position, in: desk.store, checkpoint: signed.checkpoint, note: signed.note)
        let read = try LogProof(parsing: Array(proof.text.utf8))
        let leaf = try #require(read.extra)
        let key = try #require(signed.key?.key.publicKey)
        let verified = try read.verify(
            leaf: leaf, policy: try TrustedKeys([key]).policy(origin: signed.checkpoint.origin))
        #expect(verified.checkpoint == signed.checkpoint)
        #expect(try Event(json: .init(parsing: leaf)) == (try await desk.store.event(at: position).event))
        var changed = leaf
        changed[10] ^= 1
        #expect(throws: TransparencyLogError.self) {
            try read.verify(
                leaf: changed, policy: try TrustedKeys([key]).policy(origin: signed.checkpoint.origin))
        }
    }

    @Test func whatIsNotCoveredIsNotProved() async throws {
        let desk = try Desk()
        try await desk.append(3)
        let signed = try await desk.checkpointing().sign()
        await #expect(throws: AuditError.self) {
            try await EventProof(of: 4, in: desk.store, checkpoint: signed.checkpoint, note: signed.note)
        }
        await #expect(throws: AuditError.self) {
            try await EventProof(of: 9, in: desk.store, checkpoint: signed.checkpoint, note: signed.note)
        }
    }

    @Test func aDamagedLedgerProvesNothing() async throws {
        let desk = try Desk()
        try await desk.append(20)
        let signed = try await desk.checkpointing().sign()
        try desk.tamper("update leaves set hash = zeroblob(32) where position = 7")
        let again = try Desk.reopen(desk)
        await #expect(throws: AuditError.self) {
            try await EventProof(of: 5, in: again, checkpoint: signed.checkpoint, note: signed.note)
        }
    }
}

@Suite("Keys that are named") struct TrustedKeysTests {
    @Test func everyForm() throws {
        let desk = try Desk()
        let key = try PrivateKey(raw: .init(repeating: 4, count: 32)).publicKey
        let verifier = try VerifierKey(name: KeyName("log.example"), algorithm: .ed25519, publicKey: key.raw)
        let path = desk.folder + "/key.pem"
        let list = desk.folder + "/keys.txt"
        try desk.files.write(Array(key.pem.utf8), to: path)
        try desk.files.write(Array("# ours\n\(verifier)\n\n\(key.base64)\n".utf8), to: list)
        for (text, file) in [
            (key.base64, "-"), (verifier.description, "-"), ("key.pem", path), ("keys.txt", list),
        ] {
            var keys = TrustedKeys()
            try keys.add(text, path: file, from: desk.files)
            #expect(keys.keys == [key], "\(text)")
        }
        for text in ["", "garbage", "a+b+c", "aGVsbG8="] {
            var keys = TrustedKeys()
            #expect(throws: AuditError.self) { try keys.add(text, path: "/none", from: desk.files) }
        }
    }
}
