import Testing

@testable import TransparencyLog

@Suite("Subtrees against a naive implementation of the draft")
struct SubtreeTests {
    static let leaves = NaiveTree.leaves(70)
    static let tree = KeptTree(leaves)

    static func subtrees(of size: Int) -> [Range<Int>] {
        var found: [Range<Int>] = []
        for start in 0..<size {
            for end in start + 1...size {
                var ceiling = 1
                while ceiling < end - start { ceiling *= 2 }
                if start % ceiling == 0 { found.append(start..<end) }
            }
        }
        return found
    }

    @Test func shape() {
        let valid = Set(Self.subtrees(of: 40))
        for start in 0..<40 {
            for end in 0...40 {
                let isOne = (try? Subtree(start: Int64(start), end: Int64(end))) != nil
                #expect(isOne == (start == end || start < end && valid.contains(start..<end)))
            }
        }
    }

    @Test func oneWithoutLeavesIsPartOfEveryTree() throws {
        let (none, other) = (try Subtree(start: 3, end: 3), MerkleHash.leaf([]))
        #expect(try rootHash(of: none, hash: Self.tree.hash) == .emptyRoot)
        #expect(try subtreeConsistencyProof(of: none, size: 5, hash: Self.tree.hash) == [])
        try verifySubtreeConsistency(subtree: none, size: 5, root: .emptyRoot, whole: other, proof: [])
        #expect(throws: TransparencyLogError.rootMismatch(expected: .emptyRoot, actual: other)) {
            try verifySubtreeConsistency(subtree: none, size: 5, root: other, whole: other, proof: [])
        }
        #expect(throws: TransparencyLogError.proofLength(expected: 0, actual: 1)) {
            try verifySubtreeConsistency(
                subtree: none, size: 5, root: .emptyRoot, whole: other, proof: [other])
        }
        #expect(throws: TransparencyLogError.subtreeOutOfTree(start: 3, end: 3, size: 2)) {
            try verifySubtreeConsistency(subtree: none, size: 2, root: .emptyRoot, whole: other, proof: [])
        }
        #expect(throws: TransparencyLogError.indexOutOfTree(index: 3, size: 3)) {
            try verifySubtreeInclusion(leaf: other, index: 3, subtree: none, root: other, proof: [])
        }
    }

    @Test(arguments: 1...70) func proofs(_ size: Int) throws {
        let (naive, n) = (NaiveTree(Self.leaves), Int64(size))
        let whole = naive.root(0..<size)
        for range in Self.subtrees(of: size) {
            let part = try Subtree(start: Int64(range.lowerBound), end: Int64(range.upperBound))
            let root = try rootHash(of: part, hash: Self.tree.hash)
            #expect(root == naive.root(range))
            let proof = try subtreeConsistencyProof(of: part, size: n, hash: Self.tree.hash)
            #expect(proof == naive.subtree(range, 0..<size))
            try verifySubtreeConsistency(subtree: part, size: n, root: root, whole: whole, proof: proof)
        }
    }

    @Test func inclusion() throws {
        let naive = NaiveTree(Self.leaves)
        for range in Self.subtrees(of: 40) {
            let part = try Subtree(start: Int64(range.lowerBound), end: Int64(range.upperBound))
            let root = naive.root(range)
            for index in range {
                let proof = try subtreeInclusionProof(index: Int64(index), in: part, hash: Self.tree.hash)
                #expect(proof == naive.inclusion(index, range))
                try verifySubtreeInclusion(
                    leaf: Self.leaves[index], index: Int64(index), subtree: part, root: root, proof: proof)
            }
            for outside in [range.lowerBound - 1, range.upperBound].map(Int64.init) {
                #expect(throws: TransparencyLogError.indexOutOfTree(index: outside, size: part.end)) {
                    try verifySubtreeInclusion(
                        leaf: .emptyRoot, index: outside, subtree: part, root: root, proof: [])
                }
            }
        }
    }
}
