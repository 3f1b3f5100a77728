public import StructuredData

/// The predicate `https://slsa.dev/verification_summary/v1` (VSA): whether an artifact met a policy, at which levels.
public struct VerificationSummary: PredicateContent {
    public static let predicateType = PredicateType.verificationSummary

    public enum Outcome: String, Hashable, Sendable, CaseIterable {
        case passed = "PASSED"
        case failed = "FAILED"
    }

    /// Who verified.
    public struct Verifier: Hashable, Sendable {
        public let id: ResourceURI
        /// Versions by component.
        public let version: [String: String]

        public init(id: ResourceURI, version: [String: String] = [:]) {
            (self.id, self.version) = (id, version)
        }
    }

    public let verifier: Verifier
    public let timeVerified: Timestamp?
    /// Where the artifact is expected to be fetched from.
    public let resourceURI: ResourceURI
    /// Has a URI.
    public let policy: ResourceDescriptor
    /// Each has a digest; none: not told.
    public let inputAttestations: [ResourceDescriptor]
    public let verificationResult: Outcome
    /// At most one level a track, and other verified properties; `FAILED` alone when the policy was not met.
    public let verifiedLevels: [String]
    /// How many of the dependencies are at each level; empty: there are none; `nil`: not told.
    public let dependencyLevels: [String: Int64]?
    /// `<MAJOR>.<MINOR>`.
    public let slsaVersion: String?

    /// - Throws: ``AttestationsError/malformed(_:pointer:fault:)`` for a policy without URI, an input without digest,
    ///   levels that contradict each other or the result, negative counts, and a version of another form.
    public init(
        verifier: Verifier, timeVerified: Timestamp?, resourceURI: ResourceURI, policy: ResourceDescriptor,
        inputAttestations: [ResourceDescriptor] = [], verificationResult: Outcome, verifiedLevels: [String],
        dependencyLevels: [String: Int64]? = nil, slsaVersion: String? = nil
    ) throws(AttestationsError) {
        (self.verifier, self.timeVerified, self.resourceURI) = (verifier, timeVerified, resourceURI)
        (self.policy, self.inputAttestations) = (policy, inputAttestations)
        (self.verificationResult, self.verifiedLevels) = (verificationResult, verifiedLevels)
        (self.dependencyLevels, self.slsaVersion) = (dependencyLevels, slsaVersion)
        _ = try Self(json: json)
    }

    public init(json: JSON) throws(AttestationsError) {
        let field = Field(json, .predicate(Self.predicateType))
        let verifier = try field.required("verifier")
        self.verifier = Verifier(
            id: try verifier.required("id").uri(), version: try verifier.textMap("version"))
        timeVerified = try field.optionalTimestamp("timeVerified")
        resourceURI = try field.required("resourceUri").uri()
        let policy = try field.required("policy")
        self.policy = try ResourceDescriptor(policy)
        if self.policy.uri == nil { _ = try policy.required("uri").uri() }
        inputAttestations = try field.descriptors("inputAttestations")
        for (index, input) in inputAttestations.enumerated() where input.digest == nil {
            throw .malformed(
                field.part, pointer: "/inputAttestations/\(index)/digest", fault: .missing)
        }
        verificationResult = try field.required("verificationResult").choice(Outcome.self)
        verifiedLevels = try field.required("verifiedLevels").levels(for: verificationResult)
        dependencyLevels = try field.optional("dependencyLevels").map { field throws(AttestationsError) in
            try field.counts()
        }
        slsaVersion = try field.optionalText("slsaVersion")
        if let slsaVersion, !isMajorMinor(slsaVersion) {
            throw .malformed(
                field.part, pointer: "/slsaVersion",
                fault: .unknownValue(slsaVersion, known: ["<MAJOR>.<MINOR>"]))
        }
    }
}
