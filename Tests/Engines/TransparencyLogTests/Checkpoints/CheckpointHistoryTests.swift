import Diagnostics
import Testing

@testable import TransparencyLog

@Suite("A new checkpoint beside the known one") struct CheckpointHistoryTests {
    static let leaves = NaiveTree.leaves(40)
    static let tree = KeptTree(leaves)

    static func checkpoint(_ size: Int, origin: String = "log") throws -> Checkpoint {
        try Checkpoint(origin: origin, size: Int64(size), root: NaiveTree(leaves).root(0..<size))
    }

    /// Another tree of the size.
    static func other(_ size: Int) throws -> Checkpoint {
        try Checkpoint(origin: "log", size: Int64(size), root: .leaf([UInt8(size)]))
    }

    @Test func everyPairOfSizes() throws {
        for old in 0...40 {
            let known = try Self.checkpoint(old)
            for size in 0...40 {
                let new = try Self.checkpoint(size)
                if size < old {
                    #expect(throws: TransparencyLogError.rolledBack(from: known.head, to: new.head)) {
                        try change(from: known, to: new)
                    }
                } else {
                    let expected: CheckpointChange =
                        size == old ? .same : .grown(from: Int64(old), to: Int64(size))
                    #expect(try change(from: known, to: new) == expected)
                    let proof =
                        old == 0 || old == size
                        ? [] : try consistencyProof(from: Int64(old), to: Int64(size), hash: Self.tree.hash)
                    #expect(try verifySuccession(from: known, to: new, proof: proof) == expected)
                }
            }
        }
    }

    @Test func forks() throws {
        let (known, same, larger) = try (Self.checkpoint(20), Self.other(20), Self.other(30))
        #expect(throws: TransparencyLogError.forked(known: known.head, new: same.head)) {
            try change(from: known, to: same)
        }
        let proof = try consistencyProof(from: 20, to: 30, hash: Self.tree.hash)
        for (old, new) in [(known, larger), (same, try Self.checkpoint(30))] {
            #expect(throws: TransparencyLogError.forked(known: old.head, new: new.head)) {
                try verifySuccession(from: old, to: new, proof: proof)
            }
        }
    }

    @Test func otherLogsAndProofsTooLong() throws {
        let known = try Self.checkpoint(20)
        #expect(throws: TransparencyLogError.wrongOrigin(expected: "log", actual: "other")) {
            try change(from: known, to: Self.checkpoint(20, origin: "other"))
        }
        for (old, new) in [(20, 20), (0, 20), (0, 0)] {
            #expect(throws: TransparencyLogError.proofLength(expected: 0, actual: 1)) {
                try verifySuccession(
                    from: Self.checkpoint(old), to: Self.checkpoint(new), proof: [.emptyRoot])
            }
        }
        #expect(throws: TransparencyLogError.self) {
            try verifySuccession(from: known, to: Self.checkpoint(30), proof: [])
        }
    }

    @Test func theMessageTellsSizesAndRoots() throws {
        let error = TransparencyLogError.forked(
            known: try Self.checkpoint(20).head, new: try Self.other(30).head)
        for part in ["20", "30", try Self.checkpoint(20).root.hex, try Self.other(30).root.hex] {
            #expect(error.diagnostic.message.contains(part))
        }
    }
}
