/// Neighbouring hashes of one level of a tree (C2SP `tlog-tiles`).
public struct Tile: Hashable, Sendable {
    public let id: TileID
    /// As many as the id says.
    public let hashes: [MerkleHash]

    /// Reads a tile's file.
    ///
    /// - Throws: ``TransparencyLogError/malformedTile(path:reason:)`` unless there are 32 bytes for each hash.
    public init(id: TileID, bytes: some Collection<UInt8>) throws(TransparencyLogError) {
        guard bytes.count == id.width * 32 else {
            throw .malformedTile(path: id.path, reason: "it has \(bytes.count) bytes, not \(id.width * 32)")
        }
        let all = Array(bytes)
        self.init(
            id: id, hashes: (0..<id.width).compactMap { MerkleHash(bytes: all[$0 * 32..<$0 * 32 + 32]) })
    }

    /// A tile of hashes that are as many as its id says.
    init(id: TileID, hashes: [MerkleHash]) { (self.id, self.hashes) = (id, hashes) }

    /// The file.
    public var bytes: [UInt8] { hashes.flatMap(\.bytes) }

    /// The root over 2^`height` of the hashes.
    ///
    /// - Parameters:
    ///   - first: The position of the first in the tile, a multiple of their count.
    ///   - height: 0 to 8.
    /// - Returns: The root.
    func root(first: Int, height: Int) -> MerkleHash {
        var row = hashes[first..<first + 1 << height]
        while row.count > 1 {
            row =
                stride(from: row.startIndex, to: row.endIndex, by: 2).map { .node(row[$0], row[$0 + 1]) }[...]
        }
        return row[row.startIndex]
    }
}

/// Leaves of a tree, as monitors read them (C2SP `tlog-tiles`, "Log entries").
public struct EntryBundle: Hashable, Sendable {
    public let id: EntryBundleID
    /// As many as the id says.
    public let entries: [[UInt8]]

    /// - Throws: ``TransparencyLogError/malformedTile(path:reason:)`` unless there are as many entries as the id says,
    ///   each of at most 65,535 bytes.
    public init(id: EntryBundleID, entries: [[UInt8]]) throws(TransparencyLogError) {
        guard entries.count == id.tile.width else {
            throw .malformedTile(
                path: id.path, reason: "it has \(entries.count) entries, not \(id.tile.width)")
        }
        if let place = entries.firstIndex(where: { $0.count > Int(UInt16.max) }) {
            throw .malformedTile(
                path: id.path,
                reason: "entry \(place) has \(entries[place].count) bytes, and 65535 are the most")
        }
        (self.id, self.entries) = (id, entries)
    }

    /// Reads a bundle's file: before each entry its length in two bytes, the most significant first.
    ///
    /// - Throws: ``TransparencyLogError/malformedTile(path:reason:)``.
    public init(id: EntryBundleID, bytes: some Collection<UInt8>) throws(TransparencyLogError) {
        var (rest, entries) = (Array(bytes)[...], [[UInt8]]())
        while !rest.isEmpty {
            let header = rest.prefix(2)
            let length = header.reduce(0) { $0 << 8 | Int($1) }
            guard header.count == 2, rest.count - 2 >= length, entries.count < id.tile.width else {
                throw .malformedTile(
                    path: id.path,
                    reason: "\(rest.count) bytes after entry \(entries.count) of \(id.tile.width) do not fit")
            }
            entries.append(Array(rest.dropFirst(2).prefix(length)))
            rest = rest.dropFirst(2 + length)
        }
        try self.init(id: id, entries: entries)
    }

    /// The file.
    public var bytes: [UInt8] { entries.flatMap { bigEndian(UInt16($0.count)) + $0 } }
}
