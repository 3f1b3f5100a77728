import Diagnostics
import Foundation
import Ledger
import SQLiteStore
import Testing
import TransparencyLog

@Suite("Files that are no good ledger")
struct OpenerTests {
    let scratch: Scratch

    init() throws { scratch = try Scratch() }

    private func filled(_ count: Int = 200) async throws {
        let store = try SQLiteStore(path: scratch.path)
        _ = try await store.append(events("run", count: count), expectedVersion: 0)
        try store.close()
    }

    private func python(_ statements: String) throws {
        let script = "import sqlite3, sys\ndb = sqlite3.connect(sys.argv[1])\n\(statements)\ndb.commit()"
        #expect(try Companion(python: script, [scratch.path]).finish() == 0)
    }

    @Test func readingMakesNoFile() throws {
        #expect(throws: LedgerError.missing(path: scratch.path)) {
            try SQLiteStore(path: scratch.path, access: .read)
        }
        #expect(try scratch.names().isEmpty)
    }

    @Test func noFolder() throws {
        let path = scratch.folder + "/no/ledger.db"
        #expect(throws: LedgerError.self) { try SQLiteStore(path: path) }
    }

    @Test func emptyFileBecomesALedgerButReadsAsDamaged() async throws {
        try scratch.write([])
        #expect(throws: LedgerError.corrupt(path: scratch.path, reason: "the file is empty")) {
            try SQLiteStore(path: scratch.path, access: .read)
        }
        try await filled(1)
    }

    @Test(arguments: [
        Array("This is a text and no database.\n".utf8), Array(repeating: 0, count: 8192),
        Array("SQLite format 3\0".utf8),
    ]) func noDatabase(bytes: [UInt8]) throws {
        try scratch.write(bytes)
        for access in [SQLiteStore.Access.readWrite, .read] {
            #expect {
                try SQLiteStore(path: scratch.path, access: access)
            } throws: {
                guard case .corrupt? = $0 as? LedgerError else { return false }
                return true
            }
        }
        #expect(try scratch.bytes() == bytes)
    }

    @Test(.enabled(if: Companion.hasPython)) func databaseOfAnotherProgramIsLeftAlone() throws {
        try python("db.execute('create table t (x)')")
        let before = try scratch.bytes()
        #expect(throws: LedgerError.foreign(path: scratch.path)) { try SQLiteStore(path: scratch.path) }
        #expect(try scratch.bytes() == before)
    }

    @Test(.enabled(if: Companion.hasPython)) func newerFormatIsLeftAlone() async throws {
        try await filled(3)
        try python("db.execute('pragma user_version = 7')")
        let before = try scratch.bytes()
        for access in [SQLiteStore.Access.readWrite, .read] {
            #expect(throws: LedgerError.newer(path: scratch.path, found: 7, supported: 2)) {
                try SQLiteStore(path: scratch.path, access: access)
            }
        }
        #expect(try scratch.bytes() == before)
    }

    /// Each length either reads as it should or is told; none traps, none loses a part silently.
    @Test(arguments: [50, 100, 511, 4095, 4096, 8192, 20_000, 40_960])
    func truncatedFile(length: Int) async throws {
        try await filled()
        let whole = try scratch.bytes()
        try #require(length < whole.count)
        try scratch.write(Array(whole.prefix(length)))
        await #expect(throws: LedgerError.self) {
            let store = try SQLiteStore(path: scratch.path)
            let read = try await store.readAll(after: 0, limit: 1000)
            #expect(read.count == 200)
        }
    }

    private func readEverything() async throws(LedgerError) {
        let store = try SQLiteStore(path: scratch.path, busyTimeout: .milliseconds(10))
        _ = try await store.streams(StreamQuery())
        _ = try await store.readAll(after: 0, limit: 1000)
        _ = try await store.read(stream: "run")
        try store.close()
    }

    @Test func flippedBitsNeverTrap() async throws {
        try await filled(40)
        let whole = try scratch.bytes()
        var generator = SystemRandomNumberGenerator()
        for _ in 0..<150 {
            var bytes = whole
            bytes[Int.random(in: 0..<whole.count, using: &generator)] ^= 1 << UInt8.random(in: 0..<8)
            try scratch.write(bytes)
            // Whether a flip is noticed depends on the bit; a ``LedgerError`` is all that may come of it.
            do throws(LedgerError) { try await readEverything() } catch {
                #expect(!error.diagnostic.message.isEmpty)
            }
            for name in try scratch.names() where name != "ledger.db" {
                try FileManager.default.removeItem(atPath: scratch.folder + "/" + name)
            }
        }
    }

    @Test(
        .enabled(if: Companion.hasPython),
        arguments: [
            "update events set actor = 'eve'", "delete from events where version = 2",
        ]) func eventsAreOnlyAppended(statement: String) async throws
    {
        try await filled(3)
        let script = """
            import sqlite3, sys
            db = sqlite3.connect(sys.argv[1])
            db.execute('pragma recursive_triggers = off')
            try: db.execute(sys.argv[2])
            except sqlite3.IntegrityError as error: print(error)
            """
        let companion = try Companion(python: script, [scratch.path, statement])
        #expect(companion.line()?.hasPrefix("events are ") == true)
        #expect(companion.finish() == 0)
    }

    /// What replaces a row, or squeezes one in, does not fit the hash that was kept when the event was appended.
    @Test(
        .enabled(if: Companion.hasPython),
        arguments: [
            "insert or replace into events (position, stream, version, id, type, schema, time, actor, payload) "
                + "select position, stream, version, id, type, schema, time, 'eve', payload from events where version = 2",
            "insert or replace into events (stream, version, id, type, schema, time, actor, payload) "
                + "select 'run', 4, id, 'T', 1, 1, 'a', x'00' from events where version = 2",
            "insert or replace into events (position, stream, version, id, type, schema, time, actor, payload) "
                + "values (3, 'other', 1, 'x', 'T', 1, 1, 'a', x'00')",
            "insert into events (stream, version, id, type, schema, time, actor, payload) "
                + "values ('run', 9, 'x', 'T', 1, 1, 'a', x'00')",
        ]) func whatIsReplacedDoesNotFitTheTree(statement: String) async throws
    {
        try await filled(3)
        try python("db.execute(\"\"\"\(statement)\"\"\")")
        let store = try SQLiteStore(path: scratch.path)
        let leaves = try await store.reduce(after: 0, limit: 9, into: [Int64: MerkleHash]()) {
            leaves, event in
            var bytes: [UInt8] = []
            event.writeLeaf(to: &bytes)
            leaves[event.position] = .leaf(bytes)
        }
        let kept = try await store.keptHashes(level: 0, from: 0, count: 4)
        #expect((1...4).contains { leaves[$0] != kept[Int($0) - 1] })
    }

    @Test(.enabled(if: Companion.hasPython)) func removedRowIsMissed() async throws {
        try await filled(3)
        try python(
            "db.executescript('drop trigger events_are_not_removed; delete from events where version = 2')")
        let store = try SQLiteStore(path: scratch.path)
        await #expect(
            throws: LedgerError.malformedEvent(
                stream: "run", version: 2, reason: "it is missing; event 3 of `run` stands in its place")
        ) { try await store.read(stream: "run") }
    }

    @Test(arguments: ["with space", "quo'te", "100%", "a?b#c", "日本"]) func oddNames(name: String) async throws
    {
        let odd = try Scratch(name)
        let store = try SQLiteStore(path: odd.path)
        _ = try await store.append(events("run", count: 1), expectedVersion: 0)
        try store.close()
        let again = try SQLiteStore(path: odd.path, access: .read)
        #expect(try await again.read(stream: "run").count == 1)
    }
}
