public import StructuredData

/// A DSSE envelope, version 1: a payload with its type, and signatures over both.
///
/// What an envelope says counts only after ``verified(by:threshold:)``.
public struct Envelope: Hashable, Sendable {
    /// The payload type of an in-toto statement.
    public static let statementType = "application/vnd.in-toto+json"
    /// How many signatures an envelope may have, so that a hostile one costs little.
    public static let signatureLimit = 64

    public let payload: [UInt8]
    public let payloadType: String
    /// At least one.
    public let signatures: [Signature]

    /// One signature of an envelope.
    public struct Signature: Hashable, Sendable {
        /// An unauthenticated hint which key signed.
        public let keyID: String?
        public let bytes: [UInt8]
    }

    /// Signs a payload with every one of `keys`.
    ///
    /// - Throws: ``AttestationsError/malformed(_:pointer:fault:)`` for no keys, too many or one that stands twice, and
    ///   for an empty payload type; ``AttestationsError/notSigned``.
    public init(
        signing payload: [UInt8], type: String, with keys: [PrivateKey]
    ) throws(AttestationsError) {
        let message = preAuthenticationEncoding(type: type, payload: payload)
        var signatures: [Signature] = []
        for key in keys {
            let id = key.publicKey.keyID
            guard !signatures.contains(where: { $0.keyID == id }) else {
                throw .malformed(.envelope, pointer: "/signatures", fault: .repeated(id))
            }
            signatures.append(Signature(keyID: id, bytes: try key.signature(of: message)))
        }
        try self.init(payload, type, signatures)
    }

    /// Signs the canonical bytes of a statement.
    ///
    /// - Throws: As ``init(signing:type:with:)``.
    public init(signing statement: Statement, with keys: [PrivateKey]) throws(AttestationsError) {
        try self.init(signing: statement.canonicalBytes, type: Self.statementType, with: keys)
    }

    /// The same envelope with one more signature; whether the others are right is not looked at.
    ///
    /// - Throws: ``AttestationsError/malformed(_:pointer:fault:)`` if the key signed it already, or too many did;
    ///   ``AttestationsError/notSigned``.
    public func countersigned(with key: PrivateKey) throws(AttestationsError) -> Envelope {
        let message = preAuthenticationEncoding(type: payloadType, payload: payload)
        guard !signatures.contains(where: { key.publicKey.isSignature($0.bytes, of: message) }) else {
            throw .malformed(.envelope, pointer: "/signatures", fault: .repeated(key.publicKey.keyID))
        }
        let own = Signature(keyID: key.publicKey.keyID, bytes: try key.signature(of: message))
        return try Envelope(payload, payloadType, signatures + [own])
    }

    private init(
        _ payload: [UInt8], _ type: String, _ signatures: [Signature]
    ) throws(AttestationsError) {
        (self.payload, payloadType, self.signatures) = (payload, type, signatures)
        try check()
    }

    /// Reads the JSON form, and verifies nothing.
    ///
    /// Unknown members are passed over, as DSSE asks for.
    ///
    /// - Throws: ``AttestationsError/notJSON(_:_:)`` or ``AttestationsError/malformed(_:pointer:fault:)``.
    public init(parsing bytes: some Collection<UInt8>) throws(AttestationsError) {
        let field = Field(try parsedJSON(bytes, .envelope), .envelope)
        payload = try field.required("payload").base64Bytes()
        payloadType = try field.required("payloadType").text()
        let list = try field.required("signatures").elements(limit: Self.signatureLimit)
        signatures = try list.map { field throws(AttestationsError) in
            let sig = try field.required("sig")
            let bytes = try sig.base64Bytes()
            guard !bytes.isEmpty else { throw sig.malformed(.empty) }
            return Signature(keyID: try field.optionalText("keyid"), bytes: bytes)
        }
        try check()
    }

    private func check() throws(AttestationsError) {
        guard !payloadType.isEmpty else {
            throw .malformed(.envelope, pointer: "/payloadType", fault: .empty)
        }
        guard !signatures.isEmpty else {
            throw .malformed(.envelope, pointer: "/signatures", fault: .empty)
        }
        guard signatures.count <= Self.signatureLimit else {
            throw .malformed(
                .envelope, pointer: "/signatures", fault: .tooMany(limit: Self.signatureLimit))
        }
    }

    public var json: JSON {
        [
            "payload": .string(base64(payload)), "payloadType": .string(payloadType),
            "signatures": .array(
                signatures.map {
                    .members(["keyid": $0.keyID.map(JSON.string), "sig": .string(base64($0.bytes))])
                }),
        ]
    }

    /// The canonical bytes (RFC 8785) of the JSON form, on one line.
    public var canonicalBytes: [UInt8] { json.canonicalBytes }
}

/// What DSSE signs: the lengths make sure that no other pair of type and payload has the same bytes.
///
/// - Returns: `DSSEv1 LEN(type) type LEN(payload) payload`, lengths in bytes as decimal numbers.
public func preAuthenticationEncoding(type: String, payload: [UInt8]) -> [UInt8] {
    Array("DSSEv1 \(type.utf8.count) \(type) \(payload.count) ".utf8) + payload
}
