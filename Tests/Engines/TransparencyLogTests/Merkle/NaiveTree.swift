import Crypto

@testable import TransparencyLog

/// RFC 6962, section 2.1 and the draft's section 4.4 word for word, over a whole list of leaves: nothing to get wrong.
final class NaiveTree {
    let leaves: [MerkleHash]
    /// The recursion asks for the same parts again and again.
    private var roots: [Range<Int>: MerkleHash] = [:]

    init(_ leaves: [MerkleHash]) { self.leaves = leaves }

    static func leaves(_ count: Int) -> [MerkleHash] { (0..<count).map { .leaf(Array("leaf \($0)".utf8)) } }

    func root(_ range: Range<Int>) -> MerkleHash {
        guard range.count > 1 else { return range.isEmpty ? sha256([]) : leaves[range.lowerBound] }
        if let known = roots[range] { return known }
        let (left, right) = halves(range)
        let root = sha256([1] + root(left).bytes + root(right).bytes)
        roots[range] = root
        return root
    }

    func inclusion(_ index: Int, _ range: Range<Int>) -> [MerkleHash] {
        guard range.count > 1 else { return [] }
        let (left, right) = halves(range)
        return left.contains(index)
            ? inclusion(index, left) + [root(right)] : inclusion(index, right) + [root(left)]
    }

    func subtree(_ part: Range<Int>, _ range: Range<Int>, known: Bool = true) -> [MerkleHash] {
        if part == range { return known ? [] : [root(range)] }
        let (left, right) = halves(range)
        if part.upperBound <= left.upperBound { return subtree(part, left, known: known) + [root(right)] }
        if right.lowerBound <= part.lowerBound { return subtree(part, right, known: known) + [root(left)] }
        return subtree(right.lowerBound..<part.upperBound, right, known: false) + [root(left)]
    }

    private func halves(_ range: Range<Int>) -> (Range<Int>, Range<Int>) {
        var k = 1
        while k * 2 < range.count { k *= 2 }
        let middle = range.lowerBound + k
        return (range.lowerBound..<middle, middle..<range.upperBound)
    }

    private func sha256(_ bytes: [UInt8]) -> MerkleHash {
        guard let hash = MerkleHash(bytes: Array(SHA256.hash(data: bytes))) else {
            fatalError("not 32 bytes")
        }
        return hash
    }
}

/// A growing tree that keeps every perfect subtree's root.
struct KeptTree {
    private(set) var frontier = MerkleFrontier()
    private(set) var nodes: [MerkleNodeID: MerkleHash] = [:]

    init(_ leaves: some Sequence<MerkleHash>) {
        for leaf in leaves { frontier.append(leaf) { nodes[$0] = $1 } }
    }

    struct NoNode: Error { let id: MerkleNodeID }

    func hash(_ id: MerkleNodeID) throws -> MerkleHash {
        guard let hash = nodes[id] else { throw NoNode(id: id) }
        return hash
    }
}

/// SplitMix64: the same numbers each run.
struct Numbers: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
}
