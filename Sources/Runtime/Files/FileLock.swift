package import Capabilities
package import Diagnostics

#if canImport(Darwin)
    import Darwin
#elseif canImport(Musl)
    import Musl
#else
    import Glibc
#endif

/// An exclusive advisory lock on a file, held from `init` until ``release()`` or the end of the process.
///
/// The file holds the process id of who locked it last, and stays when the lock goes: removing it would let two
/// processes lock two files of one name.
package struct FileLock: ~Copyable {
    private let file: Descriptor

    /// Locks the file at `path`, which is made if it is not there; its folder must be.
    ///
    /// - Throws: ``FileLockError/held(path:heldBy:)`` at once if another descriptor has the lock.
    package init(path: String) throws(FileLockError) {
        do { try checkPath(path, "lock") } catch { throw .file(error) }
        // A link is not followed: it could make the process id overwrite any file of the user.
        guard let file = Descriptor(path, O_CREAT | O_RDWR | O_NOFOLLOW | O_NONBLOCK, mode: 0o644) else {
            throw .file(FileError(code: errno, operation: "lock", path: path))
        }
        guard file.status()?.isFile == true else {
            throw .file(.system(path: path, operation: "lock", reason: "it is not a regular file"))
        }
        guard uninterrupted({ flock(file.number, LOCK_EX | LOCK_NB) }) == 0 else {
            guard errno == EWOULDBLOCK else {
                throw .file(FileError(code: errno, operation: "lock", path: path))
            }
            throw .held(path: path, heldBy: Self.holder(in: file))
        }
        // The id only serves a message, so a full disk must not stop who has the lock.
        if ftruncate(file.number, 0) == 0 { _ = file.write(Array("\(getpid())\n".utf8)) }
        self.file = file
    }

    /// Locks the file at `path` as soon as it is free.
    ///
    /// - Parameters:
    ///   - path: Its folder must be there.
    ///   - timeout: How long to wait; the lock is tried at least once.
    ///   - clock: Sleeps between the tries, 5 ms at first and up to 100 ms later.
    /// - Returns: The lock.
    /// - Throws: ``FileLockError/held(path:heldBy:)`` after `timeout`, ``FileLockError/cancelled``.
    package static func waiting<C: Clock<Duration>>(
        path: String, timeout: Duration, clock: C = ContinuousClock()
    ) async throws(FileLockError) -> FileLock {
        let deadline = clock.now.advanced(by: timeout)
        var pause = Duration.milliseconds(5)
        while true {
            do { return try FileLock(path: path) } catch {
                // The kernel's own waiting would hold a thread that no cancellation can wake.
                guard case .held = error, clock.now < deadline else { throw error }
            }
            let wake = min(clock.now.advanced(by: pause), deadline)
            do { try await clock.sleep(until: wake, tolerance: nil) } catch { throw .cancelled }
            pause = min(pause * 2, .milliseconds(100))
        }
    }

    /// Lets it go; so does the end of the value's life, but this can be read.
    package consuming func release() {}

    private static func holder(in file: borrowing Descriptor) -> Int32? {
        var buffer = [UInt8](repeating: 0, count: 16)
        let count = buffer.withUnsafeMutableBytes { pread(file.number, $0.baseAddress, $0.count, 0) }
        guard count > 1, buffer[count - 1] == UInt8(ascii: "\n") else { return nil }
        return Int32(String(decoding: buffer[..<(count - 1)], as: UTF8.self))
    }
}

package enum FileLockError: DiagnosableError, Hashable {
    /// Somebody else has it; `heldBy` is their process id as far as they could write it.
    case held(path: String, heldBy: Int32?)
    case file(FileError)
    case cancelled

    package var diagnostic: Diagnostic {
        switch self {
        case .held(let path, let holder):
            Diagnostic(
                code: "lock.held",
                message: "`\(path)` is locked by " + (holder.map { "process \($0)" } ?? "another process"),
                hint: "wait for it to end, or look at it with `ps -fp \(holder.map(String.init) ?? "PID")`",
                exit: .unavailable)
        case .file(let error): error.diagnostic
        case .cancelled: Diagnostic(code: "cancelled", message: "interrupted", exit: .interrupted)
        }
    }
}
