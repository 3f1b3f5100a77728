import Attestations
import Capabilities
import DefinitionOfDone
import StructuredData

extension AttestedRun {
    /// The verdict, as a simple verification result.
    ///
    /// A verdict that is not done has neither ``Vocabulary/done`` nor the property of its policy: only gates that
    /// passed are named.
    func verificationResult() throws(AttestationsError) -> SimpleVerificationResult? {
        guard let verdict = run.verdict, let header = run.header else { return nil }
        let claim = PolicyClaim(of: run)
        var properties: [String] = []
        if verdict.result == .done {
            properties = [Vocabulary.done]
            if claim.holds { properties.append(Vocabulary.property(ofPolicy: header.policy)) }
        }
        for gate in verdict.decisions(.passed) {
            let property = Vocabulary.property(ofGate: gate.gate)
            // Names that differ in punctuation only give the same word.
            if !properties.contains(property) { properties.append(property) }
        }
        return try SimpleVerificationResult(
            verifier: .init(id: Vocabulary.verifier, policies: [try policy(claim, header)]),
            timeCreated: Timestamp(of: verdictTime), properties: properties,
            details: try VerificationDetails(
                waivers: try statedWaivers(of: verdict), runID: run.id,
                definition: try DigestSet(sha256: header.definition), checkpoint: proofs.checkpoint,
                logProof: proofs.verdict))
    }

    private func policy(
        _ claim: PolicyClaim, _ header: RunHeader
    ) throws(AttestationsError) -> ResourceDescriptor {
        var annotations: [String: JSON] = [Vocabulary.runProof: .string(proofs.start)]
        if !claim.holds {
            annotations[Vocabulary.weakened] = .array(claim.weakened.map(JSON.string))
        }
        return try ResourceDescriptor(
            name: claim.name, digest: try DigestSet(sha256: header.definition), annotations: annotations)
    }
}

/// The waivers of a verdict as an attestation states them, each once.
func statedWaivers(of verdict: Verdict) throws(AttestationsError) -> [Attestations.Waiver] {
    var stated: [Attestations.Waiver] = []
    for applied in verdict.waivers {
        let waiver = try Attestations.Waiver(
            finding: applied.waiver.target.text, until: Day(applied.waiver.until.description),
            reason: applied.waiver.reason.isEmpty ? nil : applied.waiver.reason,
            by: applied.waiver.owner == "" ? nil : applied.waiver.owner)
        if !stated.contains(waiver) { stated.append(waiver) }
    }
    return stated
}
