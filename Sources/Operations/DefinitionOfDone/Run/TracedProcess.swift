import Capabilities
import Diagnostics
import Telemetry
import Tracing

extension ProcessRunner {
    /// Runs a program in a span of its own, which the child is told as its parent.
    ///
    /// - Parameters:
    ///   - invocation: What to run.
    ///   - command: What may be shown of the command line.
    ///   - onOutput: Is handed each piece of output as it comes.
    /// - Returns: How it ended and what it said.
    /// - Throws: ``ProcessError``.
    func traced(
        _ invocation: ProcessInvocation, command: [String],
        onOutput: (@Sendable (ProcessOutput) -> Void)? = nil
    ) async throws(ProcessError) -> ProcessResult {
        let name = invocation.executable.split(separator: "/").last.map(String.init) ?? invocation.executable
        let outcome: Result<ProcessResult, ProcessError> = await withSpan(name, ofKind: .client) { span in
            span.attributes["process.executable.name"] = name
            span.attributes["process.command_args"] = command
            var invocation = invocation
            span.context.spanContext?.inject(into: &invocation.environment)
            let result: ProcessResult
            do throws(ProcessError) { result = try await run(invocation, onOutput: onOutput) } catch {
                span.attributes["error.type"] = error.diagnostic.code
                span.setStatus(SpanStatus(code: .error, message: error.diagnostic.message))
                return .failure(error)
            }
            span.attributes["process.pid"] = Int(result.processIdentifier)
            switch result.termination {
            case .exited(let code): span.attributes["process.exit.code"] = Int(code)
            case .signaled(let signal): span.attributes["error.type"] = "signal \(signal)"
            case .timedOut: span.attributes["error.type"] = "timeout"
            }
            if !result.isSuccess { span.setStatus(SpanStatus(code: .error)) }
            return .success(result)
        }
        return try outcome.get()
    }
}
