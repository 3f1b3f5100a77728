public import Diagnostics

/// Keeps two processes from doing the same thing at once.
public protocol LockManager: Sendable {
    /// Runs `body` while this process holds the lock file at `path`, which is made if it is not there.
    ///
    /// A process that dies gives its locks up.
    ///
    /// - Parameters:
    ///   - path: The lock file; its folder must exist.
    ///   - patience: How long to wait for another holder.
    ///   - body: What to do meanwhile.
    /// - Returns: What `body` returns.
    /// - Throws: ``LockError`` if the lock cannot be had, else what `body` throws.
    func withLock<Value: Sendable>(
        _ path: String, patience: Duration, _ body: () async throws -> Value
    ) async throws -> Value
}

public enum LockError: DiagnosableError, Hashable {
    /// Another process held it all the time; its id if it is known.
    case heldElsewhere(path: String, by: Int32?)
    case file(FileError)
    case cancelled

    public var diagnostic: Diagnostic {
        switch self {
        case .heldElsewhere(let path, let holder):
            Diagnostic(
                code: "lock.held",
                message: "`\(path)` is held by another process" + (holder.map { " (\($0))" } ?? ""),
                hint: "wait until it is done, or end it", exit: .unavailable)
        case .file(let error): error.diagnostic
        case .cancelled: Diagnostic(code: "cancelled", message: "interrupted", exit: .interrupted)
        }
    }
}
