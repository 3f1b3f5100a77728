import Attestations
import Diagnostics
import Ledger
import TransparencyLog

extension Checkpointing {
    /// Takes a checkpoint of this ledger that came back with signatures of witnesses, and puts it on record.
    ///
    /// - Parameters:
    ///   - bytes: The signed note.
    ///   - name: Where it came from, for messages.
    ///   - keys: Our own and those of the witnesses.
    /// - Returns: The checkpoint and where it is on record.
    /// - Throws: ``AuditError`` if the ledger does not continue it, or no witness has signed it.
    package func takeCosignatures(
        _ bytes: [UInt8], named name: String, keys: TrustedKeys
    ) async throws(AuditError) -> Signed {
        let origin = try await origin(of: log)
        let note: SignedNote
        let checkpoint: Checkpoint
        do {
            note = try SignedNote(parsing: bytes)
            let verified = try keys.policy(origin: origin, threshold: 1).verify(note)
            checkpoint = verified.checkpoint
        } catch let error as AuditError { throw error } catch {
            let reason = (error as? TransparencyLogError)?.diagnostic.message ?? "\(error)"
            throw .malformedCheckpoint(path: name, reason: reason)
        }
        do {
            let size = try await log.size()
            guard checkpoint.size <= size else {
                throw AuditError.notTheLedger(.rolledBack(known: checkpoint.size, size: size))
            }
            guard try await log.root(at: checkpoint.size) == checkpoint.root else {
                throw AuditError.notTheLedger(.forked(known: checkpoint.size))
            }
            let payload = SignedCheckpoint(
                size: checkpoint.size, root: checkpoint.root, note: note.description)
            try await recorder().record([NewEvent(SignedCheckpoint.cosignedType, payload: payload.payload)])
            return Signed(checkpoint: checkpoint, note: note, position: try await log.size(), key: nil)
        } catch let error as AuditError { throw error } catch let error as LedgerError {
            throw .ledger(error)
        } catch {
            throw .proof("\(error)")
        }
    }
}
