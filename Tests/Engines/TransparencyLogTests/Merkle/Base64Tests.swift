import Testing

@testable import TransparencyLog

@Suite("Base 64, RFC 4648 section 4, and hash texts")
struct Base64Tests {
    /// Section 10 of the RFC.
    static let pairs: [(text: String, encoded: String)] = [
        ("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg=="), ("fooba", "Zm9vYmE="),
        ("foobar", "Zm9vYmFy"),
    ]

    @Test(arguments: pairs) func standardPairs(_ pair: (text: String, encoded: String)) {
        #expect(base64Text(Array(pair.text.utf8)) == pair.encoded)
        #expect(base64Bytes(pair.encoded) == Array(pair.text.utf8))
    }

    @Test func allBytesComeBack() {
        var numbers = Numbers(state: 7)
        for count in 0...200 {
            let bytes = (0..<count).map { _ in UInt8.random(in: 0...255, using: &numbers) }
            #expect(base64Bytes(base64Text(bytes)) == bytes)
        }
    }

    @Test(arguments: [
        "Z", "Zg", "Zg=", "Zg===", "Zh==", "Zm9=", "Zm9vYh==", "Z===", "====", "=", "Zg==Zg==", "Zm=v",
        "Zm9v\n",
        " Zm9v", "Zm9v ", "Zm-_", "Zm9v=", "Zm9\u{E9}", "Zg==\n",
    ]) func otherFormsAreRefused(_ text: String) {
        #expect(base64Bytes(text) == nil)
    }

    @Test func hashes() {
        let hash = MerkleHash.leaf([1, 2, 3])
        #expect(MerkleHash(base64: hash.base64) == hash)
        #expect(MerkleHash(hex: hash.hex) == hash)
        #expect(MerkleHash(hex: hash.hex.uppercased()) == nil)
        #expect(MerkleHash(base64: base64Text(hash.bytes.dropLast())) == nil)
        #expect(MerkleHash(base64: base64Text(hash.bytes + [0])) == nil)
        #expect(MerkleHash(bytes: [UInt8]()) == nil)
        #expect(MerkleHash.emptyRoot.base64 == "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=")
    }
}
