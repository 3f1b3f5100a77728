/// Verifies all tiles of a tree against its head, and the entries against the tiles.
///
/// The partial tiles must give the root, every full tile the hash that the tile above has, and every entry the hash that
/// the tile of the leaves has.
///
/// - Parameters:
///   - head: Of a verified checkpoint.
///   - tile: Gives the file of a tile.
///   - bundle: Gives the file of a bundle of entries; `nil`: the tiles alone are verified.
///   - entry: Is told each entry that fits its hash, with its index.
/// - Throws: ``TransparencyLogError/tileMismatch(path:)``, ``TransparencyLogError/malformedTile(path:reason:)``,
///   ``TransparencyLogError/rootMismatch(expected:actual:)`` for the partial tiles,
///   ``TransparencyLogError/sizesOutOfOrder(from:to:)`` for a size below 0, else what the closures throw, such as for a
///   file that is missing.
/// - Complexity: O(*n*) hashes; keeps the tiles above those of the leaves.
public func verifyTiles(
    head: TreeHead, tile: @escaping (TileID) throws -> [UInt8],
    bundle: ((EntryBundleID) throws -> [UInt8])? = nil,
    entry: (Int64, [UInt8]) throws -> Void = { _, _ in }
) throws {
    var reader = try TileReader(head: head, tile: tile)
    for id in try TilesOfTree(size: head.size) {
        let tile = try reader.tile(id, keeps: id.level > 0)
        guard let bundle, id.level == 0 else { continue }
        let bundleID = EntryBundleID(of: id)
        let entries = try EntryBundle(id: bundleID, bytes: bundle(bundleID)).entries
        guard entries.map({ MerkleHash.leaf($0) }) == tile.hashes else {
            throw TransparencyLogError.tileMismatch(path: bundleID.path)
        }
        for (index, bytes) in zip(id.firstHash..., entries) { try entry(index, bytes) }
    }
}
