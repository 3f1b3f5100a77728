import Diagnostics
import Testing

@testable import TransparencyLog

@Suite("Policies for checkpoints") struct CheckpointPolicyTests {
    /// Checkpoints that public logs and witnesses signed.
    @Test func published() throws {
        let go = try CheckpointPolicy(
            origin: "go.sum database tree",
            logKeys: [
                VerifierKey(parsing: "sum.golang.org+033de0ae+Ac4zctda0e5eza+HJyk9SxEdh+s3Ux18htTTAD8OuAn8")
            ])
        for (size, root, signature) in [
            (
                6_476_701, "mb8QLQIs0Z0yP5Cstq6guj87oXWeC9gEM8oVikmm9Wk=",
                "Az3grsLX85Gz+s1SiTbgkuqxgItqFq7gsMUEyVnrsa9LM7Us9S+1xbFIGu95949rj4nPRYfvimWEPWL+o3GeoWwOoAw="
            ),
            (
                28_891_140, "++pUIeKTwGvykMUkmM3AT97PwQipMT6H/p7t86E0Sp0=",
                "Az3grqNvOILDz7xwAKugtVFZwd+I9IyB/mHrUYzcVaS9zKsRVdRLNGLFpnAcLhyoBBkdIYEzK/+7Eu4wanYttLrPsQo="
            ),
        ] {
            let note = try SignedNote(
                parsing: "go.sum database tree\n\(size)\n\(root)\n\n— sum.golang.org \(signature)\n")
            #expect(try go.verify(note).checkpoint.size == Int64(size))
        }
        let witness = try VerifierKey(
            parsing:
                "witness.navigli.sunlight.geomys.org+a3e00fe2+BNy/co4C1Hn1p+INwJrfUlgz7W55dSZReusH/GhUhJ/G")
        let cosigned = try SignedNote(
            parsing: """
                markovianprotocol.com/log
                9266
                QnwPzJywq5AyOk9k1zLqfryh6Ktw1CnaaKplELApoxw=

                — markovianprotocol.com/log AwLGyIvuxLXZM101mKdNCPTsl9GgtiG/wzbd8cGru0pGnWVMXI06twIsEIZho7n8id+w2EO0BZCalxuEm6BauQGNmgo=
                — witness.navigli.sunlight.geomys.org o+AP4gAAAABqwX+So8evhUsltetL+QnwUxEYMNrD25pJYOTFHwDCopbgQMl2AEh583AxfFNMDZzE73rdjK62tUN8oUBfd9p6usq+BA==

                """)
        #expect(try cosigned.verify(by: [witness]) == [VerifiedSignature(key: witness, time: 0x6AC1_7F92)])
    }

    static let root = MerkleHash.leaf([1])

    /// A checkpoint of the test log, cosigned by witnesses at times.
    static func note(_ witnesses: [(UInt8, Int64)], origin: String = "example.com/log") throws -> SignedNote {
        let checkpoint = try Checkpoint(origin: origin, size: 1, root: root)
        return try checkpoint.signed(by: [TestKeys.log()]).adding(
            witnesses.map { try TestKeys.witness($0.0).cosign(checkpoint, at: $0.1) })
    }

    static func policy(_ threshold: Int, of witnesses: [UInt8] = [1, 2, 3]) throws -> CheckpointPolicy {
        try CheckpointPolicy(
            origin: "example.com/log", logKeys: [TestKeys.log().verifier],
            witnesses: witnesses.map { try TestKeys.witness($0).verifier }, threshold: threshold)
    }

