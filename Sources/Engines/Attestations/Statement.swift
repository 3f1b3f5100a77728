public import StructuredData

/// An in-toto statement, version 1: a predicate about subjects.
///
/// Members that the specification does not know are ignored when one is read, as it asks for. What was signed are the
/// bytes of the envelope, never what is written again from here.
public struct Statement: Hashable, Sendable {
    /// The one `_type` there is.
    public static let type = "https://in-toto.io/Statement/v1"

    /// What it is about; each has a digest, and there is at least one.
    public let subjects: [ResourceDescriptor]
    public let predicateType: ResourceURI
    /// The members of the predicate; none if it says nothing more.
    public let predicate: [String: JSON]

    /// - Throws: ``AttestationsError/malformed(_:pointer:fault:)`` for no subjects, a subject without digest, a name or
    ///   URI that two subjects have, and a predicate that RFC 8785 does not carry.
    public init(
        subjects: [ResourceDescriptor], predicateType: ResourceURI, predicate: [String: JSON]
    ) throws(AttestationsError) {
        (self.subjects, self.predicateType, self.predicate) = (subjects, predicateType, predicate)
        try checkSubjects()
        for names in [subjects.compactMap(\.name), subjects.compactMap { $0.uri?.description }] {
            var seen: Set<String> = []
            for name in names where !seen.insert(name).inserted {
                throw .malformed(.statement, pointer: "/subject", fault: .repeated(name))
            }
        }
        guard isInteroperable(.object(predicate)) else {
            throw .malformed(.statement, pointer: "/predicate", fault: .notInteroperable)
        }
    }

    /// Reads a statement.
    ///
    /// - Throws: ``AttestationsError/notJSON(_:_:)`` or ``AttestationsError/malformed(_:pointer:fault:)``.
    public init(parsing bytes: some Collection<UInt8>) throws(AttestationsError) {
        try self.init(json: parsedJSON(bytes, .statement))
    }

    /// Reads a statement.
    ///
    /// - Throws: ``AttestationsError/malformed(_:pointer:fault:)``.
    public init(json: JSON) throws(AttestationsError) {
        let field = Field(json, .statement)
        let typeField = try field.required("_type")
        let type = try typeField.text()
        guard type.isSame(as: Self.type) else {
            throw typeField.malformed(.unknownValue(type, known: [Self.type]))
        }
        subjects = try field.required("subject").descriptors()
        predicateType = try field.required("predicateType").uri()
        predicate =
            try field.optional("predicate").map { field throws(AttestationsError) in
                try field.object()
            } ?? [:]
        try checkSubjects()
    }

    private func checkSubjects() throws(AttestationsError) {
        guard !subjects.isEmpty else { throw .malformed(.statement, pointer: "/subject", fault: .empty) }
        for (index, subject) in subjects.enumerated() where subject.digest == nil {
            throw .malformed(.statement, pointer: "/subject/\(index)/digest", fault: .missing)
        }
    }

    public var json: JSON {
        [
            "_type": .string(Self.type), "subject": .array(subjects.map(\.json)),
            "predicateType": .string(predicateType.description), "predicate": .object(predicate),
        ]
    }

    /// The canonical bytes (RFC 8785): what an envelope of ours holds.
    public var canonicalBytes: [UInt8] { json.canonicalBytes }

    /// Whether one of the subjects is `artifact`; subjects match by digest alone.
    public func names(_ artifact: DigestSet) -> Bool {
        subjects.contains { $0.digest?.matches(artifact) == true }
    }
}

func parsedJSON(_ bytes: some Collection<UInt8>, _ part: DocumentPart) throws(AttestationsError) -> JSON {
    do throws(JSONError) { return try JSON(parsing: bytes, depthLimit: 260) } catch {
        throw .notJSON(part, error)
    }
}
