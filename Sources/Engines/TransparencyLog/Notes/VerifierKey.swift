import Crypto

/// A public key that signatures of notes are verified with.
public struct VerifierKey: Hashable, Sendable {
    public let name: KeyName
    public let algorithm: NoteAlgorithm
    /// 32 bytes (RFC 8032, section 5.1.5).
    public let publicKey: [UInt8]
    public let id: KeyID

    /// - Throws: ``TransparencyLogError/malformedKey(reason:)`` unless there are 32 bytes, and for the few keys that
    ///   anybody can sign for.
    public init(
        name: KeyName, algorithm: NoteAlgorithm, publicKey: [UInt8]
    ) throws(TransparencyLogError) {
        guard publicKey.count == 32 else {
            throw .malformedKey(reason: "an Ed25519 key has 32 bytes, this one \(publicKey.count)")
        }
        guard !isOfSmallOrder(publicKey) else {
            throw .malformedKey(reason: "its point has a small order, so that anybody can sign for it")
        }
        (self.name, self.algorithm, self.publicKey) = (name, algorithm, publicKey)
        id = KeyID(name: name, algorithm: algorithm, publicKey: publicKey)
    }

    /// Reads the form `name+id+base64`: the key id in eight hexadecimal digits, and the signature type before the key.
    ///
    /// - Throws: ``TransparencyLogError/malformedKey(reason:)`` if it is malformed, of a type that is not understood
    ///   here, or has an id that its key does not give.
    public init(parsing text: String) throws(TransparencyLogError) {
        let encoded = try EncodedKey(text[...])
        try self.init(name: encoded.name, algorithm: encoded.algorithm, publicKey: encoded.bytes)
        try encoded.expect(id)
    }
}

extension VerifierKey: CustomStringConvertible {
    /// `name+id+base64`.
    public var description: String { "\(name)+\(id)+\(base64Text([algorithm.rawValue] + publicKey))" }
}

extension VerifierKey {
    /// Whether a signature of a note names this key.
    public func made(_ signature: NoteSignature) -> Bool { signature.name == name && signature.id == id }

    /// Verifies one signature of a text.
    ///
    /// - Returns: The signature's time in seconds since 1970-01-01 UTC, `nil` inside if its type has none; `nil`
    ///   outside if it is not this key's signature of the text.
    func verify(_ signature: NoteSignature, of text: [UInt8]) -> VerifiedSignature? {
        guard made(signature) else { return nil }
        switch algorithm {
        case .ed25519:
            return isValid(signature.bytes, text) ? VerifiedSignature(key: self, time: nil) : nil
        case .cosignatureV1:
            guard signature.bytes.count == 8 + 64,
                let time = Int64(
                    exactly: signature.bytes.prefix(8).reduce(UInt64(0)) { $0 << 8 | UInt64($1) }),
                isValid(Array(signature.bytes.dropFirst(8)), cosignedMessage(text, time: time))
            else { return nil }
            return VerifiedSignature(key: self, time: time)
        }
    }

    private func isValid(_ signature: [UInt8], _ message: [UInt8]) -> Bool {
        guard signature.count == 64, let key = try? Curve25519.Signing.PublicKey(rawRepresentation: publicKey)
        else { return false }
        return key.isValidSignature(signature, for: message)
    }
}

/// A signature that is known to be right.
public struct VerifiedSignature: Hashable, Sendable {
    public let key: VerifierKey
    /// When a witness made it, in seconds since 1970-01-01 UTC; `nil` for a plain signature.
    public let time: Int64?
}

/// What a cosignature signs (C2SP `tlog-cosignature`, "Ed25519 signed message").
func cosignedMessage(_ text: [UInt8], time: Int64) -> [UInt8] {
    Array("cosignature/v1\ntime \(time)\n".utf8) + text
}
