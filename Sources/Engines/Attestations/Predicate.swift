import StructuredData

/// A predicate, read.
public enum Predicate: Hashable, Sendable {
    case testResult(TestResult)
    case vulnerabilities(Vulnerabilities)
    case provenance(Provenance)
    case verificationSummary(VerificationSummary)
    case simpleVerificationResult(SimpleVerificationResult)

    /// Reads the predicate of a statement.
    ///
    /// - Throws: ``AttestationsError/unknownPredicate(type:)`` for another type than those of ``PredicateType``,
    ///   ``AttestationsError/malformed(_:pointer:fault:)``.
    public init(of statement: Statement) throws(AttestationsError) {
        guard let type = PredicateType(statement.predicateType) else {
            throw .unknownPredicate(type: statement.predicateType.description)
        }
        let json = JSON.object(statement.predicate)
        switch type {
        case .testResult: self = .testResult(try TestResult(json: json))
        case .vulnerabilities: self = .vulnerabilities(try Vulnerabilities(json: json))
        case .provenance: self = .provenance(try Provenance(json: json))
        case .verificationSummary: self = .verificationSummary(try VerificationSummary(json: json))
        case .simpleVerificationResult:
            self = .simpleVerificationResult(try SimpleVerificationResult(json: json))
        }
    }

    public var type: PredicateType {
        switch self {
        case .testResult: .testResult
        case .vulnerabilities: .vulnerabilities
        case .provenance: .provenance
        case .verificationSummary: .verificationSummary
        case .simpleVerificationResult: .simpleVerificationResult
        }
    }
}

extension Statement {
    /// States `content` about `subjects`.
    ///
    /// - Throws: As ``init(subjects:predicateType:predicate:)``.
    public init<Content: PredicateContent>(
        subjects: [ResourceDescriptor], about content: Content
    ) throws(AttestationsError) {
        let name = Content.predicateType.rawValue
        guard let type = ResourceURI(name) else {
            throw .malformed(.statement, pointer: "/predicateType", fault: .notURI(name))
        }
        try self.init(
            subjects: subjects, predicateType: type, predicate: content.json.object ?? [:])
    }
}

extension ResourceURI {
    var json: JSON { .string(description) }
}

extension Timestamp {
    var json: JSON { .string(description) }
}

func texts(_ texts: [String]) -> JSON { .array(texts.map(JSON.string)) }

/// A list of descriptors, left out when there are none, which every specification here reads alike.
func descriptors(_ list: [ResourceDescriptor]) -> JSON? { list.isEmpty ? nil : .array(list.map(\.json)) }

extension Field {
    func optionalTexts(_ name: String) throws(AttestationsError) -> [String] {
        try optional(name).map { field throws(AttestationsError) in try field.texts() } ?? []
    }

    func optionalObject(_ name: String) throws(AttestationsError) -> [String: JSON] {
        try optional(name).map { field throws(AttestationsError) in try field.object() } ?? [:]
    }

    /// Strings of which none stands twice.
    func distinctTexts() throws(AttestationsError) -> [String] {
        let texts = try texts()
        var seen: Set<String> = []
        for text in texts where !seen.insert(text).inserted { throw malformed(.repeated(text)) }
        return texts
    }
}
