import GRDB
import GRDBSQLite
import Ledger
import TransparencyLog

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// Reads the hashes of the tree; those between the kept levels are computed from the ones below.
struct NodeReader {
    let db: Database

    /// The root of the perfect subtree `id`.
    ///
    /// - Throws: ``MissingHash`` where the tables have none.
    func hash(_ id: MerkleNodeID) throws -> MerkleHash {
        if id.level % keptLevelStep == 0 { return try kept(id.level, id.index) }
        // The kept level below, from which at most 2^7 hashes are folded.
        let (below, width) = (id.level / keptLevelStep * keptLevelStep, id.level % keptLevelStep)
        var hashes = try kept(below, from: id.index << Int64(width), count: 1 << width).map { hash in
            guard let hash else { throw MissingHash(id: id) }
            return hash
        }
        while hashes.count > 1 {
            hashes = stride(from: 0, to: hashes.count, by: 2).map { .node(hashes[$0], hashes[$0 + 1]) }
        }
        return hashes[0]
    }

    private func kept(_ level: Int, _ index: Int64) throws -> MerkleHash {
        guard let hash = try kept(level, from: index, count: 1)[0] else {
            throw MissingHash(id: MerkleNodeID(level: level, index: index))
        }
        return hash
    }

    /// The hashes of a kept level; `nil` for those that are missing or no hashes.
    func kept(_ level: Int, from index: Int64, count: Int) throws -> [MerkleHash?] {
        let (sql, arguments): (String, StatementArguments) =
            level == 0
            ? (
                "SELECT position - 1, hash FROM leaves WHERE position > ? AND position <= ?",
                [index, index + Int64(count)]
            )
            : (
                "SELECT number, hash FROM nodes WHERE level = ? AND number >= ? AND number < ?",
                [level, index, index + Int64(count)]
            )
        var hashes = [MerkleHash?](repeating: nil, count: count)
        let statement = try db.cachedStatement(sql: sql)
        let rows = try Row.fetchCursor(statement, arguments: arguments)
        let row = statement.sqliteStatement
        while try rows.next() != nil {
            guard sqlite3_column_type(row, 1) == SQLITE_BLOB else { continue }
            let bytes = UnsafeRawBufferPointer(
                start: sqlite3_column_blob(row, 1), count: Int(sqlite3_column_bytes(row, 1)))
            hashes[Int(sqlite3_column_int64(row, 0) - index)] = MerkleHash(bytes: bytes)
        }
        return hashes
    }

    /// The greatest index of a kept level and one.
    func count(_ level: Int) throws -> Int64 {
        level == 0
            ? try Int64.fetchOne(db.cachedStatement(sql: "SELECT coalesce(max(position), 0) FROM leaves"))
                ?? 0
            : try Int64.fetchOne(
                db, sql: "SELECT coalesce(max(number) + 1, 0) FROM nodes WHERE level = ?", arguments: [level])
                ?? 0
    }

    /// The right edge of the tree over the first `size` leaves.
    func frontier(_ size: Int64) throws -> MerkleFrontier {
        var (roots, start) = ([MerkleHash](), Int64(0))
        for level in (0..<63).reversed() where size >> Int64(level) & 1 == 1 {
            roots.append(try hash(MerkleNodeID(level: level, index: start >> Int64(level))))
            start += 1 << Int64(level)
        }
        guard let frontier = MerkleFrontier(size: size, roots: roots) else {
            throw MissingHash(id: MerkleNodeID(level: 0, index: size))
        }
        return frontier
    }
}

/// A hash of the tree that should be there.
struct MissingHash: Error {
    let id: MerkleNodeID

    var reason: String {
        "its tree lacks the hash of events \(id.index << Int64(id.level) + 1) to \((id.index + 1) << Int64(id.level))"
    }
}

/// Adds leaves to the tables of the tree.
struct TreeGrowth {
    private(set) var frontier: MerkleFrontier
    private let leaf: Statement
    private let node: Statement

    /// Goes on from the tables as they are, or from a frontier that is known to be theirs.
    init(_ nodes: NodeReader, _ known: MerkleFrontier? = nil) throws {
        frontier = try known ?? nodes.frontier(nodes.count(0))
        leaf = try nodes.db.cachedStatement(sql: Schema.insertLeaf)
        node = try nodes.db.cachedStatement(sql: Schema.insertNode)
    }

    /// Adds the leaf of the event at `position`, which must be the next.
    mutating func append(_ bytes: [UInt8], at position: Int64) throws {
        guard position == frontier.size + 1 else {
            throw MissingHash(id: MerkleNodeID(level: 0, index: frontier.size))
        }
        let hash = MerkleHash.leaf(bytes)
        try insert(hash, leaf) { sqlite3_bind_int64($0, 1, position) }
        var completed: [(MerkleNodeID, MerkleHash)] = []
        frontier.append(hash) { id, hash in
            if id.level > 0, id.level % keptLevelStep == 0 { completed.append((id, hash)) }
        }
        for (id, hash) in completed {
            try insert(hash, node) {
                sqlite3_bind_int64($0, 1, Int64(id.level))
                sqlite3_bind_int64($0, 2, id.index)
            }
        }
    }

    /// Inserts a row whose last column is a hash.
    private func insert(_ hash: MerkleHash, _ statement: Statement, _ bind: (OpaquePointer) -> Void) throws {
        let row = statement.sqliteStatement
        let code = hash.withUnsafeBytes { bytes in
            bind(row)
            sqlite3_bind_blob64(
                row, sqlite3_bind_parameter_count(row), bytes.baseAddress, sqlite3_uint64(bytes.count), nil)
            defer {
                sqlite3_reset(row)
                sqlite3_clear_bindings(row)
            }
            return sqlite3_step(row)
        }
        guard code == SQLITE_DONE else {
            throw DatabaseError(resultCode: ResultCode(rawValue: code), message: "a hash was not inserted")
        }
    }
}
