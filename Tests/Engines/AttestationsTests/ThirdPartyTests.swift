import Attestations
import StructuredData
import Testing

/// securesystemslib, in-toto-attestation and cryptography, both ways.
@Suite(
    "Third parties",
    .enabled(if: ThirdParty.isAvailable, "neither uv nor python3 is on PATH, and UVMGR_UV is not set"))
struct ThirdPartyTests {
    private func answer(_ name: String) throws -> JSON {
        try #require(ThirdParty.answers.get()[name], "nothing was asked as `\(name)`")
    }

    /// Descriptors: the policies, dependencies and inputs that the samples have.
    static let statements: [(name: String, read: JSON, extensions: JSON, descriptors: Int64)] = [
        ("test result", ["in_toto_attestation.predicates.test_result.v0.TestResult"], [], 1),
        ("vulnerabilities", ["specified.Vulns"], [], 0),
        ("provenance", ["in_toto_attestation.predicates.provenance.v1.Provenance"], [], 3),
        (
            "verification summary",
            ["specified.Vsa", "in_toto_attestation.predicates.vsa.v1.VerificationSummary"], [], 2
        ),
        ("simple verification result", ["specified.Svr"], ["uvmgr_verification"], 1),
    ]

    @Test(arguments: statements)
    func statementsAreRead(name: String, read: JSON, extensions: JSON, descriptors: Int64) throws {
        let answer = try answer("statement \(name)")
        #expect(
            answer == [
                "read": read, "extensions": extensions, "subjects": 1, "descriptors": .integer(descriptors),
            ])
    }

    @Test(arguments: statements.map(\.name)) func surplusMembersWouldBeNoticed(name: String) throws {
        let error = try #require(answer("surplus \(name)")["error"]?.string)
        #expect(error.contains("surplus"))
    }

    @Test(arguments: ["without digest", "of another type"]) func refusedByBoth(name: String) throws {
        #expect(try answer("statement \(name)")["error"]?.string?.hasPrefix("ValueError") == true)
    }

    @Test(arguments: ["one", "two"]) func envelopesAreVerified(name: String) throws {
        let answer = try answer("verify \(name)")
        let keys = (name == "one" ? [Keys.bert] : [Keys.anna, Keys.bert]).map(\.publicKey.keyID)
        let envelope = try ThirdPartyRequests.envelope()
        #expect(answer["accepted"] == .array(keys.sorted().map(JSON.string)))
        #expect(answer["payload"]?.string == String(decoding: envelope.payload, as: UTF8.self))
        let encoded = preAuthenticationEncoding(type: envelope.payloadType, payload: envelope.payload)
        #expect(answer["pae"]?.string == hex(encoded))
    }

    @Test(arguments: ["wrong key", "too few", "changed payload", "changed type"])
    func envelopesAreRefused(name: String) throws {
        #expect(try answer("verify \(name)")["error"]?.string?.hasPrefix("VerificationError") == true)
    }

    @Test func theirEnvelopesAreAccepted() throws {
        for (name, signers) in [("one", [Keys.carl]), ("two", [Keys.anna, Keys.bert])] {
            let answer = try answer("sign \(name)")
            let envelope = try Envelope(parsing: Array(try #require(answer["envelope"]?.string).utf8))
            let verified = try envelope.verified(
                by: [Keys.anna, Keys.bert, Keys.carl].map(\.publicKey), threshold: signers.count)
            #expect(verified.keys == signers.map(\.publicKey))
            #expect(try verified.statement() == Samples.all()[4])
            // Their key ids are made otherwise, so these were no help.
            let ids = envelope.signatures.compactMap(\.keyID)
            #expect(answer["keyids"] == .array(ids.map(JSON.string)))
            #expect(Set(ids).isDisjoint(with: signers.map(\.publicKey.keyID)))
        }
    }

    @Test func theirBytesAreKept() throws {
        let text = try #require(answer("sign other bytes")["envelope"]?.string)
        let envelope = try Envelope(parsing: Array(text.utf8))
        #expect(envelope.payload == Array("{\n \"_type\": \"é\"}".utf8))
        #expect(try envelope.verified(by: [Keys.anna.publicKey]).bytes == envelope.payload)
    }

    @Test(arguments: ThirdPartyRequests.keys.keys.sorted()) func keyFilesAreTheSame(name: String) throws {
        let answer = try answer("key \(name)")
        let key = try #require(ThirdPartyRequests.keys[name])
        #expect(answer["private"]?.string == key.pem)
        #expect(answer["public"]?.string == key.publicKey.pem)
    }
}
