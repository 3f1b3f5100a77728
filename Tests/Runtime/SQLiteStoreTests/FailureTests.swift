import Foundation
import Ledger
import SQLiteStore
import StructuredData
import Testing

@Suite("When the world gets in the way")
struct FailureTests {
    /// Holds the write lock from "locked" until its standard input ends.
    static let holder = """
        import sqlite3, sys
        db = sqlite3.connect(sys.argv[1], isolation_level=None)
        db.execute('begin immediate')
        print('locked', flush=True)
        sys.stdin.read()
        db.execute('rollback')
        """

    @Test(.enabled(if: Companion.hasPython)) func lockHeldTooLong() async throws {
        let scratch = try Scratch()
        let store = try SQLiteStore(path: scratch.path, busyTimeout: .milliseconds(50))
        _ = try await store.append(events("run", count: 2), expectedVersion: 0)
        let companion = try Companion(python: Self.holder, [scratch.path])
        #expect(companion.line() == "locked")
        await #expect(throws: LedgerError.locked(path: scratch.path, after: .milliseconds(50))) {
            _ = try await store.append(events("run", from: 3, count: 1), expectedVersion: 2)
        }
        #expect(try await store.read(stream: "run").count == 2)
        #expect(companion.finish() == 0)
        #expect(try await store.append(events("run", from: 3, count: 1), expectedVersion: 2) == 3)
    }

    @Test(.enabled(if: Companion.hasPython)) func lockReleasedInTimeIsWaitedFor() async throws {
        let scratch = try Scratch()
        let store = try SQLiteStore(path: scratch.path, busyTimeout: .seconds(60))
        let companion = try Companion(python: Self.holder, [scratch.path])
        #expect(companion.line() == "locked")
        async let position = store.append(events("run", count: 2), expectedVersion: 0)
        #expect(companion.finish() == 0)
        #expect(try await position == 2)
    }

    /// Appends pairs of events to a stream of its own, with their leaves as RFC 6962 has them, and says how far it got.
    static let writer = """
        import hashlib, json, sqlite3, sys, uuid
        db = sqlite3.connect(sys.argv[1], isolation_level=None, timeout=60)
        for version in range(1, int(sys.argv[2]) + 1):
            db.execute('begin immediate')
            for part in (0, 1):
                event = {'stream': 'other', 'version': 2 * version - 1 + part, 'type': 'T', 'schema': 1, 'time': '1',
                    'id': '01920000-0000-7000-8000-' + uuid.uuid4().hex[:12], 'actor': 'bob', 'payload': {}}
                position = db.execute('insert into events (stream, version, id, type, schema, time, actor, payload)'
                    ' values (:stream, :version, :id, :type, :schema, :time, :actor, :bytes)',
                    {**event, 'bytes': b'{}'}).lastrowid
                leaf = json.dumps(event, sort_keys=True, separators=(',', ':')).encode()
                db.execute('insert into leaves values (?, ?)', (position, hashlib.sha256(b'\\0' + leaf).digest()))
            db.execute('commit')
            print(version, flush=True)
        """

    @Test(.enabled(if: Companion.hasPython)) func twoProcessesAppendAtOnce() async throws {
        let scratch = try Scratch()
        let store = try SQLiteStore(path: scratch.path, busyTimeout: .seconds(60))
        let companion = try Companion(python: Self.writer, [scratch.path, "40"])
        #expect(companion.line() == "1")
        for version in 0..<40 {
            _ = try await store.append(events("own", from: version + 1, count: 1), expectedVersion: version)
        }
        while companion.line() != nil {}
        #expect(companion.finish() == 0)
        #expect(try await store.read(stream: "own").count == 40)
        #expect(try await store.read(stream: "other").count == 80)
        await #expect(throws: LedgerError.conflict(stream: "other", expected: 0, actual: 80)) {
            _ = try await store.append(events("other", count: 1), expectedVersion: 0)
        }
    }

    @Test(.enabled(if: Companion.hasPython)) func killedWriterLeavesWholeBatches() async throws {
        let scratch = try Scratch()
        try SQLiteStore(path: scratch.path).close()
        for round in 1...3 {
            let companion = try Companion(python: Self.writer, [scratch.path, "100000"])
            var last = 0
            while last < round * 5, let line = companion.line() { last = Int(line) ?? last }
            companion.crash()
            let store = try SQLiteStore(path: scratch.path)
            let kept = try await store.read(stream: "other")
            #expect(kept.count >= 2 * last)
            #expect(kept.count.isMultiple(of: 2))
            try store.close()
            try FileManager.default.removeItem(atPath: scratch.path)
            try SQLiteStore(path: scratch.path).close()
        }
    }

    @Test(.enabled(if: SmallVolume.isPermitted)) func fullDiskKeepsWhatWasRecorded() async throws {
        let volume = try SmallVolume(size: "1m")
        let path = volume.folder + "/ledger.db"
        let store = try SQLiteStore(path: path)
        let payload = JSON.string(String(repeating: "x", count: 20_000))
        var count = 0
        await #expect(throws: LedgerError.full(path: path)) {
            while count < 1000 {
                _ = try await store.append(
                    events("run", from: count + 1, count: 3, payload: payload), expectedVersion: count)
                count += 3
            }
        }
        #expect(count > 3)
        #expect(try await store.read(stream: "run").count == count)
        #expect(succeeds("mount", ["-o", "remount,size=8m", volume.folder]))
        _ = try await store.append(events("run", from: count + 1, count: 3), expectedVersion: count)
        try store.close()
        let again = try SQLiteStore(path: path)
        #expect(try await again.read(stream: "run").count == count + 3)
        try again.close()
    }

    @Test(.enabled(if: SmallVolume.isPermitted), arguments: [0, 4096, 12_288])
    func diskFullFromTheStart(free: Int) throws {
        let volume = try SmallVolume(size: "64k")
        let filler = volume.folder + "/filler"
        try Data(count: 65_536 - free).write(to: URL(filePath: filler))
        let path = volume.folder + "/ledger.db"
        #expect(throws: LedgerError.full(path: path)) { try SQLiteStore(path: path) }
        try FileManager.default.removeItem(atPath: filler)
    }

    @Test(.enabled(if: SmallVolume.isPermitted)) func readOnlyFolder() async throws {
        let volume = try SmallVolume(size: "4m")
        let path = volume.folder + "/ledger.db"
        let first = try SQLiteStore(path: path)
        _ = try await first.append(events("run", count: 2), expectedVersion: 0)
        try first.close()
        #expect(volume.makeReadOnly())
        try await expectReadable(path)
        #expect(throws: LedgerError.readOnly(path: volume.folder + "/new.db")) {
            try SQLiteStore(path: volume.folder + "/new.db")
        }
    }

    /// What a process leaves that ended without closing: the log still holds the events.
    @Test(.enabled(if: SmallVolume.isPermitted)) func readOnlyFolderWithALog() async throws {
        let scratch = try Scratch()
        let first = try SQLiteStore(path: scratch.path)
        _ = try await first.append(events("run", count: 2), expectedVersion: 0)
        let volume = try SmallVolume(size: "4m")
        for name in try scratch.names() {
            try FileManager.default.copyItem(
                atPath: scratch.folder + "/" + name, toPath: volume.folder + "/" + name)
        }
        #expect(volume.makeReadOnly())
        try await expectReadable(volume.folder + "/ledger.db")
    }

    private func expectReadable(_ path: String) async throws {
        for access in [SQLiteStore.Access.readWrite, .read] {
            let store = try SQLiteStore(path: path, access: access)
            #expect(store.isReadOnly)
            #expect(try await store.read(stream: "run").count == 2)
            await #expect(throws: LedgerError.readOnly(path: path)) {
                _ = try await store.append(events("run", from: 3, count: 1), expectedVersion: 2)
            }
            try store.close()
        }
    }

    @Test func longLogIsMovedIntoTheFile() async throws {
        let scratch = try Scratch()
        let payload = JSON.string(String(repeating: "x", count: 500_000))
        let first = try SQLiteStore(path: scratch.path)
        for version in 0..<3 {
            _ = try await first.append(
                events("run", from: version + 1, count: 1, payload: payload), expectedVersion: version)
        }
        #expect(try scratch.size("-wal") > 1 << 20)
        let second = try SQLiteStore(path: scratch.path)
        #expect(try scratch.size("-wal") == 0)
        #expect(try await second.read(stream: "run").count == 3)
        #expect(try await first.append(events("run", from: 4, count: 1), expectedVersion: 3) == 4)
        try first.close()
        try second.close()
        #expect(try scratch.names() == ["ledger.db"])
    }
}
