import Diagnostics
package import Ledger
package import TransparencyLog

/// A proof that an event is in a ledger, as a file that stands alone (C2SP `tlog-proof`).
///
/// The file's extra data is the event itself, so that whoever has the file and the key needs nothing else: the leaf's hash
/// is computed from it.
package struct EventProof: Hashable, Sendable {
    package let event: StoredEvent
    package let proof: LogProof

    /// The text of the file.
    package var text: String { proof.description }

    /// Proves an event, and verifies the proof before it is handed out.
    ///
    /// - Parameters:
    ///   - position: Of the event.
    ///   - log: The ledger.
    ///   - checkpoint: A signed checkpoint of it that covers the event.
    ///   - note: The checkpoint as it was signed.
    /// - Throws: ``AuditError/proof(_:)`` if the checkpoint does not cover the event or the ledger does not fit it.
    package init(
        of position: Int64, in log: any EventLog, checkpoint: Checkpoint, note: SignedNote
    ) async throws(AuditError) {
        do {
            event = try await log.event(at: position)
            guard position <= checkpoint.size else {
                throw AuditError.proof(
                    "the checkpoint covers \(checkpoint.size) events, and this is event \(position)")
            }
            let leaf = event.event.canonicalBytes
            let hashes = try await log.inclusionProof(of: position, in: checkpoint.size)
            proof = try LogProof(extra: leaf, index: position - 1, hashes: hashes, checkpoint: note)
            try verifyInclusion(
                leaf: .leaf(leaf), index: position - 1, size: checkpoint.size, root: checkpoint.root,
                proof: hashes)
        } catch let error as AuditError { throw error } catch let error as LedgerError {
            throw .ledger(error)
        } catch {
            throw .proof((error as? TransparencyLogError)?.diagnostic.message ?? "\(error)")
        }
    }
}
