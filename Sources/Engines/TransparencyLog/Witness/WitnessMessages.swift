/// What a log asks a witness for: to cosign a checkpoint that continues the one it cosigned last (C2SP `tlog-witness`,
/// `add-checkpoint`).
public struct AddCheckpointRequest: Hashable, Sendable {
    /// The most hashes that a request may have.
    public static let hashLimit = 63

    /// The size that the witness cosigned last; 0 if none.
    public let oldSize: Int64
    /// The consistency proof from the old size; empty if that is 0.
    public let proof: [MerkleHash]
    /// The signed checkpoint.
    public let checkpoint: SignedNote

    /// - Throws: ``TransparencyLogError/malformed(_:line:reason:)`` for a size below 0, too many hashes, or a proof from
    ///   a tree without leaves.
    public init(
        oldSize: Int64, proof: [MerkleHash], checkpoint: SignedNote
    ) throws(TransparencyLogError) {
        guard oldSize >= 0 else {
            throw .malformed(.witnessRequest, line: 1, reason: "the old size is below 0")
        }
        guard proof.count <= Self.hashLimit else {
            throw .malformed(
                .witnessRequest, line: 2 + Self.hashLimit,
                reason: "there are more than \(Self.hashLimit) hashes")
        }
        guard oldSize > 0 || proof.isEmpty else {
            throw .malformed(.witnessRequest, line: 2, reason: "nothing is proved from a tree without leaves")
        }
        (self.oldSize, self.proof, self.checkpoint) = (oldSize, proof, checkpoint)
    }
}

extension AddCheckpointRequest: CustomStringConvertible {
    /// The body of the request.
    public var description: String {
        "old \(oldSize)\n" + proof.map { $0.base64 + "\n" }.joined() + "\n" + checkpoint.description
    }

    /// Reads the body of a request.
    ///
    /// - Throws: ``TransparencyLogError/malformed(_:line:reason:)``; lines count in the whole body.
    public init(parsing bytes: some Collection<UInt8>) throws(TransparencyLogError) {
        let text = try plainText(bytes, .witnessRequest, limit: SignedNote.sizeLimit + 4096)
        var reader = LineReader(text, .witnessRequest)
        guard let size = reader.next()?.after("old ").flatMap(decimal) else {
            throw reader.malformed(
                "`old` and a decimal number below 2^63 without leading zeros must stand here")
        }
        let proof = try reader.hashes(limit: Self.hashLimit)
        try self.init(oldSize: size, proof: proof, checkpoint: try reader.note())
    }
}

/// The signature lines that a witness answers with.
///
/// They are not verified: add them to the checkpoint and let ``CheckpointPolicy`` decide.
///
/// - Parameter bytes: The body of the answer.
/// - Returns: At least one signature.
/// - Throws: ``TransparencyLogError/malformed(_:line:reason:)``.
public func cosignatures(
    parsing bytes: some Collection<UInt8>
) throws(TransparencyLogError) -> [NoteSignature] {
    var reader = LineReader(try plainText(bytes, .witnessAnswer, limit: SignedNote.sizeLimit), .witnessAnswer)
    let count = bytes.count { $0 == lineFeed }
    guard 1...SignedNote.signatureLimit ~= count, Array(bytes.suffix(1)) == [lineFeed] else {
        throw .malformed(
            .witnessAnswer, line: count + 1,
            reason: "an answer is 1 to \(SignedNote.signatureLimit) lines, each ended by a line feed")
    }
    var signatures: [NoteSignature] = []
    while signatures.count < count, let line = reader.next() {
        signatures.append(try NoteSignature(line: line, number: reader.number, of: .witnessAnswer))
    }
    return signatures
}

/// The size that a witness cosigned last, which it answers with when the request's old size is another
/// (`text/x.tlog.size`).
///
/// - Parameter bytes: The body of the answer.
/// - Returns: The size, in leaves.
/// - Throws: ``TransparencyLogError/malformed(_:line:reason:)``.
public func witnessedSize(parsing bytes: some Collection<UInt8>) throws(TransparencyLogError) -> Int64 {
    let text = try plainText(bytes, .witnessAnswer, limit: 20)
    guard text.utf8.last == lineFeed, let size = decimal(Substring(text.utf8.dropLast())) else {
        throw .malformed(
            .witnessAnswer, line: 1,
            reason: "it is not a decimal number below 2^63 without leading zeros, and a line feed")
    }
    return size
}
