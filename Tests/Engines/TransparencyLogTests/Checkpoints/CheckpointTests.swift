import Testing

@testable import TransparencyLog

@Suite("Checkpoints, C2SP tlog-checkpoint") struct CheckpointTests {
    static let root = "CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I="
    static let example = """
        example.com/behind-the-sofa
        20852163
        CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=

        — example.com/behind-the-sofa Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/Zhcyv2q1gGzGku9nTo+zyWE+xeMcTOAYQ8=
        — witness.example.com/w1 jWbPPwAAAABkGFDLEZMHwSRaJNiIDoe9DYn/zXcrtPHeolMI5OWXEhZCB9dlrDJsX3b2oyin1nPZqhf5nNo0xUe+mbIUBkBIfZ+qnA==

        """

    @Test func theSpecificationsExample() throws {
        let note = try SignedNote(parsing: Self.example)
        let checkpoint = try Checkpoint(parsing: note.text)
        #expect(checkpoint.origin == "example.com/behind-the-sofa")
        #expect(checkpoint.size == 20_852_163)
        #expect(checkpoint.root.base64 == Self.root)
        #expect(checkpoint.extensions == [])
        #expect(checkpoint.text == note.text)
        #expect(note.signatures.map(\.bytes.count) == [64, 72])
    }

    static let malformed: [(text: String, line: Int)] = [
        ("", 1), ("log", 1), ("log\n", 2), ("log\n1\n", 3), ("log\n1\n\(root)", 3), ("\n1\n\(root)\n", 1),
        ("log\n01\n\(root)\n", 2), ("log\n00\n\(root)\n", 2), ("log\n+1\n\(root)\n", 2),
        ("log\n-1\n\(root)\n", 2),
        ("log\n 1\n\(root)\n", 2), ("log\n1 \n\(root)\n", 2), ("log\n\n\(root)\n", 2),
        ("log\n1e3\n\(root)\n", 2),
        ("log\n0x1\n\(root)\n", 2), ("log\n١\n\(root)\n", 2), ("log\n1_000\n\(root)\n", 2),
        ("log\n9223372036854775808\n\(root)\n", 2), ("log\n18446744073709551616\n\(root)\n", 2),
        ("log\n99999999999999999999999999\n\(root)\n", 2), ("log\n1\n\n", 3), ("log\n1\n\(root) \n", 3),
        ("log\n1\n\(root.dropLast())\n", 3), ("log\n1\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2J=\n", 3),
        ("log\n1\nCsUYapGGPo4dkMgIAUqom_Xajj7h2fB2MPA3j2jxq2I=\n", 3),
        ("log\n1\nCsUYapGGPo4dkMgIAUqom/Xajj7h\n", 3),
        ("log\n0\n\(root)\n", 3), ("log\n1\n\(root)\n\n", 4), ("log\n1\n\(root)\nmore\n\nmore\n", 5),
        ("log\n1\n\(root)\nmore", 4), ("log\r\n1\n\(root)\n", 1), ("log\n1\n\(root)\na\tb\n", 4),
    ]

    @Test(arguments: malformed) func refused(_ row: (text: String, line: Int)) throws {
        let error = try #require(throws: TransparencyLogError.self) { try Checkpoint(parsing: row.text) }
        guard case .malformed(.checkpoint, let line, let reason) = error else {
            Issue.record(error)
            return
        }
        #expect(line == row.line, "\(reason)")
    }

    @Test func acceptedForms() throws {
        let empty = MerkleHash.emptyRoot.base64
        for text in [
            "log\n0\n\(empty)\n", "log with spaces + plus\n1\n\(Self.root)\n",
            "log\n9223372036854775807\n\(Self.root)\n",
            "log\n5\n\(Self.root)\nmore\n— even this\n", "e\u{301}\n1\n\(Self.root)\n",
        ] {
            let checkpoint = try Checkpoint(parsing: text)
            #expect(Array(checkpoint.text.utf8) == Array(text.utf8))
            #expect(
                try Checkpoint(
                    origin: checkpoint.origin, size: checkpoint.size, root: checkpoint.root,
                    extensions: checkpoint.extensions) == checkpoint)
        }
    }

    @Test func valuesThatMakeNoCheckpoint() {
        let root = MerkleHash.leaf([])
        for (origin, size, extensions) in [
            ("", 1, []), ("a\nb", 1, []), ("a", -1, []), ("a", .min, []), ("a", 0, []), ("a", 1, [""]),
            ("a", 1, ["x\ny"]), ("a", 1, ["x", "\u{0}"]),
        ] as [(String, Int64, [String])] {
            #expect(throws: TransparencyLogError.self) {
                try Checkpoint(origin: origin, size: size, root: root, extensions: extensions)
            }
        }
    }

    @Test func originsAreComparedByBytes() throws {
        let root = MerkleHash.leaf([])
        let one = try Checkpoint(origin: "caf\u{E9}", size: 1, root: root)
        let two = try Checkpoint(origin: "cafe\u{301}", size: 1, root: root)
        #expect(one != two)
        #expect(!one.hasOrigin(two.origin))
        #expect(throws: TransparencyLogError.self) { try change(from: one, to: two) }
    }
}