    @Test func quorum() throws {
        let two = try Self.note([(1, 1000), (3, 2000), (9, 3000)])
        for threshold in 0...2 {
            let verified = try Self.policy(threshold).verify(two)
            #expect(verified.checkpoint.root == Self.root)
            #expect(verified.logSignatures.map(\.key) == [try TestKeys.log().verifier])
            #expect(verified.cosignatures.map(\.time) == [1000, 2000])
        }
        #expect(throws: TransparencyLogError.tooFewWitnesses(needed: 3, found: 2)) {
            try Self.policy(3).verify(two)
        }
    }

    @Test func oneWitnessCountsOnce() throws {
        let note = try Self.note([(1, 1000), (1, 3000), (1, 2000)])
        #expect(note.signatures.count == 4)
        #expect(try Self.policy(1).verify(note).cosignatures.map(\.time) == [3000])
        #expect(throws: TransparencyLogError.tooFewWitnesses(needed: 2, found: 1)) {
            try Self.policy(2).verify(note)
        }
    }

    @Test func theFutureIsRefusedWhereTheTimeIsKnown() throws {
        let (note, policy) = try (Self.note([(1, 1000)]), Self.policy(1))
        #expect(try policy.verify(note, latest: 1000).cosignatures.count == 1)
        let name = try TestKeys.witness(1).verifier.name
        #expect(throws: TransparencyLogError.cosignedInFuture(name, time: 1000, latest: 999)) {
            try policy.verify(note, latest: 999)
        }
    }

    @Test func theLogMustHaveSigned() throws {
        let checkpoint = try Checkpoint(origin: "example.com/log", size: 1, root: Self.root)
        let cosignature = try TestKeys.witness(1).cosign(checkpoint, at: 5)
        #expect(throws: TransparencyLogError.noTrustedSignature) {
            try Self.policy(1).verify(SignedNote(text: checkpoint.text, signatures: [cosignature]))
        }
    }

    @Test func theOriginMustBeTheLogs() throws {
        let note = try Self.note([(1, 1)], origin: "example.com/other")
        #expect(
            throws: TransparencyLogError.wrongOrigin(expected: "example.com/log", actual: "example.com/other")
        ) {
            try Self.policy(0).verify(note)
        }
    }

    @Test func whatTheLogSignedMustBeACheckpoint() throws {
        let note = try SignedNote(
            text: "no checkpoint\n", signatures: [TestKeys.log().sign("no checkpoint\n")])
        #expect(throws: TransparencyLogError.self) { try Self.policy(0).verify(note) }
    }

    /// The time is signed too, and the highest bit is not one of it.
    @Test func everyBitOfACosignatureCounts() throws {
        let (checkpoint, witness) = try (
            Checkpoint(origin: "example.com/log", size: 1, root: Self.root), TestKeys.witness(1)
        )
        let right = try witness.cosign(checkpoint, at: 1_679_315_147)
        for bytes in bitFlips(of: right.bytes) {
            let wrong = NoteSignature(name: right.name, id: right.id, bytes: bytes)
            let note = try SignedNote(text: checkpoint.text, signatures: [wrong])
            #expect(!isFine { _ = try note.verify(by: [witness.verifier]) })
        }
        #expect(throws: TransparencyLogError.self) { try witness.cosign(checkpoint, at: -1) }
        let last = try witness.cosign(checkpoint, at: .max)
        #expect(
            try SignedNote(text: checkpoint.text, signatures: [last]).verify(by: [witness.verifier]).map(
                \.time)
                == [.max])
    }

    @Test func everyBitCounts() throws {
        let (note, policy) = try (Self.note([(1, 1000)]), Self.policy(1))
        _ = try policy.verify(note)
        for changed in bitFlips(of: Array(note.description.utf8)) {
            #expect(!isFine { _ = try policy.verify(SignedNote(parsing: changed)) })
        }
    }

    @Test func theMessageOfTheSpecification() throws {
        let checkpoint = try Checkpoint(
            origin: "example.com/behind-the-sofa", size: 20_852_163,
            root: #require(MerkleHash(base64: CheckpointTests.root)))
        let message = """
            cosignature/v1
            time 1679315147
            example.com/behind-the-sofa
            20852163
            CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=

            """
        #expect(cosignedMessage(Array(checkpoint.text.utf8), time: 1_679_315_147) == Array(message.utf8))
    }

    @Test func keysDoOnlyWhatTheyAreFor() throws {
        let checkpoint = try Checkpoint(origin: "example.com/log", size: 1, root: Self.root)
        #expect(throws: TransparencyLogError.self) { try TestKeys.log().cosign(checkpoint, at: 1) }
        #expect(throws: TransparencyLogError.self) { try TestKeys.witness(1).sign(checkpoint.text) }
    }

    @Test func unfitPolicies() throws {
        let (log, witness) = try (TestKeys.log().verifier, TestKeys.witness(1).verifier)
        let logAsWitness = try TestKeys.key("example.com/log", .cosignatureV1, seed: 1).verifier
        let witnessUnderAnotherName = try TestKeys.key("b", .cosignatureV1, seed: 101).verifier
        for (logKeys, witnesses, threshold) in [
            ([], [], 0), ([witness], [], 0), ([log], [log], 0), ([log], [witness], 2), ([log], [witness], -1),
            ([log], [], 1), ([log, log], [], 0), ([log], [witness, witness], 1), ([log], [logAsWitness], 1),
            ([log], [witness, witnessUnderAnotherName], 2),
        ] as [([VerifierKey], [VerifierKey], Int)] {
            let error = try #require(throws: TransparencyLogError.self) {
                try CheckpointPolicy(
                    origin: "example.com/log", logKeys: logKeys, witnesses: witnesses, threshold: threshold)
            }
            #expect(error.diagnostic.code == "log.unfit-policy")
        }
    }
}
