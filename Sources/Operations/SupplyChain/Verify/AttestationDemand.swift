import Attestations
package import Audit
package import Capabilities
import DefinitionOfDone

/// What somebody who is about to use a file asks of its attestations.
package struct AttestationDemand: Sendable {
    package let keys: TrustedKeys
    /// The name of the least policy; `nil`: any.
    package let policy: String?
    /// In seconds; `nil`: any age.
    package let maxAge: Int64?
    package let allowsExpiredWaivers: Bool
    package let now: Instant

    /// - Throws: ``SupplyChainError/noTrustedKey``.
    package init(
        keys: TrustedKeys, policy: String? = nil, maxAge: Int64? = nil, allowsExpiredWaivers: Bool = false,
        now: Instant
    ) throws(SupplyChainError) {
        guard !keys.isEmpty else { throw .noTrustedKey }
        (self.keys, self.policy, self.maxAge) = (keys, policy, maxAge)
        (self.allowsExpiredWaivers, self.now) = (allowsExpiredWaivers, now)
    }

    var trusted: [TrustedKey] { keys.keys.map { TrustedKey($0, for: Vocabulary.identities) } }

    /// A built-in policy is met by every stricter one, another one by itself alone.
    var policyDemand: PolicyDemand? {
        guard let policy else { return nil }
        let builtin = Policy.builtinNames
        return PolicyDemand(atLeast: policy, in: builtin.contains(policy) ? builtin : [policy])
    }

    var moment: Moment {
        Moment(
            now: Timestamp(of: now.nanoseconds), maxAge: maxAge, allowsExpiredWaivers: allowsExpiredWaivers)
    }

    /// The request for one file: a verdict that is done.
    func request(_ artifact: DigestSet) -> VerificationRequest {
        VerificationRequest(
            trusted: trusted, subject: artifact, properties: [Vocabulary.done], policy: policyDemand,
            moment: moment)
    }
}
