package import Capabilities
import Subprocess

extension LiveProcessRunner: ProcessStarter {
    package func withSession<Value: Sendable>(
        _ invocation: ProcessInvocation, _ body: (any ProcessSession) async -> Value
    ) async throws(ProcessError) -> Value {
        try await guarded(invocation) { token in
            let streams = try ChildStreams(hasInput: true)
            defer { streams.close() }
            let state = SessionState(
                input: invocation.standardInput ?? [], errorLimit: invocation.outputLimit, streams: streams,
                wake: try Pipe())
            return try await withTaskCancellationHandler {
                try await hold(invocation, token, state, body)
            } onCancel: {
                state.terminate()
            }
        }
    }

    private func hold<Value: Sendable>(
        _ invocation: ProcessInvocation, _ token: ProcessToken, _ state: SessionState,
        _ body: (any ProcessSession) async -> Value
    ) async throws -> Value {
        let streams = state.streams
        let deadline = invocation.timeout.map { ContinuousClock.now + $0 }
        return try await Subprocess.run(
            configuration(invocation, token),
            input: .fileDescriptor(descriptor(streams.childInput), closeAfterSpawningProcess: false),
            output: .fileDescriptor(descriptor(streams.output.writer), closeAfterSpawningProcess: false),
            error: .fileDescriptor(descriptor(streams.error.writer), closeAfterSpawningProcess: false)
        ) { execution in
            let identifier = execution.processIdentifier
            Orphans.started(token, identifier.value)
            streams.closeChildEnds()
            let pump = SessionPump(
                process: identifier.value, exitDescriptor: exitDescriptor(identifier), token: token,
                state: state,
                deadline: deadline, grace: grace)
            async let end: Void = onOwnThread {
                var pump = pump
                pump.run()
            }
            let value = await body(LiveProcessSession(processIdentifier: identifier.value, state: state))
            state.finish()
            await end
            return value
        }.closureResult
    }
}

/// What the body of a session holds of it.
private struct LiveProcessSession: ProcessSession {
    let processIdentifier: Int32
    let state: SessionState

    func send(_ bytes: [UInt8]) { state.send(bytes) }

    func receiveLine(limit: Int, timeout: Duration) async throws(ProcessError) -> ProcessReading {
        try await state.receiveLine(limit: limit, deadline: .now + timeout)
    }

    func takeErrorOutput() -> CapturedOutput { state.takeErrorOutput() }

    func kill() { state.kill(processIdentifier) }
}
