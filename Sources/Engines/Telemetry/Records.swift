/// Where finished spans and log records go.
///
/// Called from any thread, and in the middle of what is measured: it must not block for long.
public protocol TelemetrySink: Sendable {
    func record(_ span: SpanRecord)
    func record(_ log: LogRecord)
}

/// The value of an attribute.
public enum AttributeValue: Hashable, Sendable {
    case string(String)
    case integer(Int64)
    case double(Double)
    case bool(Bool)
    case strings([String])
    case integers([Int64])
    case doubles([Double])
    case bools([Bool])
}

/// A span that has ended.
///
/// Times are nanoseconds since 1970-01-01 UTC.
public struct SpanRecord: Hashable, Sendable {
    /// The numbers are those of OTLP.
    public enum Kind: Int, Sendable { case `internal` = 1, server, client, producer, consumer }

    /// The numbers are those of OTLP.
    public enum StatusCode: Int, Sendable { case unset, ok, error }

    public struct Event: Hashable, Sendable {
        public var name: String
        public var time: Int64
        public var attributes: [String: AttributeValue]

        public init(name: String, time: Int64, attributes: [String: AttributeValue] = [:]) {
            (self.name, self.time, self.attributes) = (name, time, attributes)
        }
    }

    public struct Link: Hashable, Sendable {
        public var context: SpanContext
        public var attributes: [String: AttributeValue]

        public init(context: SpanContext, attributes: [String: AttributeValue] = [:]) {
            (self.context, self.attributes) = (context, attributes)
        }
    }

    public var name: String
    public var kind: Kind
    public var context: SpanContext
    /// `nil`: the span begins its trace.
    public var parent: SpanContext?
    public var start: Int64
    public var end: Int64
    public var status = StatusCode.unset
    public var statusMessage = ""
    public var attributes: [String: AttributeValue] = [:]
    public var events: [Event] = []
    public var links: [Link] = []

    public init(
        name: String, kind: Kind = .internal, context: SpanContext, parent: SpanContext?, start: Int64,
        end: Int64
    ) {
        (self.name, self.kind, self.context, self.parent) = (name, kind, context, parent)
        (self.start, self.end) = (start, end)
    }
}

/// Something that was logged.
///
/// Times are nanoseconds since 1970-01-01 UTC.
public struct LogRecord: Hashable, Sendable {
    /// The numbers are those of OTLP; `notice` is its INFO2.
    public enum Severity: Int, Sendable, Comparable, CaseIterable {
        case trace = 1
        case debug = 5
        case info = 9
        case notice = 10
        case warning = 13
        case error = 17
        case critical = 21

        public static func < (a: Self, b: Self) -> Bool { a.rawValue < b.rawValue }
    }

    public var time: Int64
    public var severity: Severity
    public var message: String
    public var attributes: [String: AttributeValue]
    /// The span in which it was logged.
    public var context: SpanContext?

    public init(
        time: Int64, severity: Severity, message: String, attributes: [String: AttributeValue] = [:],
        context: SpanContext? = nil
    ) {
        (self.time, self.severity, self.message) = (time, severity, message)
        (self.attributes, self.context) = (attributes, context)
    }
}

extension Redactor {
    /// The attributes without their secrets; one with a secret name loses its whole text.
    func redact(_ attributes: [String: AttributeValue]) -> [String: AttributeValue] {
        var kept = attributes
        for (name, value) in attributes {
            switch value {
            case .string(let text): kept[name] = .string(redact(text, named: name))
            case .strings(let texts) where isSecretName(name):
                kept[name] = .strings(texts.map { _ in Self.mark })
            case .strings(let texts): kept[name] = .strings(redact(arguments: texts))
            default: break
            }
        }
        return kept
    }

    func redact(_ span: SpanRecord) -> SpanRecord {
        var span = span
        span.name = redact(span.name)
        span.statusMessage = redact(span.statusMessage)
        span.attributes = redact(span.attributes)
        for index in span.events.indices {
            span.events[index].name = redact(span.events[index].name)
            span.events[index].attributes = redact(span.events[index].attributes)
        }
        for index in span.links.indices {
            span.links[index].attributes = redact(span.links[index].attributes)
        }
        return span
    }

    func redact(_ log: LogRecord) -> LogRecord {
        var log = log
        log.message = redact(log.message)
        log.attributes = redact(log.attributes)
        return log
    }
}
