import Attestations
package import Audit
package import Capabilities
package import DefinitionOfDone
import Diagnostics
package import Ledger
import StructuredData
import TransparencyLog

/// Attests a run: states it, signs the statements, keeps them as evidence, and puts that on record.
package struct AttestationMaking: Sendable {
    private let log: any EventLog
    private let evidence: EvidenceStore
    private let keys: SigningKeys
    private let checkpointing: Checkpointing
    private let clock: any WallClock
    private let random: @Sendable () -> UInt64
    private let actor: String

    package init(
        log: any EventLog, evidence: EvidenceStore, keys: SigningKeys, checkpointing: Checkpointing,
        clock: any WallClock, random: @escaping @Sendable () -> UInt64, actor: String
    ) {
        (self.log, self.evidence, self.keys, self.checkpointing) = (log, evidence, keys, checkpointing)
        (self.clock, self.random, self.actor) = (clock, random, actor)
    }

    /// What was made.
    package struct Made: Sendable {
        package let record: AttestationMade
        package let bundle: [UInt8]
        /// The file among the evidence.
        package let path: String
        /// Sentences: what could not be stated, and why.
        package let leftOut: [String]
        package let key: SigningKeys.Current
    }

    /// Attests a run; attesting it again with the same key gives the same bytes.
    ///
    /// - Throws: ``SupplyChainError/noVerdict(run:)``, or what stood in the way.
    package func make(_ run: RunState) async throws(SupplyChainError) -> Made {
        guard run.verdict != nil, run.header != nil else { throw .noVerdict(run: run.id) }
        do {
            let events = try await log.read(stream: run.id)
            let key = try await keys.current()
            let proofs = try await proofs(of: run.id, events, by: key.key)
            let attested = try await RunEvidence(log: log, evidence: evidence).gather(
                run, events: events, proofs: proofs)
            let stated = try statements(of: attested)
            let envelopes = try stated.elements.map { try Envelope(signing: $0, with: [key.key]) }
            let bytes = bundleBytes(envelopes)
            let kept = try evidence.keep(bytes, as: run.bundleName, mediaType: bundleMediaType)
            let record = AttestationMade(
                run: run.id, digest: kept.digest, name: kept.name,
                subjects: try Subjects(of: run).all.compactMap { $0.digest?.description },
                predicates: stated.elements.map(\.predicateType.description), keyID: key.key.publicKey.keyID)
            try await put(record)
            return Made(
                record: record, bundle: bytes, path: evidence.path(kept.digest), leftOut: stated.leftOut,
                key: key)
        } catch { throw SupplyChainError(error) }
    }

    /// Proofs of the first event and the verdict, in the first checkpoint that covers both and that the key has signed.
    private func proofs(
        of run: String, _ events: [Event], by key: PrivateKey
    ) async throws -> RunProofs {
        guard let start = events.first(where: { $0.type == "RunStarted" }),
            let verdict = events.last(where: { $0.type == "VerdictReached" }),
            let startPosition = try await log.position(of: start.id),
            let position = try await log.position(of: verdict.id)
        else { throw SupplyChainError.noVerdict(run: run) }
        let (checkpoint, note) = try await checkpoint(covering: max(position, startPosition), by: key)
        func proof(of position: Int64) async throws -> String {
            try await EventProof(of: position, in: log, checkpoint: checkpoint, note: note).text
        }
        return RunProofs(
            start: try await proof(of: startPosition), verdict: try await proof(of: position),
            checkpoint: note.description)
    }

    private func checkpoint(
        covering position: Int64, by key: PrivateKey
    ) async throws -> (Checkpoint, SignedNote) {
        let policy = try TrustedKeys([key.publicKey]).policy(origin: try await origin(of: log))
        for event in try await log.read(stream: SignedCheckpoint.stream)
        where event.type == SignedCheckpoint.type {
            guard let signed = SignedCheckpoint(payload: event.payload), signed.size >= position,
                let note = try? SignedNote(parsing: signed.note), let verified = try? policy.verify(note)
            else { continue }
            return (verified.checkpoint, note)
        }
        let signed = try await checkpointing.sign()
        guard signed.checkpoint.size >= position, (try? policy.verify(signed.note)) != nil else {
            // The ledger ends with a checkpoint of another key, and nothing was appended since.
            return try await checkpoint(afterChangeTo: key.publicKey, policy)
        }
        return (signed.checkpoint, signed.note)
    }

    /// A checkpoint of the key in use, after the change to it is on record, which the last checkpoint does not cover.
    private func checkpoint(
        afterChangeTo key: PublicKey, _ policy: CheckpointPolicy
    ) async throws -> (Checkpoint, SignedNote) {
        let payload: JSON = ["keyid": .string(key.keyID)]
        try await recorder().record([NewEvent(AttestationMade.signerType, payload: payload)])
        let signed = try await checkpointing.sign()
        _ = try policy.verify(signed.note)
        return (signed.checkpoint, signed.note)
    }

    /// Puts on record what was made, unless the very same is already, and signs the ledger again.
    private func put(_ record: AttestationMade) async throws {
        if try await AttestationMade.all(in: log).contains(record) { return }
        try await recorder().record([NewEvent(AttestationMade.type, payload: record.payload)])
        _ = try await checkpointing.sign()
    }

    private func recorder() async throws -> EventRecorder {
        let stream = AttestationMade.stream
        let last = try await log.streams(StreamQuery(prefix: stream, limit: 1)).first
        return EventRecorder(
            stream: stream, version: last?.count ?? 0, lastTime: last?.lastTime ?? .min, actor: actor,
            store: log, now: { [clock] in clock.now().nanoseconds }, random: random)
    }
}
