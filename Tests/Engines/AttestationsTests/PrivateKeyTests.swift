import Attestations
import StructuredData
import Testing

@Suite("Private keys")
struct PrivateKeyTests {
    /// RFC 8410, section 10.3, the first of the two.
    static let pem = """
        -----BEGIN PRIVATE KEY-----
        MC4CAQAwBQYDK2VwBCIEINTuctv5E1hK1bbY8fdp+K06/nwoy/HU++CXqI9EdVhC
        -----END PRIVATE KEY-----

        """

    @Test func examplesOfRFC8410() throws {
        let publicKey = try PublicKey(pem: PublicKeyTests.pem)
        let privateKey = try PrivateKey(pem: Self.pem)
        #expect(
            hex(publicKey.raw) == "19bf44096984cdfe8541bac167dc3b96c85086aa30b6b6cb0c5c38ad703166e1")
        #expect(
            hex(privateKey.raw) == "d4ee72dbf913584ad5b6d8f1f769f8ad3afe7c28cbf1d4fbe097a88f44755842")
        #expect(privateKey.publicKey == publicKey)
        #expect(publicKey.pem == PublicKeyTests.pem)
        #expect(privateKey.pem == Self.pem)
    }

    private func block(_ hex: String, label: String = "PRIVATE KEY") throws -> String {
        let envelope = try Envelope(signing: bytes(hex), type: "x", with: [Keys.anna])
        let text = try #require(envelope.json["payload"]?.string)
        return "-----BEGIN \(label)-----\n\(text)\n-----END \(label)-----\n"
    }

    @Test func privateKeysOfBothVersions() throws {
        let raw = hex(Keys.anna.raw)
        let first = "302e020100300506032b657004220420" + raw
        let second = "3051020101300506032b657004220420" + raw + "812100"
        #expect(try PrivateKey(pem: block(first)).raw == Keys.anna.raw)
        #expect(try PrivateKey(pem: block(second + hex(Keys.anna.publicKey.raw))).raw == Keys.anna.raw)
        let wrong = second + hex(Keys.bert.publicKey.raw)
        #expect(fault { _ = try PrivateKey(pem: try block(wrong)) } == .malformedKey(.halvesDiffer))
        for (text, count) in [(first, 16), (second + hex(Keys.anna.publicKey.raw), 16)] {
            for index in 0..<count {
                var changed = bytes(text)
                changed[index] ^= 0x40
                #expect(
                    fault { _ = try PrivateKey(pem: try block(hex(changed))) } == .malformedKey(.notEd25519))
            }
        }
        #expect(fault { _ = try PrivateKey(pem: try block(first + "00")) } == .malformedKey(.notEd25519))
        #expect(
            fault { _ = try PrivateKey(pem: try block("")) } == .malformedKey(.notPEM(label: "PRIVATE KEY")))
        #expect(fault { _ = try PrivateKey(raw: []) } == .malformedKey(.wrongLength(found: 0)))
    }

    @Test func privateKeysDoNotShow() {
        let secret = hex(Keys.anna.raw)
        var dumped = ""
        dump(Keys.anna, to: &dumped)
        for text in ["\(Keys.anna)", String(reflecting: Keys.anna), dumped] {
            #expect(!text.contains(secret))
            #expect(!text.contains("157, 97"))
            #expect(!text.contains("- 157"))
        }
    }
}
