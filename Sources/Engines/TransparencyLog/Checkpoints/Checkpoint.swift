/// What a log commits to: the root over its first leaves (C2SP `tlog-checkpoint`).
///
/// Parsing one verifies nothing; ``CheckpointPolicy/verify(_:latest:)`` gives one that can be relied on.
public struct Checkpoint: Hashable, Sendable {
    /// Which log it is of, such as `example.com/log`.
    ///
    /// To compare origins use ``hasOrigin(_:)``, which goes by the bytes.
    public var origin: String { String(decoding: originBytes, as: UTF8.self) }
    /// How many leaves the tree has.
    public let size: Int64
    /// The root over them (RFC 6962, section 2.1).
    public let root: MerkleHash
    /// Further lines, which mean nothing here and are better left out.
    public var extensions: [String] { extensionBytes.map { String(decoding: $0, as: UTF8.self) } }

    // Strings are equal where only their accents are written alike; bytes are equal where signatures are.
    private let originBytes: [UInt8]
    private let extensionBytes: [[UInt8]]

    /// - Throws: ``TransparencyLogError/malformed(_:line:reason:)`` for a size below 0, an empty line or one with
    ///   control characters, or a tree without leaves whose root is not ``MerkleHash/emptyRoot``.
    public init(
        origin: String, size: Int64, root: MerkleHash, extensions: [String] = []
    ) throws(TransparencyLogError) {
        (self.size, self.root) = (size, root)
        (originBytes, extensionBytes) = (Array(origin.utf8), extensions.map { Array($0.utf8) })
        for (line, bytes) in [(1, originBytes)] + zip(4..., extensionBytes) {
            if bytes.isEmpty { throw .malformed(.checkpoint, line: line, reason: "it is empty") }
            guard bytes.allSatisfy({ $0 >= 0x20 }) else {
                throw .malformed(.checkpoint, line: line, reason: "there is a control character")
            }
        }
        guard size >= 0 else { throw .malformed(.checkpoint, line: 2, reason: "the size is below 0") }
        guard size > 0 || root == .emptyRoot else {
            throw .malformed(
                .checkpoint, line: 3, reason: "the tree has no leaves, and this is not the root of none")
        }
    }

    /// Size and root.
    public var head: TreeHead { TreeHead(size: size, root: root) }

    /// Whether it is of the log with that origin, byte for byte.
    public func hasOrigin(_ other: String) -> Bool { originBytes.elementsEqual(other.utf8) }
}

extension Checkpoint {
    /// The text that is signed: origin, size, root and extensions, each a line.
    public var text: String {
        ([origin, String(size), root.base64] + extensions).map { $0 + "\n" }.joined()
    }

    /// Reads a note's text; only ``text`` of the result is read as it.
    ///
    /// - Throws: ``TransparencyLogError/malformed(_:line:reason:)``.
    public init(parsing text: some StringProtocol) throws(TransparencyLogError) {
        let rows = lines(of: text)
        guard rows.last?.isEmpty == true else {
            throw .malformed(.checkpoint, line: rows.count, reason: "the last line does not end")
        }
        guard rows.count > 3 else {
            throw .malformed(.checkpoint, line: rows.count, reason: "origin, size and root are three lines")
        }
        guard let size = decimal(rows[1]) else {
            throw .malformed(
                .checkpoint, line: 2,
                reason: "the size is not a decimal number below 2^63 without leading zeros")
        }
        guard let root = MerkleHash(base64: rows[2]) else {
            throw .malformed(
                .checkpoint, line: 3, reason: "the root is not the canonical Base 64 of 32 bytes")
        }
        try self.init(
            origin: String(rows[0]), size: size, root: root,
            extensions: rows[3..<rows.count - 1].map(String.init))
    }

    /// The checkpoint as a note signed by the log.
    ///
    /// - Throws: ``TransparencyLogError/unfitKey(_:reason:)`` for keys of cosignatures,
    ///   ``TransparencyLogError/malformed(_:line:reason:)`` without keys.
    public func signed(by keys: [SignerKey]) throws(TransparencyLogError) -> SignedNote {
        var signatures: [NoteSignature] = []
        for key in keys { signatures.append(try key.sign(text)) }
        return try SignedNote(text: text, signatures: signatures)
    }
}
