import StructuredData
import Synchronization

/// Ends one piece of work without ending the others of its group.
final class WorkSwitch: Sendable {
    private enum State {
        case idle, stopped
        case waiting(CheckedContinuation<Void, Never>)
    }

    private let state = Mutex(State.idle)

    /// Runs `body` until it ends or the switch is thrown; then it is cancelled, and its end is waited for.
    func race(
        _ body: @escaping @Sendable () async -> Result<JSON, WorkFailure>
    ) async -> Result<JSON, WorkFailure> {
        await withTaskGroup(of: Result<JSON, WorkFailure>?.self) { group in
            group.addTask { await body() }
            group.addTask {
                await self.stopped()
                return nil
            }
            var result: Result<JSON, WorkFailure> = .failure(.cancelled)
            while let next = await group.next() {
                if let next {
                    result = next
                    self.stop()
                } else {
                    group.cancelAll()
                }
            }
            return result
        }
    }

    /// Throws the switch.
    func stop() {
        let waiting = state.withLock { state -> CheckedContinuation<Void, Never>? in
            defer { state = .stopped }
            if case .waiting(let continuation) = state { return continuation }
            return nil
        }
        waiting?.resume()
    }

    private func stopped() async {
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let isStopped = state.withLock { state in
                    if case .stopped = state { return true }
                    state = .waiting(continuation)
                    return false
                }
                if isStopped { continuation.resume() }
            }
        } onCancel: {
            stop()
        }
    }
}
