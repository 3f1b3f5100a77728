package import Capabilities
import Diagnostics
package import Ledger
import TransparencyLog

/// Writes a ledger as static files that any web server can serve (C2SP `tlog-tiles`).
///
/// The checkpoint is written last, so that whoever reads it finds all that it covers. Full tiles never change: a folder that
/// holds an earlier state is continued, and what it has is left alone.
package struct TileExport: Sendable {
    private let log: any EventLog
    private let folder: String
    private let files: any FileSystem

    package init(of log: any EventLog, in folder: String, _ files: any FileSystem) {
        (self.log, self.folder, self.files) = (log, folder, files)
    }

    /// Writes what is missing.
    ///
    /// - Returns: How many files were written beside the checkpoint.
    /// - Throws: ``AuditError/tiles(path:reason:)`` if the folder is of another log, ``AuditError/notTheLedger(_:)`` if it
    ///   is not the beginning of this one.
    package func write(_ signed: Checkpointing.Signed) async throws(AuditError) -> Int {
        let checkpoint = signed.checkpoint
        var builder = try await resumed(checkpoint)
        if builder.size == checkpoint.size { return 0 }
        var written = 0
        // A bundle that was not full is written again with what came after.
        for first in stride(from: builder.size / 256 * 256, to: checkpoint.size, by: 256) {
            written += try await writeBundle(first, upTo: checkpoint.size, &builder)
        }
        for tile in builder.partialTiles {
            try put(tile.bytes, tile.id.path)
            written += 1
        }
        guard builder.head.root == checkpoint.root else {
            throw .notTheLedger(.forked(known: checkpoint.size))
        }
        try put(Array(signed.note.description.utf8), Self.checkpointName)
        return written
    }

    private static let checkpointName = "checkpoint"

    /// The tree that the folder has already, without leaves if it has none that is whole.
    private func resumed(_ checkpoint: Checkpoint) async throws(AuditError) -> TileBuilder {
        guard files.isFile(path(Self.checkpointName)) else { return TileBuilder() }
        let known: Checkpoint
        do {
            known = try Checkpoint(parsing: SignedNote(parsing: files.read(path(Self.checkpointName))).text)
        } catch let error as FileError { throw .file(error) } catch {
            let reason = (error as? TransparencyLogError)?.diagnostic.message ?? "\(error)"
            throw .malformedCheckpoint(path: path(Self.checkpointName), reason: reason)
        }
        guard known.hasOrigin(checkpoint.origin) else {
            throw .tiles(path: folder, reason: "it has those of `\(known.origin)`")
        }
        guard known.size <= checkpoint.size else {
            throw .notTheLedger(.rolledBack(known: known.size, size: checkpoint.size))
        }
        do {
            guard try await log.root(at: known.size) == known.root else {
                throw AuditError.notTheLedger(.forked(known: known.size))
            }
        } catch let error as LedgerError { throw .ledger(error) } catch let error as AuditError {
            throw error
        } catch { throw .proof("\(error)") }
        // Tiles that are missing or damaged are made anew, all of them.
        return (try? TileBuilder(head: known.head) { try files.read(path($0.path)) }) ?? TileBuilder()
    }

    /// Writes one bundle of entries and the tiles that it fills.
    private func writeBundle(
        _ first: Int64, upTo size: Int64, _ builder: inout TileBuilder
    ) async throws(AuditError) -> Int {
        let count = Int(min(256, size - first))
        let leaves: [[UInt8]]
        do {
            leaves = try await log.reduce(after: first, limit: count, into: [[UInt8]]()) { leaves, event in
                var leaf: [UInt8] = []
                event.writeLeaf(to: &leaf)
                leaves.append(leaf)
            }
        } catch { throw .ledger(error) }
        let bundle: EntryBundle
        do {
            bundle = try EntryBundle(id: EntryBundleID(index: first / 256, width: count), entries: leaves)
        } catch { throw .tiles(path: folder, reason: error.diagnostic.message) }
        try put(bundle.bytes, bundle.id.path)
        var written = 1
        for leaf in leaves.dropFirst(Int(builder.size - first)) {
            try builder.append(.leaf(leaf)) { tile throws(AuditError) in
                try put(tile.bytes, tile.id.path)
                written += 1
            }
        }
        return written
    }

    private func put(_ bytes: [UInt8], _ name: String) throws(AuditError) {
        do { try files.write(bytes, to: path(name)) } catch { throw .file(error) }
    }

    private func path(_ name: String) -> String { folder + "/" + name }
}
