import GRDB
import GRDBSQLite
import Ledger

/// Goes through rows of events without making values of them: what verifying and projecting a whole ledger need.
struct EventScan {
    let db: Database

    private static let sql =
        "SELECT \(Schema.columns) FROM events WHERE position > ? ORDER BY position LIMIT ?"

    /// Hands over each event after `position`, `limit` at most.
    ///
    /// - Throws: ``LedgerError/malformedEvent(stream:version:reason:)`` for a row that holds values of other types, which
    ///   only a damaged file can; else what `body` throws.
    func forEach(after position: Int64, limit: Int, _ body: (EventColumns) throws -> Void) throws {
        let statement = try db.cachedStatement(sql: Self.sql)
        let cursor = try Row.fetchCursor(statement, arguments: [position, limit])
        while try cursor.next() != nil { try body(columns(of: statement.sqliteStatement)) }
    }

    private func columns(of row: OpaquePointer) throws -> EventColumns {
        EventColumns(
            position: sqlite3_column_int64(row, 0), stream: try bytes(row, 1),
            version: sqlite3_column_int64(row, 2), id: try bytes(row, 3), type: try bytes(row, 4),
            schema: sqlite3_column_int64(row, 5), time: sqlite3_column_int64(row, 6),
            actor: try bytes(row, 7), traceID: try optionalBytes(row, 8), spanID: try optionalBytes(row, 9),
            payload: try bytes(row, 10))
    }

    private func optionalBytes(_ row: OpaquePointer, _ column: Int32) throws -> UnsafeRawBufferPointer? {
        sqlite3_column_type(row, column) == SQLITE_NULL ? nil : try bytes(row, column)
    }

    private func bytes(_ row: OpaquePointer, _ column: Int32) throws -> UnsafeRawBufferPointer {
        switch sqlite3_column_type(row, column) {
        case SQLITE_BLOB:
            let start = sqlite3_column_blob(row, column)
            return UnsafeRawBufferPointer(start: start, count: Int(sqlite3_column_bytes(row, column)))
        case SQLITE_TEXT:
            let start = sqlite3_column_text(row, column)
            return UnsafeRawBufferPointer(start: start, count: Int(sqlite3_column_bytes(row, column)))
        default:
            throw LedgerError.malformedEvent(
                stream: "", version: 0,
                reason: "column \(column) of row \(sqlite3_column_int64(row, 0)) holds no text")
        }
    }
}
