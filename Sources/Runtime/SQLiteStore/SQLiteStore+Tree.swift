import GRDB
package import Ledger
package import TransparencyLog

extension SQLiteStore {
    package func size() async throws(LedgerError) -> Int64 {
        try await perform("read") { db in try Int64.fetchOne(db, sql: Schema.lastPosition) ?? 0 }
    }

    package func position(of id: String) async throws(LedgerError) -> Int64? {
        try await perform("read") { db in
            try Int64.fetchOne(db, sql: "SELECT position FROM events WHERE id = ?", arguments: [id])
        }
    }

    package func frontier(at size: Int64) async throws(LedgerError) -> MerkleFrontier {
        try await tree(upTo: size) { nodes in try nodes.frontier(size) }
    }

    package func inclusionProof(of position: Int64, in size: Int64) async throws(LedgerError) -> [MerkleHash]
    {
        try await tree(upTo: size) { nodes in
            try TransparencyLog.inclusionProof(index: position - 1, size: size, hash: nodes.hash)
        }
    }

    package func consistencyProof(
        from size: Int64, to larger: Int64
    ) async throws(LedgerError) -> [MerkleHash] {
        try await tree(upTo: larger) { nodes in
            try TransparencyLog.consistencyProof(from: size, to: larger, hash: nodes.hash)
        }
    }

    package func reduce<Result: Sendable>(
        after position: Int64, limit: Int, into initial: Result,
        _ body: @escaping @Sendable (inout Result, EventColumns) throws(LedgerError) -> Void
    ) async throws(LedgerError) -> Result {
        try await perform("read") { db in
            var result = initial
            try EventScan(db: db).forEach(after: position, limit: limit) { try body(&result, $0) }
            return result
        }
    }

    package func keptHashes(
        level: Int, from index: Int64, count: Int
    ) async throws(LedgerError) -> [MerkleHash?] {
        try await perform("read") { db in
            try self.requireTree(db)
            return try NodeReader(db: db).kept(level, from: index, count: max(0, count))
        }
    }

    package func keptHashCount(level: Int) async throws(LedgerError) -> Int64 {
        try await perform("read") { db in
            try self.requireTree(db)
            return try NodeReader(db: db).count(level)
        }
    }

    /// What SQLite itself finds wrong with the file, index entries that do not fit their rows among it; empty if nothing is.
    package func databaseFaults() async throws(LedgerError) -> [String] {
        try await perform("check") { db in
            try String.fetchAll(db, sql: "PRAGMA integrity_check(20)").filter { $0 != "ok" }
        }
    }

    private func tree<Value: Sendable>(
        upTo size: Int64, _ body: @escaping @Sendable (NodeReader) throws -> Value
    ) async throws(LedgerError) -> Value {
        try await perform("read") { db in
            try self.requireTree(db)
            let last = try Int64.fetchOne(db, sql: Schema.lastPosition) ?? 0
            guard 0...last ~= size else { throw LedgerError.noEvent(String(size), size: last) }
            return try body(NodeReader(db: db))
        }
    }

    private func requireTree(_ db: Database) throws {
        if try Schema.content(db) == .ledger(format: Schema.formatWithoutTree) {
            throw LedgerError.outdated(path: wording.path)
        }
    }
}
