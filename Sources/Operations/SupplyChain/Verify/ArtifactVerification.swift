package import Attestations
import Diagnostics

/// Holds the attestations of a file against what is asked of them.
///
/// A bundle is not authenticated as a whole, so that one result that holds is enough, whatever else is in it.
package struct ArtifactVerification: Sendable {
    private let demand: AttestationDemand

    package init(_ demand: AttestationDemand) { self.demand = demand }

    /// Verifies; pure.
    ///
    /// - Parameters:
    ///   - path: The file, as the user named it.
    ///   - digest: Its SHA-256.
    ///   - bundle: Attestations, and where they were; `nil`: there are none.
    ///   - missing: Why there are none.
    /// - Returns: What holds and what does not; accepted or refused.
    package func report(
        path: String, digest: DigestSet, bundle: (envelopes: Bundle, source: String)?, missing: String
    ) -> ArtifactReport {
        var results: [Candidate] = []
        var others: [String] = []
        var reasons = bundle == nil ? [missing] : []
        for line in bundle?.envelopes.lines ?? [] {
            switch line.envelope {
            case .failure(let error): reasons.append("line \(line.number): \(error.diagnostic.message)")
            case .success(let envelope): sort(envelope, line.number, digest, &results, &others, &reasons)
            }
        }
        if results.isEmpty, bundle != nil { reasons.append("there is no verification result of uvmgr") }
        let best = results.max { $0.merit < $1.merit }
        return ArtifactReport(
            path: path, digest: digest["sha256"] ?? "", source: bundle?.source, checks: best?.checks ?? [],
            run: best?.run, policy: best?.policy, keyID: best?.keyID, others: others,
            reasons: reasons)
    }

    /// Puts an envelope where it belongs, by what it claims to be.
    private func sort(
        _ envelope: Envelope, _ line: Int, _ digest: DigestSet, _ results: inout [Candidate],
        _ others: inout [String], _ reasons: inout [String]
    ) {
        let claimed = (try? Statement(parsing: envelope.payload)).flatMap { try? Predicate(of: $0) }
        if case .simpleVerificationResult? = claimed {
            results.append(Candidate(envelope, of: digest, by: demand))
            return
        }
        let request = VerificationRequest(
            trusted: demand.trusted, subject: digest, required: [], properties: [])
        switch request.verify([envelope.canonicalBytes]) {
        case .accepted(let attestations, _): others += attestations.map { $0.predicate.sentence }
        case .refused(let refusals):
            // That a test failed is told; it is for the verdict to say whether it matters.
            if case .testResult(let result)? = claimed,
                refusals.allSatisfy({ $0.index == nil || $0.reason.isOfTests })
            {
                others.append(Predicate.testResult(result).sentence)
            } else {
                reasons += refusals.filter { $0.index != nil }.map {
                    "line \(line): \($0.diagnostic.message)"
                }
            }
        }
    }
}

extension Refusal.Reason {
    fileprivate var isOfTests: Bool { if case .testsFailed = self { true } else { false } }
}

extension Predicate {
    /// What it says, in few words.
    package var sentence: String {
        switch self {
        case .testResult(let result):
            "test result: \(result.result.rawValue), \(result.passedTests.count) passed, "
                + "\(result.warnedTests.count) excused, \(result.failedTests.count) failed"
        case .vulnerabilities(let scan):
            "vulnerabilities: \(scan.scanner.results.count) found on \(scan.scanFinishedOn.day), "
                + "in data of \(scan.scanner.database.lastUpdate.day)"
        case .provenance(let provenance):
            "provenance: built by \(provenance.runDetails.builder.id)"
        case .verificationSummary(let summary):
            "verification summary: \(summary.verificationResult.rawValue) by \(summary.verifier.id)"
        case .simpleVerificationResult(let result):
            "verification result: \(result.properties.joined(separator: ", "))"
        }
    }
}
