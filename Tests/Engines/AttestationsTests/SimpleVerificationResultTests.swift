import Attestations
import StructuredData
import Testing

@Suite("Simple verification results")
struct SimpleVerificationResultTests {
    typealias Row = StatementTests.Row

    private static let own = "/uvmgr_verification"
    static let rows = [
        Row("/verifier", nil, .missing), Row("/verifier/id", nil, .missing),
        Row("/verifier/id", "x", .notURI("x")), Row("/verifier/policies", nil, .missing),
        Row("/verifier/policies", .null, .missing),
        Row("/verifier/policies", [:], .wrongKind(expected: .array)),
        Row("/verifier/policies/0", ["name": "x"], .noneOf(["uri", "digest", "content"])),
        Row("/timeCreated", nil, .missing), Row("/timeCreated", "now", .notTimestamp("now")),
        Row("/properties", nil, .missing), Row("/properties", "A", .wrongKind(expected: .array)),
        Row("/properties", [""], at: "/properties/0", .empty),
        Row("/properties", ["A", "A"], .repeated("A")),
        Row(own, [], .wrongKind(expected: .object)), Row("\(own)/waivers", nil, .missing),
        Row(
            "\(own)/other", 1, at: own,
            .unknownValue("other", known: ["waivers", "runId", "definition", "checkpoint", "logProof"])),
        Row("\(own)/waivers/0/finding", "", .empty), Row("\(own)/waivers/0/until", nil, .missing),
        Row("\(own)/waivers/0/until", "2026-02-30", .notDay("2026-02-30")),
        Row(
            "\(own)/waivers/0/untill", "2026-02-20", at: "\(own)/waivers/0",
            .unknownValue("untill", known: ["finding", "until", "reason", "by"])),
        Row("\(own)/waivers/1/reason", "", .empty), Row("\(own)/runId", 1, .wrongKind(expected: .text)),
        Row("\(own)/definition/sha256", "x", .notDigest(algorithm: "sha256")),
        Row("\(own)/definition", [:], .empty), Row("\(own)/checkpoint", "", .empty),
        Row("\(own)/logProof", [], .wrongKind(expected: .text)),
    ]

    @Test(arguments: rows) func refused(_ row: Row) throws {
        expectFaults(of: try Samples.result(details: Samples.details()), row)
    }

    @Test func wireForm() throws {
        let result = try SimpleVerificationResult(
            verifier: .init(id: uri("https://example.org/v"), policies: []),
            timeCreated: time("2026-01-02T03:04:05Z"), properties: [],
            details: VerificationDetails(waivers: [Waiver(finding: "lint", until: nil)]))
        #expect(
            result.json.canonical
                == #"{"properties":[],"timeCreated":"2026-01-02T03:04:05Z","#
                + #""uvmgr_verification":{"waivers":[{"finding":"lint","until":"never"}]},"#
                + #""verifier":{"id":"https://example.org/v","policies":[]}}"#)
        #expect(try SimpleVerificationResult(json: result.json) == result)
    }

    @Test func waiversEndWithTheirDay() throws {
        let waiver = try Waiver(finding: "x", until: day("2026-02-28"))
        #expect(!waiver.isExpired(on: try day("2026-02-28")))
        #expect(waiver.isExpired(on: try day("2026-03-01")))
        #expect(!(try Waiver(finding: "x", until: nil).isExpired(on: day("9999-12-31"))))
        #expect(fault { _ = try Waiver(finding: "", until: nil) } != nil)
    }
}
