/// The payload of an envelope, after its signatures were verified.
public struct VerifiedPayload: Hashable, Sendable {
    public let bytes: [UInt8]
    public let type: String
    /// The trusted keys that signed it, in the order they were passed; at least as many as the threshold asked for.
    public let keys: [PublicKey]

    /// The statement that the payload is.
    ///
    /// - Throws: ``AttestationsError/foreignPayload(type:)`` unless the type is `application/vnd.in-toto+json` or
    ///   `application/vnd.in-toto.<predicate>+json`; ``AttestationsError/notJSON(_:_:)`` or
    ///   ``AttestationsError/malformed(_:pointer:fault:)`` for what is no statement.
    public func statement() throws(AttestationsError) -> Statement {
        guard isStatementType(type) else { throw .foreignPayload(type: type) }
        return try Statement(parsing: bytes)
    }
}

extension Envelope {
    /// Verifies the signatures (DSSE protocol, multi-signature verification).
    ///
    /// Every signature is tried with every key, whatever key id it names: the id is not authenticated. Signatures by
    /// other keys are passed over, and two signatures by one key count once.
    ///
    /// - Parameters:
    ///   - trusted: The keys that may have signed; one that stands twice counts once.
    ///   - threshold: How many of them must have signed, at least 1.
    /// - Returns: What was signed, and by whom.
    /// - Throws: ``AttestationsError/badThreshold(_:keys:)``, ``AttestationsError/brokenSignature(keyID:)`` if nothing
    ///   fits and a signature names a trusted key, ``AttestationsError/untrustedKeys(hints:)`` if it names none,
    ///   ``AttestationsError/tooFewSigners(found:required:)``.
    /// - Complexity: O(*signatures · keys*).
    public func verified(
        by trusted: [PublicKey], threshold: Int = 1
    ) throws(AttestationsError) -> VerifiedPayload {
        let keys = distinct(trusted)
        guard 1...max(1, keys.count) ~= threshold, !keys.isEmpty else {
            throw .badThreshold(threshold, keys: keys.count)
        }
        let message = preAuthenticationEncoding(type: payloadType, payload: payload)
        let signers = keys.filter { key in signatures.contains { key.isSignature($0.bytes, of: message) } }
        guard !signers.isEmpty else { throw rejection(keys) }
        guard signers.count >= threshold else {
            throw .tooFewSigners(found: signers.count, required: threshold)
        }
        return VerifiedPayload(bytes: payload, type: payloadType, keys: signers)
    }

    /// Why no key fits, told by the hints, which is good enough for a message.
    private func rejection(_ keys: [PublicKey]) -> AttestationsError {
        let hints = signatures.compactMap(\.keyID)
        let ids = Set(keys.map(\.keyID))
        if let known = hints.first(where: ids.contains) { return .brokenSignature(keyID: known) }
        return .untrustedKeys(hints: hints)
    }
}

private func distinct(_ keys: [PublicKey]) -> [PublicKey] {
    var seen: Set<PublicKey> = []
    return keys.filter { seen.insert($0).inserted }
}

/// In-toto's envelope layer: the general media type, or that of one predicate named as its specification's file is.
private func isStatementType(_ type: String) -> Bool {
    if type.isSame(as: Envelope.statementType) { return true }
    let (start, end) = ("application/vnd.in-toto.", "+json")
    guard type.hasPrefix(start), type.hasSuffix(end), type.utf8.count > start.utf8.count + end.utf8.count
    else {
        return false
    }
    return type.utf8.dropFirst(start.utf8.count).dropLast(end.utf8.count).allSatisfy { byte in
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"),
            UInt8(ascii: "-"), UInt8(ascii: "_"):
            true
        default: false
        }
    }
}
