/// Runs `body` for at most `limit`; child processes carry their limit themselves, what waits for servers gets it here.
///
/// - Throws: ``GateFailure/timedOut(after:)`` when the time is over, and what `body` throws.
func within<Value: Sendable>(
    _ limit: Duration?, _ body: @escaping @Sendable () async throws -> Value
) async throws -> Value {
    guard let limit else { return try await body() }
    return try await withThrowingTaskGroup(of: Value?.self) { group in
        group.addTask { try await body() }
        group.addTask {
            try await Task.sleep(for: limit)
            return nil
        }
        defer { group.cancelAll() }
        guard let first = try await group.next(), let value = first else {
            throw GateFailure.timedOut(after: limit)
        }
        return value
    }
}
