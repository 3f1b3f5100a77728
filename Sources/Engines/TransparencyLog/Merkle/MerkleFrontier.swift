/// The root of a perfect subtree: of the leaves from `index` · 2^`level` on, 2^`level` of them.
public struct MerkleNodeID: Hashable, Sendable {
    public let level: Int
    public let index: Int64

    public init(level: Int, index: Int64) { (self.level, self.index) = (level, index) }
}

/// The right edge of a growing tree: all that is needed of *n* leaves to add the next and to tell the root.
///
/// Holds the roots of the perfect subtrees that the tree over the leaves so far consists of, from the largest to the
/// smallest: one for each bit of its size.
public struct MerkleFrontier: Hashable, Sendable {
    /// How many leaves there are.
    public private(set) var size: Int64 = 0
    /// From the largest subtree to the smallest.
    public private(set) var roots: [MerkleHash] = []

    /// The tree without leaves.
    public init() {}

    /// The largest tree that an edge can be taken up from: 2⁶² leaves, so that no number of additions that a machine
    /// lives to see overflows the size.
    public static let largestSize: Int64 = 1 << 62

    /// A tree whose edge is known; `nil` unless there is one root for each bit of `size`, which is at most
    /// ``largestSize``.
    public init?(size: Int64, roots: [MerkleHash]) {
        guard 0...Self.largestSize ~= size, roots.count == size.nonzeroBitCount else { return nil }
        (self.size, self.roots) = (size, roots)
    }

    /// Adds a leaf by its hash.
    ///
    /// - Parameters:
    ///   - leaf: The next leaf's hash.
    ///   - completed: Is told the root of each perfect subtree that the leaf completes, the leaf itself first.
    public mutating func append(
        _ leaf: MerkleHash, completed: (MerkleNodeID, MerkleHash) -> Void = { _, _ in }
    ) {
        var (level, hash) = (0, leaf)
        completed(MerkleNodeID(level: 0, index: size), hash)
        while size >> Int64(level) & 1 == 1 {
            hash = .node(roots.removeLast(), hash)
            level += 1
            completed(MerkleNodeID(level: level, index: size >> Int64(level)), hash)
        }
        roots.append(hash)
        size += 1
    }

    /// The root hash (RFC 6962, section 2.1).
    public var root: MerkleHash {
        guard var hash = roots.last else { return .emptyRoot }
        for left in roots.dropLast().reversed() { hash = .node(left, hash) }
        return hash
    }
}
