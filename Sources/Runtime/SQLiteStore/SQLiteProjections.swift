import GRDB
package import Ledger
import StructuredData

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif
#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// Tables of projections in an SQLite file of their own, which may be deleted at any time.
///
/// Nothing in it is worth a synchronisation of the disk: what a crash takes is read from the ledger again.
package final class SQLiteProjections: ProjectionStore {
    private let queue: DatabaseQueue
    private let wording: FailureWording

    /// Opens the file at `path`, which is made if it is not there; `nil`: in memory, gone with the process.
    ///
    /// A file that is damaged, or none of SQLite's, is made anew.
    package init(path: String?, busyTimeout: Duration = .seconds(5)) throws(LedgerError) {
        wording = FailureWording(path: path ?? "memory", busyTimeout: busyTimeout)
        do { queue = try Self.open(path, busyTimeout) } catch {
            let failure = wording.ledgerError(error, "open")
            guard let path, case .corrupt = failure else { throw failure }
            for suffix in ["", "-wal", "-shm"] { unlink(path + suffix) }
            do { queue = try Self.open(path, busyTimeout) } catch { throw wording.ledgerError(error, "open") }
        }
    }

    private static func open(_ path: String?, _ busyTimeout: Duration) throws -> DatabaseQueue {
        var configuration = Configuration()
        configuration.busyMode = .timeout(Double(busyTimeout / .milliseconds(1)) / 1000)
        let queue =
            try path.map { try DatabaseQueue(path: $0, configuration: configuration) }
            ?? DatabaseQueue(configuration: configuration)
        try queue.inDatabase { db in
            try db.execute(
                sql: """
                    PRAGMA journal_mode = WAL; PRAGMA synchronous = OFF;
                    CREATE TABLE IF NOT EXISTS progress (
                        projection TEXT PRIMARY KEY, version INTEGER NOT NULL, position INTEGER NOT NULL,
                        event TEXT NOT NULL, snapshot BLOB NOT NULL
                    ) STRICT;
                    """)
        }
        return queue
    }

    package func progress<P: Projection>(
        of projection: P.Type
    ) async throws(LedgerError) -> ProjectionProgress {
        try await perform("read") { db in
            if let found = try Self.progress(db, P.self) { return found }
            try db.inTransaction(.immediate) {
                guard try Self.progress(db, P.self) == nil else { return .rollback }
                try Self.drop(db, P.self)
                for table in P.tables { try db.execute(sql: Self.definition(table, of: P.self)) }
                try db.execute(
                    sql: "INSERT INTO progress VALUES (?, ?, 0, '', ?)",
                    arguments: [P.name, P.version, Data(JSON.null.canonicalBytes)])
                return .commit
            }
            return .start
        }
    }

    package func commit<P: Projection>(
        _ projection: P.Type, _ changes: [ProjectionChange], from old: ProjectionProgress,
        to new: ProjectionProgress
    ) async throws(LedgerError) -> Bool {
        try await perform("write") { db in
            var isOurs = true
            try db.inTransaction(.immediate) {
                let found = try Self.progress(db, P.self)
                guard found?.position == old.position, found?.event == old.event else {
                    isOurs = false
                    return .rollback
                }
                try Self.apply(changes, to: P.self, db)
                try db.execute(
                    sql: "UPDATE progress SET position = ?, event = ?, snapshot = ? WHERE projection = ?",
                    arguments: [new.position, new.event, Data(new.snapshot.canonicalBytes), P.name])
                return .commit
            }
            return isOurs
        }
    }

    package func drop<P: Projection>(_ projection: P.Type) async throws(LedgerError) {
        try await perform("write") { db in
            try db.inTransaction(.immediate) {
                try Self.drop(db, P.self)
                return .commit
            }
        }
    }

    package func rows<P: Projection>(
        _ projection: P.Type, _ query: ProjectionQuery
    ) async throws(LedgerError) -> [[ProjectionValue]] {
        guard let table = P.tables.first(where: { $0.name == query.table }) else {
            throw .failed(path: wording.path, operation: "read", reason: "no table `\(query.table)`")
        }
        let (sql, arguments) = Self.selection(query, table, of: P.self)
        let width = table.columns.count
        return try await perform("read") { db in
            let cursor = try Row.fetchCursor(db, sql: sql, arguments: arguments)
            var rows: [[ProjectionValue]] = []
            while let row = try cursor.next() { rows.append((0..<width).map { Self.value(row[$0]) }) }
            return rows
        }
    }

    package func compact() async throws(LedgerError) {
        try await perform("compact") { db in
            try db.execute(sql: "VACUUM")
            _ = try Row.fetchOne(db, sql: "PRAGMA wal_checkpoint(TRUNCATE)")
        }
    }

    /// Closes the file.
    package func close() throws(LedgerError) {
        do { try queue.close() } catch { throw wording.ledgerError(error, "close") }
    }

    private func perform<Value: Sendable>(
        _ operation: String, _ body: @escaping @Sendable (Database) throws -> Value
    ) async throws(LedgerError) -> Value {
        let wording = wording
        let result: Result<Value, LedgerError> = await withCheckedContinuation { continuation in
            queue.asyncWriteWithoutTransaction { db in
                continuation.resume(returning: wording.result(operation, db) { try body(db) })
            }
        }
        return try result.get()
    }
}

