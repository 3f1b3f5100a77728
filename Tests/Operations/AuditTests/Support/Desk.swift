import Attestations
import Capabilities
import Files
import Foundation
import Ledger
import SQLiteStore
import StructuredData
import Synchronization
import Testing
import TransparencyLog

@testable import Audit

/// A clock that is set by hand.
final class SetClock: WallClock {
    private let time = Mutex<Int64>(1_790_000_000_000_000_000)

    func now() -> Instant { Instant(nanoseconds: time.withLock(\.self)) }
    func set(_ nanoseconds: Int64) { time.withLock { $0 = nanoseconds } }
}

/// A keyring in memory, or none.
final class TestKeyring: SecretStore {
    private let secrets: Mutex<[String: String]?>

    init(isThere: Bool = true) { secrets = Mutex(isThere ? [:] : nil) }

    var accounts: [String] { secrets.withLock { ($0 ?? [:]).keys.sorted() } }

    func isAvailable() async -> Bool { secrets.withLock { $0 != nil } }

    func secret(_ account: String) async throws(SecretError) -> String? {
        guard let found = secrets.withLock(\.self) else { throw none("read") }
        return found[account]
    }

    func keep(_ secret: String, for account: String) async throws(SecretError) {
        guard secrets.withLock(\.self) != nil else { throw none("keep") }
        secrets.withLock { $0?[account] = secret }
    }

    func remove(_ account: String) async throws(SecretError) { secrets.withLock { $0?[account] = nil } }

    private func none(_ operation: String) -> SecretError {
        SecretError(operation: operation, reason: "there is no keyring here")
    }
}

/// A ledger with all that signing it takes, in a folder that is gone when the test is over.
final class Desk: Sendable {
    let folder: String
    let store: SQLiteStore
    let keyring: TestKeyring
    let clock = SetClock()
    let files = LiveFileSystem()

    init(keyring: TestKeyring = TestKeyring(isThere: false)) throws {
        let url = FileManager.default.temporaryDirectory.appending(path: "uvmgr-audit-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
        folder = LiveFileSystem().resolve(url.path()) ?? url.path()
        store = try SQLiteStore(path: folder + "/ledger.db")
        self.keyring = keyring
    }

    deinit { try? FileManager.default.removeItem(atPath: folder) }

    var keys: SigningKeys { keys() }

    func keys(_ name: String = "keys", explicit: String? = nil) -> SigningKeys {
        SigningKeys(
            folder: folder + "/" + name, explicit: explicit, files: files, secrets: keyring,
            locks: FileLocks(),
            random: { .random(in: .min ... .max) })
    }

    var memory: CheckpointMemory { CheckpointMemory(folder: folder + "/checkpoints", files: files) }

    func checkpointing(keys: SigningKeys? = nil, memory: CheckpointMemory? = nil) -> Checkpointing {
        Checkpointing(
            log: store, keys: keys ?? self.keys, memory: memory ?? self.memory, clock: clock,
            random: { .random(in: .min ... .max) }, actor: "ann")
    }

    /// Appends to a stream.
    @discardableResult
    func append(_ count: Int, to stream: String = "run", to log: (any EventLog)? = nil) async throws
        -> [Event]
    {
        let log = log ?? store
        let version = try await log.read(stream: stream).count
        let events = try (0..<count).map { index in
            try Event(
                id: uuidV7(nanoseconds: clock.now().nanoseconds, random: .random(in: .min ... .max)),
                stream: stream,
                version: version + index + 1, type: "Tested", schema: 1, time: clock.now().nanoseconds,
                actor: "ann",
                payload: ["n": .integer(Int64(index))])
        }
        _ = try await log.append(events, expectedVersion: version)
        return events
    }

    func verify(
        keys: TrustedKeys = TrustedKeys(), threshold: Int = 0, known: [Checkpoint] = [],
        from: Checkpoint? = nil
    ) async throws -> LedgerReport {
        let reader = try SQLiteStore(path: folder + "/ledger.db", access: .read)
        let report = try await LedgerVerification(
            log: reader, path: "ledger.db", keys: keys, threshold: threshold, known: known,
            databaseFaults: { () throws(LedgerError) in try await reader.databaseFaults() }
        ).run(from: from)
        try reader.close()
        return report
    }

    /// Changes the file behind the store's back, past the triggers.
    func tamper(_ statements: String) throws {
        try store.close()
        let script = """
            import sqlite3, sys
            db = sqlite3.connect(sys.argv[1])
            for (name,) in db.execute("select name from sqlite_master where type = 'trigger'").fetchall():
                db.execute('drop trigger ' + name)
            db.executescript(sys.argv[2])
            db.commit()
            """
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = ["python3", "-c", script, folder + "/ledger.db", statements]
        try process.run()
        process.waitUntilExit()
        try #require(process.terminationStatus == 0)
    }
}

extension Desk {
    /// The ledger opened again, after it was tampered with.
    static func reopen(_ desk: Desk) throws -> SQLiteStore {
        try SQLiteStore(path: desk.folder + "/ledger.db")
    }
}
