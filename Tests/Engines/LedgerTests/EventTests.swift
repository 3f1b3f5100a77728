import Diagnostics
import Ledger
import StructuredData
import Testing

func event(
    id: String = "01920000-0000-7000-8000-000000000001", stream: String = "run", version: Int = 1,
    type: String = "GateStarted", schema: Int = 1, time: Int64 = 1_790_000_000_123_456_789,
    actor: String = "ann",
    traceID: String? = nil, spanID: String? = nil, payload: JSON = [:]
) throws -> Event {
    try Event(
        id: id, stream: stream, version: version, type: type, schema: schema, time: time, actor: actor,
        traceID: traceID, spanID: spanID, payload: payload)
}

let trace = "0af7651916cd43dd8448eb211c80319c"
let span = "b7ad6b7169203331"

@Suite("Events")
struct EventTests {
    @Test func canonicalBytesAreRFC8785() throws {
        let event = try event(traceID: trace, spanID: span, payload: ["b": 1, "a": "é\n", "€": 1e21])
        #expect(
            String(decoding: event.canonicalBytes, as: UTF8.self)
                == #"{"actor":"ann","id":"01920000-0000-7000-8000-000000000001","#
                + #""payload":{"a":"é\n","b":1,"€":1e+21},"schema":1,"span_id":"b7ad6b7169203331","#
                + #""stream":"run","time":"1790000000123456789","#
                + #""trace_id":"0af7651916cd43dd8448eb211c80319c","type":"GateStarted","version":1}"#)
    }

    static let payloads: [JSON] = [
        [:], .null, "text", ["n": .number(3), "z": .number(-0.0), "f": 0.1, "big": .number(1e300)],
        .number(0x1p60), .number(0x1p63), .number(-0x1p63), .integer(.max), .integer(.min),
        [[[["deep"]]], ["k\u{0}": "\u{1F602}"]],
    ]

    @Test(arguments: payloads) func readsBackEqual(_ payload: JSON) throws {
        let event = try event(traceID: trace, payload: payload)
        let again = try Event(json: JSON(parsing: event.canonicalBytes))
        #expect(again == event)
        #expect(again.canonicalBytes == event.canonicalBytes)
    }

    struct Bad: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let make: @Sendable () throws -> Event
        init(_ what: String, _ make: @escaping @Sendable () throws -> Event) {
            (testDescription, self.make) = (what, make)
        }
    }

    static let malformed = [
        Bad("upper-case id") { try event(id: "01920000-0000-7000-8000-00000000000A") },
        Bad("UUID of version 4") { try event(id: "01920000-0000-4000-8000-000000000001") },
        Bad("wrong variant") { try event(id: "01920000-0000-7000-c000-000000000001") },
        Bad("short id") { try event(id: "0192") },
        Bad("empty stream") { try event(stream: "") },
        Bad("stream with line break") { try event(stream: "a\nb") },
        Bad("long stream") { try event(stream: String(repeating: "a", count: 257)) },
        Bad("version 0") { try event(version: 0) },
        Bad("type with space") { try event(type: "Gate Started") },
        Bad("empty type") { try event(type: "") },
        Bad("schema 0") { try event(schema: 0) },
        Bad("empty actor") { try event(actor: "") },
        Bad("zero trace id") { try event(traceID: String(repeating: "0", count: 32)) },
        Bad("short trace id") { try event(traceID: "0af7") },
        Bad("upper-case span id") { try event(traceID: trace, spanID: span.uppercased()) },
        Bad("span without trace") { try event(spanID: span) },
        Bad("infinite number") { try event(payload: ["x": .number(.infinity)]) },
        Bad("not a number") { try event(payload: [.number(.nan)]) },
        Bad("too deep") { try event(payload: (0..<300).reduce(.null) { inner, _ in [inner] }) },
    ]

    @Test(arguments: malformed) func isRefused(_ bad: Bad) {
        #expect {
            try bad.make()
        } throws: {
            guard case .malformedEvent? = $0 as? LedgerError else { return false }
            return true
        }
    }

    @Test(arguments: [
        ("[]", "it is not an object"), ("{}", "`time` is missing or no string"),
        (#"{"time":"1","extra":1}"#, "the member `extra` is not known"),
        (#"{"time":1}"#, "`time` is missing or no string"),
        (#"{"time":"01"}"#, "`time` is not a count of nanoseconds"),
        (#"{"time":"1"}"#, "`payload` is missing"),
        (
            #"{"time":"1","payload":0,"id":"x","stream":"s","version":1.5}"#,
            "`version` is missing or no whole number"
        ),
        (
            #"{"time":"1","payload":0,"id":"x","stream":"s","version":1e30}"#,
            "`version` is missing or no whole number"
        ),
    ]) func jsonOfAnotherShapeIsRefused(text: String, reason: String) throws {
        let json = try JSON(parsing: text)
        #expect {
            try Event(json: json)
        } throws: {
            guard case .malformedEvent(_, _, let found)? = $0 as? LedgerError else { return false }
            return found == reason
        }
    }

    @Test func wholeNumberIsAnInteger() throws {
        #expect(try event(payload: ["n": .number(3)]).payload == ["n": .integer(3)])
    }
}
