import Diagnostics
import GRDB
import GRDBSQLite
import Ledger
import StructuredData

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// Between an event and its row; a row may hold anything, because a file can be damaged.
enum EventRow {
    /// Inserts an event from its columns.
    ///
    /// The values are bound as they lie in memory: on the way through values of GRDB each would be copied twice.
    static func insert(_ event: EventColumns, _ statement: Statement) throws {
        let row = statement.sqliteStatement
        defer {
            sqlite3_reset(row)
            sqlite3_clear_bindings(row)
        }
        bind(event.stream, at: 1, to: row)
        sqlite3_bind_int64(row, 2, event.version)
        bind(event.id, at: 3, to: row)
        bind(event.type, at: 4, to: row)
        sqlite3_bind_int64(row, 5, event.schema)
        sqlite3_bind_int64(row, 6, event.time)
        bind(event.actor, at: 7, to: row)
        if let traceID = event.traceID { bind(traceID, at: 8, to: row) }
        if let spanID = event.spanID { bind(spanID, at: 9, to: row) }
        sqlite3_bind_blob64(row, 10, event.payload.baseAddress, sqlite3_uint64(event.payload.count), nil)
        guard sqlite3_step(row) == SQLITE_DONE else {
            let connection = sqlite3_db_handle(row)
            let message = sqlite3_errmsg(connection).map { String(cString: $0) }
            throw DatabaseError(
                resultCode: ResultCode(rawValue: sqlite3_extended_errcode(connection)), message: message)
        }
    }

    private static func bind(_ text: UnsafeRawBufferPointer, at index: Int32, to row: OpaquePointer) {
        sqlite3_bind_text64(
            row, index, text.baseAddress?.assumingMemoryBound(to: CChar.self), sqlite3_uint64(text.count),
            nil,
            UInt8(SQLITE_UTF8))
    }

    /// Reads a row of ``Schema/columns``, the values as they lie in memory.
    static func stored(_ row: OpaquePointer) throws(LedgerError) -> StoredEvent {
        let reader = ColumnReader(row: row)
        let event = try Event(
            id: reader.text(3), stream: reader.text(1), version: reader.integer(2), type: reader.text(4),
            schema: reader.integer(5), time: Int64(reader.integer(6)), actor: reader.text(7),
            traceID: reader.optionalText(8), spanID: reader.optionalText(9), payload: reader.payload())
        return StoredEvent(position: Int64(try reader.integer(0)), event: event)
    }
}

private struct ColumnReader {
    let row: OpaquePointer

    func malformed(_ reason: String) -> LedgerError {
        .malformedEvent(
            stream: value(1) ?? "", version: Int(sqlite3_column_int64(row, 2)), reason: reason)
    }

    private func holds(_ type: Int32, _ column: Int32) -> Bool { sqlite3_column_type(row, column) == type }

    private func value(_ column: Int32) -> String? {
        guard holds(SQLITE_TEXT, column), let start = sqlite3_column_text(row, column) else { return nil }
        let count = Int(sqlite3_column_bytes(row, column))
        return String(decoding: UnsafeBufferPointer(start: start, count: count), as: UTF8.self)
    }

    func text(_ column: Int32) throws(LedgerError) -> String {
        guard let text = value(column) else {
            throw malformed("column \(column) of its row holds no text")
        }
        return text
    }

    func optionalText(_ column: Int32) throws(LedgerError) -> String? {
        holds(SQLITE_NULL, column) ? nil : try text(column)
    }

    func integer(_ column: Int32) throws(LedgerError) -> Int {
        guard holds(SQLITE_INTEGER, column) else {
            throw malformed("column \(column) of its row holds no integer")
        }
        return Int(sqlite3_column_int64(row, column))
    }

    func payload() throws(LedgerError) -> JSON {
        guard holds(SQLITE_BLOB, 10) else { throw malformed("its payload holds no bytes") }
        let start = sqlite3_column_blob(row, 10)
        let bytes = UnsafeRawBufferPointer(start: start, count: Int(sqlite3_column_bytes(row, 10)))
        do {
            return try bytes.withMemoryRebound(to: UInt8.self) { bytes throws(JSONError) in
                try JSON(parsing: bytes)
            }
        } catch {
            throw malformed("its payload is \(error.diagnostic.message)")
        }
    }
}
