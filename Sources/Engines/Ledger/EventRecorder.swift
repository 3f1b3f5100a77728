public import StructuredData

/// What a caller wants on record; the ``EventRecorder`` adds who, when and where in the stream.
public struct NewEvent: Hashable, Sendable {
    public var type: String
    public var schema: Int
    public var payload: JSON

    public init(_ type: String, schema: Int = 1, payload: JSON = [:]) {
        (self.type, self.schema, self.payload) = (type, schema, payload)
    }
}

/// The span in which something happened, so that ledger and trace can be joined.
public struct SpanReference: Hashable, Sendable {
    /// 32 lower-case hexadecimal digits.
    public let traceID: String
    /// 16 lower-case hexadecimal digits.
    public let spanID: String

    public init(traceID: String, spanID: String) { (self.traceID, self.spanID) = (traceID, spanID) }
}

/// Appends to one stream on behalf of everything that happens in it.
///
/// Gives each event its version, id and time. Callers may record at the same time: what arrives while an append is
/// under way goes to the store together in the next one, so that a burst of small records costs few commits. One
/// call's events stay together and in order.
public actor EventRecorder {
    public let stream: String
    private let actor: String
    private let store: any EventStore
    private let now: @Sendable () -> Int64
    private let random: @Sendable () -> UInt64
    /// How many events of the stream the store has.
    private var version: Int
    private var lastTime: Int64
    private var waiting: [Request] = []
    private var isAppending = false

    /// - Parameters:
    ///   - stream: A run id, for example.
    ///   - version: How many events the stream has already.
    ///   - lastTime: When the last of them was recorded.
    ///   - actor: Who causes the events.
    ///   - store: Where they go.
    ///   - now: Nanoseconds since 1970-01-01 UTC. A clock that is set back does not take the times of a stream back:
    ///     an event is never earlier than the one before it.
    ///   - random: 64 random bits a call.
    public init(
        stream: String, version: Int = 0, lastTime: Int64 = .min, actor: String, store: any EventStore,
        now: @escaping @Sendable () -> Int64, random: @escaping @Sendable () -> UInt64
    ) {
        (self.stream, self.version, self.lastTime, self.actor) = (stream, version, lastTime, actor)
        (self.store, self.now, self.random) = (store, now, random)
    }

    /// Puts `events` on record; when the call returns they are safe.
    ///
    /// - Returns: The events as they were stored.
    /// - Throws: ``LedgerError``; then none of `events` was stored, and later calls may succeed.
    @discardableResult
    public func record(
        _ events: [NewEvent], in span: SpanReference? = nil
    ) async throws(LedgerError) -> [Event] {
        guard !events.isEmpty else { return [] }
        let drafts = events.map { Draft(event: $0, span: span, time: nextTime(), random: random()) }
        if isAppending {
            let turn = await withCheckedContinuation { waiting.append(Request(drafts: drafts, answer: $0)) }
            if case .answered(let result) = turn { return try result.get() }
        }
        isAppending = true
        defer { passOn() }
        return try await append(drafts, andAll: takeWaiting())
    }

    private func takeWaiting() -> [Request] {
        defer { waiting = [] }
        return waiting
    }

    /// Lets the next caller in the queue append for all the others; each waits for one append at most beside its own.
    private func passOn() {
        guard !waiting.isEmpty else {
            isAppending = false
            return
        }
        waiting.removeFirst().answer.resume(returning: .lead)
    }

    private func nextTime() -> Int64 {
        lastTime = max(lastTime, now())
        return lastTime
    }

    /// Appends the caller's own events and those of all that wait, at once.
    private func append(_ own: [Draft], andAll requests: [Request]) async throws(LedgerError) -> [Event] {
        let built = built([own] + requests.map(\.drafts))
        let events = built.flatMap { (try? $0.get()) ?? [] }
        let failure = events.isEmpty ? nil : await failureOfAppending(events)
        let results = built.map { failure.map(Result.failure) ?? $0 }
        for (request, result) in zip(requests, results.dropFirst()) {
            request.answer.resume(returning: .answered(result))
        }
        return try results[0].get()
    }

    private func failureOfAppending(_ events: [Event]) async -> LedgerError? {
        do throws(LedgerError) {
            _ = try await store.append(events, expectedVersion: version)
            version += events.count
            return nil
        } catch {
            return error
        }
    }

    /// Gives versions; malformed events fail alone, with the others of the same call.
    private func built(_ calls: [[Draft]]) -> [Result<[Event], LedgerError>] {
        var next = version + 1
        return calls.map { drafts in
            Result { () throws(LedgerError) in
                let events = try self.events(of: drafts, from: next)
                next += events.count
                return events
            }
        }
    }

    private func events(of drafts: [Draft], from version: Int) throws(LedgerError) -> [Event] {
        var events: [Event] = []
        for draft in drafts {
            events.append(
                try Event(
                    id: uuidV7(nanoseconds: draft.time, random: draft.random), stream: stream,
                    version: version + events.count, type: draft.event.type, schema: draft.event.schema,
                    time: draft.time, actor: actor, traceID: draft.span?.traceID, spanID: draft.span?.spanID,
                    payload: draft.event.payload))
        }
        return events
    }
}

private struct Draft {
    let event: NewEvent
    let span: SpanReference?
    let time: Int64
    let random: UInt64
}

private enum Turn {
    case answered(Result<[Event], LedgerError>)
    /// The caller's own events are still to be appended, by the caller.
    case lead
}

private struct Request {
    let drafts: [Draft]
    let answer: CheckedContinuation<Turn, Never>
}
