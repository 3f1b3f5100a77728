public import StructuredData

/// The predicate `https://in-toto.io/attestation/svr/v0.2`: which properties a verifier found to hold.
public struct SimpleVerificationResult: PredicateContent {
    public static let predicateType = PredicateType.simpleVerificationResult

    public let verifier: Verifier
    public let timeCreated: Timestamp
    /// The properties that were verified and hold, scoped by a prefix, such as `SLSA_BUILD_LEVEL_3`.
    ///
    /// What does not hold is not named.
    public let properties: [String]
    /// What the specification has no field for; `nil` in the attestations of other verifiers.
    public let details: VerificationDetails?

    /// Who verified, by which policies.
    public struct Verifier: Hashable, Sendable {
        public let id: ResourceURI
        /// None: no policy was used, or none that can be named.
        public let policies: [ResourceDescriptor]

        public init(id: ResourceURI, policies: [ResourceDescriptor]) {
            (self.id, self.policies) = (id, policies)
        }
    }

    /// - Throws: ``AttestationsError/malformed(_:pointer:fault:)`` for empty properties and those that stand twice.
    public init(
        verifier: Verifier, timeCreated: Timestamp, properties: [String], details: VerificationDetails? = nil
    ) throws(AttestationsError) {
        (self.verifier, self.timeCreated) = (verifier, timeCreated)
        (self.properties, self.details) = (properties, details)
        _ = try Self(json: json)
    }

    public init(json: JSON) throws(AttestationsError) {
        let field = Field(json, .predicate(Self.predicateType))
        let verifier = try field.required("verifier")
        self.verifier = Verifier(
            id: try verifier.required("id").uri(), policies: try verifier.required("policies").descriptors())
        timeCreated = try field.required("timeCreated").timestamp()
        let list = try field.required("properties")
        properties = try list.distinctTexts()
        details = try field.optional(VerificationDetails.memberName).map { field throws(AttestationsError) in
            try VerificationDetails(field)
        }
    }

    public var json: JSON {
        .members([
            "verifier": ["id": verifier.id.json, "policies": .array(verifier.policies.map(\.json))],
            "timeCreated": timeCreated.json, "properties": texts(properties),
            VerificationDetails.memberName: details?.json,
        ])
    }
}
