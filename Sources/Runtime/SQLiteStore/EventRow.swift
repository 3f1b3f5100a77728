import Diagnostics
import GRDB
import Ledger
import StructuredData

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// Between an event and its row; a row may hold anything, because a file can be damaged.
enum EventRow {
    /// - Parameter payload: The canonical bytes of the event's payload.
    static func arguments(_ event: Event, payload: [UInt8]) -> StatementArguments {
        [
            event.stream, event.version, event.id, event.type, event.schema, event.time, event.actor,
            event.traceID, event.spanID, Data(payload),
        ]
    }

    /// Reads a row of ``Schema/columns``.
    static func stored(_ row: Row) throws(LedgerError) -> StoredEvent {
        let reader = ColumnReader(row: row)
        let event = try Event(
            id: reader.text(3), stream: reader.text(1), version: reader.integer(2), type: reader.text(4),
            schema: reader.integer(5), time: Int64(reader.integer(6)), actor: reader.text(7),
            traceID: reader.optionalText(8), spanID: reader.optionalText(9), payload: reader.payload())
        return StoredEvent(position: Int64(try reader.integer(0)), event: event)
    }
}

private struct ColumnReader {
    let row: Row

    func malformed(_ reason: String) -> LedgerError {
        .malformedEvent(
            stream: String.fromDatabaseValue(row[1]) ?? "", version: Int.fromDatabaseValue(row[2]) ?? 0,
            reason: reason)
    }

    func text(_ column: Int) throws(LedgerError) -> String {
        guard case .string(let text) = (row[column] as DatabaseValue).storage else {
            throw malformed("column \(column) of its row holds no text")
        }
        return text
    }

    func optionalText(_ column: Int) throws(LedgerError) -> String? {
        (row[column] as DatabaseValue).isNull ? nil : try text(column)
    }

    func integer(_ column: Int) throws(LedgerError) -> Int {
        guard case .int64(let value) = (row[column] as DatabaseValue).storage else {
            throw malformed("column \(column) of its row holds no integer")
        }
        return Int(value)
    }

    func payload() throws(LedgerError) -> JSON {
        guard case .blob(let data) = (row[10] as DatabaseValue).storage else {
            throw malformed("its payload holds no bytes")
        }
        do { return try JSON(parsing: data) } catch {
            throw malformed("its payload is \(error.diagnostic.message)")
        }
    }
}
