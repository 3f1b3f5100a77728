import Capabilities

#if canImport(Darwin)
    import Darwin
#elseif canImport(Musl)
    import Musl
#else
    import Glibc
#endif

/// Carries a child's input and output until it and all that it started are gone, on a thread of its own.
struct Pump {
    struct Job: Sendable {
        let process: pid_t
        /// Readable when the process has ended; -1 where the system has no such thing.
        let exitDescriptor: CInt
        let token: ProcessToken
        let streams: ChildStreams
        /// Readable when the run is to be stopped.
        let cancellation: Descriptor
        let input: [UInt8]
        let outputLimit: Int
        let deadline: ContinuousClock.Instant?
        /// How long the process group has between SIGTERM and SIGKILL.
        let grace: Duration
        let onOutput: (@Sendable (ProcessOutput) -> Void)?
    }

    struct Outcome: Sendable {
        let standardOutput: CapturedOutput
        let standardError: CapturedOutput
        let ended: ContinuousClock.Instant
        let isTimedOut: Bool
    }

    private enum Stop {
        case no
        /// The group got SIGTERM and gets SIGKILL then.
        case asked(killTime: ContinuousClock.Instant)
        case killed
    }

    private let job: Job
    private var standardOutput: OutputCapture
    private var standardError: OutputCapture
    private var written = 0
    private var ended: ContinuousClock.Instant?
    private var isTimedOut = false
    private var isCancelled = false
    private var stop = Stop.no
    private var buffer = [UInt8](repeating: 0, count: 64 << 10)

    init(_ job: Job) {
        self.job = job
        standardOutput = OutputCapture(limit: job.outputLimit)
        standardError = OutputCapture(limit: job.outputLimit)
        job.streams.output.reader.setNonblocking()
        job.streams.error.reader.setNonblocking()
        job.streams.input?.writer.setNonblocking()
        if job.input.isEmpty { job.streams.input?.writer.close() }
    }

    mutating func run() -> Outcome {
        while !isOver {
            carry(waiting: patience)
            keepTime()
        }
        // The process is a zombie until this returns, so its group's number cannot be anybody else's.
        kill(-job.process, SIGKILL)
        Orphans.collect(job.token, group: job.process)
        drain()
        return Outcome(
            standardOutput: standardOutput.captured, standardError: standardError.captured,
            ended: ended ?? .now, isTimedOut: isTimedOut)
    }

    /// Whether the process has ended, and the rest of its group too or its grace is over.
    private var isOver: Bool {
        guard ended != nil else { return false }
        guard case .asked(let killTime) = stop, ContinuousClock.now < killTime else { return true }
        return ProcessEntry.groupHasMembers(job.process) != true
    }

    /// How long nothing need be done unless a descriptor says so.
    private var patience: Duration {
        let next: ContinuousClock.Instant? =
            switch stop {
            case .no: job.deadline
            case .asked(let killTime): killTime
            case .killed: nil
            }
        let pause = next.map { ContinuousClock.now.duration(to: $0) } ?? .seconds(3600)
        if ended != nil { return min(pause, .milliseconds(10)) }
        guard job.exitDescriptor < 0 else { return pause }
        // A process that closed its output is most often about to end.
        let isSilent = !job.streams.output.reader.isOpen && !job.streams.error.reader.isOpen
        return min(pause, .milliseconds(isSilent ? 1 : 10))
    }

    /// Stops the group when its time is over, and kills it when its grace is.
    private mutating func keepTime() {
        if job.exitDescriptor < 0, ended == nil, hasEnded(job.process) { ended = .now }
        guard ended == nil else { return }
        switch stop {
        case .no:
            if let deadline = job.deadline, ContinuousClock.now >= deadline { isTimedOut = true }
            guard isTimedOut || isCancelled else { return }
            kill(-job.process, SIGTERM)
            // Who is stopped would not see it.
            kill(-job.process, SIGCONT)
            stop = .asked(killTime: .now + job.grace)
        case .asked(let killTime):
            guard ContinuousClock.now >= killTime else { return }
            kill(-job.process, SIGKILL)
            stop = .killed
        case .killed: return
        }
    }

