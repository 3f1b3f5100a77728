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
    func forEach(after position: Int64, limit: Int, _ body: (EventColumns) throws -> Void) throws {
        let statement = try db.cachedStatement(sql: Self.sql)
        let cursor = try Row.fetchCursor(statement, arguments: [position, limit])
        while try cursor.next() != nil { try body(columns(of: statement.sqliteStatement)) }
    }

    private func columns(of row: OpaquePointer) -> EventColumns {
        EventColumns(
            position: sqlite3_column_int64(row, 0), stream: bytes(row, 1),
            version: sqlite3_column_int64(row, 2), id: bytes(row, 3), type: bytes(row, 4),
            schema: sqlite3_column_int64(row, 5), time: sqlite3_column_int64(row, 6),
            actor: bytes(row, 7), traceID: optionalBytes(row, 8), spanID: optionalBytes(row, 9),
            payload: bytes(row, 10))
    }

    private func optionalBytes(_ row: OpaquePointer, _ column: Int32) -> UnsafeRawBufferPointer? {
        sqlite3_column_type(row, column) == SQLITE_NULL ? nil : bytes(row, column)
    }

    /// A damaged file may hold values of other types; they give some bytes, which then fit no leaf.
    private func bytes(_ row: OpaquePointer, _ column: Int32) -> UnsafeRawBufferPointer {
        if sqlite3_column_type(row, column) == SQLITE_BLOB {
            let start = sqlite3_column_blob(row, column)
            return UnsafeRawBufferPointer(start: start, count: Int(sqlite3_column_bytes(row, column)))
        }
        let start = sqlite3_column_text(row, column)
        return UnsafeRawBufferPointer(start: start, count: Int(sqlite3_column_bytes(row, column)))
    }
}
