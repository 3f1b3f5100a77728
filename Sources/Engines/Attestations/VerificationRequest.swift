/// A key that is trusted, and for whom it may speak.
public struct TrustedKey: Hashable, Sendable {
    public let key: PublicKey
    /// The verifiers, builders and scanners whose attestations the key may sign; `nil`: all.
    ///
    /// SLSA has consumers accept certain pairs of signer and verifier only, so that who may sign for one cannot speak
    /// for another.
    public let identities: Set<ResourceURI>?

    public init(_ key: PublicKey, for identities: Set<ResourceURI>? = nil) {
        (self.key, self.identities) = (key, identities)
    }

    func maySpeak(for identity: ResourceURI) -> Bool { identities?.contains(identity) ?? true }
}

/// The least policy that must have been met, in an order that the caller knows.
public struct PolicyDemand: Hashable, Sendable {
    public let name: String
    /// Names of policies, each implied by those behind it.
    ///
    /// A policy without name counts by its URI.
    public let order: [String]

    /// - Returns: `nil` unless `name` is in `order`, in which none stands twice.
    public init?(atLeast name: String, in order: [String]) {
        guard order.contains(name), Set(order).count == order.count else { return nil }
        (self.name, self.order) = (name, order)
    }

    func rank(_ name: String) -> Int? { order.firstIndex { $0.isSame(as: name) } }
}

/// When something is verified, and what that asks of attestations.
public struct Moment: Hashable, Sendable {
    public let now: Timestamp
    /// How many seconds old an attestation may be; `nil`: any age.
    public let maxAge: Int64?
    /// How many seconds an attestation may seem to come from the future.
    public let clockSkew: Int64
    /// Whether a result counts although a waiver that it rests on has ended, or although it tells of no waivers.
    public let allowsExpiredWaivers: Bool

    public init(
        now: Timestamp, maxAge: Int64? = nil, clockSkew: Int64 = 300, allowsExpiredWaivers: Bool = false
    ) {
        (self.now, self.maxAge, self.clockSkew) = (now, maxAge, clockSkew)
        self.allowsExpiredWaivers = allowsExpiredWaivers
    }
}

/// What attestations must say, and who must have signed them.
public struct VerificationRequest: Sendable {
    public let trusted: [TrustedKey]
    /// How many of the trusted keys must have signed each attestation.
    public let threshold: Int
    /// What is about to be used; every attestation that counts names all of them.
    public let subjects: [DigestSet]
    /// Of each of these types one attestation at least must count.
    public let required: Set<PredicateType>
    /// What must hold by a verification result or summary that counts.
    ///
    /// A SLSA level implies the lower ones of its track.
    public let properties: [String]
    /// What a verification result or summary that counts must have met; `nil`: any policy, or none.
    public let policy: PolicyDemand?
    /// Where a verification summary must say that the artifact comes from; `nil`: anywhere.
    public let resource: ResourceURI?
    /// `nil`: age and the ends of waivers are not looked at.
    public let moment: Moment?

    /// - Parameters:
    ///   - trusted: The keys.
    ///   - threshold: At least 1, at most the number of different keys.
    ///   - subject: The digests of an artifact, such as a wheel's `sha256`.
    ///   - others: Those of further artifacts.
    ///   - required: The types that must be there.
    ///   - properties: Without default, because a verification result names what holds and nothing else: who asks for
    ///     no property takes the result of a failed run for a good one.
    ///   - policy: The least policy.
    ///   - resource: The expected resource.
    ///   - moment: When this is.
    public init(
        trusted: [TrustedKey], threshold: Int = 1, subject: DigestSet, others: [DigestSet] = [],
        required: Set<PredicateType> = [.simpleVerificationResult], properties: [String],
        policy: PolicyDemand? = nil, resource: ResourceURI? = nil, moment: Moment? = nil
    ) {
        (self.trusted, self.threshold, self.subjects) = (trusted, threshold, [subject] + others)
        (self.required, self.properties, self.policy) = (required, properties, policy)
        (self.resource, self.moment) = (resource, moment)
    }
}
