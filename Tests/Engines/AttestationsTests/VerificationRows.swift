import Attestations
import StructuredData

extension VerificationTests {
    private static func details(waivedUntil text: String) throws -> VerificationDetails {
        try Samples.details(until: day(text))
    }

    private static func key(_ id: String) throws -> [TrustedKey] {
        [TrustedKey(Keys.anna.publicKey, for: [try uri(id)])]
    }

    /// What is wrong with a simple verification result, or asked of it in vain.
    static let resultRows = [
        Row("wrong key", to: { try request([TrustedKey(Keys.bert.publicKey)]) }) {
            [.faulty(.untrustedKeys(hints: [Keys.anna.publicKey.keyID]))]
        },
        Row(
            "too few signers",
            to: { try request([.init(Keys.anna.publicKey), .init(Keys.bert.publicKey)], threshold: 2) }
        ) {
            [.faulty(.tooFewSigners(found: 1, required: 2))]
        },
        Row("no keys", to: { try request([]) }) { [.faulty(.badThreshold(1, keys: 0))] },
        Row("payload changed", { try changed("/payload", "e30=") }) {
            [.faulty(.brokenSignature(keyID: Keys.anna.publicKey.keyID))]
        },
        Row("payload type changed", { try changed("/payloadType", "application/vnd.in-toto.svr+json") }) {
            [.faulty(.brokenSignature(keyID: Keys.anna.publicKey.keyID))]
        },
        Row("not about the subject", to: { try request(subject: otherWheel) }) {
            [.subjectNotNamed(otherWheel)]
        },
        Row("not about one of two", to: { try request(others: [otherWheel]) }) {
            [.subjectNotNamed(otherWheel)]
        },
        Row("speaks for another verifier", to: { try request(key("https://example.org/verifier/v2")) }) {
            [
                .identityNotTrusted(
                    try uri("https://example.org/verifier/v1"), keyIDs: [Keys.anna.publicKey.keyID])
            ]
        },
        Row(
            "not done", { try envelope(Samples.result(properties: ["ACME_RAN"], details: Samples.details())) }
        ) {
            [.propertyMissing("ACME_DONE")]
        },
        Row("nothing holds", { try envelope(Samples.result(properties: [], details: Samples.details())) }) {
            [.nothingHolds]
        },
        Row("level too low", to: { try request(properties: ["SLSA_SOURCE_LEVEL_3"]) }) {
            [.propertyMissing("SLSA_SOURCE_LEVEL_3")]
        },
        Row("policy too low", to: { try request(policy: "enterprise") }) {
            [.policyTooLow("strict", required: "enterprise")]
        },
        Row("no policy", { try envelope(Samples.result(policies: [], details: Samples.details())) }) {
            [.noPolicy(required: "strict")]
        },
        Row(
            "policy not known",
            { try envelope(Samples.result(policies: ["team"], details: Samples.details())) }
        ) {
            [.policyNotKnown(["team"], required: "strict")]
        },
        Row("too old", to: { try request(now: "2026-01-03T00:00:00.1Z") }) {
            [.tooOld(try time("2026-01-02T00:00:00Z"), maxAge: 86_400)]
        },
        Row("from the future", to: { try request(now: "2026-01-01T23:54:59Z") }) {
            [.fromTheFuture(try time("2026-01-02T00:00:00Z"))]
        },
        Row("waiver ended", { try envelope(Samples.result(details: details(waivedUntil: "2026-01-01"))) }) {
            [.waiverExpired(finding: "GHSA-1", until: try day("2026-01-01"))]
        },
        Row("waivers not told", { try envelope(Samples.result(details: nil)) }) { [.waiversNotTold] },
        Row(
            "several at once",
            to: { try request(subject: otherWheel, properties: ["A", "B"], policy: "enterprise") }
        ) {
            [
                .subjectNotNamed(otherWheel), .propertyMissing("A"), .propertyMissing("B"),
                .policyTooLow("strict", required: "enterprise"),
            ]
        },
    ]

    /// The other types, and what is none.
    static let otherRows = [
        Row("not JSON", { Array("{".utf8) }) {
            [.faulty(fault { _ = try Envelope(parsing: Array("{".utf8)) } ?? .notSigned)]
        },
        Row(
            "unknown predicate",
            { try Envelope(signing: sampleStatement(), with: [Keys.anna]).canonicalBytes }
        ) {
            [.faulty(.unknownPredicate(type: "https://example.org/predicate/v1"))]
        },
        Row(
            "foreign payload",
            { try Envelope(signing: [1], type: "text/plain", with: [Keys.anna]).canonicalBytes }
        ) {
            [.faulty(.foreignPayload(type: "text/plain"))]
        },
        Row("malformed predicate", { try signed(Samples.result(details: nil), "/timeCreated", "now") }) {
            [
                .faulty(
                    .malformed(
                        .predicate(.simpleVerificationResult), pointer: "/timeCreated",
                        fault: .notTimestamp("now")))
            ]
        },
        Row("summary of a failure", { try envelope(Samples.summary(.failed, levels: ["FAILED"])) }) {
            [.policyFailed]
        },
        Row(
            "summary of another resource", { try envelope(Samples.summary()) },
            to: { try request(resource: "https://example.org/x") }
        ) {
            [
                .otherResource(
                    try uri("https://example.org/demo-1.0.whl"), expected: try uri("https://example.org/x"))
            ]
        },
        Row("summary without property", { try envelope(Samples.summary(levels: ["SLSA_BUILD_LEVEL_2"])) }) {
            [.propertyMissing("ACME_DONE")]
        },
        Row("summary of a low policy", { try envelope(Samples.summary(policy: "minimal")) }) {
            [.policyTooLow("minimal", required: "strict")]
        },
        Row(
            "failed tests", { try envelope(Samples.testResult(.failed, failed: ["t"])) },
            to: { try request(maxAge: nil) }
        ) {
            [.testsFailed(["t"])]
        },
        Row(
            "failed tests called passed", { try envelope(Samples.testResult(.passed, failed: ["t"])) },
            to: { try request(maxAge: nil) }
        ) {
            [.testsFailed(["t"])]
        },
        Row("tests without a time", { try envelope(Samples.testResult()) }) { [.undated] },
        Row(
            "builder not trusted", { try envelope(Samples.provenance()) },
            to: { try request(key("https://example.org/verifier/v1")) }
        ) {
            [
                .identityNotTrusted(
                    try uri("https://example.org/builder/v1"), keyIDs: [Keys.anna.publicKey.keyID])
            ]
        },
        Row("type that is not asked for", { try envelope(Samples.vulnerabilities()) }) { [] },
    ]

    /// The sample result with one member of its envelope changed, signatures kept.
    private static func changed(_ pointer: String, _ value: JSON) throws -> [UInt8] {
        try JSON(parsing: result()).with(pointer, value).canonicalBytes
    }

    /// A statement with one member of its predicate changed, well signed.
    private static func signed(
        _ content: some PredicateContent, _ pointer: String, _ value: JSON
    ) throws -> [UInt8] {
        let statement = try Samples.statement(content)
        let json = statement.json.with("/predicate" + pointer, value)
        return try Envelope(signing: json.canonicalBytes, type: Envelope.statementType, with: [Keys.anna])
            .canonicalBytes
    }
}
