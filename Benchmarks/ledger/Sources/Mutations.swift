import Audit
import Attestations
import Capabilities
import Files
import Foundation
import GRDB
import Ledger
import SQLiteStore
import TransparencyLog

/// How many of so many single changes verifying finds, and how often it cries wolf.
func mutations(_ folder: String, count: Int, untouched: Int) async throws {
    let base = folder + "/base.db"
    let key = try PrivateKey(raw: (0..<32).map { _ in UInt8.random(in: 0...255) })
    try await makeLedger(at: base, of: 10_000, key: key)
    try dropTriggers(base)
    let size = try FileManager.default.attributesOfItem(atPath: base)[.size] as? Int ?? 0
    print("a ledger of 10,000 events, \(size / 1024) KiB, signed every 34 events")

    let results = try await withThrowingTaskGroup(of: (Mutation.Kind, Bool).self) { group in
        var found: [Mutation.Kind: (hits: Int, all: Int)] = [:]
        var next = 0
        for _ in 0..<min(2, count) {
            let number = next
            group.addTask { try await attempt(base, folder, number, key) }
            next += 1
        }
        while let (kind, isFound) = try await group.next() {
            found[kind, default: (0, 0)].all += 1
            if isFound { found[kind]?.hits += 1 }
            if next < count {
                let number = next
                group.addTask { try await attempt(base, folder, number, key) }
                next += 1
            }
        }
        return found
    }
    for (kind, result) in results.sorted(by: { $0.key.rawValue < $1.key.rawValue }) {
        print("  \(kind.rawValue): \(result.hits) of \(result.all) found")
    }
    let (hits, all) = results.values.reduce((0, 0)) { ($0.0 + $1.hits, $0.1 + $1.all) }
    print("\(hits) of \(all) single changes found")

    var alarms = 0
    for number in 0..<untouched {
        let path = folder + "/untouched\(number).db"
        try await makeLedger(at: path, of: Int.random(in: 1...10_000), key: key)
        if try await !isSound(path, key) { alarms += 1 }
        try remove(path)
    }
    print("\(alarms) false alarms on \(untouched) ledgers that nobody touched")
    if hits < all || alarms > 0 { throw CocoaError(.coderInvalidValue) }
}

private func attempt(
    _ base: String, _ folder: String, _ number: Int, _ key: PrivateKey
) async throws -> (Mutation.Kind, Bool) {
    let path = folder + "/copy\(number).db"
    try FileManager.default.copyItem(atPath: base, toPath: path)
    let kind = try Mutation().apply(to: path)
    let isFound = try await !isSound(path, key)
    if !isFound { print("  not found: \(kind.rawValue) in \(path)") } else { try remove(path) }
    return (kind, isFound)
}

private func isSound(_ path: String, _ key: PrivateKey) async throws -> Bool {
    let store = try SQLiteStore(path: path, access: .read)
    let report = try await LedgerVerification(
        log: store, path: path, keys: TrustedKeys([key.publicKey]),
        databaseFaults: { () throws(LedgerError) in try await store.databaseFaults() }
    ).run()
    try store.close()
    return report.isSound
}

private func makeLedger(at path: String, of count: Int, key: PrivateKey) async throws {
    let store = try SQLiteStore(path: path)
    let keyFile = path + ".pem"
    try LiveFileSystem().write(Array(key.pem.utf8), to: keyFile, mode: 0o600)
    let files = LiveFileSystem()
    let keys = SigningKeys(
        folder: path + ".keys", explicit: keyFile, files: files, secrets: NoSecrets(), locks: FileLocks(),
        random: { .random(in: 0...(.max)) })
    var source = SampleEvents()
    var size = 0
    while size < count {
        let events = Array(try source.next().prefix(max(1, count - size)))
        _ = try await store.append(events, expectedVersion: 0)
        size += events.count
        guard size < count else { break }
        let checkpointing = Checkpointing(
            log: store, keys: keys, memory: CheckpointMemory(folder: path + ".memory", files: files),
            clock: SystemClock(), random: { .random(in: 0...(.max)) }, actor: "ann")
        _ = try await checkpointing.sign()
        size += 1
    }
    try store.close()
}

private struct NoSecrets: SecretStore {
    func isAvailable() async -> Bool { false }
    func secret(_ account: String) async throws(SecretError) -> String? { nil }
    func keep(_ secret: String, for account: String) async throws(SecretError) {}
    func remove(_ account: String) async throws(SecretError) {}
}

private func remove(_ path: String) throws {
    for suffix in ["", "-wal", "-shm", ".pem", ".keys", ".memory"]
    where FileManager.default.fileExists(atPath: path + suffix) {
        try FileManager.default.removeItem(atPath: path + suffix)
    }
}

/// The triggers are there against accidents; whoever changes a ledger on purpose drops them first.
private func dropTriggers(_ path: String) throws {
    let queue = try DatabaseQueue(path: path)
    try queue.writeWithoutTransaction { db in
        for name in try String.fetchAll(db, sql: "SELECT name FROM sqlite_master WHERE type = 'trigger'") {
            try db.execute(sql: "DROP TRIGGER \(name)")
        }
        try db.execute(sql: "PRAGMA wal_checkpoint(TRUNCATE)")
    }
    try queue.close()
}

