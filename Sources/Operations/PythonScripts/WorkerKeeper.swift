import Capabilities

/// Answers requests one after another, and starts a worker whenever one is wanted and none is there.
struct WorkerKeeper {
    let settings: PythonSettings
    let starter: any ProcessStarter

    func serve(_ requests: AsyncStream<ScriptRequest>) async {
        var pending = requests.makeAsyncIterator()
        var ways = settings.invocations[...]
        while let request = await pending.next(isolation: #isolation) {
            // A helper that failed once is not tried again: what is in force stays the same.
            while let way = ways.first {
                let failure = await employ(way.isolation, way.invocation, request, &pending)
                guard let failure else { break }
                guard ways.count > 1, failure.isOfStart else {
                    request.finish(.failure(failure))
                    break
                }
                ways.removeFirst()
            }
        }
    }

    /// Starts a worker, and has it answer `request` and those after it until it is not fit for more.
    ///
    /// - Returns: Why no worker could be had; then `request` is not answered.
    private func employ(
        _ isolation: ScriptIsolation, _ invocation: ProcessInvocation, _ request: ScriptRequest,
        _ pending: inout AsyncStream<ScriptRequest>.Iterator
    ) async -> ScriptError? {
        do throws(ProcessError) {
            return try await starter.withSession(invocation) { process in
                var worker = PythonWorker(
                    process: process, interpreter: settings.interpreter, limits: settings.limits)
                guard request.begin({ process.kill() }) else { return nil }
                do throws(ScriptError) {
                    try await worker.greet(isolation)
                } catch {
                    process.kill()
                    return error
                }
                var next: ScriptRequest? = request
                while let current = next {
                    if current.begin({ process.kill() }) { current.finish(await worker.answer(current)) }
                    guard worker.isFit else { break }
                    next = await pending.next(isolation: #isolation)
                }
                if !worker.isFit { process.kill() }
                return nil
            }
        } catch {
            switch error {
            case .cancelled: return .cancelled
            case .notStarted(_, let reason):
                return .notStarted(interpreter: settings.interpreter, reason: reason)
            }
        }
    }
}

extension ScriptError {
    /// Whether another way to start the worker may do better.
    fileprivate var isOfStart: Bool { if case .notStarted = self { true } else { false } }
}
