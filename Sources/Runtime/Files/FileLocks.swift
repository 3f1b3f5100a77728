import Capabilities

/// Locks that processes of this machine share, as files.
package struct FileLocks: LockManager {
    package init() {}

    package func withLock<Value: Sendable>(
        _ path: String, patience: Duration, _ body: () async throws -> Value
    ) async throws -> Value {
        let lock: FileLock
        do { lock = try await FileLock.waiting(path: path, timeout: patience) } catch {
            throw LockError(error)
        }
        let value: Value
        do { value = try await body() } catch {
            lock.release()
            throw error
        }
        lock.release()
        return value
    }
}

extension LockError {
    fileprivate init(_ error: FileLockError) {
        switch error {
        case .held(let path, let holder): self = .heldElsewhere(path: path, by: holder)
        case .file(let error): self = .file(error)
        case .cancelled: self = .cancelled
        }
    }
}
