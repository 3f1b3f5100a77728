import Testing

@testable import TransparencyLog

@Suite("Roots and proofs against a naive RFC 6962")
struct MerkleProofTests {
    static let leaves = NaiveTree.leaves(130)
    static let tree = KeptTree(leaves)

    /// Appendix-like vectors that the Certificate Transparency implementations share: the root over the first *n*.
    static let known: [(size: Int, root: String)] = [
        (0, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
        (1, "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d"),
        (2, "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125"),
        (3, "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77"),
        (8, "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"),
    ]
    static let knownLeaves: [[UInt8]] = [
        [], [0x00], [0x10], [0x20, 0x21], [0x30, 0x31], [0x40, 0x41, 0x42, 0x43],
        Array(0x50...0x57), Array(0x60...0x6F),
    ]

    @Test(arguments: known) func knownRoots(_ row: (size: Int, root: String)) {
        var frontier = MerkleFrontier()
        for leaf in Self.knownLeaves.prefix(row.size) { frontier.append(.leaf(leaf)) }
        #expect(frontier.root.hex == row.root)
    }

    @Test(arguments: 0...130) func root(_ size: Int) throws {
        let expected = NaiveTree(Self.leaves).root(0..<size)
        #expect(try rootHash(size: Int64(size), hash: Self.tree.hash) == expected)
        #expect(KeptTree(Self.leaves.prefix(size)).frontier.root == expected)
    }

    @Test(arguments: 1...130) func inclusion(_ size: Int) throws {
        let (naive, n) = (NaiveTree(Self.leaves), Int64(size))
        for index in 0..<size {
            let proof = try inclusionProof(index: Int64(index), size: n, hash: Self.tree.hash)
            #expect(proof == naive.inclusion(index, 0..<size))
            try verifyInclusion(
                leaf: Self.leaves[index], index: Int64(index), size: n, root: naive.root(0..<size),
                proof: proof)
        }
    }

    @Test(arguments: 1...130) func consistency(_ size: Int) throws {
        let (naive, n) = (NaiveTree(Self.leaves), Int64(size))
        let larger = naive.root(0..<size)
        for from in 1...size {
            let root = naive.root(0..<from)
            let proof = try consistencyProof(from: Int64(from), to: n, hash: Self.tree.hash)
            #expect(proof == naive.subtree(0..<from, 0..<size))
            try verifyConsistency(from: Int64(from), to: n, root: root, larger: larger, proof: proof)
            let part = try Subtree(start: 0, end: Int64(from))
            try verifySubtreeConsistency(subtree: part, size: n, root: root, whole: larger, proof: proof)
        }
    }

    /// Random trees of up to some thousand leaves, so that ways of a dozen turns come up.
    @Test(arguments: [1, 2, 3, 4, 5, 6] as [UInt64]) func larger(_ seed: UInt64) throws {
        var numbers = Numbers(state: seed)
        let size = Int.random(in: 1000...3000, using: &numbers)
        let leaves = NaiveTree.leaves(size)
        let (tree, naive, n) = (KeptTree(leaves), NaiveTree(leaves), Int64(size))
        let root = naive.root(0..<size)
        #expect(tree.frontier.root == root)
        for _ in 0..<25 {
            let index = Int.random(in: 0..<size, using: &numbers)
            let proof = try inclusionProof(index: Int64(index), size: n, hash: tree.hash)
            #expect(proof == naive.inclusion(index, 0..<size))
            try verifyInclusion(leaf: leaves[index], index: Int64(index), size: n, root: root, proof: proof)
            let from = index + 1
            let growth = try consistencyProof(from: Int64(from), to: n, hash: tree.hash)
            #expect(growth == naive.subtree(0..<from, 0..<size))
            try verifyConsistency(
                from: Int64(from), to: n, root: naive.root(0..<from), larger: root, proof: growth)
        }
    }

    @Test func frontierIsTakenUpAgain() throws {
        var whole = MerkleFrontier()
        for leaf in Self.leaves {
            let again = try #require(MerkleFrontier(size: whole.size, roots: whole.roots))
            #expect(again == whole)
            #expect(MerkleFrontier(size: whole.size, roots: whole.roots + [leaf]) == nil)
            whole.append(leaf)
        }
        let hashes = Array(repeating: MerkleHash.emptyRoot, count: 63)
        #expect(MerkleFrontier(size: -1, roots: hashes + hashes.prefix(1)) == nil)
        #expect(MerkleFrontier(size: .max, roots: hashes) == nil)
        #expect(MerkleFrontier(size: 1 << 62, roots: [.emptyRoot])?.root == .emptyRoot)
    }
}
