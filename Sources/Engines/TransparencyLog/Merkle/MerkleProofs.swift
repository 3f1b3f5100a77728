/// The root over the first `size` leaves.
///
/// - Parameters:
///   - size: How many leaves; less than one is the tree without leaves.
///   - hash: Gives the root of a perfect subtree; is asked for O(log *n*) of them.
/// - Returns: The root; ``MerkleHash/emptyRoot`` without leaves.
/// - Throws: What `hash` throws.
public func rootHash<Failure: Error>(
    size: Int64, hash: (MerkleNodeID) throws(Failure) -> MerkleHash
) throws(Failure) -> MerkleHash {
    size <= 0 ? .emptyRoot : try rootHash(of: 0..<size, hash: hash)
}

/// The root over the leaves of a range, as the recursion of RFC 6962, section 2.1 has it.
///
/// - Parameters:
///   - range: Such as a ``Subtree`` has: begins at a multiple of the least power of two that is not smaller than its
///     count, else the root is that of other leaves.
///   - hash: Gives the root of a perfect subtree.
/// - Returns: The root; ``MerkleHash/emptyRoot`` without leaves.
/// - Throws: What `hash` throws.
/// - Precondition: The range is one of a subtree, or empty.
func rootHash<Failure: Error>(
    of range: Range<Int64>, hash: (MerkleNodeID) throws(Failure) -> MerkleHash
) throws(Failure) -> MerkleHash {
    precondition(
        range.isEmpty || Subtree.isSubtree(range.lowerBound, range.upperBound), "no subtree: \(range)")
    // From right to left: the smallest perfect subtree stands at the end.
    var (rest, root) = (range, MerkleHash?.none)
    while !rest.isEmpty {
        let level = (rest.upperBound - rest.lowerBound).trailingZeroBitCount
        let start = rest.upperBound - 1 << Int64(level)
        let left = try hash(MerkleNodeID(level: level, index: start >> Int64(level)))
        root = root.map { .node(left, $0) } ?? left
        rest = rest.lowerBound..<start
    }
    return root ?? .emptyRoot
}

/// The hashes that prove a leaf to be in a tree (RFC 6962, section 2.1.1): from the leaf's sibling up.
///
/// - Parameters:
///   - index: Of the leaf, from 0.
///   - size: Of the tree, in leaves.
///   - hash: Gives the root of a perfect subtree.
/// - Returns: At most 63 hashes.
/// - Throws: ``TransparencyLogError/indexOutOfTree(index:size:)``, else what `hash` throws.
public func inclusionProof(
    index: Int64, size: Int64, hash: (MerkleNodeID) throws -> MerkleHash
) throws -> [MerkleHash] {
    try inclusionSiblings(index: index, size: size).map { try rootHash(of: $0, hash: hash) }
}

/// The same for hashes that are at hand, or missing with an error of this target's.
public func inclusionProof(
    index: Int64, size: Int64, hash: (MerkleNodeID) throws(TransparencyLogError) -> MerkleHash
) throws(TransparencyLogError) -> [MerkleHash] {
    try inclusionSiblings(index: index, size: size).map { range throws(TransparencyLogError) in
        try rootHash(of: range, hash: hash)
    }
}

/// The hashes that prove one tree to be the beginning of another (RFC 6962, section 2.1.2).
///
/// - Parameters:
///   - from: The size of the smaller tree, at least 1.
///   - to: The size of the larger tree.
///   - hash: Gives the root of a perfect subtree.
/// - Returns: At most 64 hashes, from the leaves up; none between trees of one size.
/// - Throws: ``TransparencyLogError/sizesOutOfOrder(from:to:)``, else what `hash` throws.
public func consistencyProof(
    from: Int64, to: Int64, hash: (MerkleNodeID) throws -> MerkleHash
) throws -> [MerkleHash] {
    try consistencyParts(from: from, to: to).map { try rootHash(of: $0, hash: hash) }
}

/// The same for hashes that are at hand, or missing with an error of this target's.
public func consistencyProof(
    from: Int64, to: Int64, hash: (MerkleNodeID) throws(TransparencyLogError) -> MerkleHash
) throws(TransparencyLogError) -> [MerkleHash] {
    try consistencyParts(from: from, to: to).map { range throws(TransparencyLogError) in
        try rootHash(of: range, hash: hash)
    }
}

/// The leaves whose roots an inclusion proof is made of.
private func inclusionSiblings(index: Int64, size: Int64) throws(TransparencyLogError) -> [Range<Int64>] {
    guard 0..<max(0, size) ~= index else { throw .indexOutOfTree(index: index, size: size) }
    var (range, siblings) = (0..<size, [Range<Int64>]())
    while range.count > 1 {
        let middle = range.lowerBound + split(range.upperBound - range.lowerBound)
        let (left, right) = (range.lowerBound..<middle, middle..<range.upperBound)
        siblings.append(left.contains(index) ? right : left)
        range = left.contains(index) ? left : right
    }
    return siblings.reversed()
}

/// The leaves whose roots a consistency proof is made of.
private func consistencyParts(from: Int64, to: Int64) throws(TransparencyLogError) -> [Range<Int64>] {
    guard 1...max(1, to) ~= from, to >= 1 else { throw .sizesOutOfOrder(from: from, to: to) }
    var (range, parts, isWhole) = (0..<to, [Range<Int64>](), true)
    while from != range.upperBound {
        let middle = range.lowerBound + split(range.upperBound - range.lowerBound)
        if from <= middle {
            parts.append(middle..<range.upperBound)
            range = range.lowerBound..<middle
        } else {
            parts.append(range.lowerBound..<middle)
            (range, isWhole) = (middle..<range.upperBound, false)
        }
    }
    // The verifier knows the smaller root; only a part of it has to be told.
    if !isWhole { parts.append(range) }
    return parts.reversed()
}

/// The greatest power of two that is smaller than `count`, which is at least 2.
func split(_ count: Int64) -> Int64 { 1 << Int64(63 - (count - 1).leadingZeroBitCount) }
