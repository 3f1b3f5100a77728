package import Capabilities
package import StructuredData

/// Runs scripts in one Python process, one after another, for as long as `body` runs.
///
/// Python is started with the first script and again after one that did not leave it fit for another. When the call
/// returns, neither it nor anything that scripts started is left.
///
/// ```swift
/// let total = try await withPythonSession(settings, starter: processes) { python in
///     try await python.evaluate("order.price * order.count", variables: ["order": order]).value
/// }
/// ```
package func withPythonSession<Value, Failure: Error>(
    _ settings: PythonSettings, starter: any ProcessStarter,
    _ body: (PythonSession) async throws(Failure) -> Value
) async throws(Failure) -> Value {
    let (requests, queue) = AsyncStream.makeStream(of: ScriptRequest.self)
    let keeper = WorkerKeeper(settings: settings, starter: starter)
    async let end: Void = keeper.serve(requests)
    let result: Result<Value, Failure>
    do throws(Failure) {
        result = .success(try await body(PythonSession(queue: queue)))
    } catch {
        result = .failure(error)
    }
    queue.finish()
    await end
    return try result.get()
}

/// Where scripts are handed in.
///
/// Those that are handed in at the same time run one after another.
package struct PythonSession: Sendable {
    let queue: AsyncStream<ScriptRequest>.Continuation

    /// Runs a script, which sees `variables` as its globals.
    ///
    /// A result depends on nothing but the script and its variables, unless the script itself asks the world. Cancelling
    /// the task kills a running script.
    package func execute(
        _ script: String, variables: [String: JSON]
    ) async throws(ScriptError) -> ScriptResult {
        switch try await answer(.execute(script), variables) {
        case .result(let result): return result
        case .value, .facts: throw .garbled(reason: "the answer belongs to another request")
        }
    }

    /// The value of an expression, which sees `variables` as its globals and changes none of them.
    package func evaluate(
        _ expression: String, variables: [String: JSON]
    ) async throws(ScriptError) -> ScriptValue {
        switch try await answer(.evaluate(expression), variables) {
        case .value(let value): return value
        case .result, .facts: throw .garbled(reason: "the answer belongs to another request")
        }
    }

    /// What runs the scripts.
    ///
    /// Starts Python if it does not run.
    package func facts() async throws(ScriptError) -> PythonFacts {
        switch try await answer(.describe, [:]) {
        case .facts(let facts): return facts
        case .result, .value: throw .garbled(reason: "the answer belongs to another request")
        }
    }

    private func answer(
        _ work: ScriptRequest.Work, _ variables: [String: JSON]
    ) async throws(ScriptError) -> ScriptRequest.Answer {
        let request = ScriptRequest(work: work, variables: variables)
        let result = await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                guard request.wait(continuation) else { return }
                if case .terminated = queue.yield(request) { request.finish(.failure(.closed)) }
            }
        } onCancel: {
            request.cancel()
        }
        return try result.get()
    }
}
