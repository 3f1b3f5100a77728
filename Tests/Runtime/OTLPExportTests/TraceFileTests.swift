import Diagnostics
import Foundation
import OTLPExport
import StructuredData
import Synchronization
import Telemetry
import Testing
import Tracing

private final class Warnings: Sendable {
    private let state = Mutex([OTLPExportError]())
    var all: [OTLPExportError] { state.withLock { $0 } }
    func add(_ error: OTLPExportError) { state.withLock { $0.append(error) } }
}

@Suite("Trace files")
final class TraceFileTests: Sendable {
    private let warnings = Warnings()
    private let path = FileManager.default.temporaryDirectory.appending(
        path: "trace-\(UUID().uuidString).jsonl"
    )
    .path(percentEncoded: false)

    deinit { try? FileManager.default.removeItem(atPath: path) }

    private func file(_ path: String? = nil, limit: Int = 512) -> TraceFile {
        let warnings = warnings
        return TraceFile(
            path: path ?? self.path, resource: TelemetryResource(version: "1"), limit: limit,
            warn: { warnings.add($0) })
    }

    private func tracer(_ sink: any TelemetrySink, parent: SpanContext? = nil) -> CommandTracer {
        CommandTracer(
            sink: sink, redactor: Redactor(), parent: parent, now: { 1_790_000_000_123_456_789 },
            random: { .random(in: 0...(.max)) })
    }

    private func lines() throws -> [JSON] {
        let text = try String(contentsOfFile: path, encoding: .utf8)
        #expect(text.isEmpty || text.hasSuffix("\n"))
        return try text.split(separator: "\n").map { try JSON(parsing: String($0)) }
    }

    private func spans() throws -> [JSON] {
        try lines().flatMap { $0.value(at: "/resourceSpans/0/scopeSpans/0/spans")?.array ?? [] }
    }

    private func isHex(_ json: JSON?, _ count: Int) -> Bool {
        guard let text = json?.string else { return false }
        return text.utf8.count == count && text.utf8.allSatisfy { "0123456789abcdef".utf8.contains($0) }
    }

    @Test func oneRootAndNoOrphans() async throws {
        let file = file(limit: 7)
        let tracer = tracer(file)
        await tracer.withSpan("root") { _ in
            await withTaskGroup { group in
                for gate in 0..<10 {
                    group.addTask {
                        tracer.withSpan("gate \(gate)") { _ in
                            tracer.withSpan("process", ofKind: .client) { _ in }
                        }
                    }
                }
            }
        }
        file.flush()
        let spans = try spans()
        #expect(spans.count == 21)
        #expect(Set(spans.map { $0["traceId"] }).count == 1)
        #expect(spans.allSatisfy { isHex($0["traceId"], 32) && isHex($0["spanId"], 16) })
        let ids = Set(spans.compactMap { $0["spanId"] })
        #expect(ids.count == 21)
        #expect(spans.count { $0["parentSpanId"] == nil } == 1)
        #expect(spans.allSatisfy { $0["parentSpanId"].map(ids.contains) ?? true })
        #expect(try lines().count == 3)
        #expect(warnings.all.isEmpty)
    }

    @Test func severalAppendToOneFile() async throws {
        let path = path
        await withTaskGroup { group in
            for _ in 0..<4 {
                group.addTask {
                    let file = TraceFile(path: path, resource: TelemetryResource(version: "1")) { _ in }
                    let tracer = self.tracer(file)
                    for _ in 0..<20 {
                        tracer.withSpan("s") { $0.attributes["long"] = String(repeating: "x", count: 5000) }
                        file.flush()
                    }
                }
            }
        }
        #expect(try spans().count == 80)
    }

    @Test func nothingIsWrittenWithoutRecords() throws {
        let file = file()
        file.flush()
        file.flush()
        #expect(try lines().isEmpty)
    }

