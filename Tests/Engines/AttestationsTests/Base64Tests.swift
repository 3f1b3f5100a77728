import Testing

@testable import Attestations

@Suite("Base64")
struct Base64Tests {
    /// RFC 4648, section 10, and all the digits.
    static let texts = [
        ("", ""), ("66", "Zg=="), ("666f", "Zm8="), ("666f6f", "Zm9v"), ("666f6f62", "Zm9vYg=="),
        ("666f6f6261", "Zm9vYmE="), ("666f6f626172", "Zm9vYmFy"), ("fbefbe", "++++"), ("ffffff", "////"),
    ]

    @Test(arguments: texts) func bothWays(hex: String, text: String) {
        #expect(Attestations.base64(AttestationsTests.bytes(hex)) == text)
        #expect(Attestations.bytes(base64: text) == AttestationsTests.bytes(hex))
    }

    @Test(arguments: [
        ("-_-_Pj8=", "fbffbf3e3f"), ("Zg", "66"), ("Zm8", "666f"), ("-_-_", "fbffbf"),
    ])
    func otherSpellings(text: String, hex: String) {
        #expect(Attestations.bytes(base64: text) == AttestationsTests.bytes(hex))
    }

    @Test(arguments: [
        "Z", "Zg=", "Zg===", "Zm9v=", "Zm8==", "=", "==", "====", "Zh==", "Zm9=", "Zm9", "Zg==Zg==", "+-++",
        "_/_/",
        "Zg ==", " Zg==", "Zg==\n", "Zm9\u{0}", "Zm9é", "Zm9*",
    ])
    func malformed(_ text: String) {
        #expect(Attestations.bytes(base64: text) == nil)
    }

    @Test func everyLengthReadsBack() {
        for count in 0..<80 {
            let bytes = (0..<count).map { UInt8(truncatingIfNeeded: $0 * 37 + count) }
            #expect(Attestations.bytes(base64: Attestations.base64(bytes)) == bytes)
        }
    }
}
