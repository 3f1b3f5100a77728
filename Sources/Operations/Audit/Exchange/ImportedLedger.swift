package import StructuredData
package import TransparencyLog

/// The payload of `LedgerImported`: which ledger events were taken from, and what had signed it.
package struct ImportedLedger: Hashable, Sendable {
    package let origin: String
    /// How many events of it the checkpoint covers.
    package let size: Int64
    package let root: MerkleHash
    /// The signed checkpoint.
    package let note: String
    /// How many events were new here.
    package let events: Int
    /// In how many streams.
    package let streams: Int

    /// The stream that all imports of a ledger are in.
    package static let stream = "imports"
    package static let type = "LedgerImported"

    package init(origin: String, size: Int64, root: MerkleHash, note: String, events: Int, streams: Int) {
        (self.origin, self.size, self.root, self.note) = (origin, size, root, note)
        (self.events, self.streams) = (events, streams)
    }

    package var payload: JSON {
        [
            "origin": .string(origin), "size": .integer(size), "root": .string(root.hex),
            "note": .string(note),
            "events": .integer(Int64(events)), "streams": .integer(Int64(streams)),
        ]
    }

    /// Reads a payload; `nil` if it is none of an import.
    package init?(payload: JSON) {
        guard let origin = payload["origin"]?.string, let size = payload["size"]?.integer, size > 0,
            let root = payload["root"]?.string.flatMap(MerkleHash.init(hex:)),
            let note = payload["note"]?.string, let events = payload["events"]?.integer,
            let streams = payload["streams"]?.integer
        else { return nil }
        self.init(
            origin: origin, size: size, root: root, note: note, events: Int(events), streams: Int(streams))
    }
}
