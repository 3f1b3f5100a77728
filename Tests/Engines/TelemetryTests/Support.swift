import Synchronization
import Telemetry

/// Keeps what it gets.
final class Kept: TelemetrySink {
    private let state = Mutex((spans: [SpanRecord](), logs: [LogRecord]()))
    var spans: [SpanRecord] { state.withLock { $0.spans } }
    var logs: [LogRecord] { state.withLock { $0.logs } }
    func record(_ span: SpanRecord) { state.withLock { $0.spans.append(span) } }
    func record(_ log: LogRecord) { state.withLock { $0.logs.append(log) } }
    func span(_ name: String) -> SpanRecord? { spans.first { $0.name == name } }
}

/// Counts up from a start, one a call.
final class Counter: Sendable {
    private let value: Mutex<UInt64>
    init(_ start: UInt64 = 1) { value = Mutex(start) }
    func next() -> UInt64 {
        value.withLock { value in
            defer { value += 1 }
            return value
        }
    }
}

func tracer(
    _ sink: any TelemetrySink, redactor: Redactor = Redactor(), parent: SpanContext? = nil
) -> CommandTracer {
    let clock = Counter(1000), ids = Counter()
    return CommandTracer(
        sink: sink, redactor: redactor, parent: parent, now: { Int64(clock.next()) }, random: { ids.next() })
}
