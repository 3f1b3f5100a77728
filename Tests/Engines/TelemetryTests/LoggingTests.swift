import Logging
import StructuredData
import Synchronization
import Telemetry
import Testing
import Tracing

private final class Lines: Sendable {
    private let lines = Mutex([String]())
    var all: [String] { lines.withLock { $0 } }
    func append(_ line: String) { lines.withLock { $0.append(line) } }
}

@Suite("Logging")
struct LoggingTests {
    private let lines = Lines()

    private func logger(_ outputs: [LogOutput], redactor: Redactor = Redactor()) -> Logger {
        var logger = Logger(label: "test") { label in
            RecordingLogHandler(
                label: label, outputs: outputs, redactor: redactor, now: { 1_790_000_000_123_456_789 })
        }
        logger[metadataKey: "own"] = "1"
        return logger
    }

    @Test func textIsForPeople() {
        let lines = lines
        let logger = logger([.text(level: .info) { lines.append($0) }])
        logger.info(
            "synced",
            metadata: ["packages": "\(12)", "path": "a b", "own": "2", "list": ["x", "y"], "none": ""])
        logger.warning("two\nlines \u{1B}[31mred\u{1B}[0m \u{9B}", metadata: ["k": "\u{7}"])
        logger.debug("not wanted")
        #expect(
            lines.all == [
                "info: synced list=[\"x\",\"y\"] none=\"\" own=2 packages=12 path=\"a b\"\n",
                "warning: two\nlines \\u{1B}[31mred\\u{1B}[0m \\u{009B} k=\"\\u0007\" own=1\n",
            ])
    }

    @Test func jsonIsOneObjectALine() throws {
        let lines = lines
        let logger = logger([.json(level: .trace) { lines.append($0) }])
        let tracer = tracer(Kept())
        tracer.withSpan("root") { _ in
            logger.error("a\nb", metadata: ["n": .stringConvertible(3), "t": .stringConvertible(true)])
        }
        logger.trace("outside")
        let first = try JSON(parsing: lines.all[0])
        #expect(
            first == [
                "ts": "2026-09-21T14:13:20.123Z", "level": "error", "msg": "a\nb",
                "trace_id": "00000000000000020000000000000003", "span_id": "0000000000000001",
                "attributes": ["n": 3, "t": true, "own": "1"],
            ])
        #expect(lines.all.allSatisfy { $0.hasSuffix("\n") && $0.dropLast().allSatisfy { $0 != "\n" } })
        #expect(try JSON(parsing: lines.all[1])["trace_id"] == nil)
    }

    @Test func eachOutputHasItsLevel() {
        let (lines, sink) = (lines, Kept())
        let logger = logger([.text(level: .warning) { lines.append($0) }, .sink(level: .debug, sink)])
        #expect(logger.logLevel == .debug)
        for level in Logger.Level.allCases { logger.log(level: level, "\(level)") }
        #expect(lines.all.count == 3)
        #expect(sink.logs.map(\.severity) == [.debug, .info, .notice, .warning, .error, .critical])
    }

    @Test func secretsAreTakenOut() {
        let sink = Kept()
        let redactor = Redactor(environment: ["UV_PUBLISH_TOKEN": "abcdefgh123"])
        let logger = logger([.sink(level: .trace, sink)], redactor: redactor)
        logger.info("with abcdefgh123", metadata: ["password": "x", "command": ["uv", "--token", "y"]])
        #expect(sink.logs[0].message == "with ***")
        #expect(sink.logs[0].attributes["password"] == .string("***"))
        #expect(sink.logs[0].attributes["command"] == .strings(["uv", "--token", "***"]))
    }

    @Test(arguments: [
        (-1, false, Logger.Level.warning), (0, false, .warning), (1, false, .info), (2, false, .debug),
        (3, false, .trace), (99, false, .trace), (2, true, .error),
    ]) func verbosity(count: Int, isQuiet: Bool, level: Logger.Level) {
        #expect(logLevel(verbosity: count, isQuiet: isQuiet) == level)
    }
}
