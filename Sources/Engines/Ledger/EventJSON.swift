public import StructuredData

extension Event {
    /// The event as an object; `trace_id` and `span_id` are left out when there are none.
    ///
    /// The time is a string of digits: nanoseconds exceed 2^53, beyond which RFC 8785 does not carry whole numbers,
    /// and these bytes must come out the same with anybody's canonicaliser.
    public var json: JSON {
        .members([
            "id": .string(id), "stream": .string(stream), "version": .integer(Int64(version)),
            "type": .string(type), "schema": .integer(Int64(schema)), "time": .string(String(time)),
            "actor": .string(actor), "trace_id": traceID.map(JSON.string), "span_id": spanID.map(JSON.string),
            "payload": payload,
        ])
    }

    /// The canonical bytes (RFC 8785) of ``json``: what digests and proofs of the event are made over.
    ///
    /// Whole numbers beyond 2^53 in the payload keep their digits, which other canonicalisers round; a payload that
    /// strangers are to check has them as strings.
    public var canonicalBytes: [UInt8] {
        withColumns { columns in
            var bytes: [UInt8] = []
            columns.writeLeaf(to: &bytes)
            return bytes
        }
    }

    /// Reads what ``json`` wrote.
    ///
    /// - Throws: ``LedgerError/malformedEvent(stream:version:reason:)`` if a member is missing, of another type, not
    ///   known, or malformed.
    public init(json: JSON) throws(LedgerError) {
        let reader = MemberReader(json: json)
        try reader.refuseUnknown()
        let time = try reader.text("time")
        guard let nanoseconds = Int64(time), String(nanoseconds) == time else {
            throw reader.malformed("`time` is not a count of nanoseconds")
        }
        guard let payload = json["payload"] else { throw reader.malformed("`payload` is missing") }
        try self.init(
            id: reader.text("id"), stream: reader.text("stream"), version: reader.integer("version"),
            type: reader.text("type"), schema: reader.integer("schema"), time: nanoseconds,
            actor: reader.text("actor"), traceID: reader.optionalText("trace_id"),
            spanID: reader.optionalText("span_id"), payload: payload)
    }
}

private let memberNames: Set = [
    "id", "stream", "version", "type", "schema", "time", "actor", "trace_id", "span_id", "payload",
]

private struct MemberReader {
    let json: JSON

    func malformed(_ reason: String) -> LedgerError {
        .malformedEvent(
            stream: json["stream"]?.string ?? "", version: Int(json["version"]?.integer ?? 0), reason: reason)
    }

    func refuseUnknown() throws(LedgerError) {
        guard let members = json.object else { throw malformed("it is not an object") }
        // An unknown member would be lost on the way, and with it the digest of the event.
        if let unknown = members.keys.filter({ !memberNames.contains($0) }).min() {
            throw malformed("the member `\(unknown)` is not known")
        }
    }

    func text(_ name: String) throws(LedgerError) -> String {
        guard let text = json[name]?.string else { throw malformed("`\(name)` is missing or no string") }
        return text
    }

    func optionalText(_ name: String) throws(LedgerError) -> String? {
        json[name] == nil ? nil : try text(name)
    }

    func integer(_ name: String) throws(LedgerError) -> Int {
        guard case .integer(let value)? = json[name], let value = Int(exactly: value) else {
            throw malformed("`\(name)` is missing or no whole number")
        }
        return value
    }
}
