/// The tiles that a ``TileReader`` reads to prove a leaf to be in a tree: what a client of a log fetches first, all at
/// once.
///
/// - Parameters:
///   - index: Of the leaf, from 0.
///   - size: Of the tree, in leaves.
/// - Returns: Some tens of tiles at most, from the leaves up.
/// - Throws: ``TransparencyLogError/indexOutOfTree(index:size:)``.
public func tilesForInclusion(index: Int64, size: Int64) throws(TransparencyLogError) -> [TileID] {
    var needed = NeededTiles(size: size)
    _ = try inclusionProof(index: index, size: size) { node throws(TransparencyLogError) in needed.note(node)
    }
    return needed.ids
}

/// The tiles that a ``TileReader`` reads to prove a tree to be the beginning of another.
///
/// - Parameters:
///   - from: The size of the smaller tree, at least 1.
///   - to: The size of the larger tree.
/// - Returns: Some tens of tiles at most, from the leaves up.
/// - Throws: ``TransparencyLogError/sizesOutOfOrder(from:to:)``.
public func tilesForConsistency(from: Int64, to: Int64) throws(TransparencyLogError) -> [TileID] {
    var needed = NeededTiles(size: to)
    _ = try consistencyProof(from: from, to: to) { node throws(TransparencyLogError) in needed.note(node) }
    return needed.ids
}

private struct NeededTiles {
    let size: Int64
    private var found: Set<TileID> = []

    /// The partial tiles, which give the root.
    init(size: Int64) {
        self.size = size
        guard size > 0 else { return }
        for level in 0..<8 where size >> Int64(8 * level) % 256 != 0 {
            found.insert(TileID(level: level, holding: size >> Int64(8 * level) - 1, size: size))
        }
    }

    var ids: [TileID] { found.sorted { ($0.level, $0.index) < ($1.level, $1.index) } }

    /// The tile of a node, and those above that vouch for it.
    mutating func note(_ node: MerkleNodeID) -> MerkleHash {
        let (level, height) = node.level.quotientAndRemainder(dividingBy: 8)
        var id = TileID(level: level, holding: node.index << Int64(height), size: size)
        while id.isFull, found.insert(id).inserted {
            id = TileID(level: id.level + 1, holding: id.index, size: size)
        }
        // Nobody looks at the proof.
        return .emptyRoot
    }
}
