public import StructuredData

/// Who sends telemetry.
public struct TelemetryResource: Hashable, Sendable {
    public var attributes: [String: AttributeValue]
    /// The version of the instrumentation scope `uvmgr`.
    public var version: String

    /// - Parameters:
    ///   - version: Of this program.
    ///   - attributes: More of what is known, such as the repository and the CI worker.
    public init(version: String, attributes: [String: AttributeValue] = [:]) {
        self.version = version
        self.attributes = attributes.merging([
            Names.Service.name: .string("uvmgr"), Names.Service.version: .string(version),
            Names.SDK.name: .string("uvmgr"), Names.SDK.language: .string("swift"),
            Names.SDK.version: .string(version),
        ]) { given, _ in given }
    }
}

/// The JSON form of OTLP 1.11: ids in hexadecimal, enumerations as numbers, 64-bit numbers as strings.
public enum OTLP {
    /// An `ExportTraceServiceRequest`, which is also a `TracesData`, the line of a trace file.
    public static func request(_ spans: [SpanRecord], from resource: TelemetryResource) -> JSON {
        envelope("resourceSpans", "scopeSpans", "spans", spans.map(json), resource)
    }

    /// An `ExportLogsServiceRequest`, which is also a `LogsData`.
    public static func request(_ logs: [LogRecord], from resource: TelemetryResource) -> JSON {
        envelope("resourceLogs", "scopeLogs", "logRecords", logs.map(json), resource)
    }

    private static func envelope(
        _ outer: String, _ inner: String, _ items: String, _ values: [JSON], _ resource: TelemetryResource
    ) -> JSON {
        let scope: JSON = ["name": "uvmgr", "version": .string(resource.version)]
        let scoped: JSON = .object([
            "scope": scope, items: .array(values), "schemaUrl": .string(Names.schemaURL),
        ])
        return .object([
            outer: .array([
                .object([
                    "resource": ["attributes": attributes(resource.attributes)], inner: .array([scoped]),
                    "schemaUrl": .string(Names.schemaURL),
                ])
            ])
        ])
    }

    private static func json(_ span: SpanRecord) -> JSON {
        let hasStatus = span.status != .unset
        let status = JSON.members([
            "code": .integer(Int64(span.status.rawValue)), "message": nonEmpty(span.statusMessage),
        ])
        return .members([
            "traceId": .string(span.context.traceID.description),
            "spanId": .string(span.context.spanID.description),
            "parentSpanId": span.parent.map { .string($0.spanID.description) },
            "traceState": nonEmpty(span.context.state),
            "flags": .integer(flags(span.context, isRemote: span.parent?.isRemote ?? false)),
            "name": .string(span.name), "kind": .integer(Int64(span.kind.rawValue)),
            "startTimeUnixNano": time(span.start), "endTimeUnixNano": time(span.end),
            "attributes": nonEmpty(attributes(span.attributes)),
            "events": nonEmpty(.array(span.events.map(json))),
            "links": nonEmpty(.array(span.links.map(json))), "status": hasStatus ? status : nil,
        ])
    }

    private static func json(_ event: SpanRecord.Event) -> JSON {
        .members([
            "timeUnixNano": time(event.time), "name": .string(event.name),
            "attributes": nonEmpty(attributes(event.attributes)),
        ])
    }

    private static func json(_ link: SpanRecord.Link) -> JSON {
        .members([
            "traceId": .string(link.context.traceID.description),
            "spanId": .string(link.context.spanID.description), "traceState": nonEmpty(link.context.state),
            "attributes": nonEmpty(attributes(link.attributes)),
            "flags": .integer(flags(link.context, isRemote: link.context.isRemote)),
        ])
    }

    private static func json(_ log: LogRecord) -> JSON {
        .members([
            "timeUnixNano": time(log.time), "observedTimeUnixNano": time(log.time),
            "severityNumber": .integer(Int64(log.severity.rawValue)),
            "severityText": .string("\(log.severity)"), "body": ["stringValue": .string(log.message)],
            "attributes": nonEmpty(attributes(log.attributes)),
            "traceId": log.context.map { .string($0.traceID.description) },
            "spanId": log.context.map { .string($0.spanID.description) },
            "flags": log.context.map { .integer(Int64($0.flags)) },
        ])
    }

    /// Bits 0 to 7 are the W3C flags; bit 8 says that bit 9, whether the (parent) span is remote, is known.
    private static func flags(_ context: SpanContext, isRemote: Bool) -> Int64 {
        Int64(context.flags) | 0x100 | (isRemote ? 0x200 : 0)
    }

    private static func time(_ nanoseconds: Int64) -> JSON { .string(String(max(0, nanoseconds))) }

    private static func nonEmpty(_ text: String) -> JSON? { text.isEmpty ? nil : .string(text) }

    private static func nonEmpty(_ list: JSON) -> JSON? { list.array?.isEmpty ?? true ? nil : list }

    private static func attributes(_ attributes: [String: AttributeValue]) -> JSON {
        .array(
            attributes.sorted { $0.key < $1.key }.map { ["key": .string($0.key), "value": json($0.value)] })
    }

    private static func json(_ value: AttributeValue) -> JSON {
        switch value {
        case .string(let value): ["stringValue": .string(value)]
        case .integer(let value): ["intValue": .string(String(value))]
        case .double(let value): ["doubleValue": number(value)]
        case .bool(let value): ["boolValue": .bool(value)]
        case .strings(let values): list(values.map(AttributeValue.string))
        case .integers(let values): list(values.map(AttributeValue.integer))
        case .doubles(let values): list(values.map(AttributeValue.double))
        case .bools(let values): list(values.map(AttributeValue.bool))
        }
    }

    private static func list(_ values: [AttributeValue]) -> JSON {
        ["arrayValue": ["values": .array(values.map(json))]]
    }

    /// The JSON mapping of protobuf writes what JSON has no number for as words.
    private static func number(_ value: Double) -> JSON {
        if value.isNaN { return "NaN" }
        return value.isInfinite ? .string(value < 0 ? "-Infinity" : "Infinity") : .number(value)
    }
}
