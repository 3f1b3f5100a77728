import Capabilities
public import Logging
import StructuredData

/// One place where log records go, and how they are written there.
public struct LogOutput: Sendable {
    let severity: LogRecord.Severity
    let write: @Sendable (LogRecord) -> Void

    /// Lines for people: `info: message key=value`.
    ///
    /// - Parameters:
    ///   - level: The least that is written.
    ///   - writer: Takes each record, with its line break.
    /// - Returns: The output.
    public static func text(
        level: Logger.Level, to writer: @escaping @Sendable (String) -> Void
    ) -> LogOutput {
        LogOutput(severity: .init(level)) { writer(textLine($0)) }
    }

    /// Lines for programs: one JSON object each, with `ts` (RFC 3339), `level`, `msg`, `trace_id`, `span_id`,
    /// `attributes`.
    public static func json(
        level: Logger.Level, to writer: @escaping @Sendable (String) -> Void
    ) -> LogOutput {
        LogOutput(severity: .init(level)) { writer(jsonLine($0)) }
    }

    /// Records, as for the exporter of spans.
    public static func sink(level: Logger.Level, _ sink: any TelemetrySink) -> LogOutput {
        LogOutput(severity: .init(level)) { sink.record($0) }
    }
}

/// What is logged for a count of `-v`: warnings, information, debugging, everything; for `--quiet` errors.
public func logLevel(verbosity: Int, isQuiet: Bool = false) -> Logger.Level {
    if isQuiet { return .error }
    return switch verbosity {
    case ...0: .warning
    case 1: .info
    case 2: .debug
    default: .trace
    }
}

func textLine(_ log: LogRecord) -> String {
    var line = "\(log.severity): \(printable(log.message))"
    for (key, value) in log.attributes.sorted(by: { $0.key < $1.key }) {
        line += " \(printable(key))=\(printable(text(of: value)))"
    }
    return line + "\n"
}

func jsonLine(_ log: LogRecord) -> String {
    let attributes = log.attributes.mapValues(json)
    let members = JSON.members([
        "ts": .string(Instant(nanoseconds: log.time).rfc3339), "level": .string("\(log.severity)"),
        "msg": .string(log.message), "trace_id": log.context.map { .string($0.traceID.description) },
        "span_id": log.context.map { .string($0.spanID.description) },
        "attributes": attributes.isEmpty ? nil : .object(attributes),
    ])
    return members.canonical + "\n"
}

/// Control characters in what a tool said must not steer the terminal.
private func printable(_ text: String) -> String {
    func isControl(_ scalar: Unicode.Scalar) -> Bool {
        (scalar.value < 0x20 && scalar != "\n" && scalar != "\t") || 0x7F...0x9F ~= scalar.value
    }
    guard text.unicodeScalars.contains(where: isControl) else { return text }
    return text.unicodeScalars.reduce(into: "") { line, scalar in
        line += isControl(scalar) ? scalar.escaped(asASCII: true) : String(scalar)
    }
}

/// As it stands if it is one word, in JSON otherwise.
private func text(of value: AttributeValue) -> String {
    guard case .string(let text) = value else { return json(value).canonical }
    let isWord = !text.isEmpty && text.utf8.allSatisfy { $0 > 0x20 && $0 != 0x22 && $0 != 0x3D }
    return isWord ? text : JSON.string(text).canonical
}

private func json(_ value: AttributeValue) -> JSON {
    switch value {
    case .string(let value): .string(value)
    case .integer(let value): .integer(value)
    case .double(let value): .number(value)
    case .bool(let value): .bool(value)
    case .strings(let values): .array(values.map(JSON.string))
    case .integers(let values): .array(values.map(JSON.integer))
    case .doubles(let values): .array(values.map(JSON.number))
    case .bools(let values): .array(values.map(JSON.bool))
    }
}

extension LogRecord.Severity {
    init(_ level: Logger.Level) {
        switch level {
        case .trace: self = .trace
        case .debug: self = .debug
        case .info: self = .info
        case .notice: self = .notice
        case .warning: self = .warning
        case .error: self = .error
        case .critical: self = .critical
        }
    }

    var level: Logger.Level {
        switch self {
        case .trace: .trace
        case .debug: .debug
        case .info: .info
        case .notice: .notice
        case .warning: .warning
        case .error: .error
        case .critical: .critical
        }
    }
}
