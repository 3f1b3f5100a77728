/// Reads the hashes of a tree from its tiles and believes none of them unseen.
///
/// The partial tiles must give the root; every full tile must give the hash that the tile above it has. So each hash that
/// comes out is the one that the root commits to, and proofs made of them need no second look.
public struct TileReader {
    public let head: TreeHead
    private let edge: RightEdge
    private let file: (TileID) throws -> [UInt8]
    /// Full tiles that were verified; a proof asks for some of them several times.
    private var verified: [TileID: Tile] = [:]

    /// - Parameters:
    ///   - head: Of a verified checkpoint.
    ///   - tile: Gives the file of a tile. Where a log removed a partial tile after the full one came, that is the
    ///     beginning of the full one.
    /// - Throws: ``TransparencyLogError/rootMismatch(expected:actual:)`` if the tiles are not those of the tree,
    ///   ``TransparencyLogError/malformedTile(path:reason:)``, ``TransparencyLogError/sizesOutOfOrder(from:to:)`` for
    ///   a size below 0, else what `tile` throws.
    public init(head: TreeHead, tile: @escaping (TileID) throws -> [UInt8]) throws {
        guard head.size >= 0 else { throw TransparencyLogError.sizesOutOfOrder(from: 0, to: head.size) }
        (self.head, file) = (head, tile)
        edge = try RightEdge(head: head, tile: tile)
    }

    /// The root of a perfect subtree.
    ///
    /// - Throws: ``TransparencyLogError/noNode(level:index:size:)``,
    ///   ``TransparencyLogError/tileMismatch(path:)``, ``TransparencyLogError/malformedTile(path:reason:)``, else what
    ///   reading a tile throws.
    public mutating func hash(_ node: MerkleNodeID) throws -> MerkleHash {
        guard 0...62 ~= node.level, 0..<(head.size >> Int64(node.level)) ~= node.index else {
            throw TransparencyLogError.noNode(level: node.level, index: node.index, size: head.size)
        }
        let (level, height) = node.level.quotientAndRemainder(dividingBy: 8)
        let position = node.index << Int64(height)
        let id = TileID(level: level, holding: position, size: head.size)
        return try tile(id).root(first: Int(position - id.firstHash), height: height)
    }

    /// A tile of this tree, read and verified.
    ///
    /// - Parameters:
    ///   - id: Of a tile that the tree has.
    ///   - keeps: Whether a full tile is kept for the next question.
    /// - Returns: The tile.
    /// - Throws: As ``hash(_:)``.
    mutating func tile(_ id: TileID, keeps: Bool = true) throws -> Tile {
        if !id.isFull, let tile = edge.tiles[id.level] { return tile }
        if let tile = verified[id] { return tile }
        // The tile above is one of the edge, or verified in the same way.
        let expected = try hash(MerkleNodeID(level: 8 * (id.level + 1), index: id.index))
        let tile = try Tile(id: id, bytes: file(id))
        guard tile.root(first: 0, height: 8) == expected else {
            throw TransparencyLogError.tileMismatch(path: id.path)
        }
        if keeps { verified[id] = tile }
        return tile
    }
}

extension TileReader {
    /// The proof that a leaf is in the tree.
    ///
    /// - Throws: ``TransparencyLogError/indexOutOfTree(index:size:)``, else what ``hash(_:)`` throws.
    public mutating func inclusionProof(index: Int64) throws -> [MerkleHash] {
        try TransparencyLog.inclusionProof(index: index, size: head.size) { node in try hash(node) }
    }

    /// The proof that a smaller tree is the beginning of this one.
    ///
    /// - Throws: ``TransparencyLogError/sizesOutOfOrder(from:to:)``, else what ``hash(_:)`` throws.
    public mutating func consistencyProof(from size: Int64) throws -> [MerkleHash] {
        try TransparencyLog.consistencyProof(from: size, to: head.size) { node in try hash(node) }
    }

    /// The root over the first leaves.
    ///
    /// - Throws: ``TransparencyLogError/sizesOutOfOrder(from:to:)``, else what ``hash(_:)`` throws.
    public mutating func root(size: Int64) throws -> MerkleHash {
        guard 0...head.size ~= size else {
            throw TransparencyLogError.sizesOutOfOrder(from: size, to: head.size)
        }
        return try rootHash(size: size) { node in try hash(node) }
    }
}