    @Test func tornLineStaysAlone() throws {
        try Data(#"{"resourceSpans":[{"#.utf8).write(to: URL(filePath: path))
        let file = file()
        tracer(file).withSpan("root") { _ in }
        file.flush()
        let text = try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n")
        #expect(text.count == 2)
        #expect(try JSON(parsing: String(text[1])).value(at: "/resourceSpans/0") != nil)
    }

    @Test(arguments: ["/no/such/folder/trace.jsonl", "/"]) func cannotBeOpened(path: String) throws {
        let file = file(path)
        tracer(file).withSpan("root") { _ in }
        file.flush()
        #expect(warnings.all.map(\.diagnostic.code) == ["trace-file.not-opened"])
    }

    @Test(.enabled(if: FileManager.default.fileExists(atPath: "/dev/full"))) func fullDiskWarnsOnce() throws {
        let file = file("/dev/full")
        let tracer = tracer(file)
        for _ in 0..<3 {
            tracer.withSpan("root") { _ in }
            file.flush()
        }
        #expect(warnings.all == [.notWritten(path: "/dev/full", reason: "No space left on device")])
    }

    @Test(.enabled(if: FileManager.default.fileExists(atPath: "/dev/full")))
    func warningMayBeLoggedToTheFile() {
        let box = Mutex<TraceFile?>(nil)
        let file = TraceFile(path: "/dev/full", resource: TelemetryResource(version: "1")) { error in
            let log = LogRecord(time: 1, severity: .warning, message: error.diagnostic.message)
            box.withLock(\.self)?.record(log)
        }
        box.withLock { $0 = file }
        file.record(LogRecord(time: 1, severity: .info, message: "x"))
        file.flush()
        box.withLock { $0 = nil }
    }
}

/// What OpenTelemetry's own messages make of the lines.
@Suite("Trace files, decoded by opentelemetry-proto")
struct ReferenceDecodingTests {
    static let uv: String? = {
        let environment = ProcessInfo.processInfo.environment
        let folders = (environment["PATH"] ?? "").split(separator: ":").map { "\($0)/uv" }
        return ([environment["UVMGR_UV"]].compactMap(\.self) + folders)
            .first { FileManager.default.isExecutableFile(atPath: $0) }
    }()

    private func decoded(_ path: String, uv: String) throws -> [JSON] {
        let script = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Support/decode.py")
        let process = Process()
        let output = Pipe()
        process.executableURL = URL(filePath: uv)
        process.arguments = [
            "run", "--no-project", "--quiet", "--with", "opentelemetry-proto==1.29.0", "python",
            script.path(percentEncoded: false), path,
        ]
        process.standardOutput = output
        try process.run()
        let bytes = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        #expect(process.terminationStatus == 0)
        return try String(decoding: bytes, as: UTF8.self).split(separator: "\n").map {
            try JSON(parsing: String($0))
        }
    }

    @Test(.enabled(if: uv != nil)) func everythingArrives() throws {
        let uv = try #require(Self.uv)
        let path = FileManager.default.temporaryDirectory.appending(path: "trace-\(UUID().uuidString).jsonl")
            .path(percentEncoded: false)
        defer { try? FileManager.default.removeItem(atPath: path) }
        let parent = try #require(
            SpanContext(
                traceparent: "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01", tracestate: "a=1"))
        let file = TraceFile(path: path, resource: TelemetryResource(version: "1")) { Issue.record($0) }
        let tracer = CommandTracer(
            sink: file, redactor: Redactor(), parent: parent, now: { 1_790_000_000_123_456_789 },
            random: { .random(in: 0...(.max)) })
        let root = tracer.startSpan("root", ofKind: .server)
        let child = tracer.startSpan("child", ofKind: .client)
        child.attributes = [
            "s": "é\u{1F602}", "i": .int64(.max), "d": 0.1, "b": true, "l": .stringArray(["x", "y"]),
            "n": .int64Array([1, .min]), "e": .stringArray([]),
        ]
        child.addEvent(SpanEvent(name: "event"))
        child.addLink(root)
        child.recordError(CancellationError())
        child.end()
        root.end()
        file.flush()
        let found = try decoded(path, uv: uv)
        #expect(found.map { $0["kind"] } == ["span", "span", "log"])
        let (first, second, log) = (found[0], found[1], found[2])
        #expect(first["attributes"]?["i"] == .integer(.max))
        #expect(first["attributes"]?["n"] == [1, .integer(.min)])
        #expect(first["attributes"]?["s"] == "é\u{1F602}")
        #expect(first["attributes"]?["e"] == [])
        #expect(first["attributes"]?["error.type"] == "cancelled")
        #expect([first["spanKind"], first["status"], first["message"]] == [3, 2, "interrupted"])
        #expect([second["spanKind"], second["status"], second["flags"]] == [2, 0, 0x301])
        #expect(second["parent"] == "b7ad6b7169203331" && second["state"] == "a=1")
        #expect(second["trace"] == "0af7651916cd43dd8448eb211c80319c")
        #expect(first["parent"] == second["id"] && first["links"]?[0] == second["id"])
        #expect(second["start"] == 1_790_000_000_123_456_789)
        #expect([second["service"], second["scope"]] == ["uvmgr", "uvmgr"])
        #expect([log["severity"], log["body"], log["id"]] == [17, "interrupted", first["id"]])
        #expect(log["attributes"]?["exception.type"] == "cancelled")
    }
}
