import Attestations
import Diagnostics
import StructuredData
import Testing

@Suite("Verification")
struct VerificationTests {
    static let order = ["minimal", "standard", "strict", "enterprise"]
    static let noon = "2026-01-02T12:00:00Z"

    /// A request that the sample result meets, unless something is asked for otherwise.
    static func request(
        _ keys: [TrustedKey] = [TrustedKey(Keys.anna.publicKey)], threshold: Int = 1,
        subject: DigestSet = wheel,
        others: [DigestSet] = [], required: Set<PredicateType> = [.simpleVerificationResult],
        properties: [String] = ["ACME_DONE"], policy: String? = "strict", resource: String? = nil,
        now: String? = noon, maxAge: Int64? = 86_400, allowsExpired: Bool = false
    ) throws -> VerificationRequest {
        VerificationRequest(
            trusted: keys, threshold: threshold, subject: subject, others: others, required: required,
            properties: properties, policy: policy.flatMap { PolicyDemand(atLeast: $0, in: order) },
            resource: try resource.map(uri),
            moment: try now.map {
                Moment(now: try time($0), maxAge: maxAge, allowsExpiredWaivers: allowsExpired)
            })
    }

    static func envelope(
        _ content: some PredicateContent, by keys: [PrivateKey] = [Keys.anna]
    ) throws -> [UInt8] {
        try Envelope(signing: Samples.statement(content), with: keys).canonicalBytes
    }

    static func result() throws -> [UInt8] { try envelope(Samples.result(details: Samples.details())) }

    @Test func accepted() throws {
        guard case .accepted(let found, let passedOver) = try Self.request().verify([Self.result()]) else {
            Issue.record("refused")
            return
        }
        #expect(passedOver.isEmpty)
        #expect(found.map(\.index) == [0])
        #expect(found.first?.keys == [Keys.anna.publicKey])
        #expect(found.first?.policy == "strict")
        #expect(
            found.first?.predicate
                == .simpleVerificationResult(try Samples.result(details: Samples.details())))
    }

    struct Row: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let envelope: @Sendable () throws -> [UInt8]
        let request: @Sendable () throws -> VerificationRequest
        let reasons: @Sendable () throws -> [Refusal.Reason]

        init(
            _ what: String, _ envelope: @escaping @Sendable () throws -> [UInt8] = { try result() },
            to request: @escaping @Sendable () throws -> VerificationRequest = {
                try VerificationTests.request()
            },
            _ reasons: @escaping @Sendable () throws -> [Refusal.Reason]
        ) {
            (testDescription, self.envelope, self.request, self.reasons) = (what, envelope, request, reasons)
        }
    }

    static let missing = Refusal.Reason.typeMissing(.simpleVerificationResult)

    @Test(arguments: resultRows + otherRows) func refused(_ row: Row) throws {
        let found = try row.request().verify([row.envelope()])
        let reasons = try row.reasons()
        let last = reasons.last == Self.missing || reasons.last == .nothingCounts
        let expected = last ? reasons : reasons + [Self.missing]
        guard case .refused(let refusals) = found else {
            Issue.record("accepted")
            return
        }
        #expect(refusals.map(\.reason) == expected)
        #expect(refusals.map(\.index) == expected.map { isOfAll($0) ? nil : 0 })
        for refusal in refusals { #expect(!refusal.diagnostic.message.isEmpty) }
    }

    private func isOfAll(_ reason: Refusal.Reason) -> Bool {
        if case .typeMissing = reason { return true }
        return reason == .nothingCounts
    }

    /// What others add to a bundle is passed over, and does not decide.
    @Test func othersAreIgnored() throws {
        let bad = try Self.envelope(
            Samples.result(properties: ["X"], details: Samples.details()), by: [Keys.carl])
        let old = try Self.envelope(Samples.result(at: "2025-01-01T00:00:00Z", details: Samples.details()))
        let lines = [Array("not an envelope".utf8), bad, try Self.result(), old]
        let bytes = lines.joined(separator: [0x0A])
        guard
            case .accepted(let found, let passedOver) = try Self.request().verify(
                Bundle(parsing: Array(bytes)))
        else {
            Issue.record("refused")
            return
        }
        #expect(found.map(\.index) == [2])
        #expect(passedOver.map(\.index) == [0, 1, 3])
        #expect(
            passedOver.map(\.diagnostic.code) == [
                "attestation.not-json", "attestation.untrusted-key", "attestation.too-old",
            ])
        #expect(try Self.request().verify(lines) == .accepted(found, passedOver: passedOver))
    }

    @Test func nothingGiven() throws {
        #expect(
            try Self.request().verify([]) == .refused([Refusal(index: nil, reason: Self.missing)]))
        #expect(
            try Self.request(required: []).verify([])
                == .refused([Refusal(index: nil, reason: .nothingCounts)]))
    }

    @Test func severalTypesMustAllBeThere() throws {
        let both: Set<PredicateType> = [.simpleVerificationResult, .provenance, .testResult]
        let request = try Self.request(required: both, maxAge: nil)
        let envelopes = try [
            Self.result(), Self.envelope(Samples.provenance()), Self.envelope(Samples.testResult()),
        ]
        guard case .accepted(let found, _) = request.verify(envelopes) else {
            Issue.record("refused")
            return
        }
        #expect(found.map(\.predicate.type) == [.simpleVerificationResult, .provenance, .testResult])
        #expect(
            request.verify(Array(envelopes.dropLast()))
                == .refused([Refusal(index: nil, reason: .typeMissing(.testResult))]))
    }

    @Test func policyDemands() {
        #expect(PolicyDemand(atLeast: "strict", in: Self.order)?.name == "strict")
        #expect(PolicyDemand(atLeast: "other", in: Self.order) == nil)
        #expect(PolicyDemand(atLeast: "a", in: ["a", "a"]) == nil)
    }
}
