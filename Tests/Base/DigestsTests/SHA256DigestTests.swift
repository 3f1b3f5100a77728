import Digests
import Testing

@Suite struct SHA256DigestTests {
    @Test func knownAnswer() {
        let expected = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
        #expect(SHA256Digest(of: "abc").hex == expected)
        var hasher = SHA256Digest.Hasher()
        hasher.update("a".utf8)
        hasher.update(repeatElement(UInt8(ascii: "b"), count: 1))
        hasher.update([UInt8(ascii: "c")])
        #expect(hasher.finish() == SHA256Digest(hex: expected))
    }

    @Test(arguments: ["", "BA7816BF", String(repeating: "g", count: 64), String(repeating: "A", count: 64)])
    func malformedHexIsRefused(_ text: String) { #expect(SHA256Digest(hex: text) == nil) }
}
