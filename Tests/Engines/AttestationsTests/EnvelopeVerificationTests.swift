import Attestations
import StructuredData
import Testing

@Suite("Verification of envelopes")
struct EnvelopeVerificationTests {
    private static let statement = "eyJfdHlwZSI6Imh0dHBzOi8vaW4tdG90by5pby9TdGF0ZW1lbnQvdjEifQ=="
    private static let annas =
        "2WAfaHm5jluo0w+0rk8uVkluELJYWjSmU9x7EUzx+AyteDGJ4/nqyJXfmAUVFIAoQafWm7AxBZNw5M9ixNHiCA=="
    private static let berts =
        "c1+67/aT0yqEpwx8PsVY3MLHsj9D0CZ014/Fv/QlG59P+9CobUZ7xECJ/V3USG0Ob9CiE5LjReEZUzNF2l7eBw=="

    /// The cases of DSSE's own test vectors.
    struct Vector: Sendable, CustomTestStringConvertible {
        let testDescription: String
        var payload = statement
        var type = "application/vnd.in-toto+json"
        let signatures: [JSON]
        var keys = [Keys.anna.publicKey]
        var threshold = 1
        let error: AttestationsError?
    }

    static let vectors = [
        Vector(
            testDescription: "one signature", signatures: [["sig": .string(annas), "keyid": "A"]], error: nil),
        Vector(
            testDescription: "URL-safe base64", payload: "-_-_Pj8=",
            signatures: [
                [
                    "sig":
                        "P-_KHICeR7tI6S_YyejJTRtrXhcQyQ2LYPaL8h90KjC9qN8HU_svOQ6TuDOT1HIrsGW886DbWNWcCmX5twLrAw=="
                ]
            ], error: nil),
        Vector(
            testDescription: "payload type swapped", type: "application/vnd.example.other+json",
            signatures: [["sig": .string(annas), "keyid": "A"]], error: .untrustedKeys(hints: ["A"])),
        Vector(
            testDescription: "payload type not ASCII", type: "application/vnd.exämple+json",
            signatures: [
                [
                    "sig":
                        "xmSk/ug66ysT7ayhkCIjhAq42zgZXSsEWuzUaNL7w2eGAdF/NU6/fRXPtmfN+5DNSAs5/i2lUnHjbbjPsu0tAw=="
                ]
            ], error: nil),
        Vector(
            testDescription: "empty payload", payload: "",
            signatures: [
                [
                    "sig":
                        "gSggCAaTLTYyRH6FIDBem6meyIynsYy8RTHVzwx9tnTb7Bg/1jMWnuVgI/gffqmbsC2VX5/jHfkkDqsj7CDbDg=="
                ]
            ], error: nil),
        Vector(
            testDescription: "two of two", signatures: [["sig": .string(annas)], ["sig": .string(berts)]],
            keys: [Keys.anna.publicKey, Keys.bert.publicKey], threshold: 2, error: nil),
        Vector(
            testDescription: "one key twice", signatures: [["sig": .string(annas)], ["sig": .string(annas)]],
            keys: [Keys.anna.publicKey, Keys.bert.publicKey], threshold: 2,
            error: .tooFewSigners(found: 1, required: 2)),
        Vector(
            testDescription: "wrong hints do no harm",
            signatures: [
                ["sig": .string(annas), "keyid": .string(Keys.bert.publicKey.keyID)],
                ["sig": .string(berts), "keyid": .string(Keys.anna.publicKey.keyID)],
            ], keys: [Keys.anna.publicKey, Keys.bert.publicKey], threshold: 2, error: nil),
        Vector(
            testDescription: "another key", signatures: [["sig": .string(annas)]],
            keys: [Keys.bert.publicKey],
            error: .untrustedKeys(hints: [])),
        Vector(
            testDescription: "a right hint helps no wrong signature",
            signatures: [["sig": .string(berts), "keyid": .string(Keys.anna.publicKey.keyID)]],
            error: .brokenSignature(keyID: Keys.anna.publicKey.keyID)),
        Vector(
            testDescription: "payload changed", payload: "e30=",
            signatures: [["sig": .string(annas), "keyid": .string(Keys.anna.publicKey.keyID)]],
            error: .brokenSignature(keyID: Keys.anna.publicKey.keyID)),
        Vector(
            testDescription: "signature of another length", signatures: [["sig": "AAAA"]],
            error: .untrustedKeys(hints: [])),
        Vector(
            testDescription: "threshold 0", signatures: [["sig": .string(annas)]], threshold: 0,
            error: .badThreshold(0, keys: 1)),
        Vector(
            testDescription: "threshold above the keys", signatures: [["sig": .string(annas)]],
            keys: [Keys.anna.publicKey, Keys.anna.publicKey], threshold: 2, error: .badThreshold(2, keys: 1)),
        Vector(
            testDescription: "no keys", signatures: [["sig": .string(annas)]], keys: [],
            error: .badThreshold(1, keys: 0)),
    ]

    @Test(arguments: vectors) func vector(_ vector: Vector) throws {
        let json: JSON = [
            "payload": .string(vector.payload), "payloadType": .string(vector.type),
            "signatures": .array(vector.signatures),
        ]
        let envelope = try Envelope(parsing: json.canonicalBytes)
        let found = fault { _ = try envelope.verified(by: vector.keys, threshold: vector.threshold) }
        #expect(found == vector.error)
    }

    @Test func signersAreTold() throws {
        let envelope = try Envelope(signing: sampleStatement(), with: [Keys.bert, Keys.carl, Keys.anna])
        let verified = try envelope.verified(by: [Keys.anna.publicKey, Keys.bert.publicKey], threshold: 2)
        #expect(verified.keys == [Keys.anna.publicKey, Keys.bert.publicKey])
        #expect(try verified.statement() == sampleStatement())
        #expect(
            fault {
                _ = try envelope.verified(
                    by: [Keys.anna.publicKey, .init(raw: .init(repeating: 9, count: 32))], threshold: 2)
            }
                == .tooFewSigners(found: 1, required: 2))
    }

    static let types = [
        ("application/vnd.in-toto+json", true), ("application/vnd.in-toto.provenance+json", true),
        ("application/vnd.in-toto.test-result+json", true), ("application/vnd.in-toto.+json", false),
        ("application/vnd.in-toto.a.b+json", false), ("application/vnd.in-toto.Vsa+json", false),
        ("application/json", false), ("application/vnd.in-toto+dsse", false),
        ("application/vnd.in-toto+json;x", false), ("APPLICATION/vnd.in-toto+json", false),
        ("application/vnd.in-toto+json\u{301}", false),
    ]

    @Test(arguments: types) func payloadTypes(type: String, isStatement: Bool) throws {
        let envelope = try Envelope(signing: sampleStatement().canonicalBytes, type: type, with: [Keys.anna])
        let verified = try envelope.verified(by: [Keys.anna.publicKey])
        #expect(fault { _ = try verified.statement() } == (isStatement ? nil : .foreignPayload(type: type)))
    }
}
