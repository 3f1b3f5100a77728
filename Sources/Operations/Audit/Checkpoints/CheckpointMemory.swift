import Diagnostics
package import Capabilities
import Digests
package import TransparencyLog

/// The largest checkpoint of each ledger that this user has seen, outside of the ledgers themselves.
///
/// Who takes a ledger back to an old state has to find and change this too; somebody else's copy of a checkpoint is
/// stronger, see `docs/audit.md`.
package struct CheckpointMemory: Sendable {
    private let folder: String
    private let files: any FileSystem

    /// - Parameters:
    ///   - folder: `$XDG_STATE_HOME/uvmgr/checkpoints`.
    ///   - files: Where it is.
    package init(folder: String, files: any FileSystem) { (self.folder, self.files) = (folder, files) }

    /// The largest checkpoint that is known of a ledger; `nil` if none is.
    ///
    /// - Throws: ``AuditError/malformedCheckpoint(path:reason:)`` for a file that was damaged: what cannot be read must not
    ///   count as nothing known.
    package func latest(_ origin: String) throws(AuditError) -> (checkpoint: Checkpoint, note: SignedNote)? {
        let path = path(origin)
        guard files.isFile(path) else { return nil }
        do {
            let note = try SignedNote(parsing: try files.read(path))
            let checkpoint = try Checkpoint(parsing: note.text)
            guard checkpoint.hasOrigin(origin) else {
                throw AuditError.malformedCheckpoint(path: path, reason: "it is of `\(checkpoint.origin)`")
            }
            return (checkpoint, note)
        } catch let error as FileError { throw .file(error) } catch let error as AuditError {
            throw error
        } catch {
            let reason = (error as? TransparencyLogError)?.diagnostic.message ?? "\(error)"
            throw .malformedCheckpoint(path: path, reason: reason)
        }
    }

    /// Keeps a checkpoint that is larger than the one known.
    package func keep(_ checkpoint: Checkpoint, _ note: SignedNote) throws(AuditError) {
        if let known = try latest(checkpoint.origin), known.checkpoint.size >= checkpoint.size { return }
        do { try files.write(Array(note.description.utf8), to: path(checkpoint.origin)) } catch {
            throw .file(error)
        }
    }

    private func path(_ origin: String) -> String {
        "\(folder)/\(SHA256Digest(of: origin).hex.prefix(32)).txt"
    }
}
