import Telemetry
import Testing
import Tracing

private let trace = "0af7651916cd43dd8448eb211c80319c"
private let span = "b7ad6b7169203331"

@Suite("W3C Trace Context")
struct TraceContextTests {
    @Test(arguments: ["00-\(trace)-\(span)-01", "00-\(trace)-\(span)-00", "00-\(trace)-\(span)-03"])
    func roundTrip(text: String) throws {
        let context = try #require(SpanContext(traceparent: text))
        #expect(context.traceparent == text)
        #expect(context.traceID.description == trace)
        #expect(context.spanID.description == span)
        #expect(context.isRemote)
    }

    /// Section 3.2.2 and 4.3: later versions may have more at the end, unknown flags are not passed on.
    @Test(arguments: [
        "cc-\(trace)-\(span)-01-what-the-future", "cc-\(trace)-\(span)-01", "01-\(trace)-\(span)-09",
    ])
    func laterVersionsAreReadAsFarAsKnown(text: String) throws {
        #expect(try #require(SpanContext(traceparent: text)).traceparent == "00-\(trace)-\(span)-01")
    }

    static let malformed = [
        "", "00", "00-\(trace)-\(span)", "00-\(trace)-\(span)-01-extra", "ff-\(trace)-\(span)-01",
        "00-\(trace.uppercased())-\(span)-01", "00-\(trace)-\(span.uppercased())-01",
        "00-00000000000000000000000000000000-\(span)-01", "00-\(trace)-0000000000000000-01",
        "0-\(trace)-\(span)-01", "00-\(trace)-\(span)-1", "00-\(trace)0-\(span)-01", "00-\(trace)-\(span)-0g",
        "00_\(trace)_\(span)_01", " 00-\(trace)-\(span)-01", "00-\(trace)-\(span)-01\n",
        "00-é\(trace)-\(span)-01",
        "-\(trace)-\(span)-01", "cc-\(trace)-\(span)-01.extra", "zz-\(trace)-\(span)-01",
    ]

    @Test(arguments: malformed) func malformedIsNone(text: String) {
        #expect(SpanContext(traceparent: text) == nil)
        #expect(SpanContext.extract(environment: ["TRACEPARENT": text]) == nil)
    }

    @Test(arguments: [
        ("congo=t61rcWkgMzE", "congo=t61rcWkgMzE"), ("a=1, b=2,\tc=3 ,", "a=1,b=2,c=3"), ("", ""), (",,", ""),
        ("fw529a3039@dt=FfAAAA", "fw529a3039@dt=FfAAAA"), ("1a-_*/=v v", "1a-_*/=v v"),
        ("A=1", ""), ("a", ""), ("a=", ""), ("=1", ""), ("a=1,a=2", ""), ("a=b=c", ""), ("a=\u{1}", ""),
        ("a@b@c=1", ""), (String(repeating: "a=1,", count: 200), ""),
        ((0..<33).map { "a\($0)=1" }.joined(separator: ","), ""),
        (
            (0..<32).map { "a\($0)=1" }.joined(separator: ","),
            (0..<32).map { "a\($0)=1" }.joined(separator: ",")
        ),
    ]) func state(text: String, kept: String) throws {
        let context = try #require(SpanContext(traceparent: "00-\(trace)-\(span)-01", tracestate: text))
        #expect(context.state == kept)
    }

    @Test func idsOfNothingButZerosAreNotMade() {
        #expect(TraceID { 0 }.description == "00000000000000000000000000000001")
        #expect(SpanID { 0 }.description == "0000000000000001")
        #expect(TraceID(hex: TraceID { .max }.description) == TraceID { .max })
    }
}

@Suite("Trace context in environment variables")
struct EnvironmentCarrierTests {
    @Test(arguments: [
        ("traceparent", "TRACEPARENT"), ("", "_"), ("x-b3-traceid", "X_B3_TRACEID"), ("3d", "_3D"),
        ("é", "_"),
        ("A_9", "A_9"),
    ]) func names(key: String, variable: String) { #expect(EnvironmentCarrier.variable(key) == variable) }

    @Test func onlyNormalisedNamesAreRead() throws {
        let text = "00-\(trace)-\(span)-01"
        #expect(SpanContext.extract(environment: ["traceparent": text]) == nil)
        let both = ["TRACEPARENT": text, "TRACESTATE": "a=1", "tracestate": "b=2"]
        #expect(try #require(SpanContext.extract(environment: both)).state == "a=1")
    }

    @Test func injectingReplacesWhatWasThere() throws {
        var child = ["TRACEPARENT": "old", "TRACESTATE": "old=1", "PATH": "/bin"]
        let context = try #require(SpanContext(traceparent: "00-\(trace)-\(span)-01"))
        context.inject(into: &child)
        #expect(child == ["TRACEPARENT": "00-\(trace)-\(span)-01", "PATH": "/bin"])
    }

    @Test func tracerExtractsAndInjectsThroughTheAPI() {
        let tracer = tracer(Kept())
        let given = ["TRACEPARENT": "00-\(trace)-\(span)-01", "TRACESTATE": "a=1"]
        var context = ServiceContext.topLevel
        tracer.extract(given, into: &context, using: EnvironmentCarrier())
        var child: [String: String] = [:]
        tracer.inject(context, into: &child, using: EnvironmentCarrier())
        #expect(child == given)
        tracer.extract(["TRACEPARENT": "bad"], into: &context, using: EnvironmentCarrier())
        #expect(context.spanContext?.state == "a=1")
    }
}
