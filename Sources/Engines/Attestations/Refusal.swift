public import Diagnostics

/// Why an attestation does not count, or why those that do are not enough.
public struct Refusal: Hashable, Sendable {
    /// The position of the attestation among those given, from 0; `nil`: it concerns all of them.
    public let index: Int?
    public let reason: Reason

    public enum Reason: Hashable, Sendable {
        /// It cannot be read, is not signed as it must be, or has a predicate of an unknown type.
        case faulty(AttestationsError)
        case subjectNotNamed(DigestSet)
        /// Not enough of the keys that signed it may speak for the verifier, builder or scanner it names.
        case identityNotTrusted(ResourceURI, keyIDs: [String])
        case propertyMissing(String)
        /// A verification result that names no property at all.
        case nothingHolds
        /// A verification summary of an artifact that did not meet its policy.
        case policyFailed
        /// A test result with failures; the names may be missing.
        case testsFailed([String])
        case noPolicy(required: String)
        /// The policies are not in the caller's order.
        case policyNotKnown([String], required: String)
        case policyTooLow(String, required: String)
        case otherResource(ResourceURI, expected: ResourceURI)
        /// It has no time, so its age is not known.
        case undated
        case tooOld(Timestamp, maxAge: Int64)
        case fromTheFuture(Timestamp)
        /// It does not tell which waivers it rests on.
        case waiversNotTold
        case waiverExpired(finding: String, until: Day)
        /// No attestation of the type counts.
        case typeMissing(PredicateType)
        /// No attestation counts, of whatever type.
        case nothingCounts
    }

    public init(index: Int?, reason: Reason) { (self.index, self.reason) = (index, reason) }

    /// The wording of the reason.
    public var diagnostic: Diagnostic {
        if case .faulty(let error) = reason { return error.diagnostic }
        return Diagnostic(code: "attestation.\(code)", message: message, hint: hint, exit: .no)
    }
}

extension Refusal {
    private var code: String {
        switch reason {
        case .faulty(let error): error.diagnostic.code
        case .subjectNotNamed: "subject-not-named"
        case .identityNotTrusted: "identity-not-trusted"
        case .propertyMissing, .nothingHolds: "property-missing"
        case .policyFailed: "policy-failed"
        case .testsFailed: "tests-failed"
        case .noPolicy, .policyNotKnown: "policy-not-known"
        case .policyTooLow: "policy-too-low"
        case .otherResource: "other-resource"
        case .undated: "undated"
        case .tooOld: "too-old"
        case .fromTheFuture: "from-the-future"
        case .waiversNotTold: "waivers-not-told"
        case .waiverExpired: "waiver-expired"
        case .typeMissing, .nothingCounts: "missing"
        }
    }

    private var message: String {
        switch reason {
        case .faulty(let error): error.diagnostic.message
        case .subjectNotNamed(let digest): "it is not about `\(digest)`"
        case .identityNotTrusted(let identity, let keyIDs):
            "the keys that signed it, \(listed(keyIDs)), may not speak for `\(identity)`"
        case .propertyMissing(let property): "`\(property)` does not hold by it"
        case .nothingHolds: "no property holds by it"
        case .policyFailed: "the artifact did not meet the policy"
        case .testsFailed(let names):
            names.isEmpty
                ? "tests failed"
                : "tests failed: \(listed(Array(names.prefix(5))))"
                    + (names.count > 5 ? " and \(names.count - 5) more" : "")
        case .noPolicy(let required): "it names no policy, and `\(required)` is asked for"
        case .policyNotKnown(let names, let required):
            "its policies \(listed(names)) are not known to imply `\(required)`"
        case .policyTooLow(let found, let required):
            "its policy `\(found)` is lower than `\(required)`, which is asked for"
        case .otherResource(let found, let expected): "it is about `\(found)`, not `\(expected)`"
        case .undated: "it does not tell when it was made"
        case .tooOld(let time, let maxAge): "it was made at \(time), which is more than \(maxAge) seconds ago"
        case .fromTheFuture(let time): "it was made at \(time), which is in the future"
        case .waiversNotTold: "it does not tell which waivers it rests on"
        case .waiverExpired(let finding, let until): "its waiver for `\(finding)` ended with \(until)"
        case .typeMissing(let type): "no \(type.name) that counts is among the attestations"
        case .nothingCounts: "no attestation counts"
        }
    }

    private var hint: String? {
        switch reason {
        case .tooOld, .waiverExpired: "validate again, so that a new attestation is made"
        case .fromTheFuture: "check the clocks of both machines"
        case .subjectNotNamed: "check that this is the file that was released"
        default: nil
        }
    }
}
