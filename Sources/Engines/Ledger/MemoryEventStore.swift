/// Keeps events for as long as it lives: for a project directory that cannot be written, and for tests.
public actor MemoryEventStore: EventStore {
    private var log: [Event] = []
    /// Indices into `log`, by stream, in order of version.
    private var indices: [String: [Int]] = [:]
    private var ids: Set<String> = []

    public init() {}

    public func append(_ events: [Event], expectedVersion: Int) async throws(LedgerError) -> Int64 {
        let stream = try checkBatch(events, expectedVersion: expectedVersion)
        let actual = indices[stream]?.count ?? 0
        guard actual == expectedVersion else {
            throw .conflict(stream: stream, expected: expectedVersion, actual: actual)
        }
        var added: Set<String> = []
        for event in events {
            guard !ids.contains(event.id), added.insert(event.id).inserted else { throw duplicateID(event) }
        }
        ids.formUnion(added)
        for event in events {
            indices[stream, default: []].append(log.count)
            log.append(event)
        }
        return Int64(log.count)
    }

    public func read(stream: String, from version: Int) async throws(LedgerError) -> [Event] {
        (indices[stream] ?? []).dropFirst(max(0, version - 1)).map { log[$0] }
    }

    public func streams(_ query: StreamQuery) async throws(LedgerError) -> [StreamSummary] {
        let found = indices.filter { $0.key.hasPrefix(query.prefix) }.compactMap { stream, indices in
            summary(stream, indices)
        }
        let newestFirst = found.sorted { $0.firstPosition > $1.firstPosition }
        return Array(newestFirst.filter { $0.firstPosition < query.before }.prefix(max(0, query.limit)))
    }

    public func readAll(after position: Int64, limit: Int) async throws(LedgerError) -> [StoredEvent] {
        let start = Int(clamping: min(max(0, position), Int64(log.count)))
        return log[start...].prefix(max(0, limit)).enumerated().map {
            StoredEvent(position: Int64(start + $0 + 1), event: $1)
        }
    }

    private func summary(_ stream: String, _ indices: [Int]) -> StreamSummary? {
        guard let first = indices.first, let last = indices.last else { return nil }
        return StreamSummary(
            stream: stream, firstPosition: Int64(first + 1), firstTime: log[first].time,
            lastTime: log[last].time,
            lastType: log[last].type, count: indices.count)
    }
}

/// The refusal of an event whose id another event has.
public func duplicateID(_ event: Event) -> LedgerError {
    .malformedEvent(
        stream: event.stream, version: event.version, reason: "another event has its id `\(event.id)`")
}
