/// Verifies that a leaf is in the tree with a root (RFC 9162, section 2.1.3.2).
///
/// - Parameters:
///   - leaf: The leaf's hash.
///   - index: Of the leaf, from 0.
///   - size: Of the tree, in leaves.
///   - root: What the tree's root must be.
///   - proof: From the leaf's sibling up.
/// - Throws: ``TransparencyLogError`` that says why not.
public func verifyInclusion(
    leaf: MerkleHash, index: Int64, size: Int64, root: MerkleHash, proof: [MerkleHash]
) throws(TransparencyLogError) {
    guard 0..<max(0, size) ~= index else { throw .indexOutOfTree(index: index, size: size) }
    let expected = inclusionProofLength(index: index, size: size)
    guard proof.count == expected else { throw .proofLength(expected: expected, actual: proof.count) }
    var (node, last, hash) = (index, size - 1, leaf)
    for sibling in proof {
        if node & 1 == 1 || node == last {
            hash = .node(sibling, hash)
            while node & 1 == 0, node != 0 { (node, last) = (node >> 1, last >> 1) }
        } else {
            hash = .node(hash, sibling)
        }
        (node, last) = (node >> 1, last >> 1)
    }
    guard hash == root else { throw .rootMismatch(expected: root, actual: hash) }
}

/// Verifies that one tree is the beginning of another (RFC 9162, section 2.1.4.2).
///
/// - Parameters:
///   - from: The size of the smaller tree; a tree without leaves is the beginning of every tree and has no proof.
///   - to: The size of the larger tree.
///   - root: Of the smaller tree.
///   - larger: The root of the larger tree.
///   - proof: As ``consistencyProof(from:to:hash:)`` gives it.
/// - Throws: ``TransparencyLogError`` that says why not.
public func verifyConsistency(
    from: Int64, to: Int64, root: MerkleHash, larger: MerkleHash, proof: [MerkleHash]
) throws(TransparencyLogError) {
    guard 1...max(1, to) ~= from, to >= 1 else { throw .sizesOutOfOrder(from: from, to: to) }
    if from == to {
        guard proof.isEmpty else { throw .proofLength(expected: 0, actual: proof.count) }
        guard root == larger else { throw .rootMismatch(expected: larger, actual: root) }
        return
    }
    let expected = consistencyProofLength(from: from, to: to)
    guard proof.count == expected else { throw .proofLength(expected: expected, actual: proof.count) }
    // A smaller tree that is a perfect subtree of the larger one is not told again.
    let path = from & (from - 1) == 0 ? [root] + proof : proof
    var (node, last) = (from - 1, to - 1)
    while node & 1 == 1 { (node, last) = (node >> 1, last >> 1) }
    // There is a first one: the smaller tree's root, or a proof of at least one hash.
    var (old, new) = (path[0], path[0])
    for hash in path.dropFirst() {
        if node & 1 == 1 || node == last {
            (old, new) = (.node(hash, old), .node(hash, new))
            while node & 1 == 0, node != 0 { (node, last) = (node >> 1, last >> 1) }
        } else {
            new = .node(new, hash)
        }
        (node, last) = (node >> 1, last >> 1)
    }
    guard old == root else { throw .rootMismatch(expected: root, actual: old) }
    guard new == larger else { throw .rootMismatch(expected: larger, actual: new) }
}

/// How many hashes the proof has that a leaf is in a tree.
///
/// - Precondition: 0 ≤ `index` < `size`.
private func inclusionProofLength(index: Int64, size: Int64) -> Int {
    // A sibling on each level below the one where the ways to this leaf and to the last one part, and above it one
    // for each time that the way turns right.
    let inner = Int64.bitWidth - (index ^ (size - 1)).leadingZeroBitCount
    return inner + (index >> Int64(inner)).nonzeroBitCount
}

/// How many hashes the proof has that a tree is the beginning of another.
///
/// - Precondition: 1 ≤ `from` < `to`.
private func consistencyProofLength(from: Int64, to: Int64) -> Int {
    // The way from the smaller tree's last leaf without the levels of the perfect subtree that ends there, whose root
    // is told unless it is the smaller tree itself.
    let told = from & (from - 1) == 0 ? 0 : 1
    return inclusionProofLength(index: from - 1, size: to) - from.trailingZeroBitCount + told
}
