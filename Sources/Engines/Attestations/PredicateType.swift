public import StructuredData

/// The predicate types that this engine reads and writes.
public enum PredicateType: String, Hashable, Sendable, CaseIterable {
    case testResult = "https://in-toto.io/attestation/test-result/v0.1"
    case vulnerabilities = "https://in-toto.io/attestation/vulns/v0.2"
    case provenance = "https://slsa.dev/provenance/v1"
    case verificationSummary = "https://slsa.dev/verification_summary/v1"
    case simpleVerificationResult = "https://in-toto.io/attestation/svr/v0.2"

    /// As messages name it.
    public var name: String {
        switch self {
        case .testResult: "test result"
        case .vulnerabilities: "vulnerabilities"
        case .provenance: "provenance"
        case .verificationSummary: "verification summary"
        case .simpleVerificationResult: "simple verification result"
        }
    }

    /// The type that `uri` names; `nil` if it is none of these.
    public init?(_ uri: ResourceURI) {
        guard let type = Self.allCases.first(where: { $0.rawValue.isSame(as: uri.description) }) else {
            return nil
        }
        self = type
    }
}

/// The contents of a predicate.
public protocol PredicateContent: Hashable, Sendable {
    static var predicateType: PredicateType { get }

    /// The predicate as its specification writes it: an object.
    var json: JSON { get }

    /// Reads a predicate. Members that the specification does not know are passed over, as in-toto's parsing rules
    /// ask for; known ones must be as it says.
    ///
    /// - Throws: ``AttestationsError/malformed(_:pointer:fault:)``.
    init(json: JSON) throws(AttestationsError)
}