    /// Moves what can be moved now, after waiting for something to move.
    private mutating func carry(waiting pause: Duration) {
        let streams = job.streams
        var polled = [
            pollfd(fd: ended == nil ? job.exitDescriptor : -1, events: Int16(POLLIN), revents: 0),
            pollfd(fd: isCancelled ? -1 : job.cancellation.number, events: Int16(POLLIN), revents: 0),
            pollfd(fd: streams.output.reader.number, events: Int16(POLLIN), revents: 0),
            pollfd(fd: streams.error.reader.number, events: Int16(POLLIN), revents: 0),
            pollfd(fd: streams.input?.writer.number ?? -1, events: Int16(POLLOUT), revents: 0),
        ]
        let count = poll(&polled, nfds_t(polled.count), milliseconds(pause))
        guard count > 0 else { return }
        if polled[2].revents != 0 { read(streams.output.reader, .standardOutput) }
        if polled[3].revents != 0 { read(streams.error.reader, .standardError) }
        if polled[4].revents != 0, let writer = streams.input?.writer { feed(writer) }
        if polled[0].revents != 0 { ended = .now }
        if polled[1].revents != 0 { isCancelled = true }
    }

    private mutating func read(_ reader: Descriptor, _ stream: ProcessOutput.Stream) {
        let count = buffer.withUnsafeMutableBytes { bytes in
            uninterrupted { systemRead(reader.number, bytes.baseAddress, bytes.count) }
        }
        guard count > 0 else {
            if count == 0 || errno != EAGAIN { reader.close() }
            return
        }
        buffer.withUnsafeBytes { bytes in
            let piece = UnsafeRawBufferPointer(rebasing: bytes.prefix(count))
            switch stream {
            case .standardOutput: standardOutput.append(piece)
            case .standardError: standardError.append(piece)
            }
        }
        job.onOutput?(ProcessOutput(stream: stream, bytes: Array(buffer.prefix(count))))
    }

    private mutating func feed(_ writer: Descriptor) {
        let count = job.input.withUnsafeBytes { bytes in
            let rest = UnsafeRawBufferPointer(rebasing: bytes[written...])
            return uninterrupted { write(writer.number, rest.baseAddress, rest.count) }
        }
        if count > 0 { written += count }
        // A child may stop reading whenever it likes.
        if (count < 0 && errno != EAGAIN) || written == job.input.count { writer.close() }
    }

    /// Reads what the dead left in the pipes.
    ///
    /// Waits for the ends of the streams only briefly: somebody may hold them open whom we may not kill.
    private mutating func drain() {
        job.streams.input?.writer.close()
        ended = ended ?? .now
        let deadline = ContinuousClock.now + .milliseconds(200)
        while job.streams.output.reader.isOpen || job.streams.error.reader.isOpen {
            let left = ContinuousClock.now.duration(to: deadline)
            guard left > .zero else { break }
            carry(waiting: left)
        }
        job.streams.close()
    }
}

// Inside `Pump`, `read` is its own method.
private func systemRead(_ descriptor: CInt, _ bytes: UnsafeMutableRawPointer?, _ count: Int) -> Int {
    read(descriptor, bytes, count)
}

/// Whether a child has ended; it stays to be reaped.
private func hasEnded(_ process: pid_t) -> Bool {
    var information = siginfo_t()
    let answer = uninterrupted {
        waitid(P_PID, id_t(process), &information, WEXITED | WNOHANG | WNOWAIT)
    }
    // Without an ended child the structure stays as it was, and no signal has number 0.
    return answer != 0 || information.si_signo != 0
}

/// For `poll`: rounded up, so that a wait is never over too early.
func milliseconds(_ duration: Duration) -> CInt {
    let (seconds, attoseconds) = duration.components
    guard seconds >= 0, attoseconds >= 0 else { return 0 }
    return CInt(min(seconds, 3600)) * 1000 + CInt((attoseconds + 999_999_999_999_999) / 1_000_000_000_000_000)
}
