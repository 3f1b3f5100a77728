/// Makes the tiles of a growing tree.
///
/// Keeps what is not in full tiles yet: less than 256 hashes a level.
public struct TileBuilder: Sendable {
    /// How many leaves there are.
    public private(set) var size: Int64 = 0
    /// The hashes of the partial tiles, by level.
    private var pending: [[MerkleHash]] = [[]]

    /// The tree without leaves.
    public init() {}

    /// Takes up a tree.
    ///
    /// - Parameters:
    ///   - head: Its size, at most ``MerkleFrontier/largestSize``, and its root.
    ///   - tile: Gives the file of a partial tile.
    /// - Throws: ``TransparencyLogError/rootMismatch(expected:actual:)`` if the tiles are not those of the tree,
    ///   ``TransparencyLogError/malformedTile(path:reason:)``, else what `tile` throws.
    public init(head: TreeHead, tile: (TileID) throws -> [UInt8]) throws {
        guard 0...MerkleFrontier.largestSize ~= head.size else {
            throw TransparencyLogError.sizesOutOfOrder(from: head.size, to: MerkleFrontier.largestSize)
        }
        let edge = try RightEdge(head: head, tile: tile)
        size = head.size
        pending = (0..<8).map { edge.tiles[$0]?.hashes ?? [] }
    }

    /// Adds a leaf by its hash.
    ///
    /// - Parameters:
    ///   - leaf: The next leaf's hash.
    ///   - full: Is told each tile that the leaf fills, from the leaves up.
    /// - Throws: What `full` throws.
    public mutating func append<Failure: Error>(
        _ leaf: MerkleHash, full: (Tile) throws(Failure) -> Void
    ) throws(Failure) {
        size += 1
        pending[0].append(leaf)
        var (level, filled) = (0, [Tile]())
        while pending[level].count == TileID.fullWidth {
            let position = size >> Int64(8 * (level + 1)) - 1
            let tile = Tile(id: TileID(of: level, position, TileID.fullWidth), hashes: pending[level])
            pending[level].removeAll(keepingCapacity: true)
            level += 1
            if level == pending.count { pending.append([]) }
            pending[level].append(tile.root(first: 0, height: 8))
            filled.append(tile)
        }
        for tile in filled { try full(tile) }
    }

    /// The tiles at the right edge, from the leaves up.
    public var partialTiles: [Tile] {
        pending.enumerated().compactMap { level, hashes in
            hashes.isEmpty
                ? nil
                : Tile(id: TileID(of: level, size >> Int64(8 * level) / 256, hashes.count), hashes: hashes)
        }
    }

    /// Size and root of the tree.
    public var head: TreeHead {
        TreeHead(size: size, root: edgeRoot(size: size) { [pending] level in pending[level] })
    }
}

/// The partial tiles of a tree, found to give its root.
struct RightEdge {
    private(set) var tiles: [Int: Tile] = [:]

    /// - Throws: As ``TileBuilder/init(head:tile:)`` says.
    init(head: TreeHead, tile: (TileID) throws -> [UInt8]) throws {
        for level in 0..<8 {
            let count = head.size >> Int64(8 * level)
            guard count % 256 != 0 else { continue }
            let id = TileID(level: level, holding: count - 1, size: head.size)
            tiles[level] = try Tile(id: id, bytes: tile(id))
        }
        let root = edgeRoot(size: head.size) { [tiles] level in tiles[level]?.hashes ?? [] }
        guard root == head.root else {
            throw TransparencyLogError.rootMismatch(expected: head.root, actual: root)
        }
    }
}

/// The root of a tree from the hashes of its partial tiles, of which every one counts: each stands under one of the
/// perfect subtrees that the size is made of.
private func edgeRoot(size: Int64, _ hashes: (Int) -> [MerkleHash]) -> MerkleHash {
    rootHash(size: size) { node in
        let (level, height) = node.level.quotientAndRemainder(dividingBy: 8)
        let tile = TileID(level: level, holding: node.index << Int64(height), size: size)
        let first = Int(node.index << Int64(height) - tile.firstHash)
        return Tile(id: tile, hashes: hashes(level)).root(first: first, height: height)
    }
}
