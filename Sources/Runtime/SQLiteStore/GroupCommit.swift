import GRDB
import Ledger
import Synchronization
import TransparencyLog

/// Appends that wait for the next transaction.
///
/// While one transaction is on its way to the disk, appends of other streams gather; the next transaction takes them all,
/// so that many writers share one synchronisation of the disk.
final class GroupCommit: Sendable {
    struct Request: Sendable {
        let batches: [EventBatch]
        /// How many events the ledger must have before; `nil`: any number.
        let size: Int64?
        let answer: @Sendable (Result<Int64, LedgerError>) -> Void
    }

    private let waiting = Mutex<[Request]>([])
    /// The right edge of the tree as this connection last left it.
    private let edge = Mutex(MerkleFrontier())

    /// Adds a request; true if nobody is coming for the queue yet.
    func enqueue(_ request: Request) -> Bool {
        waiting.withLock { requests in
            requests.append(request)
            return requests.count == 1
        }
    }

    /// Commits all that waits in one transaction; those that cannot be appended fail alone.
    func drain(_ db: Database, _ wording: FailureWording) {
        let requests = waiting.withLock { requests in
            defer { requests = [] }
            return requests
        }
        guard !requests.isEmpty else { return }
        var results: [Result<Int64, LedgerError>] = []
        let committed = wording.result("write", db) {
            var grown = MerkleFrontier()
            try db.inTransaction(.immediate) {
                var growth = try TreeGrowth(NodeReader(db: db), known(db))
                grown = growth.frontier
                if requests.count == 1 {
                    // Alone it needs no savepoint: what undoes it is the transaction.
                    results.append(try alone(requests[0], db, &growth, wording))
                } else {
                    for request in requests { results.append(try append(request, db, &growth, wording)) }
                }
                if results.allSatisfy(\.isFailure) { return .rollback }
                grown = growth.frontier
                return .commit
            }
            edge.withLock { $0 = grown }
        }
        for (index, request) in requests.enumerated() {
            request.answer(committed.flatMap { results[index] })
        }
    }

    /// The edge that was kept, unless another process has appended since.
    private func known(_ db: Database) throws -> MerkleFrontier? {
        let kept = edge.withLock { $0 }
        return try NodeReader(db: db).count(0) == kept.size ? kept : nil
    }

    private func append(
        _ request: Request, _ db: Database, _ growth: inout TreeGrowth, _ wording: FailureWording
    ) throws -> Result<Int64, LedgerError> {
        let before = growth
        var result = Result<Int64, LedgerError>.success(0)
        try db.inSavepoint {
            result = try alone(request, db, &growth, wording)
            return result.isFailure ? .rollback : .commit
        }
        if result.isFailure { growth = before }
        return result
    }

    /// Appends a request; if it fails, the caller undoes what was written of it.
    private func alone(
        _ request: Request, _ db: Database, _ growth: inout TreeGrowth, _ wording: FailureWording
    ) throws -> Result<Int64, LedgerError> {
        do {
            if let size = request.size, size != growth.frontier.size {
                throw LedgerError.conflict(
                    stream: wholeLedger, expected: Int(size), actual: Int(growth.frontier.size))
            }
            for batch in request.batches { try insert(batch, db, &growth) }
            return .success(growth.frontier.size)
        } catch let error as LedgerError {
            return .failure(error)
        } catch let error as MissingHash {
            return .failure(.corrupt(path: wording.path, reason: error.reason))
        }
    }

    private func insert(_ batch: EventBatch, _ db: Database, _ growth: inout TreeGrowth) throws {
        let (stream, expected) = (batch.events[0].stream, batch.expectedVersion)
        let version = try db.cachedStatement(sql: Schema.versionOfStream)
        let actual = try Int.fetchOne(version, arguments: [stream]) ?? 0
        guard actual == expected else {
            throw LedgerError.conflict(stream: stream, expected: expected, actual: actual)
        }
        let statement = try db.cachedStatement(sql: Schema.insert)
        var leaf: [UInt8] = []
        for event in batch.events {
            let failure: (any Error)? = event.withColumns { columns in
                do {
                    try EventRow.insert(columns, statement)
                    columns.writeLeaf(to: &leaf)
                    return nil
                } catch { return error }
            }
            switch failure {
            case nil: try growth.append(leaf, at: db.lastInsertedRowID)
            case let error as DatabaseError where error.resultCode == .SQLITE_CONSTRAINT:
                // Versions were checked above, so only the id is left to clash.
                throw duplicateID(event)
            case let error?: throw error
            }
        }
    }
}

extension Result {
    fileprivate var isFailure: Bool { if case .failure = self { true } else { false } }
}
