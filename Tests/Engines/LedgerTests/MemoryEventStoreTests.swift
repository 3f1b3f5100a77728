import Ledger
import StructuredData
import Testing

/// `count` events of a stream from `version` on; ids are unique over streams and versions.
func events(_ stream: String, from version: Int = 1, count: Int) throws -> [Event] {
    let base = UInt64(truncatingIfNeeded: stream.hashValue) << 20
    return try (version..<version + count).map {
        try event(
            id: uuidV7(nanoseconds: Int64($0), random: base &+ UInt64($0)), stream: stream, version: $0,
            time: Int64($0))
    }
}

@Suite("Store in memory")
struct MemoryEventStoreTests {
    let store = MemoryEventStore()

    @Test func readsWhatWasAppended() async throws {
        let a = try events("a", count: 3), b = try events("b", count: 2),
            rest = try events("a", from: 4, count: 1)
        #expect(try await store.append(a, expectedVersion: 0) == 3)
        #expect(try await store.append(b, expectedVersion: 0) == 5)
        #expect(try await store.append(rest, expectedVersion: 3) == 6)
        #expect(try await store.read(stream: "a") == a + rest)
        #expect(try await store.read(stream: "a", from: 3) == Array(a[2...]) + rest)
        #expect(try await store.read(stream: "a", from: 9).isEmpty)
        #expect(try await store.read(stream: "none").isEmpty)
        #expect(try await store.readAll(after: 2, limit: 2).map(\.position) == [3, 4])
        #expect(try await store.readAll(after: 6, limit: 2).isEmpty)
        #expect(try await store.readAll(after: .max, limit: -1).isEmpty)
    }

    @Test func conflictIsNamed() async throws {
        _ = try await store.append(events("a", count: 3), expectedVersion: 0)
        await #expect(throws: LedgerError.conflict(stream: "a", expected: 2, actual: 3)) {
            _ = try await store.append(events("a", from: 3, count: 1), expectedVersion: 2)
        }
    }

    @Test func streamsNewestFirstInPages() async throws {
        for name in ["a1", "b1", "a2"] {
            _ = try await store.append(events(name, count: 2), expectedVersion: 0)
        }
        let all = try await store.streams(StreamQuery())
        #expect(all.map(\.stream) == ["a2", "b1", "a1"])
        #expect(all.map(\.count) == [2, 2, 2])
        #expect(try await store.streams(StreamQuery(prefix: "a", limit: 1)).map(\.stream) == ["a2"])
        let next = StreamQuery(prefix: "a", before: all[0].firstPosition)
        #expect(try await store.streams(next).map(\.stream) == ["a1"])
    }

    @Test func badBatchesChangeNothing() async throws {
        let good = try events("a", count: 2)
        let batches: [[Event]] = [
            [], [good[1]], [good[0], good[0]], [good[0], try events("b", from: 2, count: 1)[0]],
            [good[0], try event(id: good[0].id, stream: "a", version: 2)],
        ]
        for batch in batches {
            await #expect(throws: LedgerError.self) { _ = try await store.append(batch, expectedVersion: 0) }
        }
        #expect(try await store.streams(StreamQuery()).isEmpty)
        #expect(try await store.append(good, expectedVersion: 0) == 2)
    }
}
