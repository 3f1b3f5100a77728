import Diagnostics
public import Logging
import Tracing

/// Turns what is logged into records, joins them with the current span, and hands them to outputs.
public struct RecordingLogHandler: LogHandler {
    public var metadata: Logger.Metadata = [:]
    public var metadataProvider: Logger.MetadataProvider?
    /// The least that is handled; each output may want more.
    public var logLevel: Logger.Level
    private let label: String
    private let outputs: [LogOutput]
    private let redactor: Redactor
    private let now: @Sendable () -> Int64

    /// - Parameters:
    ///   - label: Of the logger.
    ///   - outputs: Where records go; the least severe of their levels is the handler's.
    ///   - redactor: Takes secrets out of messages and attributes.
    ///   - now: Nanoseconds since 1970-01-01 UTC.
    public init(
        label: String, outputs: [LogOutput], redactor: Redactor, now: @escaping @Sendable () -> Int64
    ) {
        (self.label, self.outputs, self.redactor, self.now) = (label, outputs, redactor, now)
        logLevel = outputs.map(\.severity).min()?.level ?? .critical
    }

    public subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    public func log(event: LogEvent) {
        let severity = LogRecord.Severity(event.level)
        let wanting = outputs.filter { $0.severity <= severity }
        guard !wanting.isEmpty else { return }
        let record = redactor.redact(
            LogRecord(
                time: now(), severity: severity, message: event.message.description,
                attributes: attributes(event), context: ServiceContext.current?.spanContext))
        for output in wanting { output.write(record) }
    }

    /// Later sources win: the provider, the logger, the call.
    private func attributes(_ event: LogEvent) -> [String: AttributeValue] {
        var merged = metadataProvider?.get() ?? [:]
        merged.merge(metadata) { _, own in own }
        merged.merge(event.metadata ?? [:]) { _, own in own }
        var found = merged.compactMapValues(AttributeValue.init)
        if let error = event.error {
            found[Names.Failure.exceptionMessage] = .string(
                (error as? any DiagnosableError)?.diagnostic.message ?? "\(error)")
        }
        return found
    }
}

extension AttributeValue {
    init(_ value: Logger.MetadataValue) {
        switch value {
        case .string(let text): self = .string(text)
        case .stringConvertible(let value): self = AttributeValue(describing: value)
        case .array(let values): self = .strings(values.map { "\($0)" })
        case .dictionary(let members): self = .string("\(Logger.MetadataValue.dictionary(members))")
        }
    }

    /// Numbers and truth values stay what they are.
    private init(describing value: any CustomStringConvertible) {
        switch value {
        case let value as Int: self = .integer(Int64(value))
        case let value as Int64: self = .integer(value)
        case let value as Int32: self = .integer(Int64(value))
        case let value as Double: self = .double(value)
        case let value as Bool: self = .bool(value)
        default: self = .string(value.description)
        }
    }
}
