import Commands
import Diagnostics
import Dispatch
import Processes
import Synchronization

#if canImport(Darwin)
    import Darwin
#elseif canImport(Musl)
    import Musl
#else
    import Glibc
#endif

/// How many signals have come, over all streams.
private let signalCount = Mutex(0)

/// The signals that ask this process to end, from now on; until somebody asks for them they simply end it.
///
/// The second one ends the process at once, and its children with it.
func signalStream() -> AsyncStream<Signal> {
    let (stream, continuation) = AsyncStream.makeStream(of: Signal.self)
    let queue = DispatchQueue(label: "dev.uvmgr.signals")
    for (number, wish) in [(SIGINT, Signal.interrupt), (SIGTERM, .terminate), (SIGHUP, .terminate)] {
        guard takeOver(number) else { continue }
        let source = DispatchSource.makeSignalSource(signal: number, queue: queue)
        source.setEventHandler {
            let count = signalCount.withLock { count in
                count += 1
                return count
            }
            guard count == 1 else {
                killChildren()
                _exit(Int32(wish.exit.rawValue))
            }
            continuation.yield(wish)
        }
        source.resume()
        // It must outlive the stream: the second signal comes when nobody listens any more.
        _ = Unmanaged.passRetained(source as AnyObject)
    }
    return stream
}

/// Keeps a signal from ending the process; false for one that is ignored already, as `nohup` has it.
private func takeOver(_ number: Int32) -> Bool {
    let old = signal(number, SIG_IGN)
    // The address of SIG_IGN is 1 everywhere; Swift does not let functions be compared.
    return old.map { unsafeBitCast($0, to: Int.self) } != 1
}
