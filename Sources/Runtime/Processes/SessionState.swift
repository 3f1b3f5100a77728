import Capabilities
import Synchronization

#if canImport(Darwin)
    import Darwin
#elseif canImport(Musl)
    import Musl
#else
    import Glibc
#endif

/// What the body of a session and its pump share.
final class SessionState: Sendable {
    /// Who waits for a line.
    struct Reader {
        let limit: Int
        let deadline: ContinuousClock.Instant
        let continuation: CheckedContinuation<Result<ProcessReading, ProcessError>, Never>
    }

    /// How far the end has come.
    enum Phase { case running, finishing, terminating, over }

    struct Contents {
        var outgoing: [UInt8]
        var written = 0
        var incoming = LineBuffer()
        var reader: Reader?
        var errorOutput: OutputCapture
        var phase = Phase.running
        /// What a reader is told once no line is left; `nil` while more may come.
        var end: ProcessReading?
        /// Whether the pump has been woken and did not look yet.
        var isAwake = false
        /// When the pump looks at the latest; `nil` if only when something moves.
        var lookTime: ContinuousClock.Instant?
    }

    let streams: ChildStreams
    let wake: Pipe
    private let errorLimit: Int
    private let contents: Mutex<Contents>

    init(input: [UInt8], errorLimit: Int, streams: ChildStreams, wake: Pipe) {
        (self.streams, self.wake, self.errorLimit) = (streams, wake, errorLimit)
        contents = Mutex(Contents(outgoing: input, errorOutput: OutputCapture(limit: errorLimit)))
        for descriptor in [streams.output.reader, streams.error.reader, wake.reader, wake.writer] {
            descriptor.setNonblocking()
        }
        streams.input?.writer.setNonblocking()
    }

    func withContents<Value>(_ body: (inout sending Contents) -> sending Value) -> sending Value {
        contents.withLock(body)
    }

    /// Writes what there is room for here and now, which spares a turn of the pump, and leaves the rest to it.
    func send(_ bytes: [UInt8]) {
        let isLeft = withContents { contents in
            guard contents.end == nil, let writer = streams.input?.writer, writer.isOpen else { return false }
            let isFirst = contents.outgoing.isEmpty
            let count = isFirst ? max(0, writeWithoutSignal(writer.number, bytes)) : 0
            contents.outgoing += bytes[count...]
            return count < bytes.count
        }
        if isLeft { change { _ in } }
    }

    func receiveLine(
        limit: Int, deadline: ContinuousClock.Instant
    ) async throws(ProcessError) -> ProcessReading {
        let result = await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let reader = Reader(limit: limit, deadline: deadline, continuation: continuation)
                let mustWake = withContents { contents in
                    precondition(contents.reader == nil, "one reader at a time")
                    contents.reader = reader
                    // Before the reader was there, nobody could be told.
                    if Task.isCancelled { contents.answer(.failure(.cancelled)) } else { contents.serve() }
                    guard contents.reader != nil else { return false }
                    return contents.lookTime.map { $0 > deadline } ?? true || contents.incoming.isFull
                }
                if mustWake { change { _ in } }
            }
        } onCancel: {
            withContents { $0.answer(.failure(.cancelled)) }
        }
        return try result.get()
    }

    func takeErrorOutput() -> CapturedOutput {
        withContents { contents in
            drainErrors(into: &contents)
            let captured = contents.errorOutput.captured
            contents.errorOutput = OutputCapture(limit: errorLimit)
            return captured
        }
    }

    /// Reads what is there, and no more than somebody who never stops writing would let us.
    func drainErrors(into contents: inout Contents) {
        withUnsafeTemporaryAllocation(byteCount: 64 << 10, alignment: 1) { buffer in
            for _ in 0..<32 {
                let count = uninterrupted {
                    read(streams.error.reader.number, buffer.baseAddress, buffer.count)
                }
                guard count > 0 else {
                    if count == 0 || errno != EAGAIN { streams.error.reader.close() }
                    return
                }
                contents.errorOutput.append(UnsafeRawBufferPointer(rebasing: buffer[..<count]))
                if count < buffer.count { return }
            }
        }
    }

    func kill(_ process: pid_t) {
        withContents { contents in
            // Until the pump is over nobody reaps the process, so the number is its own.
            guard contents.phase != .over else { return }
            _ = systemKill(-process, SIGKILL)
        }
    }

    /// Lets the program end by itself.
    func finish() { change { if $0.phase == .running { $0.phase = .finishing } } }

    /// Makes the program end.
    func terminate() { change { if $0.phase != .over { $0.phase = .terminating } } }

    /// Changes something that the pump must look at.
    private func change(_ body: (inout sending Contents) -> Void) {
        let mustWake = contents.withLock { contents in
            body(&contents)
            defer { contents.isAwake = true }
            return !contents.isAwake
        }
        if mustWake { wake.writer.signal() }
    }
}

extension SessionState.Contents {
    /// Tells the reader, if there is one.
    mutating func answer(_ result: Result<ProcessReading, ProcessError>) {
        let reader = self.reader
        self.reader = nil
        reader?.continuation.resume(returning: result)
    }

    /// Gives the reader what there is for it.
    mutating func serve() {
        guard let reader else { return }
        switch incoming.next(limit: reader.limit) {
        case .some(let line): answer(.success(line))
        case .none: if let end { answer(.success(end)) }
        }
    }
}

// Inside `SessionState`, `kill` is its own method.
private func systemKill(_ process: pid_t, _ signal: CInt) -> CInt { kill(process, signal) }

/// Bytes of a stream that are handed out in lines.
struct LineBuffer {
    private var bytes: [UInt8] = []
    /// How many of the bytes were handed out, and how many are known to hold no line feed.
    private var start = 0, scanned = 0

    /// Whether no more need be read before somebody wants a line.
    var isFull: Bool { bytes.count - start >= 64 << 10 }

    mutating func append(_ more: UnsafeRawBufferPointer) { bytes += more }

    /// The next line; `nil` if its end is not there yet.
    mutating func next(limit: Int) -> ProcessReading? {
        let end = bytes.withUnsafeBufferPointer { $0[scanned...].firstIndex(of: 0x0A) }
        scanned = end ?? bytes.count
        let length = scanned - start
        guard end != nil || length > limit else { return nil }
        let line = length > limit ? ProcessReading.tooLong : .line(Array(bytes[start..<scanned]))
        start = end.map { $0 + 1 } ?? scanned
        scanned = start
        if start == bytes.count {
            bytes.removeAll(keepingCapacity: bytes.capacity <= 1 << 20)
            (start, scanned) = (0, 0)
        }
        return line
    }
}
