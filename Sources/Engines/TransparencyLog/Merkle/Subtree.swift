/// The leaves of a part of a tree that can be proved like a tree of its own.
///
/// As the IETF draft on Merkle tree certificates has it (draft-ietf-plants-merkle-tree-certs, section 4.1): it begins at
/// a multiple of the least power of two that is not smaller than its count, so that its root is made of nodes that every
/// tree has which goes on behind it. One without leaves is a part of every tree, and proves nothing.
public struct Subtree: Hashable, Sendable {
    /// The first leaf's index.
    public let start: Int64
    /// One more than the last leaf's index.
    public let end: Int64

    /// - Throws: ``TransparencyLogError/notASubtree(start:end:)``.
    public init(start: Int64, end: Int64) throws(TransparencyLogError) {
        guard Self.isSubtree(start, end) else { throw .notASubtree(start: start, end: end) }
        (self.start, self.end) = (start, end)
    }

    /// How many leaves there are.
    public var count: Int64 { end - start }

    static func isSubtree(_ start: Int64, _ end: Int64) -> Bool {
        guard start >= 0, start <= end else { return false }
        guard start < end else { return true }
        let bits = Int64.bitWidth - (end - start - 1).leadingZeroBitCount
        return start.trailingZeroBitCount >= bits
    }
}

/// The root over the leaves of a subtree.
///
/// - Parameters:
///   - subtree: Which.
///   - hash: Gives the root of a perfect subtree; is asked for O(log *n*) of them.
/// - Returns: The root; ``MerkleHash/emptyRoot`` without leaves.
/// - Throws: What `hash` throws.
public func rootHash<Failure: Error>(
    of subtree: Subtree, hash: (MerkleNodeID) throws(Failure) -> MerkleHash
) throws(Failure) -> MerkleHash {
    try rootHash(of: subtree.start..<subtree.end, hash: hash)
}

/// The hashes that prove a leaf to be in a subtree (the draft's section 4.3): from the leaf's sibling up.
///
/// - Parameters:
///   - index: Of the leaf in the whole tree, from 0.
///   - subtree: That holds it.
///   - hash: Gives the root of a perfect subtree.
/// - Returns: At most 63 hashes.
/// - Throws: ``TransparencyLogError/indexOutOfTree(index:size:)``, else what `hash` throws.
public func subtreeInclusionProof(
    index: Int64, in subtree: Subtree, hash: (MerkleNodeID) throws -> MerkleHash
) throws -> [MerkleHash] {
    try inclusionProof(index: subtree.offset(of: index), size: subtree.count) { node in
        try hash(MerkleNodeID(level: node.level, index: subtree.start >> Int64(node.level) + node.index))
    }
}

/// Verifies that a leaf is in the subtree with a root (the draft's section 4.3).
///
/// - Parameters:
///   - leaf: The leaf's hash.
///   - index: Of the leaf in the whole tree, from 0.
///   - subtree: That must hold it.
///   - root: What the subtree's root must be.
///   - proof: From the leaf's sibling up.
/// - Throws: ``TransparencyLogError`` that says why not.
public func verifySubtreeInclusion(
    leaf: MerkleHash, index: Int64, subtree: Subtree, root: MerkleHash, proof: [MerkleHash]
) throws(TransparencyLogError) {
    try verifyInclusion(
        leaf: leaf, index: subtree.offset(of: index), size: subtree.count, root: root, proof: proof)
}

extension Subtree {
    fileprivate func offset(of index: Int64) throws(TransparencyLogError) -> Int64 {
        guard start..<end ~= index else { throw .indexOutOfTree(index: index, size: end) }
        return index - start
    }
}
