import StructuredData
import Telemetry
import Testing

@Suite("OTLP JSON")
struct OTLPTests {
    let context = SpanContext(
        traceID: TraceID(hex: "0af7651916cd43dd8448eb211c80319c") ?? TraceID { 1 },
        spanID: SpanID(hex: "b7ad6b7169203331") ?? SpanID { 1 }, state: "a=1", isRemote: true)
    let resource = TelemetryResource(version: "1.2.3", attributes: ["cicd.worker.name": .string("w")])

    @Test func span() throws {
        let own = SpanContext(traceID: context.traceID, spanID: SpanID { 0xAB })
        var span = SpanRecord(name: "root", kind: .server, context: own, parent: context, start: 1, end: .max)
        (span.status, span.statusMessage) = (.error, "why")
        span.attributes = [
            "s": .string("x"), "i": .integer(.min), "d": .double(1.5), "b": .bool(false), "e": .strings([]),
            "l": .doubles([.nan, .infinity, -.infinity]),
        ]
        span.events = [.init(name: "e", time: 7)]
        span.links = [.init(context: context)]
        let json = OTLP.request([span], from: resource)
        let schema = Names.schemaURL
        #expect(
            json.canonical
                == #"{"resourceSpans":[{"resource":{"attributes":["#
                + #"{"key":"cicd.worker.name","value":{"stringValue":"w"}},"#
                + #"{"key":"service.name","value":{"stringValue":"uvmgr"}},"#
                + #"{"key":"service.version","value":{"stringValue":"1.2.3"}},"#
                + #"{"key":"telemetry.sdk.language","value":{"stringValue":"swift"}},"#
                + #"{"key":"telemetry.sdk.name","value":{"stringValue":"uvmgr"}},"#
                + #"{"key":"telemetry.sdk.version","value":{"stringValue":"1.2.3"}}]},"#
                + #""schemaUrl":"\#(schema)","scopeSpans":[{"schemaUrl":"\#(schema)","#
                + #""scope":{"name":"uvmgr","version":"1.2.3"},"spans":[{"attributes":["#
                + #"{"key":"b","value":{"boolValue":false}},{"key":"d","value":{"doubleValue":1.5}},"#
                + #"{"key":"e","value":{"arrayValue":{"values":[]}}},"#
                + #"{"key":"i","value":{"intValue":"-9223372036854775808"}},"#
                + #"{"key":"l","value":{"arrayValue":{"values":[{"doubleValue":"NaN"},{"doubleValue":"Infinity"},"#
                + #"{"doubleValue":"-Infinity"}]}}},{"key":"s","value":{"stringValue":"x"}}],"#
                + #""endTimeUnixNano":"9223372036854775807","events":[{"name":"e","timeUnixNano":"7"}],"#
                + #""flags":769,"kind":2,"links":[{"flags":769,"spanId":"b7ad6b7169203331","#
                + #""traceId":"0af7651916cd43dd8448eb211c80319c","traceState":"a=1"}],"name":"root","#
                + #""parentSpanId":"b7ad6b7169203331","spanId":"00000000000000ab","#
                + #""startTimeUnixNano":"1","status":{"code":2,"message":"why"},"#
                + #""traceId":"0af7651916cd43dd8448eb211c80319c"}]}]}]}"#)
    }

    @Test func log() throws {
        let log = LogRecord(time: 5, severity: .notice, message: "hello", context: context)
        let json = OTLP.request([log], from: resource)
        #expect(
            json.value(at: "/resourceLogs/0/scopeLogs/0/logRecords/0")?.canonical
                == #"{"body":{"stringValue":"hello"},"flags":1,"observedTimeUnixNano":"5","severityNumber":10,"#
                + #""severityText":"notice","spanId":"b7ad6b7169203331","timeUnixNano":"5","#
                + #""traceId":"0af7651916cd43dd8448eb211c80319c"}"#)
    }

    @Test func timeBeforeTheEpochIsTheEpoch() {
        let span = SpanRecord(name: "s", context: context, parent: nil, start: -5, end: -1)
        let json = OTLP.request([span], from: resource)
        let path = "/resourceSpans/0/scopeSpans/0/spans/0/"
        #expect(json.value(at: path + "startTimeUnixNano") == "0")
        #expect(json.value(at: path + "parentSpanId") == nil)
        #expect(json.value(at: path + "status") == nil)
    }
}
