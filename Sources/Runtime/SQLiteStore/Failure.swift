import GRDB
import GRDBSQLite
import Ledger

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// Turns what SQLite says into what the ledger says.
struct FailureWording {
    let path: String
    let busyTimeout: Duration

    /// What `body` gives, or its error in the ledger's words.
    func result<Value>(
        _ operation: String, _ db: Database, _ body: () throws -> Value
    ) -> Result<Value, LedgerError> {
        do {
            return .success(try body())
        } catch {
            let systemError = db.sqliteConnection.map { sqlite3_system_errno($0) } ?? 0
            return .failure(ledgerError(error, operation, systemError: systemError))
        }
    }

    /// - Parameters:
    ///   - error: What was thrown.
    ///   - operation: A verb, for the wording of what has no case of its own.
    ///   - systemError: `errno` of the last failed system call of the connection, 0 if there was none.
    /// - Returns: The error as the ledger words it.
    func ledgerError(_ error: any Error, _ operation: String, systemError: Int32 = 0) -> LedgerError {
        if let error = error as? LedgerError { return error }
        if let error = error as? MissingHash { return .corrupt(path: path, reason: error.reason) }
        guard let error = error as? DatabaseError else {
            return .failed(path: path, operation: operation, reason: "\(error)")
        }
        switch error.resultCode {
        case .SQLITE_BUSY, .SQLITE_LOCKED: return .locked(path: path, after: busyTimeout)
        case .SQLITE_FULL: return .full(path: path)
        case .SQLITE_READONLY: return .readOnly(path: path)
        case .SQLITE_CORRUPT, .SQLITE_NOTADB, .SQLITE_FORMAT:
            return .corrupt(path: path, reason: error.message ?? "malformed")
        case .SQLITE_IOERR where systemError == ENOSPC || systemError == EDQUOT: return .full(path: path)
        case .SQLITE_IOERR where error.extendedResultCode == .SQLITE_IOERR_SHORT_READ:
            return .corrupt(path: path, reason: "the file ends too early")
        default: return .failed(path: path, operation: operation, reason: reason(error))
        }
    }

    private func reason(_ error: DatabaseError) -> String {
        "\(error.message ?? "unknown reason") (SQLite code \(error.extendedResultCode.rawValue))"
    }
}
