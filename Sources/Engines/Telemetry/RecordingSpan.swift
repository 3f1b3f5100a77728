import Diagnostics
import Synchronization
public import Tracing

/// A span of a ``CommandTracer``.
///
/// After its end it changes no more.
public final class RecordingSpan: Span {
    private struct State {
        var record: SpanRecord
        var attributes = SpanAttributes()
        var isRunning = true
    }

    public let context: ServiceContext
    let startTime: Int64
    private let state: Mutex<State>
    private let tracer: CommandTracer

    init(_ context: ServiceContext, _ record: SpanRecord, tracer: CommandTracer) {
        (self.context, self.tracer, startTime) = (context, tracer, record.start)
        state = Mutex(State(record: record))
    }

    private func change(_ body: (inout sending State) -> Void) {
        state.withLock { if $0.isRunning { body(&$0) } }
    }

    public var operationName: String {
        get { state.withLock { $0.record.name } }
        set { change { $0.record.name = newValue } }
    }

    public var attributes: SpanAttributes {
        get { state.withLock { $0.attributes } }
        set { change { $0.attributes = newValue } }
    }

    public var isRecording: Bool { state.withLock { $0.isRunning } }

    /// Sets how it went; a message that was set before is kept if this has none of its own.
    public func setStatus(_ status: SpanStatus) {
        change { state in
            switch status.code {
            case .ok: (state.record.status, state.record.statusMessage) = (.ok, "")
            case .error:
                state.record.status = .error
                if let message = status.message { state.record.statusMessage = message }
            }
        }
    }

    public func addEvent(_ event: SpanEvent) {
        let time = Int64(clamping: event.nanosecondsSinceEpoch)
        change {
            $0.record.events.append(.init(name: event.name, time: time, attributes: values(event.attributes)))
        }
    }

    public func addLink(_ link: SpanLink) {
        guard let context = link.context.spanContext else { return }
        change { $0.record.links.append(.init(context: context, attributes: values(link.attributes))) }
    }

    /// Marks the span as failed and logs the error.
    ///
    /// Recording exceptions as span events is deprecated by the conventions; they are log records of the span.
    public func recordError<Instant: TracerInstant>(
        _ error: any Error, attributes: SpanAttributes, at instant: @autoclosure () -> Instant
    ) {
        let (type, message) = described(error)
        change { state in
            state.record.status = .error
            state.record.statusMessage = message
            if state.attributes.get(Names.Failure.errorType) == nil {
                state.attributes.set(Names.Failure.errorType, value: .string(type))
            }
        }
        var found = values(attributes)
        found[Names.Failure.exceptionType] = .string(type)
        found[Names.Failure.exceptionMessage] = .string(message)
        tracer.log(
            LogRecord(
                time: tracer.time(of: instant()), severity: .error, message: message, attributes: found,
                context: context.spanContext))
    }

    public func end<Instant: TracerInstant>(at instant: @autoclosure () -> Instant) {
        end(at: tracer.time(of: instant()))
    }

    /// Ends it because its command ended.
    func cutOff(at time: Int64) {
        change { $0.attributes.set(Names.Uvmgr.cutOff, value: true) }
        end(at: time)
    }

    private func end(at time: Int64) {
        let ended: SpanRecord? = state.withLock { state in
            guard state.isRunning else { return nil }
            state.isRunning = false
            // A clock that was set back must not make a negative duration.
            state.record.end = max(state.record.start, time)
            state.record.attributes = values(state.attributes)
            return state.record
        }
        if let ended { tracer.finish(ended) }
    }
}

/// A type of few possible values, and a message.
private func described(_ error: any Error) -> (type: String, message: String) {
    if let error = error as? any DiagnosableError { return (error.diagnostic.code, error.diagnostic.message) }
    if error is CancellationError { return ("cancelled", "interrupted") }
    return (String(reflecting: type(of: error)), "\(error)")
}

func values(_ attributes: SpanAttributes) -> [String: AttributeValue] {
    var found: [String: AttributeValue] = [:]
    attributes.forEach { found[$0] = AttributeValue($1) }
    return found
}

extension AttributeValue {
    init?(_ attribute: SpanAttribute) {
        switch attribute {
        case .string(let value): self = .string(value)
        case .int32(let value): self = .integer(Int64(value))
        case .int64(let value): self = .integer(value)
        case .double(let value): self = .double(value)
        case .bool(let value): self = .bool(value)
        case .stringArray(let values): self = .strings(values)
        case .int32Array(let values): self = .integers(values.map(Int64.init))
        case .int64Array(let values): self = .integers(values)
        case .doubleArray(let values): self = .doubles(values)
        case .boolArray(let values): self = .bools(values)
        case .stringConvertible(let value): self = .string("\(value)")
        case .stringConvertibleArray(let values):
            // What `[Int]` becomes on its way.
            let integers = values.compactMap { ($0 as? Int).map(Int64.init) }
            self = integers.count == values.count ? .integers(integers) : .strings(values.map { "\($0)" })
        default: return nil
        }
    }
}
