import StructuredData

/// What a verification result says beyond the fields of its specification.
///
/// It travels as one extension member of the predicate, ``memberName``. The name has the form `<vendor>_<field>` that
/// SLSA recommends: in-toto asks for names that do not collide and have no `.`, which rules out a URI as name. The
/// members within are ours, so a member that is not known is refused here, and `waivers` must be there: an attestation
/// that lost its waivers must not look like one without any (in-toto's monotonic principle).
public struct VerificationDetails: Hashable, Sendable {
    /// The member of the predicate.
    public static let memberName = "uvmgr_verification"

    /// The exceptions that the result rests on.
    public let waivers: [Waiver]
    /// The run that came to the result; opaque here.
    public let runID: String?
    /// Of what was checked: policy, configuration and process, resolved.
    public let definition: DigestSet?
    /// A signed note with the tree of the log that the run is recorded in; opaque here.
    public let checkpoint: String?
    /// A proof that the run is in that tree; opaque here.
    public let logProof: String?

    /// - Throws: ``AttestationsError/malformed(_:pointer:fault:)`` for empty texts.
    public init(
        waivers: [Waiver], runID: String? = nil, definition: DigestSet? = nil, checkpoint: String? = nil,
        logProof: String? = nil
    ) throws(AttestationsError) {
        (self.waivers, self.runID, self.definition) = (waivers, runID, definition)
        (self.checkpoint, self.logProof) = (checkpoint, logProof)
        _ = try Self(Field(json, .predicate(.simpleVerificationResult)))
    }

    init(_ field: Field) throws(AttestationsError) {
        try field.refuseOthers(["waivers", "runId", "definition", "checkpoint", "logProof"])
        waivers = try field.required("waivers").elements().map { field throws(AttestationsError) in
            try Waiver(field)
        }
        runID = try field.optional("runId").map { field throws(AttestationsError) in try field.text() }
        definition = try field.optional("definition").map { field throws(AttestationsError) in
            try DigestSet(field)
        }
        checkpoint = try field.optional("checkpoint").map { field throws(AttestationsError) in
            try field.text()
        }
        logProof = try field.optional("logProof").map { field throws(AttestationsError) in try field.text() }
    }

    var json: JSON {
        .members([
            "waivers": .array(waivers.map(\.json)), "runId": runID.map(JSON.string),
            "definition": definition?.json, "checkpoint": checkpoint.map(JSON.string),
            "logProof": logProof.map(JSON.string),
        ])
    }
}

/// A recorded exception that a result rests on.
public struct Waiver: Hashable, Sendable {
    /// The finding, rule or gate that is waived.
    public let finding: String
    /// The last day on which it counts, in UTC; `nil`: it has no end.
    public let until: Day?
    public let reason: String?
    /// Who granted it.
    public let by: String?

    /// - Throws: ``AttestationsError/malformed(_:pointer:fault:)`` for empty texts.
    public init(
        finding: String, until: Day?, reason: String? = nil, by: String? = nil
    ) throws(AttestationsError) {
        (self.finding, self.until, self.reason, self.by) = (finding, until, reason, by)
        _ = try Self(Field(json, .predicate(.simpleVerificationResult)))
    }

    init(_ field: Field) throws(AttestationsError) {
        try field.refuseOthers(["finding", "until", "reason", "by"])
        finding = try field.required("finding").text()
        until = try field.required("until").dayOrNever()
        reason = try field.optional("reason").map { field throws(AttestationsError) in try field.text() }
        by = try field.optional("by").map { field throws(AttestationsError) in try field.text() }
    }

    /// Whether it no longer counts on `day`.
    public func isExpired(on day: Day) -> Bool { until.map { $0 < day } ?? false }

    /// An end that is left out would read as none, so `never` is spelled out.
    var json: JSON {
        .members([
            "finding": .string(finding), "until": .string(until?.description ?? never),
            "reason": reason.map(JSON.string), "by": by.map(JSON.string),
        ])
    }
}

private let never = "never"

extension Field {
    fileprivate func dayOrNever() throws(AttestationsError) -> Day? {
        let text = try text()
        if text.isSame(as: never) { return nil }
        guard let day = Day(text) else { throw malformed(.notDay(text)) }
        return day
    }

    fileprivate func refuseOthers(_ known: [String]) throws(AttestationsError) {
        if let other = try object().keys.filter({ !known.contains($0) }).min() {
            throw malformed(.unknownValue(other, known: known))
        }
    }
}
