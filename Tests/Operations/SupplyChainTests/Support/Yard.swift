import Attestations
import Audit
import Capabilities
import DefinitionOfDone
import Digests
import Files
import Foundation
import Ledger
import SQLiteStore
import Synchronization
import Telemetry
import Testing

@testable import SupplyChain

/// A clock that is set by hand.
final class SetClock: WallClock {
    /// 2026-11-27 10:00 UTC.
    static let start: Int64 = 1_795_773_600_000_000_000
    private let time = Mutex(SetClock.start)

    func now() -> Instant { Instant(nanoseconds: time.withLock(\.self)) }
    func advance(days: Int64) { time.withLock { $0 += days * 86_400_000_000_000 } }
}

/// A machine without a keyring.
private struct NoKeyring: SecretStore {
    func isAvailable() async -> Bool { false }
    func secret(_ account: String) async throws(SecretError) -> String? { throw none("read") }
    func keep(_ secret: String, for account: String) async throws(SecretError) { throw none("keep") }
    func remove(_ account: String) async throws(SecretError) { throw none("remove") }

    private func none(_ operation: String) -> SecretError {
        SecretError(operation: operation, reason: "there is no keyring here")
    }
}

/// A ledger, evidence and keys, in a folder that is gone when the test is over.
final class Yard: Sendable {
    let folder: String
    let store: SQLiteStore
    let clock = SetClock()
    let files = LiveFileSystem()

    init() throws {
        let url = FileManager.default.temporaryDirectory.appending(path: "uvmgr-supply-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
        folder = LiveFileSystem().resolve(url.path()) ?? url.path()
        store = try SQLiteStore(path: folder + "/ledger.db")
    }

    deinit { try? FileManager.default.removeItem(atPath: folder) }

    var evidence: EvidenceStore {
        EvidenceStore(folder: folder + "/evidence", files: files, redactor: Redactor())
    }

    func keys(_ name: String = "keys") -> SigningKeys {
        SigningKeys(
            folder: folder + "/" + name, files: files, secrets: NoKeyring(), locks: FileLocks(),
            random: { .random(in: .min ... .max) })
    }

    func checkpointing(_ keys: SigningKeys? = nil) -> Checkpointing {
        Checkpointing(
            log: store, keys: keys ?? self.keys(),
            memory: CheckpointMemory(folder: folder + "/checkpoints", files: files), clock: clock,
            random: { .random(in: .min ... .max) }, actor: "ann")
    }

    func making(_ keys: SigningKeys? = nil) -> AttestationMaking {
        AttestationMaking(
            log: store, evidence: evidence, keys: keys ?? self.keys(), checkpointing: checkpointing(keys),
            clock: clock, random: { .random(in: .min ... .max) }, actor: "ann")
    }

    /// Puts a run on record as the product does, and signs the ledger.
    func record(_ sample: SampleRun, signs: Bool = true) async throws -> RunState {
        let id = uuidV7(nanoseconds: clock.now().nanoseconds, random: .random(in: .min ... .max))
        let recorder = EventRecorder(
            stream: id, actor: "ann", store: store, now: { [clock] in clock.now().nanoseconds },
            random: { .random(in: .min ... .max) })
        let events = try sample.events(evidence)
        try await recorder.record(
            events.map { NewEvent($0.type, schema: RunEvent.schema, payload: $0.payload) })
        if signs { _ = try await checkpointing().sign() }
        return try await RunHistory(store: store).run(id)
    }

    /// Records a run and attests it.
    func attest(_ sample: SampleRun = SampleRun()) async throws -> AttestationMaking.Made {
        try await making().make(try await record(sample))
    }

    /// What the verifier of a file says, which trusts the key of this yard unless others are named.
    func verify(
        _ bundle: [UInt8]?, _ artifact: [UInt8] = SampleRun.wheel, keys: TrustedKeys? = nil,
        policy: String? = nil, maxAge: Int64? = nil, allowsExpiredWaivers: Bool = false
    ) async throws -> ArtifactReport {
        let own = TrustedKeys([try await self.keys().current().key.publicKey])
        let demand = try AttestationDemand(
            keys: keys ?? own, policy: policy, maxAge: maxAge, allowsExpiredWaivers: allowsExpiredWaivers,
            now: clock.now())
        return ArtifactVerification(demand).report(
            path: "a.whl", digest: DigestSet(sha256: SHA256Digest(of: artifact)),
            bundle: bundle.map { (Bundle(parsing: $0), "a.intoto.jsonl") }, missing: "there is none")
    }
}
