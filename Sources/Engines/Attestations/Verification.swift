/// An attestation that counts: what it says, and who signed it.
public struct VerifiedAttestation: Hashable, Sendable {
    /// Its position among those given, from 0.
    public let index: Int
    /// The trusted keys that signed it and may speak for whom it names.
    public let keys: [PublicKey]
    public let statement: Statement
    public let predicate: Predicate
    /// The highest of its policies in the caller's order; `nil` if no policy was asked for or it is of another type.
    public let policy: String?
}

/// The outcome of a ``VerificationRequest``.
public enum Verification: Hashable, Sendable {
    /// Everything asked for holds. `passedOver` tells why other attestations do not count.
    ///
    /// These are ignored as in-toto asks for: everybody can add lines to a bundle, and none of them is to turn a good
    /// result into a bad one, nor a bad one into a good one.
    case accepted([VerifiedAttestation], passedOver: [Refusal])
    /// At least one reason, those of single attestations first.
    case refused([Refusal])
}

extension VerificationRequest {
    /// Verifies envelopes, each given as its bytes.
    public func verify(_ envelopes: [[UInt8]]) -> Verification {
        verify(
            envelopes.map { bytes in
                Result { () throws(AttestationsError) in try Envelope(parsing: bytes) }
            })
    }

    /// Verifies the envelopes of a bundle; positions count its lines that are not blank.
    public func verify(_ bundle: Bundle) -> Verification { verify(bundle.lines.map(\.envelope)) }

    private func verify(_ envelopes: [Result<Envelope, AttestationsError>]) -> Verification {
        var counting: [VerifiedAttestation] = []
        var refusals: [Refusal] = []
        for (index, envelope) in envelopes.enumerated() {
            let (attestation, reasons) = judge(envelope, at: index)
            if let attestation { counting.append(attestation) }
            refusals += reasons.map { Refusal(index: index, reason: $0) }
        }
        let missing = reasonsOfAll(counting)
        return missing.isEmpty
            ? .accepted(counting, passedOver: refusals)
            : .refused(refusals + missing.map { Refusal(index: nil, reason: $0) })
    }

    private func reasonsOfAll(_ counting: [VerifiedAttestation]) -> [Refusal.Reason] {
        let found = Set(counting.map(\.predicate.type))
        let missing = PredicateType.allCases.filter { required.contains($0) && !found.contains($0) }
        return missing.isEmpty && counting.isEmpty
            ? [.nothingCounts] : missing.map(Refusal.Reason.typeMissing)
    }

    /// The attestation, if it counts, or all the reasons why not.
    private func judge(
        _ envelope: Result<Envelope, AttestationsError>, at index: Int
    ) -> (VerifiedAttestation?, [Refusal.Reason]) {
        do throws(AttestationsError) {
            let payload = try envelope.get().verified(by: trusted.map(\.key), threshold: threshold)
            let statement = try payload.statement()
            let claim = Claim(try Predicate(of: statement))
            let keys = payload.keys.filter { maySpeak($0, for: claim.identity) }
            let reasons =
                subjects.filter { !statement.names($0) }.map(Refusal.Reason.subjectNotNamed)
                + reasonsOfIdentity(claim, keys: keys, of: payload.keys) + reasons(against: claim)
            guard reasons.isEmpty else { return (nil, reasons) }
            let policy = policy.flatMap { claim.highest(of: $0) }
            let attestation = VerifiedAttestation(
                index: index, keys: keys, statement: statement, predicate: claim.predicate, policy: policy)
            return (attestation, [])
        } catch { return (nil, [.faulty(error)]) }
    }

    private func maySpeak(_ key: PublicKey, for identity: ResourceURI?) -> Bool {
        guard let identity else { return true }
        return trusted.contains { $0.key == key && $0.maySpeak(for: identity) }
    }

    private func reasonsOfIdentity(
        _ claim: Claim, keys: [PublicKey], of signers: [PublicKey]
    ) -> [Refusal.Reason] {
        guard let identity = claim.identity, keys.count < threshold else { return [] }
        return [.identityNotTrusted(identity, keyIDs: signers.map(\.keyID))]
    }
}
