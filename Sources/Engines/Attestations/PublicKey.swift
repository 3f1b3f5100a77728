import Crypto
import Digests

/// An Ed25519 public key (RFC 8032).
public struct PublicKey: Hashable, Sendable {
    /// The 32 bytes of RFC 8032, section 5.1.5.
    public let raw: [UInt8]

    /// - Throws: ``AttestationsError/malformedKey(_:)`` unless there are 32 bytes.
    public init(raw: [UInt8]) throws(AttestationsError) {
        guard raw.count == 32 else { throw .malformedKey(.wrongLength(found: raw.count)) }
        self.raw = raw
    }

    /// Reads the raw bytes in base64, of either alphabet.
    ///
    /// - Throws: ``AttestationsError/malformedKey(_:)``.
    public init(base64 text: String) throws(AttestationsError) {
        guard let raw = bytes(base64: text) else { throw .malformedKey(.notBase64) }
        try self.init(raw: raw)
    }

    /// Reads a `PUBLIC KEY` block: the `SubjectPublicKeyInfo` of RFC 8410, section 4.
    ///
    /// - Throws: ``AttestationsError/malformedKey(_:)``.
    public init(pem text: String) throws(AttestationsError) {
        try self.init(der: Attestations.der(pem: text, label: "PUBLIC KEY"))
    }

    /// Reads a DER `SubjectPublicKeyInfo` of RFC 8410, section 4, of which DER allows one form only.
    ///
    /// - Throws: ``AttestationsError/malformedKey(_:)``.
    public init(der: [UInt8]) throws(AttestationsError) {
        guard der.count == derPrefix.count + 32, der.starts(with: derPrefix) else {
            throw .malformedKey(.notEd25519)
        }
        raw = Array(der[derPrefix.count...])
    }

    /// The `SubjectPublicKeyInfo`, 44 bytes.
    public var der: [UInt8] { derPrefix + raw }

    /// ``der`` as a `PUBLIC KEY` block, with a line break at its end.
    public var pem: String { Attestations.pem(der, label: "PUBLIC KEY") }

    /// ``raw`` in standard base64.
    public var base64: String { Attestations.base64(raw) }

    /// The SHA-256 of ``der`` in hexadecimal digits.
    ///
    /// DSSE leaves the form of a key id to its users. This one can be computed with any TLS toolkit from the file that
    /// holds the key, and does not depend on somebody's canonical JSON; securesystemslib hashes a JSON object of its
    /// own instead, and takes this id when it is given. As a mere hint an id never decides what is trusted.
    public var keyID: String { SHA256Digest(of: der).hex }

    /// Whether `signature` is this key's signature of `message` (RFC 8032, section 5.1.7).
    public func isSignature(_ signature: [UInt8], of message: [UInt8]) -> Bool {
        guard signature.count == 64, let key = try? Curve25519.Signing.PublicKey(rawRepresentation: raw)
        else {
            return false
        }
        return key.isValidSignature(signature, for: message)
    }
}

/// `SEQUENCE { SEQUENCE { OBJECT IDENTIFIER 1.3.101.112 }, BIT STRING of 32 bytes }`, up to those bytes.
private let derPrefix: [UInt8] = [0x30, 0x2A, 0x30, 0x05, 0x06, 0x03, 0x2B, 0x65, 0x70, 0x03, 0x21, 0x00]
