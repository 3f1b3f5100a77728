import Ledger
import StructuredData
import Synchronization
import Testing

/// Counts appends, refuses those that `refusal` says, and holds the first until the gate opens.
private actor GatedStore: EventStore {
    let inner = MemoryEventStore()
    private(set) var appends = 0
    private var refusals: [LedgerError]
    private var isOpen: Bool
    private var held: [CheckedContinuation<Void, Never>] = []
    private var watchers: [CheckedContinuation<Void, Never>] = []

    init(isOpen: Bool = true, refusals: [LedgerError] = []) {
        (self.isOpen, self.refusals) = (isOpen, refusals)
    }

    func open() {
        isOpen = true
        for continuation in held { continuation.resume() }
        held = []
    }

    /// Returns once an append has arrived.
    func arrival() async {
        if appends == 0 { await withCheckedContinuation { watchers.append($0) } }
    }

    func append(_ events: [Event], expectedVersion: Int) async throws(LedgerError) -> Int64 {
        appends += 1
        for watcher in watchers { watcher.resume() }
        watchers = []
        if !isOpen { await withCheckedContinuation { held.append($0) } }
        if !refusals.isEmpty { throw refusals.removeFirst() }
        return try await inner.append(events, expectedVersion: expectedVersion)
    }

    func read(stream: String, from version: Int) async throws(LedgerError) -> [Event] {
        try await inner.read(stream: stream, from: version)
    }
    func streams(_ query: StreamQuery) async throws(LedgerError) -> [StreamSummary] {
        try await inner.streams(query)
    }
    func readAll(after position: Int64, limit: Int) async throws(LedgerError) -> [StoredEvent] {
        try await inner.readAll(after: position, limit: limit)
    }
}

private final class Sequence: Sendable {
    private let values: Mutex<[Int64]>
    init(_ values: [Int64]) { self.values = Mutex(values) }
    func next() -> Int64 { values.withLock { $0.count > 1 ? $0.removeFirst() : $0[0] } }
}

private func recorder(_ store: any EventStore, version: Int = 0, times: [Int64] = [1000]) -> EventRecorder {
    let clock = Sequence(times)
    return EventRecorder(
        stream: "run", version: version, actor: "ann", store: store, now: { clock.next() },
        random: { .random(in: 0...(.max)) })
}

@Suite("Recorder")
struct EventRecorderTests {
    @Test func givesVersionsTimesAndSpans() async throws {
        let store = MemoryEventStore()
        let recorder = recorder(store, times: [5, 3, 9])
        let span = SpanReference(traceID: trace, spanID: span)
        let first = try await recorder.record([NewEvent("A", payload: ["k": 1]), NewEvent("B")], in: span)
        let second = try await recorder.record([NewEvent("C", schema: 2)])
        #expect(try await recorder.record([]).isEmpty)
        #expect((first + second).map(\.version) == [1, 2, 3])
        #expect((first + second).map(\.time) == [5, 5, 9])
        #expect((first + second).map(\.spanID) == [span.spanID, span.spanID, nil])
        #expect(second.map(\.schema) == [2])
        #expect(try await store.read(stream: "run") == first + second)
    }

    @Test func burstIsOneCommit() async throws {
        let store = GatedStore(isOpen: false)
        let (arrivals, arrival) = AsyncStream.makeStream(of: Void.self)
        let recorder = EventRecorder(
            stream: "run", actor: "ann", store: store,
            now: {
                arrival.yield()
                return 1000
            }, random: { .random(in: 0...(.max)) })
        try await withThrowingTaskGroup(of: [Event].self) { group in
            group.addTask { try await recorder.record([NewEvent("First")]) }
            await store.arrival()
            for index in Int64(0)..<50 {
                group.addTask {
                    try await recorder.record([NewEvent("A", payload: ["n": .integer(index)]), NewEvent("B")])
                }
            }
            // The time is asked for once an event, when its call reaches the recorder.
            for await _ in arrivals.prefix(101) {}
            await store.open()
            for try await events in group where events.count == 2 {
                #expect(events[1].version == events[0].version + 1)
            }
        }
        let kept = try await store.read(stream: "run")
        #expect(kept.map(\.version) == Array(1...101))
        #expect(Set(kept.map(\.id)).count == 101)
        #expect(await store.appends == 2)
    }

    @Test func refusedAppendIsToldAndTheNextOneSucceeds() async throws {
        let store = GatedStore(refusals: [.full(path: "ledger.db")])
        let recorder = recorder(store)
        await #expect(throws: LedgerError.full(path: "ledger.db")) {
            try await recorder.record([NewEvent("A")])
        }
        #expect(try await recorder.record([NewEvent("B")]).map(\.version) == [1])
    }

    @Test func malformedEventFailsAlone() async throws {
        let store = GatedStore(isOpen: false)
        let recorder = recorder(store)
        await withTaskGroup(of: Bool.self) { group in
            group.addTask { (try? await recorder.record([NewEvent("First")])) != nil }
            await store.arrival()
            group.addTask { (try? await recorder.record([NewEvent("Good"), NewEvent("not good")])) != nil }
            group.addTask { (try? await recorder.record([NewEvent("Good")])) != nil }
            await store.open()
            #expect(await group.reduce(into: 0) { $0 += $1 ? 1 : 0 } == 2)
        }
        #expect(try await store.read(stream: "run").map(\.type) == ["First", "Good"])
    }

    @Test func cancelledTaskStillRecords() async throws {
        let store = MemoryEventStore()
        let recorder = recorder(store)
        let task = Task {
            withUnsafeCurrentTask { $0?.cancel() }
            return try await recorder.record([NewEvent("RunFinished")])
        }
        #expect(try await task.value.count == 1)
        #expect(try await store.read(stream: "run").count == 1)
    }

    @Test func clockSetBackBeforeResuming() async throws {
        let store = MemoryEventStore()
        _ = try await store.append(events("run", count: 4), expectedVersion: 0)
        let recorder = EventRecorder(
            stream: "run", version: 4, lastTime: 4, actor: "ann", store: store, now: { 2 }, random: { 7 })
        #expect(try await recorder.record([NewEvent("A")]).map(\.time) == [4])
    }

    @Test func goesOnWhereAStreamStopped() async throws {
        let store = MemoryEventStore()
        _ = try await store.append(events("run", count: 4), expectedVersion: 0)
        #expect(try await recorder(store, version: 4).record([NewEvent("A")]).map(\.version) == [5])
        await #expect(throws: LedgerError.conflict(stream: "run", expected: 4, actual: 5)) {
            try await recorder(store, version: 4).record([NewEvent("A")])
        }
    }
}
