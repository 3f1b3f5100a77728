import Capabilities

/// Answers requests one after another, and starts a worker whenever one is wanted and none is there.
struct WorkerKeeper {
    /// What came of starting a worker.
    private enum Employment {
        /// It was there and answered.
        case served
        /// Nobody wanted its answer any more.
        case unwanted
        case failed(ScriptError)
    }

    let settings: PythonSettings
    let starter: any ProcessStarter

    func serve(_ requests: AsyncStream<ScriptRequest>) async {
        var pending = requests.makeAsyncIterator()
        var ways = settings.invocations[...]
        while let request = await pending.next(isolation: #isolation) {
            search: while let way = ways.first {
                switch await employ(way.isolation, way.invocation, request, &pending) {
                case .unwanted: break search
                case .served:
                    // What is in force stays in force: a later failure must not lead to a weaker way.
                    ways = [way]
                    break search
                case .failed(.notStarted) where ways.count > 1: ways.removeFirst()
                case .failed(let error):
                    request.finish(.failure(error))
                    break search
                }
            }
        }
    }

    /// Starts a worker, and has it answer `request` and those after it until it is not fit for more.
    private func employ(
        _ isolation: ScriptIsolation, _ invocation: ProcessInvocation, _ request: ScriptRequest,
        _ pending: inout AsyncStream<ScriptRequest>.Iterator
    ) async -> Employment {
        do throws(ProcessError) {
            return try await starter.withSession(invocation) { process in
                guard request.begin({ process.kill() }) else { return .unwanted }
                var worker = PythonWorker(
                    process: process, interpreter: settings.interpreter, limits: settings.limits)
                do throws(ScriptError) {
                    try await worker.greet(isolation)
                } catch {
                    process.kill()
                    return .failed(error)
                }
                await serve(request, &pending, by: &worker)
                return .served
            }
        } catch {
            switch error {
            case .cancelled: return .failed(.cancelled)
            case .notStarted(_, let reason):
                return .failed(.notStarted(interpreter: settings.interpreter, reason: reason))
            }
        }
    }

    private func serve(
        _ first: ScriptRequest, _ pending: inout AsyncStream<ScriptRequest>.Iterator,
        by worker: inout PythonWorker
    ) async {
        let process = worker.process
        var next: ScriptRequest? = first
        while let request = next {
            if request.begin({ process.kill() }) { request.finish(await worker.answer(request)) }
            guard worker.isFit else { return process.kill() }
            next = await pending.next(isolation: #isolation)
        }
    }
}
