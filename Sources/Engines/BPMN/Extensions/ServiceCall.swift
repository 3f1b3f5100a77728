/// What a task asks a service for.
public struct ServiceCall: Hashable, Sendable {
    /// Whether calling twice does the same as calling once.
    public enum Effect: String, Hashable, Sendable, CaseIterable {
        /// It may be called again, after a failure or when it is not known whether it was called.
        case idempotent
        /// It must not be called again unless it is known that it was not called.
        case atMostOnce
    }

    /// A named value.
    public struct Parameter: Hashable, Sendable {
        public var name: String
        public var value: SettingValue

        public init(name: String, value: SettingValue) { (self.name, self.value) = (name, value) }
    }

    /// `uvmgr:command`, `uvmgr:http`, `uvmgr:gate`, or `job:` and the type that a worker knows it by.
    public var operation: String
    public var parameters: [Parameter] = []
    /// Fixed facts for the worker.
    public var headers: [Parameter] = []
    /// The variable that takes the whole result; without it each member of the result becomes a variable.
    public var resultVariable: String?
    public var effect = Effect.idempotent
    /// Calls with the same key are one call.
    public var idempotencyKey: SettingValue?
    /// How long one attempt may take.
    public var timeout: TimeSpan?
    public var retry = RetryPolicy.standard(for: .idempotent)

    public init(operation: String) { self.operation = operation }
}

/// How often and when a failed call is tried again.
///
/// The delay before attempt `n + 1` is `delay × factorⁿ⁻¹`, at most `limit`, changed at random by up to the share `jitter`.
public struct RetryPolicy: Hashable, Sendable {
    /// All attempts, the first one included; at least 1.
    public var attempts: Int
    public var delay: TimeSpan
    /// At least 1.
    public var factor: Double
    /// From 0 to 1.
    public var jitter: Double
    public var limit: TimeSpan

    public init(
        attempts: Int, delay: TimeSpan = TimeSpan(milliseconds: 1000), factor: Double = 2,
        jitter: Double = 0.2, limit: TimeSpan = TimeSpan(milliseconds: 60_000)
    ) {
        (self.attempts, self.delay, self.factor) = (attempts, delay, factor)
        (self.jitter, self.limit) = (jitter, limit)
    }

    /// Three attempts for what may be repeated, one for what may not.
    public static func standard(for effect: ServiceCall.Effect) -> RetryPolicy {
        RetryPolicy(attempts: effect == .idempotent ? 3 : 1)
    }
}
