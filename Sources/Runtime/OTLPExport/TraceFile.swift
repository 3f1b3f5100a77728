package import Diagnostics
import StructuredData
import Synchronization
package import Telemetry

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// Why a trace file has gaps; a command does not fail for it.
package enum OTLPExportError: DiagnosableError, Hashable {
    case notOpened(path: String, reason: String)
    case notWritten(path: String, reason: String)

    package var diagnostic: Diagnostic {
        switch self {
        case .notOpened(let path, let reason):
            Diagnostic(
                code: "trace-file.not-opened", message: "could not open the trace file `\(path)`: \(reason)",
                hint: "choose another path for `--trace-file`", exit: .unavailable)
        case .notWritten(let path, let reason):
            Diagnostic(
                code: "trace-file.not-written",
                message: "could not write the trace file `\(path)`: \(reason)",
                hint: "the trace is incomplete; free some space or choose another path", exit: .unavailable)
        }
    }
}

/// Appends spans and log records to a file, as lines of OTLP JSON.
///
/// Records are held back until ``flush()`` or until `limit` of them wait; then one line of spans and one of logs are
/// appended, each in a single write, so that several processes may share a file and a crash leaves whole lines. The
/// program calls ``flush()`` when it ends and when a signal ends it. The first failure is reported once; after it
/// nothing more is written, because a line that follows a torn one would be lost with it.
///
/// - SeeAlso: OpenTelemetry Protocol File Exporter.
package final class TraceFile: TelemetrySink {
    private struct State {
        var descriptor: Int32
        var spans: [SpanRecord] = []
        var logs: [LogRecord] = []
    }

    private let state: Mutex<State>
    private let path: String
    private let resource: TelemetryResource
    private let limit: Int
    private let warn: @Sendable (OTLPExportError) -> Void

    /// Opens the file, which is made if it is not there and added to if it is.
    ///
    /// - Parameters:
    ///   - path: Relative to the working directory, or absolute.
    ///   - resource: Who sends.
    ///   - limit: How many records are held back at most.
    ///   - warn: Is told at most once that something went wrong.
    package init(
        path: String, resource: TelemetryResource, limit: Int = 512,
        warn: @escaping @Sendable (OTLPExportError) -> Void
    ) {
        (self.path, self.resource, self.limit, self.warn) = (path, resource, limit, warn)
        let descriptor = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o644)
        let reason = descriptor < 0 ? systemReason() : nil
        state = Mutex(State(descriptor: descriptor))
        if let reason {
            warn(.notOpened(path: path, reason: reason))
        } else if endsInsideALine(path) {
            // A line that a crash cut short stays alone.
            report { write([0x0A], &$0) }
        }
    }

    deinit {
        let descriptor = state.withLock { $0.descriptor }
        if descriptor >= 0 { _ = close(descriptor) }
    }

    package func record(_ span: SpanRecord) { keep { $0.spans.append(span) } }

    package func record(_ log: LogRecord) { keep { $0.logs.append(log) } }

    /// Writes all that is held back; when it returns the operating system has it.
    package func flush() { report { flush(&$0) } }

    private func keep(_ add: (inout State) -> Void) {
        report { state in
            guard state.descriptor >= 0 else { return nil }
            add(&state)
            return state.spans.count + state.logs.count >= limit ? flush(&state) : nil
        }
    }

    /// Warns after the lock is let go: a warning may well be logged, and come back here as a record.
    private func report(_ body: (inout State) -> OTLPExportError?) {
        if let failure = state.withLock({ body(&$0) }) { warn(failure) }
    }

    private func flush(_ state: inout State) -> OTLPExportError? {
        let (spans, logs) = (state.spans, state.logs)
        (state.spans, state.logs) = ([], [])
        // An empty envelope says nothing; receivers are not to be sent one.
        let failure =
            spans.isEmpty ? nil : write(OTLP.request(spans, from: resource).canonicalBytes + [0x0A], &state)
        if failure != nil || logs.isEmpty { return failure }
        return write(OTLP.request(logs, from: resource).canonicalBytes + [0x0A], &state)
    }

    private func write(_ bytes: [UInt8], _ state: inout State) -> OTLPExportError? {
        guard state.descriptor >= 0 else { return nil }
        let descriptor = state.descriptor
        guard let reason = bytes.withUnsafeBytes({ writeAll($0, to: descriptor) }) else { return nil }
        _ = close(descriptor)
        state.descriptor = -1
        return .notWritten(path: path, reason: reason)
    }
}

/// What went wrong, `nil` if nothing did.
private func writeAll(_ bytes: UnsafeRawBufferPointer, to descriptor: Int32) -> String? {
    var rest = bytes[...]
    while !rest.isEmpty {
        let count = write(descriptor, UnsafeRawBufferPointer(rebasing: rest).baseAddress, rest.count)
        if count > 0 {
            rest = rest.dropFirst(count)
        } else if count == 0 || errno != EINTR {
            return count == 0 ? "nothing was taken" : systemReason()
        }
    }
    return nil
}

private func systemReason() -> String { String(cString: strerror(errno)) }

/// Whether the last byte of a file is there and no line break; not asked of what has no size, such as a pipe.
private func endsInsideALine(_ path: String) -> Bool {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else { return false }
    defer { _ = close(descriptor) }
    var status = stat()
    var last: UInt8 = 0x0A
    guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG, status.st_size > 0,
        pread(descriptor, &last, 1, status.st_size - 1) == 1
    else { return false }
    return last != 0x0A
}
