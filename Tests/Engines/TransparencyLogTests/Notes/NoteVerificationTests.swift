import Testing

@testable import TransparencyLog

@Suite("Signatures of notes") struct NoteVerificationTests {
    /// Made by Go's `note` package.
    static let goNote = """
        If you think cryptography is the answer to your problem,
        then you don't know what your problem is.

        — PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=

        """

    @Test func goSigned() throws {
        let key = try VerifierKey(parsing: NoteKeyTests.pairs[0].verifier)
        #expect(
            try SignedNote(parsing: Self.goNote).verify(by: [key]) == [VerifiedSignature(key: key, time: nil)]
        )
    }

    /// Ed25519 is deterministic where the library does not add randomness of its own.
    @Test func whatIsSignedVerifies() throws {
        let key = try SignerKey(parsing: NoteKeyTests.pairs[0].signer)
        let text = try SignedNote(parsing: Self.goNote).text
        let note = try SignedNote(text: text, signatures: [key.sign(text)])
        #expect(try note.verify(by: [key.verifier]).count == 1)
        #expect(try SignedNote(parsing: note.description) == note)
        #if os(Linux)
            #expect(note.description == Self.goNote)
        #endif
    }

    @Test func everyBitCounts() throws {
        let key = try VerifierKey(parsing: NoteKeyTests.pairs[0].verifier)
        var refused = 0
        for changed in bitFlips(of: Array(Self.goNote.utf8)) {
            if isFine({ _ = try SignedNote(parsing: changed).verify(by: [key]) }) {
                Issue.record("accepted: \(String(decoding: changed, as: UTF8.self))")
            } else {
                refused += 1
            }
        }
        #expect(refused == Self.goNote.utf8.count * 8)
    }

    @Test func unknownKeysArePassedOver() throws {
        let (log, other) = try (TestKeys.log(), TestKeys.key("other", .ed25519, seed: 9))
        let (sameName, text) = (try TestKeys.key("example.com/log", .ed25519, seed: 8), "text\n")
        let nonsense = try NoteSignature(line: "— nobody.example Az3grlgtzPICa5OS8npVmf1M", number: 1)
        let note = try SignedNote(
            text: text, signatures: [nonsense, sameName.sign(text), other.sign(text), log.sign(text)])
        #expect(try note.verify(by: [log.verifier]).map(\.key) == [log.verifier])
        #expect(
            try note.verify(by: [other.verifier, log.verifier]).map(\.key) == [other.verifier, log.verifier])
        #expect(throws: TransparencyLogError.noTrustedSignature) {
            try note.verify(by: [TestKeys.key("third", .ed25519, seed: 7).verifier])
        }
        #expect(throws: TransparencyLogError.noTrustedSignature) { try note.verify(by: []) }
    }

    @Test func aWrongSignatureOfAKnownKeySpoilsTheNote() throws {
        let (log, other) = try (TestKeys.log(), TestKeys.key("other", .ed25519, seed: 9))
        let note = try SignedNote(
            text: "one\ntwo\n",
            signatures: [other.sign("one\ntwo\n"), log.sign("one\n"), log.sign("one\ntwo\n")])
        #expect(throws: TransparencyLogError.badSignature(log.verifier.name, line: 5)) {
            try note.verify(by: [other.verifier, log.verifier])
        }
        #expect(try note.verify(by: [other.verifier]).count == 1)
    }

    @Test func oneKeyCountsOnce() throws {
        let (log, text) = (try TestKeys.log(), "text\n")
        let signature = try log.sign(text)
        let note = try SignedNote(text: text, signatures: [signature, signature])
        #expect(try note.verify(by: [log.verifier]).count == 1)
        #expect(throws: TransparencyLogError.ambiguousKey(log.verifier.name, log.verifier.id)) {
            try note.verify(by: [log.verifier, log.verifier])
        }
    }

    /// A key of the same name and id that is not the same key: found by nobody, made by hand.
    @Test func aCollisionIsAWrongSignature() throws {
        let (log, text) = (try TestKeys.log(), "text\n")
        let forged = NoteSignature(
            name: log.verifier.name, id: log.verifier.id,
            bytes: try TestKeys.key("x", .ed25519, seed: 5).sign(text).bytes)
        #expect(throws: TransparencyLogError.badSignature(log.verifier.name, line: 3)) {
            try SignedNote(text: text, signatures: [forged]).verify(by: [log.verifier])
        }
    }

    @Test func signaturesOfOtherLengths() throws {
        let (log, witness, text) = try (
            TestKeys.log(), TestKeys.witness(1), "a\n0\n\(MerkleHash.emptyRoot.base64)\n"
        )
        for key in [log.verifier, witness.verifier] {
            for count in [1, 8, 63, 65, 71, 73, 128, 2420] {
                let wrong = NoteSignature(
                    name: key.name, id: key.id, bytes: Array(repeating: 0, count: count))
                #expect(throws: TransparencyLogError.badSignature(key.name, line: 5)) {
                    try SignedNote(text: text, signatures: [wrong]).verify(by: [key])
                }
            }
        }
    }

    @Test func addingKeepsWhatIsThere() throws {
        let (log, other, text) = try (TestKeys.log(), TestKeys.key("other", .ed25519, seed: 9), "text\n")
        let note = try SignedNote(text: text, signatures: [log.sign(text)])
        let more = try note.adding([other.sign(text)] + note.signatures)
        #expect(more.signatures == note.signatures + [try other.sign(text)])
        #expect(more.description.hasPrefix(note.description))
    }
}
