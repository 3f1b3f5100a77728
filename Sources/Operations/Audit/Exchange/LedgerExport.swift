package import Capabilities
import Ledger
import TransparencyLog

/// Hands a ledger out as lines: all of it, signed.
package struct LedgerExport: Sendable {
    /// What is handed out.
    package let header: ExportHeader
    /// The checkpoint as it was signed for this export.
    package let signed: Checkpointing.Signed
    private let log: any EventLog

    /// How many events are read at once.
    private static let chunk = 4096

    /// Signs the ledger, so that the checkpoint covers all that is handed out but its own event.
    ///
    /// - Throws: ``AuditError``, such as ``AuditError/emptyLedger``.
    package init(_ checkpointing: Checkpointing) async throws(AuditError) {
        var signed = try await checkpointing.sign()
        // Another process may have appended between the root and its signature; then there is more to be signed.
        for _ in 0..<100 where signed.position != signed.checkpoint.size + 1 {
            signed = try await checkpointing.sign()
        }
        guard signed.position == signed.checkpoint.size + 1 else {
            throw .ledger(.conflict(stream: SignedCheckpoint.stream, expected: 0, actual: 0))
        }
        (self.signed, log, header) = (signed, checkpointing.log, ExportHeader(signed))
    }

    /// Hands the lines over in pieces of some thousand events.
    ///
    /// - Throws: ``AuditError``, else what `body` throws.
    package func forEachPiece(_ body: ([UInt8]) throws(AuditError) -> Void) async throws(AuditError) {
        try body(header.line)
        var position: Int64 = 0
        while position < header.events {
            let limit = Int(min(Int64(Self.chunk), header.events - position))
            let piece: Piece
            do {
                piece = try await log.reduce(after: position, limit: limit, into: Piece()) { piece, event in
                    event.writeLeaf(to: &piece.leaf)
                    piece.lines += piece.leaf
                    piece.lines.append(lineFeed)
                    piece.last = event.position
                }
            } catch { throw .ledger(error) }
            guard piece.last == position + Int64(limit) else {
                throw .notTheLedger(.rolledBack(known: header.events, size: piece.last))
            }
            position = piece.last
            try body(piece.lines)
        }
    }

    private struct Piece: Sendable {
        var lines: [UInt8] = []
        var leaf: [UInt8] = []
        var last: Int64 = 0
    }

    /// Writes the file: the path shows what was there before or all of it, also after a crash.
    ///
    /// - Throws: ``AuditError/file(_:)`` among others; what was written so far is removed then.
    package func write(to path: String, _ files: any FileSystem) async throws(AuditError) {
        let part = path + ".part"
        func discard() throws(AuditError) { do { try files.remove(part) } catch { throw .file(error) } }
        try discard()
        do throws(AuditError) {
            try await forEachPiece { piece throws(AuditError) in
                do throws(FileError) { try files.append(piece, to: part) } catch { throw .file(error) }
            }
            do { try files.move(part, to: path) } catch { throw .file(error) }
        } catch {
            try discard()
            throw error
        }
    }
}
