import Attestations
import Diagnostics
import StructuredData
import Testing

@Suite("Errors")
struct AttestationsErrorTests {
    struct Row: Sendable {
        let error: AttestationsError
        let code: String
        let message: String
        var exit = ExitStatus.no
    }

    static let rows = [
        Row(
            error: .malformed(.statement, pointer: "/subject/0/digest", fault: .missing),
            code: "attestation.malformed", message: "`/subject/0/digest` of the statement is missing"),
        Row(
            error: .malformed(.digestSet, pointer: "", fault: .empty), code: "attestation.malformed",
            message: "the digest set is empty"),
        Row(
            error: .malformed(
                .predicate(.testResult), pointer: "/result", fault: .unknownValue("x", known: ["A", "B"])),
            code: "attestation.malformed",
            message: "`/result` of the test result predicate is `x`, not one of `A`, `B`"),
        Row(
            error: .malformedKey(.wrongLength(found: 3)), code: "attestation.malformed-key",
            message: "an Ed25519 key has 32 bytes, and this one has 3", exit: .usage),
        Row(
            error: .untrustedKeys(hints: []), code: "attestation.untrusted-key",
            message: "no signature is by a trusted key"),
        Row(
            error: .untrustedKeys(hints: ["a", "b"]), code: "attestation.untrusted-key",
            message: "no signature is by a trusted key; the envelope names `a`, `b`"),
        Row(
            error: .brokenSignature(keyID: "a"), code: "attestation.broken-signature",
            message:
                "the signature that names the trusted key `a` does not fit: payload or signature was changed"),
        Row(
            error: .badThreshold(3, keys: 2), code: "attestation.bad-threshold",
            message: "a threshold of 3 cannot be met with 2 trusted keys", exit: .usage),
        Row(
            error: .foreignPayload(type: "text/plain"), code: "attestation.foreign-payload",
            message: "the envelope holds `text/plain`, not an in-toto statement"),
    ]

    @Test(arguments: rows) func wording(_ row: Row) {
        #expect(row.error.diagnostic.code == row.code)
        #expect(row.error.diagnostic.message == row.message)
        #expect(row.error.diagnostic.exit == row.exit)
    }

    @Test func placeOfBadJSON() {
        let found = fault { _ = try Envelope(parsing: Array("{\n  \"payload\": x}".utf8)) }
        #expect(
            found?.diagnostic.message == "the envelope is not JSON at line 2, column 14: unexpected `x`")
    }
}
