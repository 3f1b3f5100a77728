import Synchronization

/// Ends one piece of work without ending the others of its group.
package final class WorkSwitch: Sendable {
    private enum State {
        case idle, stopped
        case waiting(CheckedContinuation<Void, Never>)
    }

    private let state = Mutex(State.idle)

    package init() {}

    /// Runs `body` to its end, cancelled as soon as the switch is thrown.
    package func race<Value: Sendable>(_ body: @escaping @Sendable () async -> Value) async -> Value {
        await withTaskGroup(of: Value?.self) { group in
            group.addTask { await body() }
            group.addTask {
                await self.stopped()
                return nil
            }
            while let next = await group.next() {
                guard let result = next else {
                    group.cancelAll()
                    continue
                }
                self.stop()
                return result
            }
            // The body's task always ends, and with a value.
            preconditionFailure("the group ended without its body")
        }
    }

    /// Throws the switch.
    package func stop() {
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
