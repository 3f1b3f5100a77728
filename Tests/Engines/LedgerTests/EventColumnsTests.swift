import Ledger
import StructuredData
import Testing

@Suite("Leaves from columns")
struct EventColumnsTests {
    static let names = [
        "ann", "a\"b", "back\\slash", "é 日本 \u{1F602}", "{\"}", String(repeating: "x", count: 256),
    ]
    static let payloads: [JSON] = [
        [:], .null, ["z": 1, "a": ["€", .number(0.1), .integer(.min)], "\u{0}": "\u{8}\u{1F}\u{7F}"],
    ]

    @Test(arguments: names, payloads) func sameBytesAsCanonicalising(name: String, payload: JSON) throws {
        for (trace, span) in [(nil, nil), (Optional(trace), nil), (trace, Optional(span))] {
            let event = try event(
                stream: name, version: 7, time: -5, actor: name, traceID: trace, spanID: span,
                payload: payload)
            #expect(event.canonicalBytes == event.json.canonicalBytes)
        }
    }

    /// Columns of a damaged file may hold anything; the bytes are then still some JSON string.
    @Test func controlCharactersAreEscaped() throws {
        let odd: [UInt8] = Array("\u{0}\u{1}\u{8}\t\n\u{C}\r\u{1F}".utf8)
        let bytes = odd.withUnsafeBytes { odd in
            var bytes: [UInt8] = []
            EventColumns(
                position: 1, stream: odd, version: .min, id: odd, type: odd, schema: .max, time: 0,
                actor: odd,
                traceID: nil, spanID: nil, payload: UnsafeRawBufferPointer(rebasing: odd.prefix(0))
            ).writeLeaf(to: &bytes)
            return bytes
        }
        let text = String(decoding: bytes, as: UTF8.self)
        #expect(text.contains(#""actor":"\u0000\u0001\b\t\n\f\r\u001f","#))
        #expect(text.contains(#""schema":9223372036854775807,"#))
        #expect(text.hasSuffix(#""version":-9223372036854775808}"#))
    }
}
