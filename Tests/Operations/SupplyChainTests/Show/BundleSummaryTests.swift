import Attestations
import Audit
import Testing

@testable import SupplyChain

@Suite("What bundles say") struct BundleSummaryTests {
    @Test func toldApartByWhoVouches() async throws {
        let yard = try Yard()
        let made = try await yard.attest()
        let bundle = Bundle(parsing: made.bundle + Array("garbage\n".utf8))
        let own = BundleSummary(bundle, keys: [try await yard.keys().current().key.publicKey])
        #expect(own.lines.count == 5)
        #expect(own.lines.dropLast().allSatisfy { $0.isVerified && $0.predicate != nil && $0.fault == nil })
        #expect(own.lines[4].fault != nil)
        #expect(!own.lines[4].isVerified)
        for keys in [[], [try await yard.keys("other").current().key.publicKey]] {
            let other = BundleSummary(bundle, keys: keys)
            #expect(other.lines.allSatisfy { !$0.isVerified })
            #expect(other.lines[0].claimedKeys == [made.record.keyID])
            #expect(other.lines[0].statement == own.lines[0].statement)
        }
    }

    @Test func whatIsNoStatementIsAFault() async throws {
        let key = try await Yard().keys().current().key
        let envelope = try Envelope(signing: Array("{}".utf8), type: "text/plain", with: [key])
        let line = BundleSummary(Bundle(parsing: envelope.canonicalBytes), keys: [key.publicKey]).lines[0]
        #expect(line.isVerified)
        #expect(line.statement == nil)
        #expect(line.fault != nil)
    }
}
