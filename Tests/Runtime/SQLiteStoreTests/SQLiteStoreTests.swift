import Ledger
import SQLiteStore
import StructuredData
import Testing

@Suite("Store in SQLite")
struct SQLiteStoreTests {
    let scratch: Scratch

    init() throws { scratch = try Scratch() }

    private func open(_ access: SQLiteStore.Access = .readWrite) throws -> SQLiteStore {
        try SQLiteStore(path: scratch.path, access: access)
    }

    static let payloads: [JSON] = [
        [:], .null,
        ["text": "é\n\u{0}\u{1F602}", "n": .integer(.max), "f": 0.1, "list": [1, [true, .null]]],
        .string(String(repeating: "x", count: 1_000_000)),
    ]

    @Test(arguments: payloads) func readsBackEqualAfterReopening(payload: JSON) async throws {
        let written = try events("run", count: 3, payload: payload)
        do {
            let store = try open()
            #expect(try await store.append(written, expectedVersion: 0) == 3)
            #expect(try await store.read(stream: "run") == written)
            try store.close()
        }
        let store = try open()
        let read = try await store.read(stream: "run")
        #expect(read == written)
        #expect(read.map(\.canonicalBytes) == written.map(\.canonicalBytes))
        #expect(try await store.read(stream: "run", from: 3) == [written[2]])
        #expect(try await store.read(stream: "run", from: -5) == written)
        #expect(try await store.readAll(after: 1, limit: 1) == [StoredEvent(position: 2, event: written[1])])
        #expect(try await store.readAll(after: 0, limit: -1).isEmpty)
    }

    @Test func conflictIsNamedAndChangesNothing() async throws {
        let store = try open()
        _ = try await store.append(events("run", count: 2), expectedVersion: 0)
        await #expect(throws: LedgerError.conflict(stream: "run", expected: 1, actual: 2)) {
            _ = try await store.append(events("run", from: 2, count: 2), expectedVersion: 1)
        }
        await #expect(throws: LedgerError.conflict(stream: "run", expected: 5, actual: 2)) {
            _ = try await store.append(events("run", from: 6, count: 2), expectedVersion: 5)
        }
        #expect(try await store.append(events("run", from: 3, count: 2), expectedVersion: 2) == 4)
    }

    @Test func batchIsAllOrNothing() async throws {
        let store = try open()
        let first = try events("a", count: 1)
        _ = try await store.append(first, expectedVersion: 0)
        let good = try events("b", count: 2)
        let doubled = try Event(
            id: first[0].id, stream: "b", version: 3, type: "Tested", schema: 1, time: 1, actor: "ann",
            payload: [:])
        await #expect(throws: duplicateID(doubled)) {
            _ = try await store.append(good + [doubled], expectedVersion: 0)
        }
        #expect(try await store.read(stream: "b").isEmpty)
        #expect(try await store.append(good, expectedVersion: 0) == 3)
    }

    @Test func streamsNewestFirstInPages() async throws {
        let store = try open()
        for name in ["a1", "b1", "a2", "%"] {
            _ = try await store.append(events(name, count: 2), expectedVersion: 0)
        }
        _ = try await store.append(events("a1", from: 3, count: 1), expectedVersion: 2)
        let all = try await store.streams(StreamQuery())
        #expect(all.map(\.stream) == ["%", "a2", "b1", "a1"])
        let oldest = StreamSummary(
            stream: "a1", firstPosition: 1, firstTime: 1001, lastTime: 1003, lastType: "Tested", count: 3)
        #expect(all.last == oldest)
        #expect(try await store.streams(StreamQuery(prefix: "a", limit: 1)).map(\.stream) == ["a2"])
        let next = StreamQuery(prefix: "a", before: all[1].firstPosition)
        #expect(try await store.streams(next).map(\.stream) == ["a1"])
        #expect(try await store.streams(StreamQuery(prefix: "%")).map(\.stream) == ["%"])
        #expect(try await store.streams(StreamQuery(limit: -1)).isEmpty)
    }

    @Test func cancelledTaskStillAppends() async throws {
        let store = try open()
        let batch = try events("run", count: 1)
        let task = Task {
            withUnsafeCurrentTask { $0?.cancel() }
            return try await store.append(batch, expectedVersion: 0)
        }
        #expect(try await task.value == 1)
    }

    @Test func closedStoreRefuses() async throws {
        let store = try open()
        try store.close()
        await #expect(throws: LedgerError.self) { try await store.read(stream: "run") }
    }

    @Test func recorderAppendsThroughIt() async throws {
        let store = try open()
        let recorder = EventRecorder(
            stream: "run", actor: "ann", store: store, now: { 7 }, random: { .random(in: 0...(.max)) })
        try await withThrowingTaskGroup { group in
            for _ in 0..<40 { group.addTask { try await recorder.record([NewEvent("A"), NewEvent("B")]) } }
            try await group.waitForAll()
        }
        #expect(try await store.read(stream: "run").count == 80)
    }

    @Test func twoConnectionsShareTheFile() async throws {
        let stores = [try open(), try open()]
        try await withThrowingTaskGroup { group in
            for (index, store) in stores.enumerated() {
                group.addTask {
                    for version in 0..<50 {
                        let batch = try events("s\(index)", from: version + 1, count: 1)
                        _ = try await store.append(batch, expectedVersion: version)
                    }
                }
            }
            try await group.waitForAll()
        }
        #expect(try await stores[0].read(stream: "s1").count == 50)
        #expect(try await stores[1].readAll(after: 0, limit: 1000).map(\.position) == Array(1...100))
    }

    @Test func severalMakeTheFileAtOnce() async throws {
        let path = scratch.path
        try await withThrowingTaskGroup { group in
            for index in 0..<8 {
                group.addTask {
                    let store = try SQLiteStore(path: path, busyTimeout: .seconds(60))
                    _ = try await store.append(events("s\(index)", count: 2), expectedVersion: 0)
                    try store.close()
                }
            }
            try await group.waitForAll()
        }
        #expect(try await open().streams(StreamQuery()).count == 8)
    }

    @Test func sameStreamFromTwoConnectionsHasOneWinner() async throws {
        let stores = try (0..<4).map { _ in try open() }
        let results = await withTaskGroup(of: LedgerError?.self) { group in
            for store in stores {
                group.addTask {
                    do {
                        _ = try await store.append(events("run", count: 3), expectedVersion: 0)
                        return nil
                    } catch { return error as? LedgerError }
                }
            }
            return await group.reduce(into: []) { $0.append($1) }
        }
        #expect(results.count { $0 == nil } == 1)
        let conflict = LedgerError.conflict(stream: "run", expected: 0, actual: 3)
        #expect(results.compactMap(\.self) == Array(repeating: conflict, count: 3))
    }
}
