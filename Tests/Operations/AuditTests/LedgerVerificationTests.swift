import Attestations
import Ledger
import SQLiteStore
import Testing
import TransparencyLog

@testable import Audit

@Suite("Verifying a ledger") struct LedgerVerificationTests {
    /// 600 events in three streams with checkpoints among them.
    private func filled() async throws -> (Desk, TrustedKeys) {
        let desk = try Desk()
        for round in 0..<6 {
            try await desk.append(100, to: "s\(round % 3)")
            _ = try await desk.checkpointing().sign()
        }
        return (desk, TrustedKeys([try #require(try desk.keys.publicKey())]))
    }

    @Test func anUntouchedLedgerIsSound() async throws {
        let (desk, keys) = try await filled()
        let report = try await desk.verify(keys: keys)
        #expect(report.isSound)
        #expect(report.size == 606)
        #expect(report.root == (try await desk.store.root(at: 606)))
        #expect(report.checkpoints.count == 6)
        #expect(report.checkpoints.signedSize == 605)
        #expect(report.unsigned == 1)
    }

    struct Case: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let sql: String
        let kinds: Set<String>
    }

    static let cases = [
        Case(
            testDescription: "payload", sql: "update events set payload = x'7b7d' where position = 17",
            kinds: ["changed"]),
        Case(
            testDescription: "actor", sql: "update events set actor = 'eve' where position = 300",
            kinds: ["changed"]),
        Case(
            testDescription: "time", sql: "update events set time = time + 1 where position = 605",
            kinds: ["hash-changed", "changed"]),
        Case(
            testDescription: "last", sql: "update events set actor = 'eve' where position = 606",
            kinds: ["changed"]),
        Case(
            testDescription: "removed", sql: "delete from events where position = 50",
            kinds: ["removed", "out-of-order"]),
        Case(
            testDescription: "last removed", sql: "delete from events where position = 606",
            kinds: ["removed"]),
        Case(
            testDescription: "swapped",
            sql: """
                update events set position = 999999999 where position = 10; update events set position = 10 where position = 20;
                update events set position = 20 where position = 999999999
                """, kinds: ["moved", "out-of-order"]),
        Case(
            testDescription: "inserted before the first",
            sql: """
                pragma ignore_check_constraints = on;
                insert into events (position, stream, version, id, type, schema, time, actor, payload)
                select -5, 's0', 900, '01920000-0000-7000-8000-0000000000ff', type, schema, time, actor, payload
                from events where position = 1
                """, kinds: ["inserted", "database"]),
        Case(
            testDescription: "inserted at the end",
            sql: """
                insert into events (stream, version, id, type, schema, time, actor, payload)
                select 'new', 1, '01920000-0000-7000-8000-0000000000ff', type, schema, time, actor, payload from events
                where position = 1
                """, kinds: ["inserted"]),
        Case(
            testDescription: "kept hash", sql: "update leaves set hash = zeroblob(32) where position = 9",
            kinds: ["hash-changed"]),
        Case(
            testDescription: "kept hash gone", sql: "delete from leaves where position = 9",
            kinds: ["hash-changed"]),
        Case(
            testDescription: "node",
            sql: "update nodes set hash = zeroblob(32) where level = 8 and number = 1",
            kinds: ["tree-changed"]),
        Case(
            testDescription: "node gone", sql: "delete from nodes where level = 8 and number = 0",
            kinds: ["tree-changed"]),
        Case(
            testDescription: "node too many", sql: "insert into nodes values (8, 2, zeroblob(32))",
            kinds: ["tree-changed"]),
    ]

    @Test(arguments: cases) func tellsWhatWasDone(_ test: Case) async throws {
        let (desk, keys) = try await filled()
        try desk.tamper(test.sql)
        let report = try await desk.verify(keys: keys)
        let kinds = Set(report.faults.map(\.kind)).subtracting(["checkpoint"])
        #expect(!report.isSound)
        #expect(!kinds.isEmpty && kinds.isSubset(of: test.kinds), "\(report.faults)")
    }

    @Test func aCheckpointBySomebodyElseIsNone() async throws {
        let (desk, _) = try await filled()
        let other = try PrivateKey(raw: .init(repeating: 3, count: 32)).publicKey
        let report = try await desk.verify(keys: TrustedKeys([other]))
        #expect(Set(report.faults.map(\.kind)) == ["checkpoint"])
        #expect(report.checkpoints.signedSize == nil)
        // Who knows no key can still tell that nothing was changed.
        #expect(try await desk.verify().isSound)
    }

    @Test func knownCheckpointsTellRollBackAndFork() async throws {
        let (desk, keys) = try await filled()
        let known = try #require(try desk.memory.latest(try await origin(of: desk.store))?.checkpoint)
        #expect(try await desk.verify(keys: keys, known: [known]).isSound)
        let grown = try Checkpoint(origin: known.origin, size: 900, root: known.root)
        #expect(
            try await desk.verify(keys: keys, known: [grown]).faults == [.rolledBack(known: 900, size: 606)])
        let forked = try Checkpoint(origin: known.origin, size: 300, root: known.root)
        #expect(try await desk.verify(keys: keys, known: [forked]).faults == [.forked(known: 300)])
        let foreign = try Checkpoint(origin: "other", size: 300, root: known.root)
        #expect(try await desk.verify(keys: keys, known: [foreign]).faults == [.forked(known: 300)])
    }

    @Test func fromATrustedCheckpointOnlyTheRestIsLookedAt() async throws {
        let (desk, keys) = try await filled()
        let root = try await desk.store.root(at: 400)
        let trusted = try Checkpoint(origin: try await origin(of: desk.store), size: 400, root: root)
        let report = try await desk.verify(keys: keys, from: trusted)
        #expect(report.isSound)
        #expect(report.from == 400)
        #expect(report.root == (try await desk.store.root(at: 606)))
        try desk.tamper("update events set actor = 'eve' where position = 550")
        let after = try await desk.verify(keys: keys, from: trusted)
        #expect(after.faults.contains { $0.kind == "changed" && $0.position == 550 })
        let wrong = try Checkpoint(origin: trusted.origin, size: 400, root: .leaf([1]))
        #expect(try await desk.verify(keys: keys, from: wrong).faults.contains(.forked(known: 400)))
    }

    @Test func aClockThatWentBackIsTold() async throws {
        let desk = try Desk()
        try await desk.append(2, to: "a")
        desk.clock.set(1_000)
        try await desk.append(2, to: "b")
        let report = try await desk.verify()
        #expect(report.isSound)
        #expect(report.rewinds == 1)
        #expect(report.firstRewind == 3)
    }
}
