import Crypto

/// A private key that signs notes or cosigns checkpoints.
///
/// Its description shows the public half only.
public struct SignerKey: Sendable {
    /// The public half.
    public let verifier: VerifierKey
    private let seed: [UInt8]

    /// - Parameters:
    ///   - name: The key's.
    ///   - algorithm: What it is for.
    ///   - seed: 32 random bytes, the private key of RFC 8032, section 5.1.5.
    /// - Throws: ``TransparencyLogError/malformedKey(reason:)`` unless there are 32 bytes.
    public init(name: KeyName, algorithm: NoteAlgorithm, seed: [UInt8]) throws(TransparencyLogError) {
        guard let key = try? Curve25519.Signing.PrivateKey(rawRepresentation: seed) else {
            throw .malformedKey(reason: "an Ed25519 seed has 32 bytes, this one \(seed.count)")
        }
        self.seed = seed
        verifier = try VerifierKey(
            name: name, algorithm: algorithm, publicKey: Array(key.publicKey.rawRepresentation))
    }

    /// Reads the form `PRIVATE+KEY+name+id+base64`, whose last part is the signature type and the seed.
    ///
    /// - Throws: ``TransparencyLogError/malformedKey(reason:)``, which never quotes the text.
    public init(parsing text: String) throws(TransparencyLogError) {
        guard let rest = text[...].after(Self.start) else {
            throw .malformedKey(reason: "a private key begins with `\(Self.start)`")
        }
        let encoded = try EncodedKey(rest)
        try self.init(name: encoded.name, algorithm: encoded.algorithm, seed: encoded.bytes)
        try encoded.expect(verifier.id)
    }

    /// The form that ``init(parsing:)`` reads: a secret.
    public var secretText: String {
        "\(Self.start)\(verifier.name)+\(verifier.id)+\(base64Text([verifier.algorithm.rawValue] + seed))"
    }

    private static let start = "PRIVATE+KEY+"
}

extension SignerKey: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    public var description: String { "signer of \(verifier)" }
    public var debugDescription: String { description }
    /// Hides the seed from dumps.
    public var customMirror: Mirror { Mirror(self, children: ["verifier": verifier]) }
}

extension SignerKey {
    /// Signs a text.
    ///
    /// - Throws: ``TransparencyLogError/unfitKey(_:reason:)`` for a key of cosignatures or a text that is none of a
    ///   note.
    public func sign(_ text: String) throws(TransparencyLogError) -> NoteSignature {
        guard verifier.algorithm == .ed25519 else {
            throw .unfitKey(verifier.name, reason: "it cosigns checkpoints and signs no notes")
        }
        return try signature(of: Array(text.utf8), prefix: [])
    }

    /// States that a witness saw a checkpoint and found it to continue all that it saw before.
    ///
    /// - Parameters:
    ///   - checkpoint: Whose consistency was verified.
    ///   - seconds: The time since 1970-01-01 UTC, not before.
    /// - Returns: The cosignature, for ``SignedNote/adding(_:)``.
    /// - Throws: ``TransparencyLogError/unfitKey(_:reason:)`` for a key of plain signatures or a time before 1970.
    public func cosign(_ checkpoint: Checkpoint, at seconds: Int64) throws(TransparencyLogError)
        -> NoteSignature
    {
        guard verifier.algorithm == .cosignatureV1 else {
            throw .unfitKey(verifier.name, reason: "it signs notes and cosigns no checkpoints")
        }
        guard seconds >= 0 else {
            throw .unfitKey(verifier.name, reason: "it cannot cosign at a time before 1970")
        }
        let message = cosignedMessage(Array(checkpoint.text.utf8), time: seconds)
        return try signature(of: message, prefix: bigEndian(seconds))
    }

    private func signature(of message: [UInt8], prefix: [UInt8]) throws(TransparencyLogError) -> NoteSignature
    {
        do {
            let key = try Curve25519.Signing.PrivateKey(rawRepresentation: seed)
            let bytes = prefix + Array(try key.signature(for: message))
            return NoteSignature(name: verifier.name, id: verifier.id, bytes: bytes)
        } catch { throw .unfitKey(verifier.name, reason: "signing failed: \(error)") }
    }
}
