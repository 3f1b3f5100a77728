import CProcessControl
import Synchronization

#if canImport(Darwin)
    import Darwin
#elseif canImport(Musl)
    import Musl
#else
    import Glibc
#endif

/// The operating system's own words, in lower case as the rest of a message is.
func systemMessage(_ code: CInt) -> String {
    let text = String(cString: strerror(code))
    return text.prefix(1).lowercased() + text.dropFirst()
}

/// Repeats a system call for as long as a signal interrupts it.
func uninterrupted<Value: SignedInteger>(_ call: () -> Value) -> Value {
    while true {
        let value = call()
        if value != -1 || errno != EINTR { return value }
    }
}

/// A file descriptor that several may close, and that is closed at the latest when nobody has it any more.
final class Descriptor: Sendable {
    private let held: Mutex<CInt>

    init(_ number: CInt) { held = Mutex(number) }
    deinit { close() }

    /// The descriptor's number; -1 once it is closed.
    var number: CInt { held.withLock { $0 } }
    var isOpen: Bool { number >= 0 }

    func close() {
        held.withLock { number in
            if number >= 0 { _ = systemClose(number) }
            number = -1
        }
    }

    /// Writes one byte, unless it is closed.
    func signal() {
        held.withLock { number in
            guard number >= 0 else { return }
            _ = uninterrupted { write(number, [1], 1) }
        }
    }

    /// Makes reading and writing answer at once.
    func setNonblocking() { _ = fcntl(number, F_SETFL, fcntl(number, F_GETFL) | O_NONBLOCK) }
}

// Inside `Descriptor`, `close` is its own method.
private func systemClose(_ number: CInt) -> CInt { close(number) }

/// The two ends of a pipe, which no child inherits by itself.
struct Pipe: Sendable {
    let reader: Descriptor
    let writer: Descriptor

    init() throws(SystemError) {
        var ends: [CInt] = [-1, -1]
        guard uvmgr_pipe(&ends) == 0 else { throw SystemError(code: errno) }
        (reader, writer) = (Descriptor(ends[0]), Descriptor(ends[1]))
    }
}

/// An error number.
struct SystemError: Error { let code: CInt }

/// The bytes of a file, of which no more than `limit` are read; `nil` if it cannot be read.
func fileBytes(_ path: String, limit: Int) -> [UInt8]? {
    let file = Descriptor(open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK))
    guard file.isOpen else { return nil }
    var bytes: [UInt8] = []
    while bytes.count < limit {
        var count = 0
        bytes += [UInt8](unsafeUninitializedCapacity: min(4096, limit - bytes.count)) { buffer, used in
            count = uninterrupted { read(file.number, buffer.baseAddress, buffer.count) }
            used = max(0, count)
        }
        guard count >= 0 else { return nil }
        if count == 0 { break }
    }
    return bytes
}

/// Writes to a descriptor that does not block; if nobody reads there any more, that is an error and no signal.
///
/// - Returns: How many bytes were written, or -1 and `errno`.
func writeWithoutSignal(_ descriptor: CInt, _ bytes: [UInt8]) -> Int {
    var mask = sigset_t(), old = sigset_t(), pending = sigset_t()
    sigemptyset(&mask)
    sigaddset(&mask, SIGPIPE)
    pthread_sigmask(SIG_BLOCK, &mask, &old)
    defer { pthread_sigmask(SIG_SETMASK, &old, nil) }
    let count = uninterrupted { write(descriptor, bytes, bytes.count) }
    let code = errno
    // The signal waits for this thread now and would strike once it is let in.
    if count < 0, code == EPIPE, sigpending(&pending) == 0, sigismember(&pending, SIGPIPE) == 1 {
        var signal: CInt = 0
        _ = sigwait(&mask, &signal)
    }
    errno = code
    return count
}

/// Runs `work` on a thread of its own and waits for it without holding one of Swift's.
///
/// SIGPIPE stays blocked on that thread: writing to a child that is gone must be an error, not our death.
func onOwnThread<Value: Sendable>(_ work: @escaping @Sendable () -> Value) async -> Value {
    await withCheckedContinuation { continuation in
        let job = Job {
            var mask = sigset_t()
            sigemptyset(&mask)
            sigaddset(&mask, SIGPIPE)
            pthread_sigmask(SIG_BLOCK, &mask, nil)
            continuation.resume(returning: work())
        }
        #if canImport(Glibc)
            var thread = pthread_t()
        #else
            var thread: pthread_t?
        #endif
        let context = Unmanaged.passRetained(job)
        let code = pthread_create(&thread, nil, startJob, context.toOpaque())
        guard code == 0 else {
            // No thread is to be had, and the child runs already: better to hold one of Swift's than to lose it.
            context.takeRetainedValue().work()
            return
        }
        #if canImport(Glibc)
            pthread_detach(thread)
        #else
            if let thread { pthread_detach(thread) }
        #endif
    }
}

private final class Job: Sendable {
    let work: @Sendable () -> Void
    init(_ work: @escaping @Sendable () -> Void) { self.work = work }
}

#if canImport(Darwin)
    private func startJob(_ context: UnsafeMutableRawPointer) -> UnsafeMutableRawPointer? {
        Unmanaged<Job>.fromOpaque(context).takeRetainedValue().work()
        return nil
    }
#else
    private func startJob(_ context: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
        if let context { Unmanaged<Job>.fromOpaque(context).takeRetainedValue().work() }
        return nil
    }
#endif
