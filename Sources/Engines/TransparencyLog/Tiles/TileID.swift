/// The name of a tile (C2SP `tlog-tiles`): which 256 neighbouring hashes of a tree it holds, or how many of them.
public struct TileID: Hashable, Sendable {
    /// The hashes are roots of perfect subtrees of 256^`level` leaves; 0 to 7, as trees have less than 2⁶³ leaves.
    public let level: Int
    /// The position among the tiles of the level, from 0.
    public let index: Int64
    /// How many hashes there are: 256, or fewer in a partial tile at the end of a tree; at least 1.
    public let width: Int

    /// The hashes in a full tile.
    public static let fullWidth = 256

    /// - Throws: ``TransparencyLogError/malformed(_:line:reason:)`` for a tile that no tree of less than 2⁶³ leaves has.
    public init(level: Int, index: Int64, width: Int = fullWidth) throws(TransparencyLogError) {
        let fits =
            0...7 ~= level && index >= 0 && 1...Self.fullWidth ~= width
            && Self.room(level) >= Int64(width)
            && index <= (Self.room(level) - Int64(width)) / Int64(Self.fullWidth)
        guard fits else {
            throw .malformed(.tilePath, line: 1, reason: "no tree of less than 2^63 leaves has that tile")
        }
        (self.level, self.index, self.width) = (level, index, width)
    }

    /// The most hashes that a level may have.
    private static func room(_ level: Int) -> Int64 { .max >> Int64(8 * level) }

    /// One that the caller knows to be of a tree.
    init(of level: Int, _ index: Int64, _ width: Int) {
        (self.level, self.index, self.width) = (level, index, width)
    }

    /// Whether it is a full tile, which never changes.
    public var isFull: Bool { width == Self.fullWidth }

    /// The position of its first hash among all of its level.
    public var firstHash: Int64 { index * Int64(Self.fullWidth) }
}

extension TileID {
    /// Such as `tile/1/x001/x234/067` and, of a partial tile, `tile/0/x001/234.p/8`.
    public var path: String { "tile/\(level)/" + position(index, width) }

    /// Reads what ``path`` gives.
    ///
    /// - Throws: ``TransparencyLogError/malformed(_:line:reason:)``.
    public init(path: String) throws(TransparencyLogError) {
        let parts = path.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
            .map { Substring($0) }
        guard parts.count > 2, parts[0] == "tile", let level = decimal(parts[1]), level < 64 else {
            throw .malformed(
                .tilePath, line: 1, reason: "a tile's path begins with `tile/` and a level below 64")
        }
        let (index, width) = try readPosition(parts[2...])
        try self.init(level: Int(level), index: index, width: width)
        guard path.utf8.elementsEqual(self.path.utf8) else { throw notCanonical }
    }
}

/// The name of a bundle of entries: the leaves whose hashes the tile of level 0 with the same index and width holds.
public struct EntryBundleID: Hashable, Sendable {
    /// The tile with the leaves' hashes.
    public let tile: TileID

    /// - Throws: ``TransparencyLogError/malformed(_:line:reason:)`` for one that no tree of less than 2⁶³ leaves has.
    public init(index: Int64, width: Int = TileID.fullWidth) throws(TransparencyLogError) {
        tile = try TileID(level: 0, index: index, width: width)
    }

    /// That of a tile of level 0.
    init(of tile: TileID) { self.tile = tile }

    /// Such as `tile/entries/x001/234` and, of a partial bundle, `tile/entries/x001/234.p/8`.
    public var path: String { "tile/entries/" + position(tile.index, tile.width) }

    /// Reads what ``path`` gives.
    ///
    /// - Throws: ``TransparencyLogError/malformed(_:line:reason:)``.
    public init(path: String) throws(TransparencyLogError) {
        guard let rest = path[...].after("tile/entries/") else {
            throw .malformed(.tilePath, line: 1, reason: "the path of a bundle begins with `tile/entries/`")
        }
        let parts = rest.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
        let (index, width) = try readPosition(parts.map { Substring($0) }[...])
        try self.init(index: index, width: width)
        guard path.utf8.elementsEqual(self.path.utf8) else { throw notCanonical }
    }
}

private let notCanonical = TransparencyLogError.malformed(
    .tilePath, line: 1, reason: "its numbers are not written in the one way they must be")

/// Elements of three digits, all but the last of the index with an `x` before.
private func position(_ index: Int64, _ width: Int) -> String {
    func padded(_ number: Int64) -> String {
        let digits = String(number)
        return String(repeating: "0", count: 3 - digits.utf8.count) + digits
    }
    var (text, rest) = (padded(index % 1000), index / 1000)
    while rest > 0 {
        text = "x\(padded(rest % 1000))/" + text
        rest /= 1000
    }
    return width == TileID.fullWidth ? text : text + ".p/\(width)"
}

private func readPosition(_ parts: ArraySlice<Substring>) throws(TransparencyLogError) -> (Int64, Int) {
    var (parts, width) = (parts, TileID.fullWidth)
    if parts.count > 1, let name = parts.dropLast().last, name.utf8.suffix(2).elementsEqual(".p".utf8) {
        guard let last = parts.last, let number = decimal(last), 1..<TileID.fullWidth ~= Int(number) else {
            throw .malformed(.tilePath, line: 1, reason: "the width of a partial tile is 1 to 255")
        }
        (width, parts) = (Int(number), parts.dropLast(2) + [name.dropLast(2)])
    }
    var digits = ""
    for (place, part) in parts.enumerated() {
        let isLast = place == parts.count - 1
        let number = isLast ? part : part.after("x") ?? ""
        guard number.utf8.count == 3, number.utf8.allSatisfy({ UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0 })
        else { throw .malformed(.tilePath, line: 1, reason: "an index is written as `x001/x234/067`") }
        digits += number
    }
    guard let index = Int64(digits) else {
        throw .malformed(.tilePath, line: 1, reason: "no tree of less than 2^63 leaves has that tile")
    }
    return (index, width)
}
