import Testing

@testable import TransparencyLog

@Suite("Messages to and from witnesses, C2SP tlog-witness") struct WitnessMessageTests {
    static let request = """
        old 20852014
        PlRNCrwHpqhGrupue0L7gxbjbMiKA9temvuZZDDpkaw=
        jrJZDmY8Y7SyJE0MWLpLozkIVMSMZcD5kvuKxPC3swk=
        5+pKlUdi2LeF/BcMHBn+Ku6yhPGNCswZZD1X/6QgPd8=
        /6WVhPs2CwSsb5rYBH5cjHV/wSmA79abXAwhXw3Kj/0=

        example.com/behind-the-sofa
        20852163
        CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=

        — example.com/behind-the-sofa Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/Zhcyv2q1gGzGku9nTo+zyWE+xeMcTOAYQ8=
        — example.com/behind-the-sofa opLqBQsREYCgu6xQkYQwJr9fo45a62DN9EdmHXnZdXNqlcVGlCum2Wks+49/V6267UEjw6QUXTS5Rovnzv++qbSzm9Q=

        """
    static let answer = """
        — witness.example/w1 CMp+6LWBU0anHGH5aNDTJkH/gj79sG+T6+iP2ThYN5krrDJbR1HDnucjL39QsZTSvVjyQLrdk3DXDqI5G2HgLatVs0pWh6Up69HVOw==
        — witness.example/w1 I7rEps0pvK2UqkS2gSpVUDhrhVtQV9lgF6pRrWAvjJHjyWpW7VcE3SiOlVlbQNt64vWhO+DlkL0+UfzuOBMh9ChdMkP1vi/lCAsmlw==
        — witness.example/w2 AWui8Sk55XjYLOijihBjhqEH6nS1ndDymE0a+6idX7pLcnoB+dhnz0854aLZgrrKbYKA7nC3HNJhm/kWl7oJlqU3rXXvpysAdyP3wQ==

        """

    @Test func theSpecificationsExamples() throws {
        let request = try AddCheckpointRequest(parsing: Array(Self.request.utf8))
        #expect(request.oldSize == 20_852_014)
        #expect(request.proof.count == 4)
        #expect(request.checkpoint.signatures.count == 2)
        #expect(request.description == Self.request)
        let signatures = try cosignatures(parsing: Array(Self.answer.utf8))
        #expect(signatures.map(\.line).joined() == Self.answer)
        #expect(signatures.map(\.bytes.count) == [72, 72, 72])
        #expect(
            try request.checkpoint.adding(signatures).description == Self.request.split(
                separator: "\n\n", maxSplits: 1)[1] + Self.answer)
    }

    @Test func aWitnessAnswers() throws {
        let (old, new) = try (CheckpointHistoryTests.checkpoint(20), CheckpointHistoryTests.checkpoint(40))
        let proof = try consistencyProof(from: 20, to: 40, hash: CheckpointHistoryTests.tree.hash)
        let sent = try AddCheckpointRequest(
            oldSize: old.size, proof: proof, checkpoint: new.signed(by: [TestKeys.log()]))
        let got = try AddCheckpointRequest(parsing: Array(sent.description.utf8))
        #expect(got == sent)
        try verifySuccession(from: old, to: Checkpoint(parsing: got.checkpoint.text), proof: got.proof)
        let answer = try TestKeys.witness(1).cosign(new, at: 77).line
        let note = try sent.checkpoint.adding(cosignatures(parsing: Array(answer.utf8)))
        let policy = try CheckpointPolicy(
            origin: "log", logKeys: [TestKeys.log().verifier], witnesses: [TestKeys.witness(1).verifier],
            threshold: 1)
        #expect(try policy.verify(note).cosignatures.map(\.time) == [77])
    }

    @Test func malformedRequests() throws {
        let (note, hash) = (
            Self.request.split(separator: "\n\n", maxSplits: 1)[1], MerkleHash.emptyRoot.base64
        )
        for (start, line) in [
            ("", 1), ("old\n\n", 1), ("old 01\n\n", 1), ("old -1\n\n", 1), ("old 9223372036854775808\n\n", 1),
            ("size 1\n\n", 1), ("old 1\nZm9v\n\n", 2), ("old 0\n\(hash)\n\n", 2), ("old 1\n\(hash)\n", 3),
            ("old 1\n" + String(repeating: hash + "\n", count: 64) + "\n", 65), ("old 1\r\n\n", 1),
        ] {
            let error = try #require(throws: TransparencyLogError.self) {
                try AddCheckpointRequest(parsing: Array((start + note).utf8))
            }
            guard case .malformed(.witnessRequest, line, _) = error else {
                Issue.record(error)
                continue
            }
        }
        let whole = try SignedNote(parsing: String(note))
        #expect(throws: TransparencyLogError.self) {
            try AddCheckpointRequest(oldSize: -1, proof: [], checkpoint: whole)
        }
        #expect(throws: TransparencyLogError.self) {
            try AddCheckpointRequest(
                oldSize: 1, proof: Array(repeating: .emptyRoot, count: 64), checkpoint: whole)
        }
    }

    @Test func malformedAnswers() {
        for answer in [
            "", "\n", "— a Az3grlgt", "— a Az3grlgt\n\n", "a\n", "— a Az3grlgt\nb\n", "— a b Az3grlgt\n",
        ] {
            #expect(throws: TransparencyLogError.self) { try cosignatures(parsing: Array(answer.utf8)) }
        }
        #expect(throws: TransparencyLogError.self) {
            try cosignatures(parsing: Array(String(repeating: "— a Az3grlgt\n", count: 101).utf8))
        }
    }

    @Test func sizesOfConflicts() throws {
        #expect(try witnessedSize(parsing: Array("0\n".utf8)) == 0)
        #expect(try witnessedSize(parsing: Array("9223372036854775807\n".utf8)) == .max)
        for text in [
            "", "\n", "1", "01\n", "-1\n", " 1\n", "1\n\n", "1\r\n", "9223372036854775808\n", "1x\n",
        ] {
            #expect(throws: TransparencyLogError.self) { try witnessedSize(parsing: Array(text.utf8)) }
        }
    }
}
