public import StructuredData
public import TransparencyLog

/// The payload of `CheckpointSigned`: the root over the first events, signed.
///
/// The note is what strangers verify (C2SP `tlog-checkpoint`); size and root stand beside it so that projections need not
/// read notes.
public struct SignedCheckpoint: Hashable, Sendable {
    /// How many events it covers.
    public let size: Int64
    public let root: MerkleHash
    /// The signed note.
    public let note: String

    public init(size: Int64, root: MerkleHash, note: String) {
        (self.size, self.root, self.note) = (size, root, note)
    }

    /// The stream that all checkpoints of a ledger are in.
    public static let stream = "checkpoints"
    public static let type = "CheckpointSigned"
    /// Signatures of witnesses that came in later: the same note with more lines.
    public static let cosignedType = "CheckpointCosigned"

    public var payload: JSON {
        ["size": .integer(size), "root": .string(root.hex), "note": .string(note)]
    }

    /// Reads a payload; `nil` if it is none of a checkpoint.
    public init?(payload: JSON) {
        guard let size = payload["size"]?.integer, size >= 0,
            let root = payload["root"]?.string.flatMap(MerkleHash.init(hex:)),
            let note = payload["note"]?.string
        else { return nil }
        self.init(size: size, root: root, note: note)
    }
}
