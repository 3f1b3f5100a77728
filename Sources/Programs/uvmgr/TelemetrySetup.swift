import Capabilities
import Commands
import Files
import Logging
import OTLPExport
import Telemetry
import Tracing

/// Logging and tracing for the whole process.
struct TelemetrySetup {
    let environment: [String: String]

    /// Sets both up, once in this process.
    ///
    /// - Returns: What writes out all that is held back.
    func start(_ request: TelemetryRequest) -> @Sendable () -> Void {
        let redactor = Redactor(environment: environment)
        let clock = SystemClock()
        let now: @Sendable () -> Int64 = { clock.now().nanoseconds }
        let file = request.traceFile.map { path in
            TraceFile(path: path, resource: TelemetryResource(version: Release.version)) {
                request.warn($0.diagnostic)
            }
        }
        let outputs = outputs(request, file)
        LoggingSystem.bootstrap { label in
            RecordingLogHandler(label: label, outputs: outputs, redactor: redactor, now: now)
        }
        InstrumentationSystem.bootstrap(
            CommandTracer(
                sink: file ?? NoSink(), redactor: redactor,
                parent: SpanContext.extract(environment: environment),
                now: now, random: { UInt64.random(in: .min ... .max) }))
        return { file?.flush() }
    }

    private func outputs(_ request: TelemetryRequest, _ file: TraceFile?) -> [LogOutput] {
        let level = logLevel(verbosity: request.verbosity, isQuiet: request.isQuiet)
        let lines: LogOutput =
            request.logsAreJSON ? .json(level: level, to: request.log) : .text(level: level, to: request.log)
        return [lines] + (file.map { [.sink(level: .debug, $0)] } ?? [])
    }
}

/// Where spans go that nobody asked for: their ids are on record and with child processes all the same.
private struct NoSink: TelemetrySink {
    func record(_ span: SpanRecord) {}
    func record(_ log: LogRecord) {}
}
