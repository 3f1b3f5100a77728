package import Attestations
import Ledger
import StructuredData

/// Changes the signing key in a way that a verifier can follow: the old key signs the ledger once more, then the change
/// is put on record, then the new key signs.
package struct KeyRotation: Sendable {
    /// The event that tells of a change of keys; its stream is that of the checkpoints.
    package static let type = "KeyRotated"
    private let keys: SigningKeys

    package init(keys: SigningKeys) { self.keys = keys }

    /// Changes the key.
    ///
    /// - Parameter checkpointing: Signs the ledger here; `nil` where there is none.
    /// - Returns: The key that is retired, and the new one.
    /// - Throws: ``AuditError``; the key is as it was then, unless the new one could not sign.
    package func run(
        _ checkpointing: Checkpointing?
    ) async throws(AuditError) -> (old: PublicKey?, new: SigningKeys.Current) {
        // A key that is lost cannot sign any more, which is a reason to change it.
        if let checkpointing, try keys.publicKey() != nil {
            do { _ = try await checkpointing.sign() } catch {
                switch error {
                case .missingPrivateKey, .malformedKey, .exposedKey, .secret, .emptyLedger: break
                default: throw error
                }
            }
        }
        let (old, new) = try await keys.rotate()
        if let checkpointing {
            do {
                let recorder = try await checkpointing.recorder()
                let payload: JSON = .members([
                    "old": old.map { .string($0.pem) }, "new": .string(new.key.publicKey.pem),
                ])
                try await recorder.record([NewEvent(Self.type, payload: payload)])
            } catch { throw .ledger(error) }
            _ = try await checkpointing.sign()
        }
        return (old, new)
    }
}
