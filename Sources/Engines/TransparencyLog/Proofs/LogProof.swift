/// A proof that stands alone: a leaf is in a log whose checkpoint was signed and cosigned (C2SP `tlog-proof`).
public struct LogProof: Hashable, Sendable {
    /// The first line of every such file.
    public static let header = "c2sp.org/tlog-proof@v1"
    /// The most hashes that a proof of inclusion has.
    public static let hashLimit = 63

    /// What an application adds; nobody signed it.
    public let extra: [UInt8]?
    /// Of the leaf, from 0.
    public let index: Int64
    /// The inclusion proof, from the leaf's sibling up.
    public let hashes: [MerkleHash]
    /// The signed checkpoint.
    public let checkpoint: SignedNote

    /// - Throws: ``TransparencyLogError/indexOutOfTree(index:size:)`` for an index below 0,
    ///   ``TransparencyLogError/proofLength(expected:actual:)`` for more than ``hashLimit`` hashes.
    public init(
        extra: [UInt8]? = nil, index: Int64, hashes: [MerkleHash], checkpoint: SignedNote
    ) throws(TransparencyLogError) {
        guard index >= 0 else { throw .indexOutOfTree(index: index, size: .max) }
        guard hashes.count <= Self.hashLimit else {
            throw .proofLength(expected: Self.hashLimit, actual: hashes.count)
        }
        (self.extra, self.index, self.hashes, self.checkpoint) = (extra, index, hashes, checkpoint)
    }

    /// Verifies that a leaf is in the log.
    ///
    /// - Parameters:
    ///   - leaf: The leaf's bytes.
    ///   - policy: Whose signatures are trusted.
    ///   - latest: The latest time that a cosignature may have, in seconds since 1970-01-01 UTC; `nil`: any.
    /// - Returns: The checkpoint that commits to the leaf.
    /// - Throws: ``TransparencyLogError`` that says why not.
    @discardableResult
    public func verify(
        leaf: [UInt8], policy: CheckpointPolicy, latest: Int64? = nil
    ) throws(TransparencyLogError) -> VerifiedCheckpoint {
        try verify(leafHash: .leaf(leaf), policy: policy, latest: latest)
    }

    /// The same for a leaf of which only the hash is known.
    @discardableResult
    public func verify(
        leafHash: MerkleHash, policy: CheckpointPolicy, latest: Int64? = nil
    ) throws(TransparencyLogError) -> VerifiedCheckpoint {
        let verified = try policy.verify(checkpoint, latest: latest)
        let head = verified.checkpoint.head
        try verifyInclusion(leaf: leafHash, index: index, size: head.size, root: head.root, proof: hashes)
        return verified
    }
}

extension LogProof: CustomStringConvertible {
    /// The file's text.
    public var description: String {
        var text = Self.header + "\n"
        if let extra { text += "extra \(base64Text(extra))\n" }
        text += "index \(index)\n"
        for hash in hashes { text += hash.base64 + "\n" }
        return text + "\n" + checkpoint.description
    }

    /// Reads a file; ``description`` of the result is the file.
    ///
    /// - Parameter bytes: Of the whole file, at most twice as many as ``SignedNote/sizeLimit``.
    /// - Throws: ``TransparencyLogError/malformed(_:line:reason:)``; lines count in the whole file.
    public init(parsing bytes: some Collection<UInt8>) throws(TransparencyLogError) {
        let text = try plainText(bytes, .proof, limit: 2 * SignedNote.sizeLimit)
        var reader = LineReader(text, .proof)
        guard let header = reader.next(), header.utf8.elementsEqual(Self.header.utf8) else {
            throw reader.malformed("the first line is not `\(Self.header)`")
        }
        var line = reader.next()
        var extra: [UInt8]?
        if let encoded = line?.after("extra ") {
            guard let bytes = base64Bytes(encoded) else {
                throw reader.malformed("the extra data is not canonical Base 64")
            }
            (extra, line) = (bytes, reader.next())
        }
        guard let index = line?.after("index ").flatMap(decimal) else {
            throw reader.malformed(
                "`index` and a decimal number below 2^63 without leading zeros must stand here")
        }
        let hashes = try reader.hashes(limit: Self.hashLimit)
        try self.init(extra: extra, index: index, hashes: hashes, checkpoint: try reader.note())
    }
}
