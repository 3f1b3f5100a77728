import CProcessControl
import Capabilities

#if canImport(Darwin)
    import Darwin
#elseif canImport(Musl)
    import Musl
#else
    import Glibc
#endif

/// Carries what a session says and hears until its program and all that it started are gone, on a thread of its own.
struct SessionPump: Sendable {
    let process: pid_t
    /// Readable when the process has ended; -1 where the system has no such thing.
    let exitDescriptor: CInt
    let token: ProcessToken
    let state: SessionState
    let deadline: ContinuousClock.Instant?
    /// How long the process group has to end, first of its own will and then after SIGTERM.
    let grace: Duration

    /// When what was asked of the group is enforced.
    private var finishTime: ContinuousClock.Instant?, killTime: ContinuousClock.Instant?
    /// When a closed output counts as the end although the process lives.
    private var silenceTime: ContinuousClock.Instant?
    private var isKilled = false
    private var end: ProcessResult.Termination?
    private var buffer = [UInt8](repeating: 0, count: 64 << 10)

    init(
        process: pid_t, exitDescriptor: CInt, token: ProcessToken, state: SessionState,
        deadline: ContinuousClock.Instant?, grace: Duration
    ) {
        (self.process, self.exitDescriptor, self.token) = (process, exitDescriptor, token)
        (self.state, self.deadline, self.grace) = (state, deadline, grace)
    }

    mutating func run() {
        while end == nil {
            carry(waiting: patience)
            keepTime()
        }
        // What the program said before its end is heard before the end.
        drain()
        kill(-process, SIGKILL)
        Orphans.collect(token, group: process)
        state.withContents { $0.phase = .over }
        state.streams.close()
    }

    private var patience: Duration {
        let others = [isKilled ? nil : deadline, finishTime, killTime, silenceTime].compactMap(\.self)
        let next = state.withContents { contents in
            // The time of a reader that has its line stands: most often the next reader comes before it.
            let stale = contents.lookTime.flatMap { $0 > .now ? $0 : nil }
            contents.lookTime = (others + [contents.reader?.deadline, stale].compactMap(\.self)).min()
            return contents.lookTime
        }
        let pause = next.map { max(.zero, ContinuousClock.now.duration(to: $0)) } ?? .seconds(3600)
        return exitDescriptor < 0 ? min(pause, .milliseconds(5)) : pause
    }

    /// Moves what can be moved now, after waiting for something to move.
    private mutating func carry(waiting pause: Duration) {
        let streams = state.streams
        let (isHeard, hasMore) = state.withContents { contents in
            (contents.reader != nil || !contents.incoming.isFull, contents.written < contents.outgoing.count)
        }
        // When nobody wants more, the program's output may fill its pipe.
        var polled = [
            pollfd(fd: state.wake.reader.number, events: Int16(POLLIN), revents: 0),
            pollfd(fd: isHeard ? streams.output.reader.number : -1, events: Int16(POLLIN), revents: 0),
            pollfd(fd: streams.error.reader.number, events: Int16(POLLIN), revents: 0),
            pollfd(fd: hasMore ? streams.input?.writer.number ?? -1 : -1, events: Int16(POLLOUT), revents: 0),
            pollfd(fd: exitDescriptor, events: Int16(POLLIN), revents: 0),
        ]
        guard poll(&polled, nfds_t(polled.count), milliseconds(pause)) > 0 else { return }
        if polled[0].revents != 0 { wakeUp() }
        if polled[2].revents != 0 { state.withContents { state.drainErrors(into: &$0) } }
        if polled[1].revents != 0, hear() == .closed { silenceTime = .now + .milliseconds(100) }
        if polled[0].revents != 0 || polled[3].revents != 0 { feed() }
        if polled[4].revents != 0 { look() }
    }

    private mutating func wakeUp() {
        let wake = state.wake.reader.number
        _ = buffer.withUnsafeMutableBytes { bytes in
            uninterrupted { read(wake, bytes.baseAddress, bytes.count) }
        }
        let phase = state.withContents { contents in
            contents.isAwake = false
            return contents.phase
        }
        if phase == .finishing, finishTime == nil {
            state.streams.input?.writer.close()
            finishTime = .now + grace
        }
        if phase == .terminating { terminate() }
    }

    private enum Heard { case something, nothing, closed }

    private mutating func hear() -> Heard {
        let reader = state.streams.output.reader
        let count = buffer.withUnsafeMutableBytes { bytes in
            uninterrupted { read(reader.number, bytes.baseAddress, bytes.count) }
        }
        guard count > 0 else {
            guard count == 0 || errno != EAGAIN else { return .nothing }
            reader.close()
            return .closed
        }
        buffer.withUnsafeBytes { bytes in
            let piece = UnsafeRawBufferPointer(rebasing: bytes[..<count])
            state.withContents { contents in
                contents.incoming.append(piece)
                contents.serve()
            }
        }
        return .something
    }

    private func feed() {
        guard let writer = state.streams.input?.writer, writer.isOpen else { return }
        state.withContents { contents in
            let count = contents.outgoing.withUnsafeBytes { bytes in
                let rest = UnsafeRawBufferPointer(rebasing: bytes[contents.written...])
                return rest.isEmpty ? 0 : uninterrupted { write(writer.number, rest.baseAddress, rest.count) }
            }
            if count > 0 { contents.written += count }
            let isBroken = count < 0 && errno != EAGAIN
            guard isBroken || contents.written == contents.outgoing.count else { return }
            contents.outgoing.removeAll(keepingCapacity: contents.outgoing.capacity <= 1 << 20)
            contents.written = 0
            if isBroken { writer.close() }
        }
    }

    private mutating func look() {
        let code = uvmgr_peek_end(process)
        if code >= 0 { end = code >= 1000 ? .signaled(code - 1000) : .exited(code) }
    }

    /// Does what is due.
    private mutating func keepTime() {
        if exitDescriptor < 0, end == nil { look() }
        let now = ContinuousClock.now
        state.withContents { contents in
            if let reader = contents.reader, now >= reader.deadline { contents.answer(.success(.timedOut)) }
            guard let silenceTime, now >= silenceTime, contents.end == nil else { return }
            contents.end = .ended(nil)
            contents.serve()
        }
        if let time = silenceTime, now >= time { silenceTime = nil }
        if !isKilled, let deadline, now >= deadline { terminate() }
        if let time = finishTime, now >= time { terminate() }
        guard let time = killTime, now >= time else { return }
        kill(-process, SIGKILL)
        killTime = nil
    }

    private mutating func terminate() {
        finishTime = nil
        guard !isKilled else { return }
        kill(-process, SIGTERM)
        // Who is stopped would not see it.
        kill(-process, SIGCONT)
        (isKilled, killTime) = (true, .now + grace)
    }

    /// Reads what the dead left in the pipes, and says that they are dead.
    private mutating func drain() {
        var rounds = 0
        while rounds < 1024, state.streams.output.reader.isOpen, hear() == .something { rounds += 1 }
        state.withContents { contents in
            state.drainErrors(into: &contents)
            contents.end = .ended(end)
            contents.serve()
        }
    }
}
