public import StructuredData

/// A description of an artifact or a resource (in-toto field type `ResourceDescriptor`).
public struct ResourceDescriptor: Hashable, Sendable {
    /// Tells descriptors of one attestation apart, such as a file name.
    public let name: String?
    public let uri: ResourceURI?
    public let digest: DigestSet?
    /// The resource itself; should be shorter than 1 KB.
    public let content: [UInt8]?
    /// Where to get it, if that is not ``uri``.
    public let downloadLocation: ResourceURI?
    /// Such as `application/json`.
    public let mediaType: String?
    /// What else is known; names of ours have the form `<vendor>_<field>`.
    public let annotations: [String: JSON]

    /// - Throws: ``AttestationsError/malformed(_:pointer:fault:)`` unless there is a URI, a digest or a content, and for
    ///   annotations that RFC 8785 does not carry.
    public init(
        name: String? = nil, uri: ResourceURI? = nil, digest: DigestSet? = nil, content: [UInt8]? = nil,
        downloadLocation: ResourceURI? = nil, mediaType: String? = nil, annotations: [String: JSON] = [:]
    ) throws(AttestationsError) {
        // Set but empty is the same as unset.
        (self.name, self.mediaType) = (name == "" ? nil : name, mediaType == "" ? nil : mediaType)
        (self.uri, self.digest, self.content) = (uri, digest, content?.isEmpty == true ? nil : content)
        (self.downloadLocation, self.annotations) = (downloadLocation, annotations)
        try check(Field(.null, .descriptor))
        guard isInteroperable(.object(annotations)) else {
            throw .malformed(.descriptor, pointer: "/annotations", fault: .notInteroperable)
        }
    }

    init(_ field: Field) throws(AttestationsError) {
        name = try field.optionalText("name")
        uri = try field.optionalURI("uri")
        if let digest = try field.optional("digest"), digest.value != [:] {
            self.digest = try DigestSet(digest)
        } else {
            digest = nil
        }
        let content = try field.optional("content").map { field throws(AttestationsError) in
            try field.base64Bytes()
        }
        self.content = content?.isEmpty == true ? nil : content
        downloadLocation = try field.optionalURI("downloadLocation")
        mediaType = try field.optionalText("mediaType")
        annotations =
            try field.optional("annotations").map { field throws(AttestationsError) in
                try field.object()
            } ?? [:]
        try check(field)
    }

    private func check(_ field: Field) throws(AttestationsError) {
        guard uri != nil || digest != nil || content != nil else {
            throw field.malformed(.noneOf(["uri", "digest", "content"]))
        }
    }

    public var json: JSON {
        .members([
            "name": name.map(JSON.string), "uri": uri.map { .string($0.description) }, "digest": digest?.json,
            "content": content.map { .string(base64($0)) },
            "downloadLocation": downloadLocation.map { .string($0.description) },
            "mediaType": mediaType.map(JSON.string),
            "annotations": annotations.isEmpty ? nil : .object(annotations),
        ])
    }
}
