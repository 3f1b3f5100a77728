import Attestations
import Diagnostics
import Testing

@Suite("Refusals")
struct RefusalTests {
    struct Row: Sendable {
        let reason: Refusal.Reason
        let code: String
        let message: String
    }

    static let rows = [
        Row(
            reason: .faulty(.notSigned), code: "attestation.not-signed", message: "the key could not sign"),
        Row(
            reason: .propertyMissing("ACME_DONE"), code: "attestation.property-missing",
            message: "`ACME_DONE` does not hold by it"),
        Row(
            reason: .policyTooLow("minimal", required: "strict"), code: "attestation.policy-too-low",
            message: "its policy `minimal` is lower than `strict`, which is asked for"),
        Row(
            reason: .policyNotKnown(["a", "b"], required: "strict"), code: "attestation.policy-not-known",
            message: "its policies `a`, `b` are not known to imply `strict`"),
        Row(
            reason: .testsFailed([]), code: "attestation.tests-failed", message: "tests failed"),
        Row(
            reason: .testsFailed(["a", "b", "c", "d", "e", "f"]), code: "attestation.tests-failed",
            message: "tests failed: `a`, `b`, `c`, `d`, `e` and 1 more"),
        Row(
            reason: .typeMissing(.provenance), code: "attestation.missing",
            message: "no provenance that counts is among the attestations"),
    ]

    @Test(arguments: rows) func wording(_ row: Row) {
        let diagnostic = Refusal(index: 0, reason: row.reason).diagnostic
        #expect(diagnostic.code == row.code)
        #expect(diagnostic.message == row.message)
        #expect(diagnostic.exit == .no)
    }

    @Test func timesAreTold() throws {
        let time = try time("2026-01-02T00:00:00Z")
        let old = Refusal(index: 0, reason: .tooOld(time, maxAge: 60)).diagnostic
        #expect(old.message == "it was made at 2026-01-02T00:00:00Z, which is more than 60 seconds ago")
        #expect(old.hint == "validate again, so that a new attestation is made")
        let waiver = Refusal(index: 0, reason: .waiverExpired(finding: "X", until: time.day)).diagnostic
        #expect(waiver.message == "its waiver for `X` ended with 2026-01-02")
    }
}
