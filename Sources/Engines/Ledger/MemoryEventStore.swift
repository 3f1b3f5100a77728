import Diagnostics
public import TransparencyLog

/// Keeps events for as long as it lives: for tests, and for logs that are checked before they are taken over.
public actor MemoryEventStore: EventLog {
    private var log: [Event] = []
    private var leaves: [MerkleHash] = []
    /// Indices into `log`, by stream, in order of version.
    private var indices: [String: [Int]] = [:]
    private var positions: [String: Int64] = [:]

    public init() {}

    public func append(_ events: [Event], expectedVersion: Int) async throws(LedgerError) -> Int64 {
        let stream = try checkBatch(events, expectedVersion: expectedVersion)
        let actual = indices[stream]?.count ?? 0
        guard actual == expectedVersion else {
            throw .conflict(stream: stream, expected: expectedVersion, actual: actual)
        }
        var added: Set<String> = []
        for event in events {
            guard positions[event.id] == nil, added.insert(event.id).inserted else {
                throw duplicateID(event)
            }
        }
        for event in events {
            indices[stream, default: []].append(log.count)
            log.append(event)
            leaves.append(MerkleHash.leaf(event.canonicalBytes))
            positions[event.id] = Int64(log.count)
        }
        return Int64(log.count)
    }

    public func append(_ batches: [EventBatch], at size: Int64?) async throws(LedgerError) -> Int64 {
        if let size, size != Int64(log.count) {
            throw .conflict(stream: wholeLedger, expected: Int(size), actual: log.count)
        }
        let before = (log, leaves, indices, positions)
        do {
            for batch in batches {
                _ = try await append(batch.events, expectedVersion: batch.expectedVersion)
            }
        } catch {
            (log, leaves, indices, positions) = before
            throw error
        }
        return Int64(log.count)
    }

    public func shortenLog() async throws(LedgerError) {}

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

extension MemoryEventStore {
    public func size() async throws(LedgerError) -> Int64 { Int64(log.count) }

    public func position(of id: String) async throws(LedgerError) -> Int64? { positions[id] }

    public func frontier(at size: Int64) async throws(LedgerError) -> MerkleFrontier {
        guard 0...Int64(log.count) ~= size else { throw .noEvent(String(size), size: Int64(log.count)) }
        var frontier = MerkleFrontier()
        for leaf in leaves.prefix(Int(size)) { frontier.append(leaf) }
        return frontier
    }

    public func inclusionProof(of position: Int64, in size: Int64) async throws(LedgerError) -> [MerkleHash] {
        try proof(upTo: size) {
            try TransparencyLog.inclusionProof(index: position - 1, size: size, hash: node)
        }
    }

    public func consistencyProof(from size: Int64, to larger: Int64) async throws(LedgerError) -> [MerkleHash]
    {
        try proof(upTo: larger) {
            try TransparencyLog.consistencyProof(from: size, to: larger, hash: node)
        }
    }

    public func reduce<Result: Sendable>(
        after position: Int64, limit: Int, into initial: Result,
        _ body: @escaping @Sendable (inout Result, EventColumns) throws(LedgerError) -> Void
    ) async throws(LedgerError) -> Result {
        var result = initial
        for stored in try await readAll(after: position, limit: limit) {
            let failure: LedgerError? = stored.event.withColumns(position: stored.position) { columns in
                do throws(LedgerError) {
                    try body(&result, columns)
                    return nil
                } catch { return error }
            }
            if let failure { throw failure }
        }
        return result
    }

    public func keptHashes(
        level: Int, from index: Int64, count: Int
    ) async throws(LedgerError) -> [MerkleHash?] {
        (index..<index + Int64(max(0, count))).map { index in
            (index + 1) << Int64(level) <= log.count
                ? node(MerkleNodeID(level: level, index: index)) : nil
        }
    }

    public func keptHashCount(level: Int) async throws(LedgerError) -> Int64 {
        Int64(log.count) >> Int64(level)
    }

    public func databaseFaults() async throws(LedgerError) -> [String] { [] }

    private func node(_ id: MerkleNodeID) -> MerkleHash {
        id.level == 0
            ? leaves[Int(id.index)]
            : .node(
                node(MerkleNodeID(level: id.level - 1, index: id.index * 2)),
                node(MerkleNodeID(level: id.level - 1, index: id.index * 2 + 1)))
    }

    private func proof<Value>(
        upTo size: Int64, _ body: () throws -> Value
    ) throws(LedgerError) -> Value {
        guard 0...Int64(log.count) ~= size else { throw .noEvent(String(size), size: Int64(log.count)) }
        do { return try body() } catch {
            let reason = (error as? TransparencyLogError)?.diagnostic.message ?? "\(error)"
            throw .failed(path: "memory", operation: "prove from", reason: reason)
        }
    }
}

/// The refusal of an event whose id another event has.
public func duplicateID(_ event: Event) -> LedgerError {
    .malformedEvent(
        stream: event.stream, version: event.version, reason: "another event has its id `\(event.id)`")
}
