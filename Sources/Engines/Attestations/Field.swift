import StructuredData

/// A value within a document, and where it stands: every reader of this target is written with it.
struct Field {
    let value: JSON
    let part: DocumentPart
    /// RFC 6901.
    let pointer: String

    init(_ value: JSON, _ part: DocumentPart, pointer: String = "") {
        (self.value, self.part, self.pointer) = (value, part, pointer)
    }

    func malformed(_ fault: FieldFault) -> AttestationsError {
        .malformed(part, pointer: pointer, fault: fault)
    }

    private func child(_ value: JSON, _ token: String) -> Field {
        Field(value, part, pointer: "\(pointer)/\(escaped(token))")
    }

    func object() throws(AttestationsError) -> [String: JSON] {
        guard case .object(let members) = value else { throw malformed(.wrongKind(expected: .object)) }
        return members
    }

    /// The member of an object; `nil` if it is not there or `null`, which in-toto treats alike.
    func optional(_ name: String) throws(AttestationsError) -> Field? {
        guard let member = try object()[name], !member.isNull else { return nil }
        return child(member, name)
    }

    func required(_ name: String) throws(AttestationsError) -> Field {
        guard let field = try optional(name) else { throw child(.null, name).malformed(.missing) }
        return field
    }

    func elements(limit: Int = .max) throws(AttestationsError) -> [Field] {
        guard case .array(let elements) = value else { throw malformed(.wrongKind(expected: .array)) }
        guard elements.count <= limit else { throw malformed(.tooMany(limit: limit)) }
        return elements.enumerated().map { child($1, String($0)) }
    }

    /// A string that is not empty: in every required place an empty one means nothing.
    func text() throws(AttestationsError) -> String {
        let text = try anyText()
        guard !text.isEmpty else { throw malformed(.empty) }
        return text
    }

    func anyText() throws(AttestationsError) -> String {
        guard case .string(let text) = value else { throw malformed(.wrongKind(expected: .text)) }
        return text
    }

    func texts() throws(AttestationsError) -> [String] {
        try elements().map { field throws(AttestationsError) in try field.text() }
    }

    /// The text of a member; `nil` if it is not there or empty.
    func optionalText(_ name: String) throws(AttestationsError) -> String? {
        guard let text = try optional(name)?.anyText(), !text.isEmpty else { return nil }
        return text
    }

    func uri() throws(AttestationsError) -> ResourceURI {
        let text = try text()
        guard let uri = ResourceURI(text) else { throw malformed(.notURI(text)) }
        return uri
    }

    func timestamp() throws(AttestationsError) -> Timestamp {
        let text = try text()
        guard let time = Timestamp(text) else { throw malformed(.notTimestamp(text)) }
        return time
    }

    func base64Bytes() throws(AttestationsError) -> [UInt8] {
        guard let bytes = bytes(base64: try anyText()) else { throw malformed(.notBase64) }
        return bytes
    }

    /// An object whose members are strings; empty if `name` is not there.
    func textMap(_ name: String) throws(AttestationsError) -> [String: String] {
        guard let field = try optional(name) else { return [:] }
        var map: [String: String] = [:]
        for key in try field.object().keys { map[key] = try field.required(key).anyText() }
        return map
    }

    func optionalURI(_ name: String) throws(AttestationsError) -> ResourceURI? {
        guard let field = try optional(name), field.value != .string("") else { return nil }
        return try field.uri()
    }

    func optionalTimestamp(_ name: String) throws(AttestationsError) -> Timestamp? {
        guard let field = try optional(name) else { return nil }
        return try field.timestamp()
    }

    /// The descriptors of a list; none if `name` is not there.
    func descriptors(_ name: String) throws(AttestationsError) -> [ResourceDescriptor] {
        try optional(name).map { field throws(AttestationsError) in try field.descriptors() } ?? []
    }

    func descriptors() throws(AttestationsError) -> [ResourceDescriptor] {
        try elements().map { field throws(AttestationsError) in try ResourceDescriptor(field) }
    }

    /// One of the values of an enumeration.
    func choice<Choice: CaseIterable & RawRepresentable<String>>(
        _: Choice.Type
    ) throws(AttestationsError) -> Choice {
        let text = try anyText()
        guard let choice = Choice.allCases.first(where: { $0.rawValue.isSame(as: text) }) else {
            throw malformed(.unknownValue(text, known: Choice.allCases.map(\.rawValue)))
        }
        return choice
    }
}

private func escaped(_ token: String) -> String {
    var text = ""
    for character in token.unicodeScalars {
        switch character {
        case "~": text += "~0"
        case "/": text += "~1"
        default: text.unicodeScalars.append(character)
        }
    }
    return text
}

/// Whether every reader of JSON gets this value as it is: numbers that RFC 8785 carries, and few levels.
func isInteroperable(_ value: JSON, depth: Int = 0) -> Bool {
    guard depth <= 256 else { return false }
    switch value {
    case .integer(let number): return number.magnitude <= 1 << 53
    case .number(let number): return number.isFinite
    case .array(let elements): return elements.allSatisfy { isInteroperable($0, depth: depth + 1) }
    case .object(let members): return members.values.allSatisfy { isInteroperable($0, depth: depth + 1) }
    case .null, .bool, .string: return true
    }
}
