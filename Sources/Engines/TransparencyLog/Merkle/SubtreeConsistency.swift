/// The hashes that prove a subtree to be a part of a tree (draft-ietf-plants-merkle-tree-certs, section 4.4).
///
/// - Parameters:
///   - subtree: The part; one that begins at 0 is a smaller tree, and the proof the same as
///     ``consistencyProof(from:to:hash:)``.
///   - size: Of the tree, in leaves.
///   - hash: Gives the root of a perfect subtree.
/// - Returns: At most 64 hashes, from the leaves up.
/// - Throws: ``TransparencyLogError/subtreeOutOfTree(start:end:size:)``, else what `hash` throws.
public func subtreeConsistencyProof(
    of subtree: Subtree, size: Int64, hash: (MerkleNodeID) throws -> MerkleHash
) throws -> [MerkleHash] {
    let descent = try SubtreeDescent(to: subtree, size: size)
    var proof: [MerkleHash] = []
    if !descent.isWhole { proof.append(try rootHash(of: descent.rest, hash: hash)) }
    for step in descent.steps.reversed() { proof.append(try rootHash(of: step.sibling, hash: hash)) }
    return proof
}

/// Verifies that a subtree with a root is a part of the tree with another root (the draft's section 4.4).
///
/// - Parameters:
///   - subtree: The part.
///   - size: Of the tree, in leaves.
///   - root: Of the subtree.
///   - whole: The root of the tree; says nothing about a subtree without leaves.
///   - proof: As ``subtreeConsistencyProof(of:size:hash:)`` gives it.
/// - Throws: ``TransparencyLogError`` that says why not.
public func verifySubtreeConsistency(
    subtree: Subtree, size: Int64, root: MerkleHash, whole: MerkleHash, proof: [MerkleHash]
) throws(TransparencyLogError) {
    let descent = try SubtreeDescent(to: subtree, size: size)
    guard subtree.count > 0 else {
        guard proof.isEmpty else { throw .proofLength(expected: 0, actual: proof.count) }
        guard root == .emptyRoot else { throw .rootMismatch(expected: .emptyRoot, actual: root) }
        return
    }
    let expected = descent.steps.count + (descent.isWhole ? 0 : 1)
    guard proof.count == expected else { throw .proofLength(expected: expected, actual: proof.count) }
    let seed = descent.isWhole ? root : proof[0]
    var (part, tree) = (seed, seed)
    for (step, hash) in zip(descent.steps.reversed(), proof.dropFirst(descent.isWhole ? 0 : 1)) {
        switch step.side {
        case .right: tree = .node(tree, hash)
        case .left: tree = .node(hash, tree)
        case .within: (part, tree) = (.node(hash, part), .node(hash, tree))
        }
    }
    guard part == root else { throw .rootMismatch(expected: root, actual: part) }
    guard tree == whole else { throw .rootMismatch(expected: whole, actual: tree) }
}

/// The way from a tree's root down to a part of it: what SUBTREE_SUBPROOF of the draft recurses through.
private struct SubtreeDescent {
    /// Where the sibling stands that a step leaves behind.
    enum Side {
        /// Right of the part.
        case right
        /// Left of the part, outside of it.
        case left
        /// The left half of the part itself.
        case within
    }

    /// From the root down; at most 63.
    private(set) var steps: [(sibling: Range<Int64>, side: Side)] = []
    /// Where the way ends: the last of the leaves of the part, all of them if ``isWhole``.
    private(set) var rest: Range<Int64>
    /// Whether the way ends at the part's root, which the verifier knows.
    private(set) var isWhole = true

    init(to subtree: Subtree, size: Int64) throws(TransparencyLogError) {
        guard subtree.end <= size else {
            throw .subtreeOutOfTree(start: subtree.start, end: subtree.end, size: size)
        }
        rest = 0..<size
        guard subtree.count > 0 else { return }
        var start = subtree.start
        while rest != start..<subtree.end {
            let middle = rest.lowerBound + split(rest.upperBound - rest.lowerBound)
            let (left, right) = (rest.lowerBound..<middle, middle..<rest.upperBound)
            if subtree.end <= middle {
                steps.append((right, .right))
                rest = left
            } else if middle <= start {
                steps.append((left, .left))
                rest = right
            } else {
                steps.append((left, .within))
                (rest, start, isWhole) = (right, middle, false)
            }
        }
    }
}
