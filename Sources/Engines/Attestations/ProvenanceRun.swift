import StructuredData

extension Provenance {
    /// One execution of the build.
    public struct RunDetails: Hashable, Sendable {
        public let builder: Builder
        public let metadata: Metadata
        /// What came out beside the subjects, such as logs.
        public let byproducts: [ResourceDescriptor]

        public init(
            builder: Builder, metadata: Metadata = Metadata(), byproducts: [ResourceDescriptor] = []
        ) {
            (self.builder, self.metadata, self.byproducts) = (builder, metadata, byproducts)
        }

        init(_ field: Field) throws(AttestationsError) {
            builder = try Builder(field.required("builder"))
            metadata =
                try field.optional("metadata").map { field throws(AttestationsError) in
                    try Metadata(field)
                } ?? Metadata()
            byproducts = try field.descriptors("byproducts")
        }

        var json: JSON {
            .members([
                "builder": builder.json, "metadata": metadata == Metadata() ? nil : metadata.json,
                "byproducts": descriptors(byproducts),
            ])
        }
    }

    /// Which execution it was, and when.
    public struct Metadata: Hashable, Sendable {
        /// Opaque, such as a run id; `nil` also for an empty one.
        public let invocationID: String?
        public let startedOn: Timestamp?
        public let finishedOn: Timestamp?

        public init(
            invocationID: String? = nil, startedOn: Timestamp? = nil, finishedOn: Timestamp? = nil
        ) {
            self.invocationID = invocationID == "" ? nil : invocationID
            (self.startedOn, self.finishedOn) = (startedOn, finishedOn)
        }

        init(_ field: Field) throws(AttestationsError) {
            invocationID = try field.optionalText("invocationId")
            startedOn = try field.optionalTimestamp("startedOn")
            finishedOn = try field.optionalTimestamp("finishedOn")
        }

        var json: JSON {
            .members([
                "invocationId": invocationID.map(JSON.string), "startedOn": startedOn?.json,
                "finishedOn": finishedOn?.json,
            ])
        }
    }
}
