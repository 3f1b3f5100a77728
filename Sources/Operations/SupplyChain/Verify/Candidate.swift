import Attestations
import Audit
import Diagnostics
import StructuredData

/// One verification result, judged.
struct Candidate {
    var checks: [AttestationCheck] = []
    var run: String?
    var policy: String?
    var keyID: String?

    /// What comes closest is told: accepted, else by the number of checks that hold.
    var merit: Int {
        let held = checks.count(where: \.holds)
        return held == checks.count ? .max : held
    }

    init(_ envelope: Envelope, of artifact: DigestSet, by demand: AttestationDemand) {
        do throws(AttestationsError) {
            let payload = try envelope.verified(by: demand.keys.keys)
            let statement = try payload.statement()
            guard case .simpleVerificationResult(let result) = try Predicate(of: statement) else { return }
            judge(result, statement, payload.keys, envelope, artifact, demand)
        } catch {
            // What nobody vouches for is not looked into.
            checks = [AttestationCheck(.signature, holds: false, error.diagnostic.message)]
        }
    }

    private mutating func judge(
        _ result: SimpleVerificationResult, _ statement: Statement, _ signers: [PublicKey],
        _ envelope: Envelope, _ artifact: DigestSet, _ demand: AttestationDemand
    ) {
        (run, keyID) = (result.details?.runID, signers.first?.keyID)
        policy = result.verifier.policies.first?.name
        var faults: [AttestationCheck.Name: [String]] = [:]
        if case .refused(let refusals) = demand.request(artifact).verify([envelope.canonicalBytes]) {
            for refusal in refusals where refusal.index != nil {
                faults[refusal.reason.check, default: []].append(refusal.diagnostic.message)
            }
        }
        checks = Self.findings(result, artifact, signers, demand).map { name, finding in
            let fault = faults[name].map {
                (name == .verdict ? "not done: " : "") + $0.joined(separator: "; ")
            }
            return AttestationCheck(name, holds: fault == nil, fault ?? finding)
        }
        if let weakened = Self.weakened(result), let place = checks.firstIndex(where: { $0.name == .policy }),
            !checks[place].holds
        {
            checks[place] = AttestationCheck(.policy, holds: false, checks[place].finding + weakened)
        }
        checks += LogChecks(result: result, statement: statement, signers: signers).run()
    }

    /// What to tell of each check that holds.
    private static func findings(
        _ result: SimpleVerificationResult, _ artifact: DigestSet, _ signers: [PublicKey],
        _ demand: AttestationDemand
    ) -> [(AttestationCheck.Name, String)] {
        let names = result.verifier.policies.compactMap(\.name).joined(separator: ", ")
        let waivers = result.details?.waivers ?? []
        return [
            (.signature, "by key \(signers.map { $0.keyID.prefix(16) }.joined(separator: ", "))"),
            (.artifact, artifact.description), (.verdict, "done"),
            (.policy, demand.policy.map { "\(names), and `\($0)` is asked for" } ?? names),
            (
                .waivers,
                waivers.isEmpty
                    ? "none"
                    : waivers.map { "\($0.finding) until \($0.until?.description ?? "ever")" }
                        .joined(separator: ", ")
            ),
            (.age, "made at \(result.timeCreated)"),
        ]
    }

    /// What the run left out of its policy, for a refusal because of it.
    private static func weakened(_ result: SimpleVerificationResult) -> String? {
        let names = result.verifier.policies.flatMap { $0.annotations[Vocabulary.weakened]?.array ?? [] }
            .compactMap(\.string)
        return names.isEmpty ? nil : ": it left out or weakened " + names.joined(separator: ", ")
    }
}

extension Refusal.Reason {
    /// The line of a report that a reason belongs to.
    fileprivate var check: AttestationCheck.Name {
        switch self {
        case .faulty, .identityNotTrusted: .signature
        case .subjectNotNamed, .otherResource: .artifact
        case .noPolicy, .policyNotKnown, .policyTooLow, .policyFailed: .policy
        case .waiversNotTold, .waiverExpired: .waivers
        case .undated, .tooOld, .fromTheFuture: .age
        case .propertyMissing, .nothingHolds, .testsFailed, .typeMissing, .nothingCounts: .verdict
        }
    }
}