extension SQLiteProjections {
    private static func name(_ table: ProjectionTable, _ projection: (some Projection).Type) -> String {
        "\"\(projection.name).\(table.name)\""
    }

    /// Where a projection stands; `nil` if there is none of this version.
    private static func progress(
        _ db: Database, _ projection: (some Projection).Type
    ) throws -> ProjectionProgress? {
        let row = try Row.fetchOne(
            db,
            sql: "SELECT position, event, snapshot FROM progress WHERE projection = ? AND version = ?",
            arguments: [projection.name, projection.version])
        guard let row, let position = Int64.fromDatabaseValue(row[0]),
            let event = String.fromDatabaseValue(row[1]),
            case .blob(let bytes) = (row[2] as DatabaseValue).storage,
            let snapshot = try? JSON(parsing: bytes)
        else { return nil }
        return ProjectionProgress(position: position, event: event, snapshot: snapshot)
    }

    private static func drop(_ db: Database, _ projection: (some Projection).Type) throws {
        let tables = try String.fetchAll(
            db, sql: "SELECT name FROM sqlite_master WHERE type = 'table' AND substr(name, 1, ?) = ?",
            arguments: [projection.name.count + 1, projection.name + "."])
        for table in tables { try db.execute(sql: "DROP TABLE \"\(table)\"") }
        try db.execute(sql: "DELETE FROM progress WHERE projection = ?", arguments: [projection.name])
    }

    private static func definition(
        _ table: ProjectionTable, of projection: (some Projection).Type
    ) -> String {
        let columns = table.columns.map { "\"\($0.name)\" \($0.kind.rawValue)" }
        let key = table.columns.prefix(table.keyCount).map { "\"\($0.name)\"" }
        let own = name(table, projection)
        let indexes = table.indexes.enumerated().map { index, names in
            let columns = names.map { "\"\($0)\"" }.joined(separator: ", ")
            return "CREATE INDEX \"\(projection.name).\(table.name).\(index)\" ON \(own) (\(columns));"
        }
        return "CREATE TABLE \(own) (\(columns.joined(separator: ", ")), "
            + "PRIMARY KEY (\(key.joined(separator: ", ")))) STRICT, WITHOUT ROWID; "
            + indexes.joined(separator: " ")
    }

    private static func apply<P: Projection>(
        _ changes: [ProjectionChange], to projection: P.Type, _ db: Database
    ) throws {
        var statements = ChangeStatements(db: db, tables: P.tables) { name($0, P.self) }
        for change in changes { try statements.perform(change) }
    }

    private static func selection(
        _ query: ProjectionQuery, _ table: ProjectionTable, of projection: (some Projection).Type
    ) -> (String, StatementArguments) {
        var arguments: [ProjectionValue] = []
        let terms = query.terms.map { term in
            let column = "\"\(term.column)\""
            if term.value == .null { return "\(column) IS NULL" }
            arguments.append(term.value)
            guard term.comparison == .prefix else { return "\(column) \(term.comparison.rawValue) ?" }
            arguments.append(term.value)
            return "substr(\(column), 1, length(?)) = ?"
        }
        var sql = "SELECT * FROM \(name(table, projection))"
        if !terms.isEmpty { sql += " WHERE " + terms.joined(separator: " AND ") }
        let order = query.order.map { "\"\($0.column)\"" + ($0.descending ? " DESC" : "") }
        if !order.isEmpty { sql += " ORDER BY " + order.joined(separator: ", ") }
        arguments.append(.integer(Int64(query.limit)))
        return (sql + " LIMIT ?", StatementArguments(arguments.map(\.database)))
    }

    private static func value(_ value: DatabaseValue) -> ProjectionValue {
        switch value.storage {
        case .int64(let number): .integer(number)
        case .double(let number): .real(number)
        case .string(let text): .text(text)
        case .null, .blob: .null
        }
    }
}

extension ProjectionValue {
    fileprivate var database: DatabaseValue {
        switch self {
        case .null: .null
        case .integer(let number): number.databaseValue
        case .real(let number): number.databaseValue
        case .text(let text): text.databaseValue
        }
    }
}
