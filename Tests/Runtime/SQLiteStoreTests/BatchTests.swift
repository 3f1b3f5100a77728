import Foundation
import Ledger
import SQLiteStore
import Testing

/// Both stores do the same with batches.
@Suite("Batches of several streams") struct BatchTests {
    private let scratch: Scratch
    private let stores: [any EventLog]

    init() throws {
        scratch = try Scratch()
        stores = [MemoryEventStore(), try SQLiteStore(path: scratch.path)]
    }

    @Test func allOfThemInThisOrder() async throws {
        let (a, b) = (try events("a", count: 4), try events("b", count: 2))
        let mixed = [a[0], b[0], a[1], a[2], b[1], a[3]]
        let batches = EventBatch.batches(of: mixed)
        #expect(batches.map(\.events.count) == [1, 1, 2, 1, 1])
        #expect(batches.map(\.expectedVersion) == [0, 0, 1, 1, 3])
        for store in stores {
            #expect(try await store.append(batches, at: 0) == 6)
            #expect(try await store.readAll(after: 0, limit: 9).map(\.event) == mixed)
            #expect(try await store.read(stream: "a") == a)
        }
        #expect(try await stores[0].root(at: 6) == (try await stores[1].root(at: 6)))
        #expect(EventBatch.batches(of: []) == [])
    }

    @Test func aConflictInTheLastOneUndoesTheFirst() async throws {
        let first = try events("a", count: 1)
        let batches = [
            EventBatch(try events("b", count: 300), expectedVersion: 0),
            EventBatch(try events("a", count: 1), expectedVersion: 0),
        ]
        for store in stores {
            _ = try await store.append(first, expectedVersion: 0)
            let root = try await store.root(at: 1)
            await #expect(throws: LedgerError.conflict(stream: "a", expected: 0, actual: 1)) {
                _ = try await store.append(batches, at: nil)
            }
            #expect(try await store.size() == 1)
            #expect(try await store.root(at: 1) == root)
            #expect(try await store.append(try events("b", count: 1), expectedVersion: 0) == 2)
        }
    }

    @Test func aLedgerThatHasGrownIsLeft() async throws {
        for store in stores {
            _ = try await store.append(try events("a", count: 2), expectedVersion: 0)
            await #expect(throws: LedgerError.conflict(stream: wholeLedger, expected: 0, actual: 2)) {
                _ = try await store.append([EventBatch(try events("b", count: 1), expectedVersion: 0)], at: 0)
            }
            #expect(try await store.size() == 2)
        }
    }

    @Test func batchesOutOfPlaceAreRefused() async throws {
        for store in stores {
            for batches in [
                [EventBatch([], expectedVersion: 0)],
                [EventBatch(try events("a", from: 2, count: 1), expectedVersion: 0)],
                [EventBatch(try events("a", count: 1) + events("b", count: 1), expectedVersion: 0)],
            ] {
                await #expect(throws: LedgerError.self) { _ = try await store.append(batches, at: nil) }
            }
            #expect(try await store.size() == 0)
        }
    }

    @Test func aShortLogIsInTheFile() async throws {
        let store = try SQLiteStore(path: scratch.folder + "/other.db")
        _ = try await store.append(try events("a", count: 100), expectedVersion: 0)
        try await store.shortenLog()
        let copy = try Scratch()
        try copy.write(try Scratch.bytes(at: scratch.folder + "/other.db"))
        #expect(try await SQLiteStore(path: copy.path, access: .read).size() == 100)
        let reader = try SQLiteStore(path: scratch.folder + "/other.db", access: .read)
        await #expect(throws: LedgerError.self) { try await reader.shortenLog() }
    }
}

extension Scratch {
    fileprivate static func bytes(at path: String) throws -> [UInt8] {
        [UInt8](try Data(contentsOf: URL(filePath: path)))
    }
}
