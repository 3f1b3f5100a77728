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
    var (node, last, hash) = (index, size - 1, leaf)
    for sibling in proof {
        guard last > 0 else { throw .proofLength(expected: nil, actual: proof.count) }
        if node & 1 == 1 || node == last {
            hash = .node(sibling, hash)
            while node & 1 == 0, node != 0 { (node, last) = (node >> 1, last >> 1) }
        } else {
            hash = .node(hash, sibling)
        }
        (node, last) = (node >> 1, last >> 1)
    }
    guard last == 0 else { throw .proofLength(expected: nil, actual: proof.count) }
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
    // A smaller tree that is a perfect subtree of the larger one is not told again.
    let path = from & (from - 1) == 0 ? [root] + proof : proof
    guard let first = path.first else { throw .proofLength(expected: nil, actual: 0) }
    var (node, last) = (from - 1, to - 1)
    while node & 1 == 1 { (node, last) = (node >> 1, last >> 1) }
    var (old, new) = (first, first)
    for hash in path.dropFirst() {
        guard last > 0 else { throw .proofLength(expected: nil, actual: proof.count) }
        if node & 1 == 1 || node == last {
            (old, new) = (.node(hash, old), .node(hash, new))
            while node & 1 == 0, node != 0 { (node, last) = (node >> 1, last >> 1) }
        } else {
            new = .node(new, hash)
        }
        (node, last) = (node >> 1, last >> 1)
    }
    guard last == 0 else { throw .proofLength(expected: nil, actual: proof.count) }
    guard old == root else { throw .rootMismatch(expected: root, actual: old) }
    guard new == larger else { throw .rootMismatch(expected: larger, actual: new) }
}
