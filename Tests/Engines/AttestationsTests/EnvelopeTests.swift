import Attestations
import StructuredData
import Testing

@Suite("Envelopes")
struct EnvelopeTests {
    @Test(arguments: [
        (
            "http://example.com/HelloWorld", "hello world",
            "DSSEv1 29 http://example.com/HelloWorld 11 hello world"
        ),
        ("", "", "DSSEv1 0  0 "), ("é", "ü", "DSSEv1 2 é 2 ü"),
    ])
    func preAuthentication(type: String, payload: String, expected: String) {
        #expect(preAuthenticationEncoding(type: type, payload: Array(payload.utf8)) == Array(expected.utf8))
    }

    @Test func readsBack() throws {
        let envelope = try Envelope(signing: sampleStatement(), with: [Keys.anna, Keys.bert])
        #expect(try Envelope(parsing: envelope.canonicalBytes) == envelope)
        #expect(envelope.signatures.map(\.keyID) == [Keys.anna.publicKey.keyID, Keys.bert.publicKey.keyID])
        #expect(envelope.payloadType == "application/vnd.in-toto+json")
        #expect(!envelope.canonicalBytes.contains(0x0A))
    }

    private static let good: JSON = [
        "payload": "eyJ9", "payloadType": "application/vnd.in-toto+json",
        "signatures": [["sig": "AAAA", "keyid": "a"]],
    ]

    @Test func unknownMembersAreIgnoredAndKeyIDsOptional() throws {
        let envelope = try Envelope(parsing: Self.good.canonicalBytes)
        let more = Self.good.with("/x", 1).with("/signatures/0/extension", ["kind": "x"])
        #expect(try Envelope(parsing: more.canonicalBytes) == envelope)
        for id: JSON? in [nil, "", .null] {
            let json = Self.good.with("/signatures/0/keyid", id)
            #expect(try Envelope(parsing: json.canonicalBytes).signatures.first?.keyID == nil)
        }
        #expect(try Envelope(parsing: Self.good.with("/payload", "").canonicalBytes).payload.isEmpty)
    }

    static let rows: [StatementTests.Row] = [
        .init("/payload", nil, .missing), .init("/payload", 1, .wrongKind(expected: .text)),
        .init("/payload", "e", .notBase64), .init("/payload", "eyJ9\n", .notBase64),
        .init("/payload", "+_==", .notBase64), .init("/payloadType", nil, .missing),
        .init("/payloadType", "", .empty), .init("/payloadType", [], .wrongKind(expected: .text)),
        .init("/signatures", nil, .missing), .init("/signatures", [], .empty),
        .init("/signatures", "x", .wrongKind(expected: .array)),
        .init("/signatures", .array(Array(repeating: ["sig": "AAAA"], count: 65)), .tooMany(limit: 64)),
        .init("/signatures/0", "x", .wrongKind(expected: .object)),
        .init("/signatures/0/sig", nil, .missing), .init("/signatures/0/sig", "", .empty),
        .init("/signatures/0/sig", 7, .wrongKind(expected: .text)),
        .init("/signatures/0/sig", "*", .notBase64),
        .init("/signatures/0/keyid", 7, .wrongKind(expected: .text)),
    ]

    @Test(arguments: rows) func refused(_ row: StatementTests.Row) {
        let bytes = Self.good.with(row.pointer, row.value).canonicalBytes
        #expect(
            fault { _ = try Envelope(parsing: bytes) }
                == .malformed(.envelope, pointer: row.at, fault: row.fault))
    }

    @Test(arguments: [
        "", "{}x", "[1", #"{"payload":"","payload":""}"#, #"{"p\u0061yload":"","payload":""}"#, "\u{0}",
        #"{"payload":"\ud800"}"#,
    ])
    func notJSON(_ text: String) {
        guard case .notJSON(.envelope, _)? = fault({ _ = try Envelope(parsing: Array(text.utf8)) }) else {
            Issue.record("read: \(text)")
            return
        }
    }

    @Test func countersigning() throws {
        let first = try Envelope(signing: sampleStatement(), with: [Keys.anna])
        let both = try first.countersigned(with: Keys.bert)
        let keys = [Keys.anna, Keys.bert].map(\.publicKey)
        #expect(try both.verified(by: keys, threshold: 2).keys == keys)
        #expect(both.payload == first.payload)
        #expect(
            fault { _ = try both.countersigned(with: Keys.anna) }
                == .malformed(
                    .envelope, pointer: "/signatures", fault: .repeated(Keys.anna.publicKey.keyID)))
        let foreign: JSON = Self.good.with(
            "/signatures", .array(Array(repeating: ["sig": "AAAA"], count: Envelope.signatureLimit)))
        #expect(
            fault { _ = try Envelope(parsing: foreign.canonicalBytes).countersigned(with: Keys.anna) }
                == .malformed(.envelope, pointer: "/signatures", fault: .tooMany(limit: 64)))
    }

    @Test func cannotBeMade() {
        let keys = Array(repeating: Keys.anna, count: 2)
        let rows: [(AttestationsError?, String, FieldFault)] = [
            (fault { _ = try Envelope(signing: [], type: "", with: [Keys.anna]) }, "/payloadType", .empty),
            (fault { _ = try Envelope(signing: [], type: "x", with: []) }, "/signatures", .empty),
            (
                fault { _ = try Envelope(signing: [], type: "x", with: keys) }, "/signatures",
                .repeated(Keys.anna.publicKey.keyID)
            ),
        ]
        for (found, pointer, expected) in rows {
            #expect(found == .malformed(.envelope, pointer: pointer, fault: expected))
        }
    }
}
