import GRDB
package import Ledger
import Synchronization

/// The ledger in an SQLite file.
///
/// The file is in WAL mode, so readers do not wait for a writer; `synchronous=FULL` makes each commit safe against loss
/// of power before ``append(_:expectedVersion:)`` returns (under NORMAL the last commits may be gone). All appends that
/// arrive while the disk is busy are one transaction and cost one synchronisation of the disk. The Merkle tree grows in
/// the same transaction, so that events and tree never differ.
///
/// A store that is not closed stays open until its process ends, which is as safe: the log beside the file stays, and the
/// next process reads it. Closing moves the log into the file, which costs several synchronisations more, so a command
/// that is about to end does not.
package final class SQLiteStore: EventLog {
    /// What to do with the file.
    package enum Access: Sendable {
        /// Makes it if there is none. Where nothing can be written, an existing file can still be read.
        case readWrite
        /// Never makes or changes it.
        case read
    }

    private let queue: DatabaseQueue
    /// What keeps the queue from closing the file when the store is let go.
    private let hold: Mutex<Unmanaged<DatabaseQueue>?>
    private let group = GroupCommit()
    let wording: FailureWording
    /// Whether ``append(_:expectedVersion:)`` will be refused.
    package let isReadOnly: Bool

    /// Opens the ledger at `path`; the folder it is in must be there.
    ///
    /// - Parameters:
    ///   - path: An absolute path.
    ///   - access: Whether it may be made and changed.
    ///   - busyTimeout: How long to wait for another process that is writing.
    /// - Throws: ``LedgerError`` if the file is damaged, of another program or of a newer one, or is not there and not
    ///   to be made. Nothing was written to it then.
    package init(
        path: String, access: Access = .readWrite, busyTimeout: Duration = .seconds(5)
    ) throws(LedgerError) {
        wording = FailureWording(path: path, busyTimeout: busyTimeout)
        let opener = Opener(path: path, access: access, wording: wording)
        (queue, isReadOnly) = try opener.open()
        hold = Mutex(Unmanaged.passRetained(queue))
    }

    /// Moves the log into the file and closes it; any later call fails.
    package func close() throws(LedgerError) {
        hold.withLock { held in
            held?.release()
            held = nil
        }
        do { try queue.close() } catch { throw wording.ledgerError(error, "close") }
    }

    package func append(_ events: [Event], expectedVersion: Int) async throws(LedgerError) -> Int64 {
        try await append([EventBatch(events, expectedVersion: expectedVersion)], at: nil)
    }

    package func append(_ batches: [EventBatch], at size: Int64?) async throws(LedgerError) -> Int64 {
        guard !batches.isEmpty else {
            throw .malformedEvent(stream: "", version: 0, reason: "there are no events to append")
        }
        for batch in batches { _ = try checkBatch(batch.events, expectedVersion: batch.expectedVersion) }
        if isReadOnly { throw .readOnly(path: wording.path) }
        let (group, wording) = (group, wording)
        let result: Result<Int64, LedgerError> = await withCheckedContinuation { continuation in
            let isFirst = group.enqueue(
                GroupCommit.Request(
                    batches: batches, size: size, answer: { continuation.resume(returning: $0) }))
            if isFirst { queue.asyncWriteWithoutTransaction { group.drain($0, wording) } }
        }
        return try result.get()
    }

    package func shortenLog() async throws(LedgerError) {
        if isReadOnly { throw .readOnly(path: wording.path) }
        try await perform("shorten") { db in _ = try Row.fetchOne(db, sql: "PRAGMA wal_checkpoint(TRUNCATE)")
        }
    }

    package func read(stream: String, from version: Int) async throws(LedgerError) -> [Event] {
        let first = max(1, version)
        let sql = "SELECT \(Schema.columns) FROM events WHERE stream = ? AND version >= ? ORDER BY version"
        let events = try await perform("read") { db in try stored(db, sql, [stream, first]).map(\.event) }
        try checkSequence(events, of: stream, from: first)
        return events
    }

    package func readAll(after position: Int64, limit: Int) async throws(LedgerError) -> [StoredEvent] {
        let sql = "SELECT \(Schema.columns) FROM events WHERE position > ? ORDER BY position LIMIT ?"
        return try await perform("read") { db in try stored(db, sql, [position, max(0, limit)]) }
    }

    package func streams(_ query: StreamQuery) async throws(LedgerError) -> [StreamSummary] {
        try await perform("read") { db in try summaries(db, query) }
    }

    /// Runs `body` on the connection's own queue, where it blocks no thread of the concurrency pool.
    ///
    /// It runs to its end even if the task is cancelled: what happened before an interruption must still be recorded.
    func perform<Value: Sendable>(
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

private func stored(_ db: Database, _ sql: String, _ arguments: StatementArguments) throws -> [StoredEvent] {
    let statement = try db.cachedStatement(sql: sql)
    let rows = try Row.fetchCursor(statement, arguments: arguments)
    var events: [StoredEvent] = []
    while try rows.next() != nil { events.append(try EventRow.stored(statement.sqliteStatement)) }
    return events
}

private func summaries(_ db: Database, _ query: StreamQuery) throws -> [StreamSummary] {
    let sql = """
        SELECT first.stream, first.position, first.time, last.time, last.type, last.version
        FROM events AS first JOIN events AS last ON last.stream = first.stream AND last.version =
            (SELECT max(version) FROM events WHERE stream = first.stream)
        WHERE first.version = 1 AND first.position < ?1 AND substr(first.stream, 1, length(?2)) = ?2
        ORDER BY first.position DESC LIMIT ?3
        """
    let rows = try Row.fetchCursor(
        db, sql: sql, arguments: [query.before, query.prefix, max(0, query.limit)])
    var found: [StreamSummary] = []
    while let row = try rows.next() {
        found.append(
            StreamSummary(
                stream: String.fromDatabaseValue(row[0]) ?? "",
                firstPosition: Int64.fromDatabaseValue(row[1]) ?? 0,
                firstTime: Int64.fromDatabaseValue(row[2]) ?? 0,
                lastTime: Int64.fromDatabaseValue(row[3]) ?? 0,
                lastType: String.fromDatabaseValue(row[4]) ?? "",
                count: Int.fromDatabaseValue(row[5]) ?? 0))
    }
    return found
}
