import Capabilities
import Files
import Foundation
import Ledger
import Processes
import SQLiteStore
import StructuredData
import Testing
import TransparencyLog

@testable import Audit

/// One member's clone: a ledger, keys to sign it with, and a folder that is gone when the test is over.
final class Clone: Sendable {
    let folder: String
    let store: SQLiteStore
    let files = LiveFileSystem()
    let clock = SystemClock()

    init() throws {
        let url = FileManager.default.temporaryDirectory.appending(path: "uvmgr-clone-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
        folder = LiveFileSystem().resolve(url.path()) ?? url.path()
        store = try SQLiteStore(path: folder + "/ledger.db")
    }

    deinit { try? FileManager.default.removeItem(atPath: folder) }

    subscript(_ name: String) -> String { folder + "/" + name }

    var keys: SigningKeys {
        SigningKeys(
            folder: self["keys"], files: files, secrets: NoSecrets(), locks: FileLocks(),
            random: { .random(in: .min ... .max) })
    }

    var checkpointing: Checkpointing {
        Checkpointing(
            log: store, keys: keys, memory: CheckpointMemory(folder: self["checkpoints"], files: files),
            clock: clock, random: { .random(in: .min ... .max) }, actor: "ann")
    }

    var importing: LedgerImport {
        LedgerImport(into: store, clock: clock, random: { .random(in: .min ... .max) }, actor: "ann")
    }

    /// Appends to a stream.
    @discardableResult
    func append(_ count: Int, to stream: String, text: String = "") async throws -> [Event] {
        let version = try await store.read(stream: stream).count
        let events = try (0..<count).map { index in
            try Event(
                id: uuidV7(nanoseconds: clock.now().nanoseconds, random: .random(in: .min ... .max)),
                stream: stream, version: version + index + 1, type: "Tested", schema: 1,
                time: clock.now().nanoseconds, actor: "ann",
                payload: ["n": .integer(Int64(index)), "t": .string(text)])
        }
        _ = try await store.append(events, expectedVersion: version)
        return events
    }

    /// The lines of an export, signed now.
    func exported() async throws -> [UInt8] {
        var bytes: [UInt8] = []
        try await LedgerExport(checkpointing).forEachPiece { bytes += $0 }
        return bytes
    }

    /// An export, read back.
    func ledger() async throws -> ExportedLedger {
        try ExportedLedger(parsing: try await exported(), named: "x.jsonl")
    }

    func all() async throws -> [StoredEvent] { try await store.readAll(after: 0, limit: 100_000) }

    func root() async throws -> MerkleHash { try await store.root(at: store.size()) }

    func runs() async throws -> [String] {
        try await store.streams(StreamQuery(limit: 999)).map(\.stream)
            .filter { !MergePlan.ownStreams.contains($0) }.sorted()
    }
}

/// A machine without a keyring.
private struct NoSecrets: SecretStore {
    func isAvailable() async -> Bool { false }
    func secret(_ account: String) async throws(SecretError) -> String? { throw none("read") }
    func keep(_ secret: String, for account: String) async throws(SecretError) { throw none("keep") }
    func remove(_ account: String) async throws(SecretError) { throw none("remove") }

    private func none(_ operation: String) -> SecretError {
        SecretError(operation: operation, reason: "there is no keyring here")
    }
}
