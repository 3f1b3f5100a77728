import Attestations
import StructuredData
import Testing

@Suite("Verification summaries")
struct VerificationSummaryTests {
    typealias Row = StatementTests.Row

    private static let mismatch = FieldFault.contradiction(
        "`FAILED` goes with a failed result, and with no other")
    static let rows = [
        Row("/verifier", nil, .missing), Row("/verifier/id", nil, .missing),
        Row("/verifier/version/verify", 2, .wrongKind(expected: .text)),
        Row("/timeVerified", "x", .notTimestamp("x")), Row("/resourceUri", nil, .missing),
        Row("/resourceUri", "x", .notURI("x")), Row("/policy", nil, .missing),
        Row("/policy/uri", nil, .missing),
        Row("/inputAttestations/0/digest", nil, .missing), Row("/verificationResult", nil, .missing),
        Row("/verificationResult", "OK", .unknownValue("OK", known: ["PASSED", "FAILED"])),
        Row("/verifiedLevels", nil, .missing), Row("/verifiedLevels", ["FAILED"], mismatch),
        Row("/verificationResult", "FAILED", at: "/verifiedLevels", mismatch),
        Row(
            "/verifiedLevels", ["SLSA_BUILD_LEVEL_2", "SLSA_BUILD_LEVEL_3"],
            .repeated("SLSA_BUILD_LEVEL")),
        Row("/dependencyLevels/SLSA_BUILD_LEVEL_2", -1, .wrongKind(expected: .count)),
        Row("/dependencyLevels/SLSA_BUILD_LEVEL_2", 1.5, .wrongKind(expected: .count)),
        Row("/dependencyLevels", [], .wrongKind(expected: .object)),
        Row("/slsaVersion", "1", .unknownValue("1", known: ["<MAJOR>.<MINOR>"])),
        Row("/slsaVersion", "1.x", .unknownValue("1.x", known: ["<MAJOR>.<MINOR>"])),
    ]

    @Test(arguments: rows) func refused(_ row: Row) throws { expectFaults(of: try Samples.summary(), row) }

    @Test func failedResults() throws {
        let failed = try Samples.summary(.failed, levels: ["FAILED"])
        #expect(try VerificationSummary(json: failed.json) == failed)
        #expect(
            fault { _ = try Samples.summary(.failed, levels: ["FAILED", "SLSA_BUILD_LEVEL_1"]) }
                == .malformed(
                    .predicate(.verificationSummary), pointer: "/verifiedLevels",
                    fault: .contradiction("a failed result has no levels")))
    }

    /// No dependencies and nothing told about them are not the same.
    @Test func dependencyLevels() throws {
        let json = try Samples.summary().json
        #expect(try VerificationSummary(json: json.with("/dependencyLevels", nil)).dependencyLevels == nil)
        #expect(try VerificationSummary(json: json.with("/dependencyLevels", .null)).dependencyLevels == nil)
        let none = try VerificationSummary(json: json.with("/dependencyLevels", [:]))
        #expect(none.dependencyLevels == [:])
        #expect(none.json["dependencyLevels"] == [:])
    }

    @Test func severalTracksAndUnevaluated() throws {
        let levels = ["SLSA_BUILD_LEVEL_UNEVALUATED", "SLSA_SOURCE_LEVEL_4", "ACME_X"]
        #expect(try Samples.summary(levels: levels).verifiedLevels == levels)
    }
}
