public import StructuredData

/// The predicate `https://slsa.dev/provenance/v1`: how artifacts were built.
///
/// What SLSA has no field for, such as the log of a run or its event stream, travels as a descriptor in
/// ``RunDetails/byproducts``, which the specification keeps for exactly that.
public struct Provenance: PredicateContent {
    public static let predicateType = PredicateType.provenance

    public let buildDefinition: BuildDefinition
    public let runDetails: RunDetails

    public init(buildDefinition: BuildDefinition, runDetails: RunDetails) {
        (self.buildDefinition, self.runDetails) = (buildDefinition, runDetails)
    }

    public init(json: JSON) throws(AttestationsError) {
        let field = Field(json, .predicate(Self.predicateType))
        buildDefinition = try BuildDefinition(field.required("buildDefinition"))
        runDetails = try RunDetails(field.required("runDetails"))
    }

    public var json: JSON { ["buildDefinition": buildDefinition.json, "runDetails": runDetails.json] }
}

extension Provenance {
    /// The input of the build.
    public struct BuildDefinition: Hashable, Sendable {
        /// Says how to read the parameters.
        public let buildType: ResourceURI
        /// What a user could set; unset is the same as empty.
        ///
        /// Whoever relies on the build is to verify it.
        public let externalParameters: [String: JSON]
        public let internalParameters: [String: JSON]
        public let resolvedDependencies: [ResourceDescriptor]

        /// - Throws: ``AttestationsError/malformed(_:pointer:fault:)`` for parameters that RFC 8785 does not carry.
        public init(
            buildType: ResourceURI, externalParameters: [String: JSON],
            internalParameters: [String: JSON] = [:], resolvedDependencies: [ResourceDescriptor] = []
        ) throws(AttestationsError) {
            (self.buildType, self.externalParameters) = (buildType, externalParameters)
            (self.internalParameters, self.resolvedDependencies) = (internalParameters, resolvedDependencies)
            guard isInteroperable(json) else {
                throw .malformed(
                    .predicate(.provenance), pointer: "/buildDefinition", fault: .notInteroperable)
            }
        }

        init(_ field: Field) throws(AttestationsError) {
            buildType = try field.required("buildType").uri()
            externalParameters = try field.optionalObject("externalParameters")
            internalParameters = try field.optionalObject("internalParameters")
            resolvedDependencies = try field.descriptors("resolvedDependencies")
        }

        var json: JSON {
            .members([
                "buildType": buildType.json, "externalParameters": .object(externalParameters),
                "internalParameters": internalParameters.isEmpty ? nil : .object(internalParameters),
                "resolvedDependencies": descriptors(resolvedDependencies),
            ])
        }
    }

    /// The platform that built, trusted to tell the truth in all the other fields.
    public struct Builder: Hashable, Sendable {
        public let id: ResourceURI
        /// Versions by component.
        public let version: [String: String]
        public let builderDependencies: [ResourceDescriptor]

        public init(
            id: ResourceURI, version: [String: String] = [:], builderDependencies: [ResourceDescriptor] = []
        ) {
            (self.id, self.version, self.builderDependencies) = (id, version, builderDependencies)
        }

        init(_ field: Field) throws(AttestationsError) {
            id = try field.required("id").uri()
            version = try field.textMap("version")
            builderDependencies = try field.descriptors("builderDependencies")
        }

        var json: JSON {
            .members([
                "id": id.json, "version": version.isEmpty ? nil : .object(version.mapValues(JSON.string)),
                "builderDependencies": descriptors(builderDependencies),
            ])
        }
    }
}
