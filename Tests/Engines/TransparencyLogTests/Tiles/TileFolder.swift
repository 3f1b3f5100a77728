@testable import TransparencyLog

/// The files of a tiled log, in memory.
struct TileFolder: Sendable {
    private(set) var files: [String: [UInt8]] = [:]
    private(set) var builder = TileBuilder()
    private var entries: [[UInt8]] = []

    struct Missing: Error, Hashable { let path: String }

    init(_ size: Int) { grow(to: size) }

    static func entry(_ index: Int) -> [UInt8] { Array("entry \(index)".utf8) }

    /// Adds entries and writes the tiles that are new, as a log does for a checkpoint.
    mutating func grow(to size: Int) {
        for index in entries.count..<size {
            let entry = Self.entry(index)
            entries.append(entry)
            builder.append(.leaf(entry)) { tile in files[tile.id.path] = tile.bytes }
            if entries.count % 256 == 0 { writeBundle(Int64(index / 256), 256) }
        }
        for tile in builder.partialTiles { files[tile.id.path] = tile.bytes }
        if size % 256 != 0 { writeBundle(Int64(size / 256), size % 256) }
    }

    private mutating func writeBundle(_ index: Int64, _ width: Int) {
        let start = Int(index) * 256
        guard let id = try? EntryBundleID(index: index, width: width),
            let bundle = try? EntryBundle(id: id, entries: Array(entries[start..<start + width]))
        else { fatalError("no bundle \(index)") }
        files[id.path] = bundle.bytes
    }

    func file(_ path: String) throws -> [UInt8] {
        guard let bytes = files[path] else { throw Missing(path: path) }
        return bytes
    }

    mutating func change(_ path: String, _ change: (inout [UInt8]) -> Void) {
        change(&files[path, default: []])
    }

    mutating func remove(_ path: String) { files[path] = nil }

    func reader(_ head: TreeHead? = nil) throws -> TileReader {
        try TileReader(head: head ?? builder.head) { [self] in try file($0.path) }
    }

    func verify(_ head: TreeHead? = nil, entry: (Int64, [UInt8]) throws -> Void = { _, _ in }) throws {
        try verifyTiles(
            head: head ?? builder.head, tile: { [self] in try file($0.path) },
            bundle: { [self] in try file($0.path) }, entry: entry)
    }
}
