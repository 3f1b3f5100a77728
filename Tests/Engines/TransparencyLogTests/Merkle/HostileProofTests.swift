import Testing

@testable import TransparencyLog

@Suite("Proofs that lie, and numbers that overflow")
struct HostileProofTests {
    static let leaves = NaiveTree.leaves(37)
    static let tree = KeptTree(leaves)
    static let extremes: [Int64] = [
        .min, .min + 1, -2, -1, 0, 1, 2, 3, 1 << 31, 1 << 32, 1 << 61, 1 << 62, (1 << 62) + 1, .max - 1, .max,
    ]

    /// Every function answers with an error for each pair of extreme numbers and proofs of any length.
    @Test(arguments: extremes) func extremeNumbers(_ first: Int64) throws {
        let hash = MerkleHash.leaf([])
        for count in [0, 1, 2, 61, 62, 63, 64, 65, 200] {
            let proof = Array(repeating: hash, count: count)
            for second in Self.extremes {
                let accepted = [
                    isFine {
                        try verifyInclusion(
                            leaf: hash, index: first, size: second, root: .emptyRoot, proof: proof)
                    },
                    isFine {
                        try verifyConsistency(
                            from: first, to: second, root: hash, larger: .emptyRoot, proof: proof)
                    },
                ]
                #expect(!accepted.contains(true), "\(first) \(second) \(count)")
            }
        }
    }

    @Test(arguments: extremes) func extremeSubtrees(_ end: Int64) throws {
        let hash = MerkleHash.leaf([])
        for start in Self.extremes {
            guard let part = try? Subtree(start: start, end: end) else { continue }
            for count in [0, 1, 61, 62, 63, 64, 65] {
                let proof = Array(repeating: hash, count: count)
                for size in Self.extremes {
                    let accepted = [
                        isFine {
                            try verifySubtreeConsistency(
                                subtree: part, size: size, root: hash, whole: .emptyRoot, proof: proof)
                        },
                        isFine {
                            try verifySubtreeInclusion(
                                leaf: hash, index: size, subtree: part, root: .emptyRoot, proof: proof)
                        },
                    ]
                    #expect(!accepted.contains(true), "\(part) \(size) \(count)")
                }
            }
        }
    }

    /// Proofs from trees that nobody can keep: a reader that invents hashes is asked for no node outside of the tree.
    @Test(arguments: extremes) func extremeTrees(_ size: Int64) throws {
        func invented(_ id: MerkleNodeID) throws -> MerkleHash {
            #expect(0...62 ~= id.level && id.index >= 0 && id.index < size >> Int64(id.level))
            return .leaf([UInt8(id.level)] + Array("\(id.index)".utf8))
        }
        let root = try rootHash(size: size, hash: invented)
        for number in Self.extremes {
            if 0 <= number, number < size {
                let proof = try inclusionProof(index: number, size: size, hash: invented)
                let leaf = try invented(MerkleNodeID(level: 0, index: number))
                // The invented nodes are no hashes of each other, so only the length can be right.
                #expect(
                    !isFine {
                        try verifyInclusion(
                            leaf: leaf, index: number, size: size, root: root, proof: proof + [leaf])
                    })
                #expect(proof.count <= 63)
            } else {
                #expect(throws: TransparencyLogError.indexOutOfTree(index: number, size: size)) {
                    try inclusionProof(index: number, size: size, hash: invented)
                }
            }
            if 1 <= number, number <= size {
                #expect(try consistencyProof(from: number, to: size, hash: invented).count <= 64)
            } else {
                #expect(throws: TransparencyLogError.sizesOutOfOrder(from: number, to: size)) {
                    try consistencyProof(from: number, to: size, hash: invented)
                }
            }
        }
    }

    @Test func everyBitOfAnInclusionProofCounts() throws {
        let root = Self.tree.frontier.root
        for index in [0, 17, 31, 32, 36] as [Int64] {
            let (leaf, size) = (Self.leaves[Int(index)], Int64(37))
            let proof = try inclusionProof(index: index, size: size, hash: Self.tree.hash)
            for changed in mutations(of: proof) {
                #expect(
                    !isFine {
                        try verifyInclusion(leaf: leaf, index: index, size: size, root: root, proof: changed)
                    })
            }
            for other in (0..<37).map(Int64.init) where other != index {
                #expect(
                    !isFine {
                        try verifyInclusion(leaf: leaf, index: other, size: size, root: root, proof: proof)
                    })
            }
        }
    }

    @Test func everyBitOfAConsistencyProofCounts() throws {
        let larger = Self.tree.frontier.root
        for from in [1, 8, 13, 32, 36] {
            let root = NaiveTree(Self.leaves).root(0..<from)
            let proof = try consistencyProof(from: Int64(from), to: 37, hash: Self.tree.hash)
            for changed in mutations(of: proof) {
                #expect(
                    !isFine {
                        try verifyConsistency(
                            from: Int64(from), to: 37, root: root, larger: larger, proof: changed)
                    })
                #expect(
                    !isFine {
                        try verifySubtreeConsistency(
                            subtree: Subtree(start: 0, end: Int64(from)), size: 37, root: root, whole: larger,
                            proof: changed)
                    })
            }
        }
    }

    @Test func theSameTreeHasNoProof() {
        let (root, other) = (MerkleHash.leaf([1]), MerkleHash.leaf([2]))
        #expect(throws: TransparencyLogError.proofLength(expected: 0, actual: 1)) {
            try verifyConsistency(from: 5, to: 5, root: root, larger: root, proof: [root])
        }
        #expect(throws: TransparencyLogError.rootMismatch(expected: other, actual: root)) {
            try verifyConsistency(from: 5, to: 5, root: root, larger: other, proof: [])
        }
    }
}

/// Whether nothing is thrown; anything but the target's own error is a fault of the test.
func isFine(_ body: () throws -> Void) -> Bool {
    do { try body() } catch {
        if !(error is TransparencyLogError) { Issue.record(error) }
        return false
    }
    return true
}

/// The proof with each single bit turned over, each hash left out or told twice, and neighbours swapped.
func mutations(of proof: [MerkleHash]) -> [[MerkleHash]] {
    var changed: [[MerkleHash]] = [proof + [.emptyRoot], [.emptyRoot] + proof]
    for place in proof.indices {
        for bit in 0..<256 {
            var bytes = proof[place].bytes
            bytes[bit / 8] ^= 1 << UInt8(bit % 8)
            var copy = proof
            if let hash = MerkleHash(bytes: bytes) { copy[place] = hash }
            changed.append(copy)
        }
        var (less, more) = (proof, proof)
        less.remove(at: place)
        more.insert(proof[place], at: place)
        changed += [less, more]
        if place > 0 {
            var swapped = proof
            swapped.swapAt(place - 1, place)
            changed.append(swapped)
        }
    }
    return changed
}
