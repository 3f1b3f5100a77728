import Diagnostics
package import Ledger
import StructuredData
import TransparencyLog

/// A ledger that came from elsewhere, read line by line and found to be what its checkpoint says.
package struct ExportedLedger: Sendable {
    package let header: ExportHeader
    /// All of them, in the order of their positions.
    package let events: [Event]
    /// The hashes of the events as leaves.
    private let leaves: [MerkleHash]

    /// The root over the first events.
    func root(at size: Int) -> MerkleHash {
        var frontier = MerkleFrontier()
        for leaf in leaves.prefix(size) { frontier.append(leaf) }
        return frontier.root
    }
}

extension ExportedLedger {
    /// Reads a file.
    ///
    /// - Parameters:
    ///   - bytes: The whole file.
    ///   - name: What messages call it.
    /// - Throws: ``AuditError/malformedExport(path:line:reason:)``, which tells the first line that does not fit.
    package init(parsing bytes: [UInt8], named name: String) throws(AuditError) {
        func malformed(_ line: Int?, _ reason: String) -> AuditError {
            .malformedExport(path: name, line: line, reason: reason)
        }
        guard !bytes.isEmpty else { throw malformed(nil, "it is empty") }
        var lines = bytes.split(separator: lineFeed, omittingEmptySubsequences: false)[...]
        guard lines.popLast()?.isEmpty == true else {
            throw malformed(lines.count + 1, "its last line does not end: the file was cut off")
        }
        do { header = try ExportHeader(parsing: lines.popFirst() ?? []) } catch {
            throw malformed(1, error.reason)
        }
        guard lines.count == header.events else {
            throw malformed(
                nil, "it has \(lines.count) events, and its first line promises \(header.events)")
        }
        var reader = LineSequence()
        for (number, line) in zip(2..., lines) {
            do { try reader.take(line) } catch { throw malformed(number, error.reason) }
        }
        (events, leaves) = (reader.events, reader.leaves)
        if let fault = checkpointFault() { throw malformed(fault.line, fault.reason) }
    }

    /// Why the events are not what the checkpoint was signed over.
    private func checkpointFault() -> (line: Int?, reason: String)? {
        guard let first = events.first, header.checkpoint.hasOrigin(originPrefix + first.id) else {
            return (2, "the ledger is `\(header.origin)`, and its first event is another one's")
        }
        guard root(at: Int(header.checkpoint.size)) == header.checkpoint.root else {
            return (
                nil, "its events do not give the root of its checkpoint: a line was changed, moved or swapped"
            )
        }
        let expected = SignedCheckpoint(
            size: header.checkpoint.size, root: header.checkpoint.root, note: header.note.description)
        guard let last = events.last, last.type == SignedCheckpoint.type,
            last.stream == SignedCheckpoint.stream, SignedCheckpoint(payload: last.payload) == expected
        else { return (events.count + 1, "the last event is not the one that records its checkpoint") }
        return nil
    }

    /// Reads lines one after the other.
    private struct LineSequence {
        private(set) var events: [Event] = []
        private(set) var leaves: [MerkleHash] = []
        private var versions: [String: Int] = [:]
        private var ids: Set<String> = []

        mutating func take(_ line: ArraySlice<UInt8>) throws(ExportHeader.Malformed) {
            let bytes = Array(line)
            let event: Event
            do { event = try Event(json: JSON(parsing: bytes)) } catch let error as LedgerError {
                throw ExportHeader.Malformed(error.diagnostic.message)
            } catch {
                throw ExportHeader.Malformed(
                    "it is no JSON: \((error as? JSONError)?.diagnostic.message ?? "")")
            }
            guard event.canonicalBytes == bytes else {
                throw ExportHeader.Malformed("the event is not written in canonical form (RFC 8785)")
            }
            let version = versions[event.stream, default: 0] + 1
            guard event.version == version else {
                throw ExportHeader.Malformed(
                    "it is version \(event.version) of `\(event.stream)`, where \(version) is due")
            }
            guard ids.insert(event.id).inserted else {
                throw ExportHeader.Malformed("another event has its id `\(event.id)`")
            }
            versions[event.stream] = version
            leaves.append(.leaf(bytes))
            events.append(event)
        }
    }
}
