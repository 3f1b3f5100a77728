import Attestations
import StructuredData
import Testing

@Suite("Keys")
struct KeyTests {
    /// RFC 8410, section 10.1.
    static let publicPEM = """
        -----BEGIN PUBLIC KEY-----
        MCowBQYDK2VwAyEAGb9ECWmEzf6FQbrBZ9w7lshQhqowtrbLDFw4rXAxZuE=
        -----END PUBLIC KEY-----

        """
    /// RFC 8410, section 10.3, the first of the two.
    static let privatePEM = """
        -----BEGIN PRIVATE KEY-----
        MC4CAQAwBQYDK2VwBCIEINTuctv5E1hK1bbY8fdp+K06/nwoy/HU++CXqI9EdVhC
        -----END PRIVATE KEY-----

        """

    @Test func examplesOfRFC8410() throws {
        let publicKey = try PublicKey(pem: Self.publicPEM)
        let privateKey = try PrivateKey(pem: Self.privatePEM)
        #expect(
            hex(publicKey.raw) == "19bf44096984cdfe8541bac167dc3b96c85086aa30b6b6cb0c5c38ad703166e1")
        #expect(
            hex(privateKey.raw) == "d4ee72dbf913584ad5b6d8f1f769f8ad3afe7c28cbf1d4fbe097a88f44755842")
        #expect(privateKey.publicKey == publicKey)
        #expect(publicKey.pem == Self.publicPEM)
        #expect(privateKey.pem == Self.privatePEM)
    }

    @Test func examplesOfRFC8032() throws {
        #expect(
            hex(Keys.anna.publicKey.raw) == "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a"
        )
        let signature = bytes(
            "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
                + "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00")
        #expect(Keys.bert.publicKey.isSignature(signature, of: [0x72]))
        #expect(!Keys.bert.publicKey.isSignature(signature, of: [0x73]))
        #expect(!Keys.anna.publicKey.isSignature(signature, of: [0x72]))
        #expect(!Keys.bert.publicKey.isSignature(Array(signature.dropLast()), of: [0x72]))
        #expect(!Keys.bert.publicKey.isSignature([], of: [0x72]))
    }

    @Test func formsReadBack() throws {
        let key = Keys.anna.publicKey
        #expect(try PublicKey(base64: key.base64) == key)
        #expect(try PublicKey(der: key.der) == key)
        #expect(try PublicKey(pem: key.pem) == key)
        #expect(key.keyID == "06e3fd8fda29bb60ab59557de61edb0aecdb231134be30e75b455f8e1b792fa9")
        #expect(try PrivateKey(pem: Keys.anna.pem).raw == Keys.anna.raw)
    }

    @Test(arguments: ["\r\n", " \n", "\n\n"]) func lineEndsMayDiffer(_ end: String) throws {
        let text = "\n\n" + Self.publicPEM.split(separator: "\n").joined(separator: end) + " \n"
        #expect(try PublicKey(pem: text) == PublicKey(pem: Self.publicPEM))
    }

    @Test func everyByteOfTheFormIsChecked() throws {
        let der = Keys.anna.publicKey.der
        for index in 0..<12 {
            for bit in 0..<8 {
                var changed = der
                changed[index] ^= 1 << bit
                #expect(fault { _ = try PublicKey(der: changed) } == .malformedKey(.notEd25519))
            }
        }
        #expect(fault { _ = try PublicKey(der: der + [0]) } == .malformedKey(.notEd25519))
        #expect(fault { _ = try PublicKey(der: der.dropLast()) } == .malformedKey(.notEd25519))
        #expect(fault { _ = try PublicKey(der: []) } == .malformedKey(.notEd25519))
        #expect(fault { _ = try PublicKey(raw: [1]) } == .malformedKey(.wrongLength(found: 1)))
        #expect(fault { _ = try PublicKey(base64: "AA==") } == .malformedKey(.wrongLength(found: 1)))
        #expect(fault { _ = try PublicKey(base64: "A") } == .malformedKey(.notBase64))
        #expect(fault { _ = try PrivateKey(raw: []) } == .malformedKey(.wrongLength(found: 0)))
    }

    private func pem(_ hex: String, label: String = "PRIVATE KEY") throws -> String {
        let envelope = try Envelope(signing: bytes(hex), type: "x", with: [Keys.anna])
        let text = try #require(envelope.json["payload"]?.string)
        return "-----BEGIN \(label)-----\n\(text)\n-----END \(label)-----\n"
    }

    @Test func privateKeysOfBothVersions() throws {
        let raw = hex(Keys.anna.raw)
        let first = "302e020100300506032b657004220420" + raw
        let second = "3051020101300506032b657004220420" + raw + "812100"
        #expect(try PrivateKey(pem: pem(first)).raw == Keys.anna.raw)
        #expect(try PrivateKey(pem: pem(second + hex(Keys.anna.publicKey.raw))).raw == Keys.anna.raw)
        let wrong = second + hex(Keys.bert.publicKey.raw)
        #expect(fault { _ = try PrivateKey(pem: try pem(wrong)) } == .malformedKey(.halvesDiffer))
        for (text, count) in [(first, 16), (second + hex(Keys.anna.publicKey.raw), 16)] {
            for index in 0..<count {
                var changed = bytes(text)
                changed[index] ^= 0x40
                #expect(
                    fault { _ = try PrivateKey(pem: try pem(hex(changed))) } == .malformedKey(.notEd25519))
            }
        }
        #expect(fault { _ = try PrivateKey(pem: try pem(first + "00")) } == .malformedKey(.notEd25519))
        #expect(
            fault { _ = try PrivateKey(pem: try pem("")) } == .malformedKey(.notPEM(label: "PRIVATE KEY")))
    }

    static let malformedPEM = [
        "", "x", publicPEM + publicPEM, "x\n" + publicPEM, publicPEM + "x", privatePEM,
        String(publicPEM.dropFirst()), String(publicPEM.dropLast(3)),
        publicPEM.split(separator: "\n").dropFirst().joined(separator: "\n"),
        publicPEM.split(separator: "\n").joined(), publicPEM.replacing("MCow", with: "MC ow"),
        publicPEM.replacing("MCow", with: "MC-w"), publicPEM.replacing("PUBLIC KEY", with: "CERTIFICATE"),
        publicPEM.replacing("MCow", with: "Proc-Type: 4,ENCRYPTED\nMCow"),
        publicPEM.replacing("ZuE=", with: "ZuE"),
        "-----BEGIN PUBLIC KEY-----\n-----END PUBLIC KEY-----\n",
    ]

    @Test(arguments: malformedPEM) func malformed(_ text: String) {
        #expect(fault { _ = try PublicKey(pem: text) } == .malformedKey(.notPEM(label: "PUBLIC KEY")))
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