/// One change somewhere in a ledger.
private struct Mutation {
    enum Kind: String, CaseIterable {
        case payloadBit = "a bit of a payload"
        case textBit = "a bit of another column"
        case number = "a number"
        case leafBit = "a bit of a leaf's hash"
        case nodeBit = "a bit of a node's hash"
        case deleteEvent = "an event deleted"
        case deleteTail = "the last event deleted"
        case deleteLeaf = "a leaf's hash deleted"
        case deleteNode = "a node's hash deleted"
        case swap = "two events swapped"
        case swapPayloads = "two payloads swapped"
        case insert = "an event inserted"
        case duplicate = "an event duplicated"
        case before = "an event inserted before the first"
    }

    func apply(to path: String) throws -> Kind {
        let kind = Kind.allCases.randomElement() ?? .payloadBit
        let queue = try DatabaseQueue(path: path)
        try queue.writeWithoutTransaction { db in
            try perform(kind, db)
            try db.execute(sql: "PRAGMA wal_checkpoint(TRUNCATE)")
        }
        try queue.close()
        return kind
    }

    private func perform(_ kind: Kind, _ db: Database) throws {
        let last = try Int64.fetchOne(db, sql: "SELECT max(position) FROM events") ?? 1
        let at = Int64.random(in: 1...last)
        var other = Int64.random(in: 1...last)
        while other == at { other = Int64.random(in: 1...last) }
        switch kind {
        case .payloadBit: try flip(db, "events", "payload", "position = \(at)", isText: false)
        case .textBit:
            let column = ["stream", "id", "type", "actor", "trace_id", "span_id"].randomElement() ?? "id"
            let has = try Bool.fetchOne(
                db, sql: "SELECT \(column) IS NOT NULL FROM events WHERE position = \(at)")
            if has == true {
                try flip(db, "events", column, "position = \(at)", isText: true)
            } else {
                try db.execute(sql: "UPDATE events SET \(column) = 'x' WHERE position = \(at)")
            }
        case .number:
            let column = ["version", "schema", "time"].randomElement() ?? "time"
            try db.execute(
                sql:
                    "UPDATE events SET \(column) = \(column) + \(Int.random(in: 1000...1_000_000)) WHERE position = \(at)"
            )
        case .leafBit: try flip(db, "leaves", "hash", "position = \(at)", isText: false)
        case .nodeBit:
            try flip(db, "nodes", "hash", "level = 8 AND number = \(at % (last / 256))", isText: false)
        case .deleteEvent: try db.execute(sql: "DELETE FROM events WHERE position = \(at)")
        case .deleteTail: try db.execute(sql: "DELETE FROM events WHERE position = \(last)")
        case .deleteLeaf: try db.execute(sql: "DELETE FROM leaves WHERE position = \(at)")
        case .deleteNode:
            try db.execute(sql: "DELETE FROM nodes WHERE level = 8 AND number = \(at % (last / 256))")
        case .swap:
            try db.execute(
                sql: """
                    UPDATE events SET position = 999999999 WHERE position = \(at);
                    UPDATE events SET position = \(at) WHERE position = \(other);
                    UPDATE events SET position = \(other) WHERE position = 999999999
                    """)
        case .swapPayloads:
            let first =
                try Data.fetchOne(db, sql: "SELECT payload FROM events WHERE position = \(at)") ?? Data()
            var place = other
            while try Data.fetchOne(db, sql: "SELECT payload FROM events WHERE position = \(place)") == first
                || place == at
            {
                place = Int64.random(in: 1...last)
            }
            try db.execute(
                sql:
                    "UPDATE events SET payload = (SELECT payload FROM events WHERE position = \(place)) WHERE position = \(at)"
            )
            try db.execute(sql: "UPDATE events SET payload = ? WHERE position = \(place)", arguments: [first])
        case .before:
            try db.execute(
                sql: """
                    PRAGMA ignore_check_constraints = ON;
                    INSERT INTO events (position, stream, version, id, type, schema, time, actor, payload)
                    SELECT -\(at), stream, version + 100000, '01920000-0000-7000-8000-0000000000ff', type, schema, time,
                        actor, payload FROM events WHERE position = \(at)
                    """)
        case .insert, .duplicate:
            let stream = kind == .insert ? "'forged'" : "stream"
            let version = kind == .insert ? "1" : "version + 100000"
            try db.execute(
                sql: """
                    INSERT INTO events (stream, version, id, type, schema, time, actor, trace_id, span_id, payload)
                    SELECT \(stream), \(version), '01920000-0000-7000-8000-0000000000ff', type, schema, time, actor, trace_id,
                        span_id, payload FROM events WHERE position = \(at)
                    """)
        }
    }

    private func flip(_ db: Database, _ table: String, _ column: String, _ place: String, isText: Bool) throws
    {
        let sql = "SELECT CAST(\(column) AS BLOB) FROM \(table) WHERE \(place)"
        guard var bytes = try Data.fetchOne(db, sql: sql), !bytes.isEmpty else {
            throw CocoaError(.coderValueNotFound)
        }
        bytes[Int.random(in: 0..<bytes.count)] ^= 1 << UInt8.random(in: 0..<8)
        let value = isText ? "CAST(? AS TEXT)" : "?"
        try db.execute(sql: "UPDATE \(table) SET \(column) = \(value) WHERE \(place)", arguments: [bytes])
    }
}
