import Synchronization
public import Tracing

/// Makes one trace of a command.
///
/// The first span it starts is the root: it continues the span that started the process, if there was one, and begins a
/// trace otherwise. Every later span belongs to the span of its context, and to the root if it is started without
/// context, so no span is an orphan. When the root ends, spans that still run are ended with it and marked
/// ``Names/Uvmgr/cutOff``. Nothing is sampled away.
///
/// Times come from `now`. The tracing API fills in its own clock's time when a caller gives none, which cannot be told
/// from a time of that clock given on purpose; so times of `DefaultTracerClock` are never used, those of any other
/// `TracerInstant` are.
public final class CommandTracer: Tracer {
    private struct State {
        var root: SpanContext?
        var running: [SpanID: RecordingSpan] = [:]
    }

    private let state = Mutex(State())
    private let sink: any TelemetrySink
    private let redactor: Redactor
    private let parent: SpanContext?
    private let clock: @Sendable () -> Int64
    private let random: @Sendable () -> UInt64

    /// - Parameters:
    ///   - sink: Gets each span when it ends.
    ///   - redactor: Takes secrets out of names, attributes and messages before that.
    ///   - parent: The span that started this process; see ``SpanContext/extract(environment:)``.
    ///   - now: Nanoseconds since 1970-01-01 UTC.
    ///   - random: 64 random bits a call.
    public init(
        sink: any TelemetrySink, redactor: Redactor, parent: SpanContext? = nil,
        now: @escaping @Sendable () -> Int64, random: @escaping @Sendable () -> UInt64
    ) {
        (self.sink, self.redactor, self.parent) = (sink, redactor, parent)
        (clock, self.random) = (now, random)
    }

    /// The root span, once it has started.
    public var root: SpanContext? { state.withLock { $0.root } }

    public func startSpan<Instant: TracerInstant>(
        _ operationName: String, context: @autoclosure () -> ServiceContext, ofKind kind: SpanKind,
        at instant: @autoclosure () -> Instant, function: String, file fileID: String, line: UInt
    ) -> RecordingSpan {
        var context = context()
        let start = time(of: instant())
        let spanID = SpanID(random: random)
        return state.withLock { state in
            let parent = context.spanContext ?? state.root ?? self.parent
            let own = SpanContext(
                traceID: parent?.traceID ?? TraceID(random: random), spanID: spanID,
                flags: (parent?.flags ?? 0) | 1, state: parent?.state ?? "")
            context.spanContext = own
            if state.root == nil { state.root = own }
            let record = SpanRecord(
                name: operationName, kind: SpanRecord.Kind(kind), context: own, parent: parent, start: start,
                end: start)
            let span = RecordingSpan(context, record, tracer: self)
            state.running[spanID] = span
            return span
        }
    }

    public func activeSpan(identifiedBy context: ServiceContext) -> RecordingSpan? {
        context.spanContext.flatMap { context in state.withLock { $0.running[context.spanID] } }
    }

    public func extract<Carrier, Extract: Extractor>(
        _ carrier: Carrier, into context: inout ServiceContext, using extractor: Extract
    ) where Extract.Carrier == Carrier {
        guard let traceparent = extractor.extract(key: "traceparent", from: carrier) else { return }
        let tracestate = extractor.extract(key: "tracestate", from: carrier)
        context.spanContext =
            SpanContext(traceparent: traceparent, tracestate: tracestate) ?? context.spanContext
    }

    public func inject<Carrier, Inject: Injector>(
        _ context: ServiceContext, into carrier: inout Carrier, using injector: Inject
    ) where Inject.Carrier == Carrier {
        guard let span = context.spanContext else { return }
        injector.inject(span.traceparent, forKey: "traceparent", into: &carrier)
        if !span.state.isEmpty { injector.inject(span.state, forKey: "tracestate", into: &carrier) }
    }

    @available(*, deprecated)
    public func forceFlush() {
        // Spans reach the sink as they end; what the sink holds back is for its owner to flush.
    }

    @available(*, deprecated)
    public func startAnySpan<Instant: TracerInstant>(
        _ operationName: String, context: @autoclosure () -> ServiceContext, ofKind kind: SpanKind,
        at instant: @autoclosure () -> Instant, function: String, file fileID: String, line: UInt
    ) -> any Span {
        startSpan(
            operationName, context: context(), ofKind: kind, at: instant(), function: function, file: fileID,
            line: line)
    }

    func time<Instant: TracerInstant>(of instant: @autoclosure () -> Instant) -> Int64 {
        Instant.self == DefaultTracerClock.Timestamp.self
            ? clock() : Int64(clamping: instant().nanosecondsSinceEpoch)
    }

    /// Hands an ended span on, after the spans that would be left without it.
    func finish(_ record: SpanRecord) {
        let left = state.withLock { state in
            state.running[record.context.spanID] = nil
            return record.context == state.root ? Array(state.running.values) : []
        }
        for span in left.sorted(by: { $0.startTime > $1.startTime }) { span.cutOff(at: record.end) }
        sink.record(redactor.redact(record))
    }

    func log(_ record: LogRecord) { sink.record(redactor.redact(record)) }
}

extension SpanRecord.Kind {
    init(_ kind: SpanKind) {
        switch kind {
        case .server: self = .server
        case .client: self = .client
        case .producer: self = .producer
        case .consumer: self = .consumer
        case .internal: self = .internal
        }
    }
}
