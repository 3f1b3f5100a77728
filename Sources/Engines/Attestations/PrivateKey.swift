import Crypto

/// An Ed25519 private key (RFC 8032).
///
/// Its bytes never show up in what is printed of it.
public struct PrivateKey: Sendable {
    /// The 32 bytes of RFC 8032, section 5.1.5, that everything else is derived from.
    public let raw: [UInt8]
    public let publicKey: PublicKey

    /// - Parameter raw: 32 bytes from a source of randomness that is fit for keys.
    /// - Throws: ``AttestationsError/malformedKey(_:)`` unless there are 32 bytes.
    public init(raw: [UInt8]) throws(AttestationsError) {
        guard raw.count == 32, let key = try? Curve25519.Signing.PrivateKey(rawRepresentation: raw) else {
            throw .malformedKey(.wrongLength(found: raw.count))
        }
        self.raw = raw
        publicKey = try PublicKey(raw: Array(key.publicKey.rawRepresentation))
    }

    /// Reads a `PRIVATE KEY` block (PKCS #8, RFC 8410, section 7).
    ///
    /// Both versions are read: the first, as OpenSSL writes it, and the second with the public key, which then must be
    /// the right one. Attributes are refused.
    ///
    /// - Throws: ``AttestationsError/malformedKey(_:)``.
    public init(pem text: String) throws(AttestationsError) {
        let der = try Attestations.der(pem: text, label: "PRIVATE KEY")
        if der.count == firstPrefix.count + 32, der.starts(with: firstPrefix) {
            try self.init(raw: Array(der[firstPrefix.count...]))
            return
        }
        let publicStart = secondPrefix.count + 32 + publicPrefix.count
        guard der.count == publicStart + 32, der.starts(with: secondPrefix),
            der[(secondPrefix.count + 32)...].starts(with: publicPrefix)
        else { throw .malformedKey(.notEd25519) }
        try self.init(raw: Array(der[secondPrefix.count..<secondPrefix.count + 32]))
        guard der[publicStart...].elementsEqual(publicKey.raw) else { throw .malformedKey(.halvesDiffer) }
    }

    /// The key as a `PRIVATE KEY` block of the first version, with a line break at its end.
    public var pem: String { Attestations.pem(firstPrefix + raw, label: "PRIVATE KEY") }

    /// The signature of `message`, 64 bytes.
    ///
    /// - Throws: ``AttestationsError/notSigned``, which no well-formed key is known to give.
    public func signature(of message: [UInt8]) throws(AttestationsError) -> [UInt8] {
        do {
            let key = try Curve25519.Signing.PrivateKey(rawRepresentation: raw)
            return Array(try key.signature(for: message))
        } catch { throw .notSigned }
    }
}

extension PrivateKey: CustomStringConvertible, CustomReflectable {
    /// Names the public half only.
    public var description: String { "private key of \(publicKey.keyID)" }
    public var customMirror: Mirror { Mirror(self, children: ["publicKey": publicKey]) }
}

/// `SEQUENCE { INTEGER 0, SEQUENCE { OBJECT IDENTIFIER 1.3.101.112 }, OCTET STRING { OCTET STRING of 32 bytes } }`, up
/// to those bytes.
private let firstPrefix: [UInt8] = [
    0x30, 0x2E, 0x02, 0x01, 0x00, 0x30, 0x05, 0x06, 0x03, 0x2B, 0x65, 0x70, 0x04, 0x22, 0x04, 0x20,
]

/// The same with `INTEGER 1` and room for the public key (RFC 5958).
private let secondPrefix: [UInt8] = [
    0x30, 0x51, 0x02, 0x01, 0x01, 0x30, 0x05, 0x06, 0x03, 0x2B, 0x65, 0x70, 0x04, 0x22, 0x04, 0x20,
]

/// `[1] IMPLICIT BIT STRING of 32 bytes`, up to those bytes.
private let publicPrefix: [UInt8] = [0x81, 0x21, 0x00]
