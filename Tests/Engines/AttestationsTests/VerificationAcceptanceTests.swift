import Attestations
import Testing

@Suite("Verification, at the limits")
struct VerificationAcceptanceTests {
    typealias Row = VerificationTests.Row

    static let rows = [
        Row("as old as allowed", to: { try VerificationTests.request(now: "2026-01-03T00:00:00Z") }) { [] },
        Row("within the skew", to: { try VerificationTests.request(now: "2026-01-01T23:55:00Z") }) { [] },
        Row(
            "last day of a waiver",
            {
                try VerificationTests.envelope(
                    Samples.result(details: Samples.details(until: day("2026-01-02"))))
            }
        ) { [] },
        Row(
            "ended waiver, allowed",
            {
                try VerificationTests.envelope(
                    Samples.result(details: Samples.details(until: day("2026-01-01"))))
            },
            to: { try VerificationTests.request(allowsExpired: true) }
        ) { [] },
        Row(
            "waivers not told, allowed", { try VerificationTests.envelope(Samples.result(details: nil)) },
            to: { try VerificationTests.request(allowsExpired: true) }
        ) { [] },
        Row(
            "no time, no waivers, no age",
            { try VerificationTests.envelope(Samples.result(at: "0001-01-01T00:00:00Z", details: nil)) },
            to: { try VerificationTests.request(now: nil) }
        ) { [] },
        Row("lower policy asked for", to: { try VerificationTests.request(policy: "minimal") }) { [] },
        Row("no policy asked for", to: { try VerificationTests.request(policy: nil) }) { [] },
        Row(
            "one of several policies",
            {
                try VerificationTests.envelope(
                    Samples.result(policies: ["team", "minimal", "enterprise"], details: Samples.details()))
            }, to: { try VerificationTests.request(policy: "enterprise") }
        ) { [] },
        Row(
            "lower level asked for",
            to: { try VerificationTests.request(properties: ["SLSA_SOURCE_LEVEL_1"]) }
        ) { [] },
        Row(
            "two of three signers",
            {
                try VerificationTests.envelope(
                    Samples.result(details: Samples.details()), by: [Keys.carl, Keys.anna])
            },
            to: {
                try VerificationTests.request(
                    [Keys.anna, Keys.bert, Keys.carl].map { TrustedKey($0.publicKey) }, threshold: 2)
            }
        ) { [] },
        Row(
            "key that may speak for the verifier",
            to: {
                try VerificationTests.request([
                    TrustedKey(Keys.anna.publicKey, for: [uri("https://example.org/verifier/v1")])
                ])
            }
        ) { [] },
        Row(
            "summary", { try VerificationTests.envelope(Samples.summary()) },
            to: {
                try VerificationTests.request(
                    required: [.verificationSummary], properties: ["SLSA_BUILD_LEVEL_1", "ACME_DONE"],
                    resource: "https://example.org/demo-1.0.whl")
            }
        ) { [] },
        Row(
            "any type", { try VerificationTests.envelope(Samples.vulnerabilities()) },
            to: { try VerificationTests.request(required: []) }
        ) { [] },
    ]

    @Test(arguments: rows) func accepted(_ row: Row) throws {
        let found = try row.request().verify([row.envelope()])
        guard case .accepted(let attestations, let passedOver) = found else {
            Issue.record("refused: \(found)")
            return
        }
        #expect(attestations.count == 1)
        #expect(passedOver.isEmpty)
    }

    /// A second signer who may not speak for the verifier does not help a threshold of two.
    @Test func thresholdCountsThoseWhoMaySpeak() throws {
        let bytes = try VerificationTests.envelope(
            Samples.result(details: Samples.details()), by: [Keys.anna, Keys.bert])
        let keys = [
            TrustedKey(Keys.anna.publicKey),
            TrustedKey(Keys.bert.publicKey, for: [try uri("https://example.org/b")]),
        ]
        guard case .refused(let refusals) = try VerificationTests.request(keys, threshold: 2).verify([bytes]),
            case .identityNotTrusted(_, let keyIDs)? = refusals.first?.reason
        else {
            Issue.record("not refused for the identity")
            return
        }
        #expect(keyIDs == [Keys.anna.publicKey.keyID, Keys.bert.publicKey.keyID])
    }
}
