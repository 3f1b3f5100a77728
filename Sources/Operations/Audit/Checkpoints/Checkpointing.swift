import Attestations
import Diagnostics
package import Capabilities
package import Ledger
package import TransparencyLog

/// Signs what a ledger has come to, and puts the signature on record.
package struct Checkpointing: Sendable {
    /// A checkpoint that was just signed, or was the last event already.
    package struct Signed: Sendable {
        package let checkpoint: Checkpoint
        package let note: SignedNote
        /// The position of the event that records it.
        package let position: Int64
        /// The key that signed; `nil` if nothing had to be signed.
        package let key: SigningKeys.Current?
    }

    let log: any EventLog
    private let keys: SigningKeys
    let memory: CheckpointMemory
    let clock: any WallClock
    private let random: @Sendable () -> UInt64
    let actor: String

    package init(
        log: any EventLog, keys: SigningKeys, memory: CheckpointMemory, clock: any WallClock,
        random: @escaping @Sendable () -> UInt64, actor: String
    ) {
        (self.log, self.keys, self.memory) = (log, keys, memory)
        (self.clock, self.random, self.actor) = (clock, random, actor)
    }

    /// Signs the tree over all events.
    ///
    /// A ledger that is not what a known checkpoint of it says is never signed: the signature would cover up the loss.
    ///
    /// - Parameter span: Where this happens.
    /// - Returns: The checkpoint and where it is on record.
    /// - Throws: ``AuditError``; the ledger is as it was then.
    package func sign(in span: SpanReference? = nil) async throws(AuditError) -> Signed {
        let origin = try await origin(of: log)
        if let last = try await last(origin) { return last }
        try await checkMemory(origin)
        let current = try await keys.current()
        for _ in 0..<100 {
            let signed = try await signed(origin, current, span)
            if let signed {
                try memory.keep(signed.checkpoint, signed.note)
                return signed
            }
        }
        throw .ledger(.conflict(stream: SignedCheckpoint.stream, expected: 0, actual: 0))
    }

    /// The checkpoint that the ledger ends with, if it covers all events before it.
    private func last(_ origin: String) async throws(AuditError) -> Signed? {
        do {
            let size = try await log.size()
            let end = try await log.event(at: size)
            guard end.event.type == SignedCheckpoint.type,
                let payload = SignedCheckpoint(payload: end.event.payload), payload.size == size - 1
            else { return nil }
            let note = try SignedNote(parsing: payload.note)
            return Signed(
                checkpoint: try Checkpoint(parsing: note.text), note: note, position: size, key: nil)
        } catch let error as LedgerError { throw .ledger(error) } catch {
            // A checkpoint that cannot be read is followed by one that can.
            return nil
        }
    }

    private func checkMemory(_ origin: String) async throws(AuditError) {
        guard let known = try memory.latest(origin)?.checkpoint else { return }
        do {
            let size = try await log.size()
            guard known.size <= size else {
                throw AuditError.notTheLedger(.rolledBack(known: known.size, size: size))
            }
            guard try await log.root(at: known.size) == known.root else {
                throw AuditError.notTheLedger(.forked(known: known.size))
            }
        } catch let error as LedgerError { throw .ledger(error) } catch let error as AuditError {
            throw error
        } catch {
            throw .proof("\(error)")
        }
    }

    /// Signs and appends; `nil` if another process appended a checkpoint meanwhile.
    private func signed(
        _ origin: String, _ current: SigningKeys.Current, _ span: SpanReference?
    ) async throws(AuditError) -> Signed? {
        do {
            let size = try await log.size()
            let checkpoint = try Checkpoint(origin: origin, size: size, root: try await log.root(at: size))
            let key = try SignerKey(name: KeyName(origin), algorithm: .ed25519, seed: current.key.raw)
            let note = try checkpoint.signed(by: [key])
            let payload = SignedCheckpoint(size: size, root: checkpoint.root, note: note.description)
            try await recorder().record([NewEvent(SignedCheckpoint.type, payload: payload.payload)], in: span)
            return Signed(
                checkpoint: checkpoint, note: note, position: try await log.size(), key: current)
        } catch let error as LedgerError {
            if case .conflict = error { return nil }
            throw .ledger(error)
        } catch let error as TransparencyLogError { throw .proof(error.diagnostic.message) } catch {
            throw .proof("\(error)")
        }
    }

    /// Appends to the stream of checkpoints.
    func recorder() async throws(LedgerError) -> EventRecorder {
        let last = try await log.streams(StreamQuery(prefix: SignedCheckpoint.stream, limit: 1)).first
        return EventRecorder(
            stream: SignedCheckpoint.stream, version: last?.count ?? 0, lastTime: last?.lastTime ?? .min,
            actor: actor, store: log, now: { [clock] in clock.now().nanoseconds }, random: random)
    }
}
