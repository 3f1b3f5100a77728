public import StructuredData

/// The predicate `https://in-toto.io/attestation/test-result/v0.1`: one run of a test suite.
public struct TestResult: PredicateContent {
    public static let predicateType = PredicateType.testResult

    public enum Outcome: String, Hashable, Sendable, CaseIterable {
        case passed = "PASSED"
        case warned = "WARNED"
        case failed = "FAILED"
    }

    public let result: Outcome
    /// What the run was configured by.
    public let configuration: [ResourceDescriptor]
    /// Where the run can be looked at.
    public let url: ResourceURI?
    public let passedTests: [String]
    public let warnedTests: [String]
    public let failedTests: [String]

    /// - Throws: ``AttestationsError/malformed(_:pointer:fault:)`` for a test without name.
    public init(
        result: Outcome, configuration: [ResourceDescriptor], url: ResourceURI? = nil,
        passedTests: [String] = [], warnedTests: [String] = [], failedTests: [String] = []
    ) throws(AttestationsError) {
        (self.result, self.configuration, self.url) = (result, configuration, url)
        (self.passedTests, self.warnedTests, self.failedTests) = (passedTests, warnedTests, failedTests)
        _ = try Self(json: json)
    }

    public init(json: JSON) throws(AttestationsError) {
        let field = Field(json, .predicate(Self.predicateType))
        result = try field.required("result").choice(Outcome.self)
        configuration = try field.required("configuration").descriptors()
        url = try field.optionalURI("url")
        passedTests = try field.optionalTexts("passedTests")
        warnedTests = try field.optionalTexts("warnedTests")
        failedTests = try field.optionalTexts("failedTests")
    }

    public var json: JSON {
        .members([
            "result": .string(result.rawValue), "configuration": .array(configuration.map(\.json)),
            "url": url?.json, "passedTests": texts(passedTests), "warnedTests": texts(warnedTests),
            "failedTests": texts(failedTests),
        ])
    }
}
