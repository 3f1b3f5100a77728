/// Keeps events for good.
///
/// The only way in which state changes.
public protocol EventStore: Sendable {
    /// Appends all `events` or none, in order. When the call returns they are safe, also from a loss of power.
    ///
    /// Cancelling the task does not take an append back or hold it up.
    ///
    /// - Parameters:
    ///   - events: At least one, all of one stream, with versions from `expectedVersion + 1` on without gaps.
    ///   - expectedVersion: How many events the stream has so far.
    /// - Returns: The position of the last one in the ledger.
    /// - Throws: ``LedgerError/conflict(stream:expected:actual:)`` when the stream has more events or fewer.
    func append(_ events: [Event], expectedVersion: Int) async throws(LedgerError) -> Int64

    /// The events of a stream from `version` on, in order; none if there is no such stream.
    func read(stream: String, from version: Int) async throws(LedgerError) -> [Event]

    /// What streams there are, the one that began last first.
    func streams(_ query: StreamQuery) async throws(LedgerError) -> [StreamSummary]

    /// The events of all streams after `position`, in the order in which they were appended, `limit` at most.
    func readAll(after position: Int64, limit: Int) async throws(LedgerError) -> [StoredEvent]
}

extension EventStore {
    /// All events of a stream, in order; none if there is no such stream.
    public func read(stream: String) async throws(LedgerError) -> [Event] {
        try await read(stream: stream, from: 1)
    }
}

/// Events of one stream that follow each other.
public struct EventBatch: Hashable, Sendable {
    /// At least one, with versions from ``expectedVersion`` + 1 on without gaps.
    public let events: [Event]
    /// How many events the stream has before them.
    public let expectedVersion: Int

    public init(_ events: [Event], expectedVersion: Int) {
        (self.events, self.expectedVersion) = (events, expectedVersion)
    }

    /// Events in any order of streams, as as few batches as keep their order.
    public static func batches(of events: some Sequence<Event>) -> [EventBatch] {
        var batches: [EventBatch] = []
        var current: [Event] = []
        for event in events {
            if let last = current.last, last.stream != event.stream || last.version + 1 != event.version {
                batches.append(EventBatch(current, expectedVersion: current[0].version - 1))
                current = []
            }
            current.append(event)
        }
        if let first = current.first {
            batches.append(EventBatch(current, expectedVersion: first.version - 1))
        }
        return batches
    }
}

/// An event and its place in the ledger.
public struct StoredEvent: Hashable, Sendable {
    /// From 1, rising in the order in which events were appended.
    public let position: Int64
    public let event: Event

    public init(position: Int64, event: Event) { (self.position, self.event) = (position, event) }
}

/// Which streams to list.
public struct StreamQuery: Hashable, Sendable {
    /// Only streams whose names start so.
    public var prefix: String
    /// Only streams that began before this position: ``StreamSummary/firstPosition`` of the last one on a page asks for
    /// the next page.
    public var before: Int64
    /// How many at most.
    public var limit: Int

    public init(prefix: String = "", before: Int64 = .max, limit: Int = 50) {
        (self.prefix, self.before, self.limit) = (prefix, before, limit)
    }
}

/// What is known of a stream without reading it.
public struct StreamSummary: Hashable, Sendable {
    public let stream: String
    /// Where in the ledger it begins.
    public let firstPosition: Int64
    /// Of its first event, in nanoseconds since 1970-01-01 UTC.
    public let firstTime: Int64
    /// Of its last event.
    public let lastTime: Int64
    /// The type of its last event.
    public let lastType: String
    /// How many events it has, which is the version of the last one.
    public let count: Int

    public init(
        stream: String, firstPosition: Int64, firstTime: Int64, lastTime: Int64, lastType: String, count: Int
    ) {
        (self.stream, self.firstPosition) = (stream, firstPosition)
        (self.firstTime, self.lastTime) = (firstTime, lastTime)
        (self.lastType, self.count) = (lastType, count)
    }
}

/// Checks what every store must check of the events handed to ``EventStore/append(_:expectedVersion:)``.
///
/// - Returns: The stream they all belong to.
/// - Throws: ``LedgerError/malformedEvent(stream:version:reason:)`` at the first event out of place.
public func checkBatch(_ events: [Event], expectedVersion: Int) throws(LedgerError) -> String {
    guard let stream = events.first?.stream else {
        throw .malformedEvent(stream: "", version: expectedVersion, reason: "there are no events to append")
    }
    for (index, event) in events.enumerated() {
        guard event.stream == stream else {
            throw .malformedEvent(
                stream: event.stream, version: event.version,
                reason: "it is appended together with events of `\(stream)`")
        }
        guard event.version - 1 - index == expectedVersion else {
            throw .malformedEvent(
                stream: stream, version: event.version,
                reason: "it stands \(index + 1) events after version \(expectedVersion)")
        }
    }
    return stream
}

/// What stands in place of a stream's name where the whole ledger has grown meanwhile.
public let wholeLedger = "the ledger"

/// Checks that `events` are the events of `stream` from `version` on, without gap.
///
/// - Throws: ``LedgerError/malformedEvent(stream:version:reason:)`` at the first event out of place.
public func checkSequence(
    _ events: [Event], of stream: String, from version: Int
) throws(LedgerError) {
    // By index: an event is looked at, not copied.
    for index in events.indices {
        let expected = version + index
        guard events[index].stream == stream, events[index].version == expected else {
            let event = events[index]
            throw .malformedEvent(
                stream: stream, version: expected,
                reason: "it is missing; event \(event.version) of `\(event.stream)` stands in its place")
        }
    }
}
