import Attestations
import Testing

@Suite("Public keys")
struct PublicKeyTests {
    /// RFC 8410, section 10.1.
    static let pem = """
        -----BEGIN PUBLIC KEY-----
        MCowBQYDK2VwAyEAGb9ECWmEzf6FQbrBZ9w7lshQhqowtrbLDFw4rXAxZuE=
        -----END PUBLIC KEY-----

        """
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
    }

    static let malformedPEM = [
        "", "x", pem + pem, "x\n" + pem, pem + "x", PrivateKeyTests.pem,
        String(pem.dropFirst()), String(pem.dropLast(3)),
        pem.split(separator: "\n").dropFirst().joined(separator: "\n"),
        pem.split(separator: "\n").joined(), pem.replacing("MCow", with: "MC ow"),
        pem.replacing("MCow", with: "MC-w"), pem.replacing("PUBLIC KEY", with: "CERTIFICATE"),
        pem.replacing("MCow", with: "Proc-Type: 4,ENCRYPTED\nMCow"),
        pem.replacing("ZuE=", with: "ZuE"),
        "-----BEGIN PUBLIC KEY-----\n-----END PUBLIC KEY-----\n",
    ]

    @Test(arguments: malformedPEM) func malformed(_ text: String) {
        #expect(fault { _ = try PublicKey(pem: text) } == .malformedKey(.notPEM(label: "PUBLIC KEY")))
    }

    @Test(arguments: ["\r\n", " \n", "\n\n"]) func lineEndsMayDiffer(_ end: String) throws {
        let text = "\n\n" + Self.pem.split(separator: "\n").joined(separator: end) + " \n"
        #expect(try PublicKey(pem: text) == PublicKey(pem: Self.pem))
    }
}
