import Foundation
import Ledger
import SQLiteStore
import StructuredData
import Synchronization
import Testing
import TransparencyLog

@Suite("The tree beside the events")
struct TreeTests {
    let scratch: Scratch

    init() throws { scratch = try Scratch() }

    private func open() throws -> SQLiteStore { try SQLiteStore(path: scratch.path) }

    /// What the tree must be, from the events alone.
    private func root(_ store: SQLiteStore, _ size: Int) async throws -> MerkleHash {
        var frontier = MerkleFrontier()
        for stored in try await store.readAll(after: 0, limit: size) {
            frontier.append(MerkleHash.leaf(stored.event.canonicalBytes))
        }
        return frontier.root
    }

    @Test func growsWithTheEventsAcrossOpenings() async throws {
        var version = 0
        for count in [1, 2, 255, 1, 300, 513] {
            let store = try open()
            _ = try await store.append(
                events("run", from: version + 1, count: count), expectedVersion: version)
            version += count
            #expect(try await store.size() == Int64(version))
            #expect(try await store.root(at: Int64(version)) == root(store, version))
            try store.close()
        }
        let store = try open()
        for size in [0, 1, 255, 256, 257, 512, 1000, version] {
            #expect(try await store.root(at: Int64(size)) == root(store, size))
        }
        #expect(try await store.keptHashCount(level: 0) == Int64(version))
        #expect(try await store.keptHashCount(level: 8) == Int64(version / 256))
        #expect(try await store.databaseFaults().isEmpty)
    }

    @Test func proofsHold() async throws {
        let store = try open()
        _ = try await store.append(events("run", count: 700), expectedVersion: 0)
        let root = try await store.root(at: 700)
        for position in [1, 256, 257, 511, 699, 700] as [Int64] {
            let event = try await store.event(at: position).event
            try verifyInclusion(
                leaf: .leaf(event.canonicalBytes), index: position - 1, size: 700, root: root,
                proof: await store.inclusionProof(of: position, in: 700))
        }
        for size in [1, 255, 256, 300, 700] as [Int64] {
            try verifyConsistency(
                from: size, to: 700, root: await store.root(at: size), larger: root,
                proof: await store.consistencyProof(from: size, to: 700))
        }
        await #expect(throws: LedgerError.noEvent("701", size: 700)) { try await store.root(at: 701) }
        await #expect(throws: LedgerError.self) { try await store.inclusionProof(of: 0, in: 700) }
        await #expect(throws: LedgerError.noEvent("701", size: 700)) { try await store.event(at: 701) }
    }

    @Test func reducesWithoutDecoding() async throws {
        let store = try open()
        let written = try events("run", count: 10, payload: ["a": 1])
        _ = try await store.append(written, expectedVersion: 0)
        let leaves = try await store.reduce(after: 2, limit: 5, into: [[UInt8]]()) { leaves, event in
            var leaf: [UInt8] = []
            event.writeLeaf(to: &leaf)
            leaves.append(leaf)
        }
        #expect(leaves == written[2..<7].map(\.canonicalBytes))
        #expect(try await store.position(of: written[3].id) == 4)
        #expect(try await store.position(of: "none") == nil)
    }

    @Test func manyStreamsAtOnceShareTransactions() async throws {
        let store = try open()
        try await withThrowingTaskGroup { group in
            for stream in 0..<20 {
                group.addTask {
                    for version in 0..<20 {
                        _ = try await store.append(
                            events("s\(stream)", from: version + 1, count: 1), expectedVersion: version)
                    }
                }
            }
            try await group.waitForAll()
        }
        #expect(try await store.size() == 400)
        #expect(try await store.root(at: 400) == root(store, 400))
    }

    @Test func aRefusalTakesNobodyElseDown() async throws {
        let store = try open()
        let first = try events("a", count: 1)
        _ = try await store.append(first, expectedVersion: 0)
        let clash = try Event(
            id: first[0].id, stream: "b", version: 1, type: "Tested", schema: 1, time: 1, actor: "ann",
            payload: [:])
        let results = await withTaskGroup(of: Bool.self) { group in
            for stream in 0..<10 {
                group.addTask {
                    do {
                        _ = try await store.append(events("s\(stream)", count: 2), expectedVersion: 0)
                        return true
                    } catch { return false }
                }
                group.addTask {
                    do {
                        _ = try await store.append([clash], expectedVersion: 0)
                        return false
                    } catch { return true }
                }
            }
            return await group.reduce(into: []) { $0.append($1) }
        }
        #expect(results == Array(repeating: true, count: 20))
        #expect(try await store.size() == 21)
        #expect(try await store.root(at: 21) == root(store, 21))
    }

    /// A ledger as the format without a tree left it.
    @Test(.enabled(if: Companion.hasPython)) func olderLedgerGetsItsTree() async throws {
        let store = try open()
        _ = try await store.append(events("run", count: 300), expectedVersion: 0)
        let expected = try await root(store, 300)
        try store.close()
        let script = """
            import sqlite3, sys
            db = sqlite3.connect(sys.argv[1])
            db.executescript('drop table leaves; drop table nodes; pragma user_version = 1')
            """
        #expect(try Companion(python: script, [scratch.path]).finish() == 0)
        let reader = try SQLiteStore(path: scratch.path, access: .read)
        #expect(try await reader.read(stream: "run").count == 300)
        await #expect(throws: LedgerError.outdated(path: scratch.path)) { try await reader.root(at: 300) }
        try reader.close()
        let grown = try open()
        #expect(try await grown.root(at: 300) == expected)
        _ = try await grown.append(events("run", from: 301, count: 1), expectedVersion: 300)
        #expect(try await grown.root(at: 301) == root(grown, 301))
    }

    @Test(.enabled(if: Companion.hasPython)) func missingHashIsNamed() async throws {
        let store = try open()
        _ = try await store.append(events("run", count: 4), expectedVersion: 0)
        try store.close()
        let script = """
            import sqlite3, sys
            db = sqlite3.connect(sys.argv[1])
            db.executescript('drop trigger leaves_are_not_removed; delete from leaves where position = 4')
            """
        #expect(try Companion(python: script, [scratch.path]).finish() == 0)
        let again = try open()
        await #expect(throws: LedgerError.self) {
            _ = try await again.append(events("run", from: 5, count: 1), expectedVersion: 4)
        }
        #expect(
            try await again.keptHashes(level: 0, from: 0, count: 4).map { $0 == nil } == [
                false, false, false, true,
            ])
    }
}
