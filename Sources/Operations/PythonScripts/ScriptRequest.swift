import StructuredData
import Synchronization

/// One thing asked of the worker, from the asking to the answer.
final class ScriptRequest: Sendable {
    enum Work: Sendable { case execute(String), evaluate(String), describe }
    enum Answer: Sendable {
        case result(ScriptResult)
        case value(ScriptValue)
        case facts(PythonFacts)
    }
    typealias Outcome = Result<Answer, ScriptError>

    private struct State {
        var continuation: CheckedContinuation<Outcome, Never>?
        var isCancelled = false
        /// Stops the worker that has it in hand.
        var stop: (@Sendable () -> Void)?
    }

    let work: Work
    let variables: [String: JSON]
    private let state = Mutex(State())

    init(work: Work, variables: [String: JSON]) { (self.work, self.variables) = (work, variables) }

    /// Leaves who is to be told.
    ///
    /// - Returns: False if there is nothing to wait for: it was cancelled and told so.
    func wait(_ continuation: CheckedContinuation<Outcome, Never>) -> Bool {
        let isCancelled = state.withLock { state in
            if !state.isCancelled { state.continuation = continuation }
            return state.isCancelled
        }
        if isCancelled { continuation.resume(returning: .failure(.cancelled)) }
        return !isCancelled
    }

    /// Takes it in hand.
    ///
    /// - Returns: False if nobody wants it any more.
    func begin(_ stop: @escaping @Sendable () -> Void) -> Bool {
        state.withLock { state in
            if !state.isCancelled { state.stop = stop }
            return !state.isCancelled
        }
    }

    /// Tells who waits, once.
    func finish(_ outcome: Outcome) {
        let (continuation, isCancelled) = state.withLock { state in
            defer { (state.continuation, state.stop) = (nil, nil) }
            return (state.continuation, state.isCancelled)
        }
        continuation?.resume(returning: isCancelled ? .failure(.cancelled) : outcome)
    }

    /// Gives it up.
    ///
    /// One that is in hand is answered when its worker is gone.
    func cancel() {
        let (continuation, stop) = state.withLock { state in
            state.isCancelled = true
            defer { if state.stop == nil { state.continuation = nil } }
            return (state.stop == nil ? state.continuation : nil, state.stop)
        }
        stop?()
        continuation?.resume(returning: .failure(.cancelled))
    }
}
