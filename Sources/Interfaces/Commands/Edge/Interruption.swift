import Diagnostics

/// The result of something that a signal may have cut short.
struct Interruptible<Value: Sendable>: Sendable {
    let value: Value
    let signal: Signal?
}

/// Runs `body`, and cancels it when the process is asked to end.
///
/// - Parameters:
///   - signals: Where such wishes come from.
///   - onSignal: Is told of the first one before `body` is cancelled.
///   - beside: Runs along and is cancelled when `body` ends.
///   - body: What to run.
/// - Returns: What `body` returned, also after a signal.
/// - Throws: What `body` throws; ``CommandError/interrupted(_:)`` in its place after a signal.
func interruptibly<Value: Sendable>(
    by signals: AsyncStream<Signal>, onSignal: @Sendable (Signal) -> Void = { _ in },
    beside: @escaping @Sendable () async -> Void = {}, _ body: @escaping @Sendable () async throws -> Value
) async throws -> Interruptible<Value> {
    let end: (Result<Value, any Error>, Signal?) = await withTaskGroup(of: Step<Value>.self) { group in
        group.addTask {
            do { return .done(.success(try await body())) } catch { return .done(.failure(error)) }
        }
        group.addTask {
            for await signal in signals { return .signal(signal) }
            return .over
        }
        group.addTask {
            await beside()
            return .over
        }
        var received: Signal?
        while let step = await group.next() {
            switch step {
            case .over: continue
            case .signal(let signal):
                received = signal
                onSignal(signal)
                group.cancelAll()
            case .done(let result):
                group.cancelAll()
                await group.waitForAll()
                return (result, received)
            }
        }
        // The body's step always comes: a task of a group cannot be lost.
        preconditionFailure("the group ended without its body")
    }
    do { return Interruptible(value: try end.0.get(), signal: end.1) } catch {
        if let signal = end.1 { throw CommandError.interrupted(signal) }
        throw error
    }
}

private enum Step<Value: Sendable>: Sendable {
    case done(Result<Value, any Error>)
    case signal(Signal)
    case over
}
