import Diagnostics
import Telemetry
import Testing
import Tracing

private struct Refusal: DiagnosableError {
    let diagnostic = Diagnostic(code: "test.refused", message: "refused with password=hunter22")
}

private struct Given: TracerInstant {
    let nanosecondsSinceEpoch: UInt64
    static func < (a: Self, b: Self) -> Bool { a.nanosecondsSinceEpoch < b.nanosecondsSinceEpoch }
}

@Suite("Tracer")
struct CommandTracerTests {
    let sink = Kept()

    @Test func everySpanHangsBelowOneRoot() async throws {
        let tracer = tracer(sink)
        await tracer.withSpan("uvmgr dod validate") { _ in
            await withTaskGroup { group in
                for name in ["lint", "tests"] {
                    group.addTask {
                        tracer.withSpan(name) { _ in
                            tracer.withSpan("\(name) process", ofKind: .client) { _ in }
                        }
                    }
                }
            }
            // A task without the context of the one that made it.
            await Task.detached { tracer.withSpan("detached") { _ in } }.value
        }
        let root = try #require(sink.span("uvmgr dod validate"))
        #expect(root.parent == nil)
        #expect(sink.spans.count == 6)
        #expect(Set(sink.spans.map(\.context.traceID)).count == 1)
        #expect(Set(sink.spans.map(\.context.spanID)).count == 6)
        let ids = Set(sink.spans.map(\.context.spanID))
        for span in sink.spans where span != root {
            #expect(span.parent.map { ids.contains($0.spanID) } == true)
            #expect(span.start > root.start && span.end < root.end && span.start < span.end)
        }
        #expect(sink.span("detached")?.parent == root.context)
        #expect(sink.span("lint process")?.parent == sink.span("lint")?.context)
        #expect(sink.span("lint process")?.kind == .client)
    }

    @Test func rootContinuesTheGivenSpan() throws {
        let parent = try #require(
            SpanContext(
                traceparent: "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-02", tracestate: "a=1"))
        let tracer = tracer(sink, parent: parent)
        tracer.withSpan("root") { _ in tracer.withSpan("child") { _ in } }
        let root = try #require(sink.span("root"))
        #expect(root.parent == parent)
        #expect(root.context.traceID == parent.traceID)
        #expect(root.context.flags == 3)
        #expect(root.context.state == "a=1")
        #expect(!root.context.isRemote)
        #expect(sink.span("child")?.parent == root.context)
        #expect(tracer.root == root.context)
    }

    @Test func spansThatStillRunEndWithTheRoot() throws {
        let tracer = tracer(sink)
        let root = tracer.startSpan("root")
        let child = tracer.startSpan("child")
        let grandchild = tracer.startSpan("grandchild", context: child.context)
        root.end()
        #expect(sink.spans.map(\.name) == ["grandchild", "child", "root"])
        #expect(sink.spans.map { $0.attributes[Names.Uvmgr.cutOff] } == [.bool(true), .bool(true), nil])
        #expect(sink.spans.allSatisfy { $0.end == sink.spans[2].end })
        child.end()
        grandchild.attributes["late"] = "x"
        #expect(sink.spans.count == 3)
        #expect(!grandchild.isRecording)
    }

    @Test func errorMarksTheSpanAndIsLogged() throws {
        let tracer = tracer(sink)
        #expect(throws: Refusal.self) { try tracer.withSpan("root") { _ in throw Refusal() } }
        let root = try #require(sink.span("root"))
        #expect(root.status == .error)
        #expect(root.statusMessage == "refused with password=***")
        #expect(root.attributes == [Names.Failure.errorType: .string("test.refused")])
        #expect(root.events.isEmpty)
        let log = try #require(sink.logs.first)
        #expect(log.severity == .error)
        #expect(log.context == root.context)
        #expect(log.attributes[Names.Failure.exceptionType] == .string("test.refused"))
        #expect(log.attributes[Names.Failure.exceptionMessage] == .string("refused with password=***"))
    }

    @Test func attributesEventsAndLinksAreKeptWithoutSecrets() throws {
        let tracer = tracer(sink, redactor: Redactor(environment: ["MY_TOKEN": "verysecretvalue"]))
        let other = tracer.startSpan("other")
        let span = tracer.startSpan(
            "uv verysecretvalue", ofKind: .producer, at: Given(nanosecondsSinceEpoch: 5000))
        span.operationName = "uv \(span.operationName)"
        span.attributes[Names.Process.commandArguments] = ["uv", "--token", "x", "--index=https://u:p@h/"]
        span.attributes["count"] = 3
        span.attributes["small"] = Int32(2)
        span.attributes["ratio"] = 0.5
        span.attributes["flag"] = true
        span.attributes["list"] = [1, 2]
        span.attributes["api_key"] = "x"
        span.addEvent(
            SpanEvent(
                name: "said verysecretvalue", at: Given(nanosecondsSinceEpoch: 6000), attributes: ["k": "v"]))
        span.addLink(other)
        span.setStatus(SpanStatus(code: .ok))
        span.end(at: Given(nanosecondsSinceEpoch: 4000))
        let record = try #require(sink.spans.first)
        #expect(record.name == "uv uv ***")
        #expect(record.start == 5000 && record.end == 5000)
        #expect(record.kind == .producer && record.status == .ok)
        #expect(
            record.attributes == [
                Names.Process.commandArguments: .strings(["uv", "--token", "***", "--index=https://***@h/"]),
                "count": .integer(3), "small": .integer(2), "ratio": .double(0.5), "flag": .bool(true),
                "list": .integers([1, 2]), "api_key": .string("***"),
            ])
        #expect(record.events == [.init(name: "said ***", time: 6000, attributes: ["k": .string("v")])])
        #expect(record.links.map(\.context) == [other.context.spanContext])
        #expect(tracer.activeSpan(identifiedBy: other.context) === other)
        #expect(tracer.activeSpan(identifiedBy: span.context) == nil)
    }

    @Test func worksThroughTheExistential() throws {
        let tracer: any Tracer = tracer(sink)
        tracer.withAnySpan("root") { span in span.attributes["k"] = "v" }
        #expect(sink.span("root")?.attributes == ["k": .string("v")])
    }
}
