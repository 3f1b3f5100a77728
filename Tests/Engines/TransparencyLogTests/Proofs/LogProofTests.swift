import Testing

@testable import TransparencyLog

@Suite("Proofs that stand alone, C2SP tlog-proof") struct LogProofTests {
    static let leaves = (0..<11).map { Array("leaf \($0)".utf8) }
    static let tree = KeptTree(leaves.map { .leaf($0) })

    static func proof(of index: Int64, in size: Int64 = 11, extra: [UInt8]? = nil) throws -> LogProof {
        let checkpoint = try Checkpoint(
            origin: "example.com/log", size: size, root: rootHash(size: size, hash: tree.hash))
        let note = try checkpoint.signed(by: [TestKeys.log()])
            .adding([TestKeys.witness(1).cosign(checkpoint, at: 1000)])
        return try LogProof(
            extra: extra, index: index, hashes: inclusionProof(index: index, size: size, hash: tree.hash),
            checkpoint: note)
    }

    @Test func everyLeaf() throws {
        let policy = try CheckpointPolicyTests.policy(1)
        for size in 1...11 as ClosedRange<Int64> {
            for index in 0..<size {
                let proof = try Self.proof(
                    of: index, in: size, extra: index % 2 == 0 ? [1, 2, UInt8(index)] : nil)
                #expect(try LogProof(parsing: Array(proof.description.utf8)) == proof)
                let verified = try proof.verify(leaf: Self.leaves[Int(index)], policy: policy)
                #expect(verified.checkpoint.size == size)
                for other in [Int(index) + 1, Int(index) - 1] where Self.leaves.indices.contains(other) {
                    #expect(throws: TransparencyLogError.self) {
                        try proof.verify(leaf: Self.leaves[other], policy: policy)
                    }
                }
            }
        }
    }

    @Test func theText() throws {
        let proof = try Self.proof(of: 8, extra: Array("hello".utf8))
        #expect(
            proof.description
                == "c2sp.org/tlog-proof@v1\nextra aGVsbG8=\nindex 8\n"
                + proof.hashes.map { $0.base64 + "\n" }.joined()
                + "\n" + proof.checkpoint.description)
        #expect(
            try Self.proof(of: 0, in: 1).description.hasPrefix(
                "c2sp.org/tlog-proof@v1\nindex 0\n\nexample.com"))
        #expect(
            try Self.proof(of: 0, extra: []).description.hasPrefix(
                "c2sp.org/tlog-proof@v1\nextra \nindex 0\n"))
        #expect(try LogProof(parsing: Array(Self.proof(of: 0, extra: []).description.utf8)).extra == [])
    }

    /// What the specification shows, whose checkpoint it shortens.
    @Test func theSpecificationsExample() throws {
        let hashes = [
            "gSKyXoYZUgZ6jduWYrkDOARinOMGJveXjgMkBTcdPlQ=", "B95lDa8R83lS8n0eG+o0buTxRKQTYFi//1U8anccXmA=",
            "EKNzoDWG8LGC0Yp9o+sv3qllpMP9uHQ9B20KNL+Q1zs=", "RoopEkOdqkYqMB4MJXrbt/hMjOxsVn0IrWjpz1ZMMes=",
            "AHCioX9nLjsrse6YhjRRmk1WUEirVOLLRoOQ6vfO5vk=",
        ]
        let note = try Self.proof(of: 0).checkpoint
        let text = "c2sp.org/tlog-proof@v1\nindex 73894\n\(hashes.joined(separator: "\n"))\n\n\(note)"
        let proof = try LogProof(parsing: Array(text.utf8))
        #expect(proof.index == 73_894 && proof.hashes.map(\.base64) == hashes && proof.checkpoint == note)
        #expect(proof.description == text)
    }

    @Test func thePolicyDecides() throws {
        let (proof, leaf) = (try Self.proof(of: 3), Self.leaves[3])
        #expect(throws: TransparencyLogError.tooFewWitnesses(needed: 2, found: 1)) {
            try proof.verify(leaf: leaf, policy: CheckpointPolicyTests.policy(2))
        }
        #expect(throws: TransparencyLogError.self) {
            try proof.verify(leaf: leaf, policy: CheckpointPolicyTests.policy(1), latest: 999)
        }
        try proof.verify(leafHash: .leaf(leaf), policy: CheckpointPolicyTests.policy(1), latest: 1000)
    }

    @Test func everyBitCounts() throws {
        // Cosignatures have their own test of this kind.
        let (policy, proof) = try (CheckpointPolicyTests.policy(0), Self.proof(of: 3, in: 5, extra: [7]))
        let note = try SignedNote(
            text: proof.checkpoint.text, signatures: Array(proof.checkpoint.signatures.prefix(1)))
        let text = Array(
            try LogProof(index: proof.index, hashes: proof.hashes, checkpoint: note).description.utf8)
        try LogProof(parsing: text).verify(leaf: Self.leaves[3], policy: policy)
        for changed in bitFlips(of: text) {
            #expect(!isFine { try LogProof(parsing: changed).verify(leaf: Self.leaves[3], policy: policy) })
        }
        for length in 0..<text.count {
            #expect(
                !isFine {
                    try LogProof(parsing: text[..<length]).verify(leaf: Self.leaves[3], policy: policy)
                })
        }
    }

    struct Row: Sendable, CustomTestStringConvertible {
        let why: String
        /// Of a proof that is right from ``rest`` on.
        let start: String
        let line: Int
        var testDescription: String { why }
    }

    static let hash = MerkleHash.emptyRoot.base64
    static let malformed = [
        Row(why: "empty", start: "", line: 1),
        Row(why: "another version", start: "c2sp.org/tlog-proof@v2\nindex 3\n", line: 1),
        Row(why: "space after the header", start: "c2sp.org/tlog-proof@v1 \nindex 3\n", line: 1),
        Row(why: "carriage returns", start: "c2sp.org/tlog-proof@v1\r\nindex 3\n", line: 1),
        Row(why: "no index", start: "c2sp.org/tlog-proof@v1\n\(hash)\n", line: 2),
        Row(why: "leading zero", start: "c2sp.org/tlog-proof@v1\nindex 03\n", line: 2),
        Row(why: "negative", start: "c2sp.org/tlog-proof@v1\nindex -1\n", line: 2),
        Row(why: "beyond 2^63", start: "c2sp.org/tlog-proof@v1\nindex 9223372036854775808\n", line: 2),
        Row(why: "beyond 2^64", start: "c2sp.org/tlog-proof@v1\nindex 18446744073709551619\n", line: 2),
        Row(why: "no number", start: "c2sp.org/tlog-proof@v1\nindex \n", line: 2),
        Row(why: "two spaces", start: "c2sp.org/tlog-proof@v1\nindex  3\n", line: 2),
        Row(why: "extra that is no Base 64", start: "c2sp.org/tlog-proof@v1\nextra !\nindex 3\n", line: 2),
        Row(why: "extra without padding", start: "c2sp.org/tlog-proof@v1\nextra Zg\nindex 3\n", line: 2),
        Row(why: "extra twice", start: "c2sp.org/tlog-proof@v1\nextra Zg==\nextra Zg==\nindex 3\n", line: 3),
        Row(why: "extra after index", start: "c2sp.org/tlog-proof@v1\nindex 3\nextra Zg==\n", line: 3),
        Row(why: "index twice", start: "c2sp.org/tlog-proof@v1\nindex 3\nindex 3\n", line: 3),
        Row(why: "a short hash", start: "c2sp.org/tlog-proof@v1\nindex 3\nZm9v\n", line: 3),
        Row(why: "a hash with a space", start: "c2sp.org/tlog-proof@v1\nindex 3\n\(hash) \n", line: 3),
        Row(
            why: "64 hashes",
            start: "c2sp.org/tlog-proof@v1\nindex 3\n" + String(repeating: hash + "\n", count: 64), line: 66),
        Row(why: "two empty lines", start: "c2sp.org/tlog-proof@v1\nindex 3\n\n\(hash)\n\n", line: 9),
    ]

    @Test(arguments: malformed) func refused(_ row: Row) throws {
        let note = try Self.proof(of: 3).checkpoint.description
        let text = row.start.isEmpty ? "" : row.start + "\n" + note
        let policy = try CheckpointPolicyTests.policy(1)
        let error = try #require(throws: TransparencyLogError.self) {
            try LogProof(parsing: Array(text.utf8)).verify(leaf: Self.leaves[3], policy: policy)
        }
        if row.why == "two empty lines" { return }
        guard case .malformed(.proof, let line, let reason) = error else {
            Issue.record(error)
            return
        }
        #expect(line == row.line, "\(reason)")
    }

    /// Lines of the checkpoint's faults count from the beginning of the file.
    @Test func theCheckpointsLines() throws {
        let text =
            "c2sp.org/tlog-proof@v1\nindex 3\n\(Self.hash)\n\nexample.com/log\n4\n\(Self.hash)\n\n- wrong\n"
        let error = try #require(throws: TransparencyLogError.self) {
            try LogProof(parsing: Array(text.utf8))
        }
        guard case .malformed(.proof, line: 9, _) = error else {
            Issue.record(error)
            return
        }
    }

    @Test func valuesThatMakeNoProof() throws {
        let note = try Self.proof(of: 0).checkpoint
        #expect(throws: TransparencyLogError.self) { try LogProof(index: -1, hashes: [], checkpoint: note) }
        #expect(throws: TransparencyLogError.self) {
            try LogProof(index: 0, hashes: Array(repeating: .emptyRoot, count: 64), checkpoint: note)
        }
        let last = try LogProof(index: .max, hashes: [], checkpoint: note)
        #expect(throws: TransparencyLogError.indexOutOfTree(index: .max, size: 11)) {
            try last.verify(leaf: [], policy: CheckpointPolicyTests.policy(1))
        }
    }
}
