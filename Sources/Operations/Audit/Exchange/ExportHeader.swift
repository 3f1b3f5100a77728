import Diagnostics
import Ledger
import StructuredData
package import TransparencyLog

/// The first line of an exported ledger: which ledger it is, and what was signed of it.
///
/// The events follow as their canonical bytes, one a line, in the order of their positions. The last one records the
/// checkpoint itself, which covers all the others.
package struct ExportHeader: Hashable, Sendable {
    package static let schema = "uvmgr.ledger-export/1"

    /// The name of the ledger.
    package let origin: String
    /// How many events follow.
    package let events: Int64
    /// The checkpoint over all of them but the last.
    package let checkpoint: Checkpoint
    package let note: SignedNote

    package init(_ signed: Checkpointing.Signed) {
        (origin, events) = (signed.checkpoint.origin, signed.position)
        (checkpoint, note) = (signed.checkpoint, signed.note)
    }

    /// The line, with its line break.
    package var line: [UInt8] {
        let json: JSON = [
            "schema": .string(Self.schema), "origin": .string(origin), "events": .integer(events),
            "checkpoint": .string(note.description),
        ]
        return json.canonicalBytes + [lineFeed]
    }

    /// Reads a line without its line break; its signatures are not judged.
    ///
    /// - Throws: ``Malformed`` with what is wrong.
    init(parsing line: some Collection<UInt8>) throws(Malformed) {
        let json: JSON
        do { json = try JSON(parsing: Array(line)) } catch {
            throw Malformed("the first line is no JSON: \(error.diagnostic.message)")
        }
        guard let schema = json["schema"]?.string else { throw Malformed("the first line names no schema") }
        guard schema == Self.schema else {
            throw Malformed("its schema is `\(schema)`, not `\(Self.schema)`")
        }
        guard let origin = json["origin"]?.string, let events = json["events"]?.integer,
            let text = json["checkpoint"]?.string, json.object?.count == 4
        else { throw Malformed("the first line has `schema`, `origin`, `events` and `checkpoint` alone") }
        do {
            note = try SignedNote(parsing: Array(text.utf8))
            checkpoint = try Checkpoint(parsing: note.text)
        } catch { throw Malformed("its checkpoint is none: \(error.diagnostic.message)") }
        guard checkpoint.hasOrigin(origin) else {
            throw Malformed("its checkpoint is of another log, `\(checkpoint.origin)`")
        }
        guard checkpoint.size > 0, events - 1 == checkpoint.size else {
            throw Malformed(
                "its checkpoint covers \(checkpoint.size) of \(events) events, not all but the last")
        }
        (self.origin, self.events) = (origin, events)
    }

    /// What is wrong with a line.
    struct Malformed: Error {
        let reason: String
        init(_ reason: String) { self.reason = reason }
    }
}

let lineFeed = UInt8(ascii: "\n")
