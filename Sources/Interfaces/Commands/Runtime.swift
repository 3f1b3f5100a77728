package import Capabilities
package import Diagnostics
package import Ledger

/// All that a command may touch, built live by the program and by hand in a test.
///
/// Nothing is opened before a command asks for it: the ledger and telemetry are closures, and the HTTP client connects
/// with its first request.
package struct Runtime: Sendable {
    package var machine: Machine
    package var surroundings: Surroundings
    package var terminal: Terminal
    /// Opens the ledger at a path, made if it is not there unless it is only to be read.
    package var openLedger: @Sendable (_ path: String, _ readOnly: Bool) throws(LedgerError) -> any EventLog
    /// Opens the tables of projections at a path, made if they are not there; in memory without one.
    package var openProjections: @Sendable (_ path: String?) throws(LedgerError) -> any ProjectionStore
    /// Sets up logging and tracing for this process, at most once, and returns what writes out all that is held back.
    package var startTelemetry: @Sendable (TelemetryRequest) -> @Sendable () -> Void
    /// The signals that ask the process to end, from now on.
    package var signals: @Sendable () -> AsyncStream<Signal>

    package init(
        machine: Machine, surroundings: Surroundings, terminal: Terminal,
        openLedger: @escaping @Sendable (String, Bool) throws(LedgerError) -> any EventLog,
        openProjections: @escaping @Sendable (String?) throws(LedgerError) -> any ProjectionStore,
        startTelemetry: @escaping @Sendable (TelemetryRequest) -> @Sendable () -> Void,
        signals: @escaping @Sendable () -> AsyncStream<Signal>
    ) {
        (self.machine, self.surroundings, self.terminal) = (machine, surroundings, terminal)
        (self.openLedger, self.openProjections) = (openLedger, openProjections)
        (self.startTelemetry, self.signals) = (startTelemetry, signals)
    }
}

/// The capabilities.
package struct Machine: Sendable {
    package var files: any FileSystem
    package var runner: any ProcessRunner
    package var starter: any ProcessStarter
    package var locks: any LockManager
    package var archives: any ArchiveReader
    package var http: any HTTPClient
    package var clock: any WallClock
    package var secrets: any SecretStore
    /// 64 random bits a call.
    package var random: @Sendable () -> UInt64

    package init(
        files: any FileSystem, runner: any ProcessRunner, starter: any ProcessStarter,
        locks: any LockManager, archives: any ArchiveReader,
        http: any HTTPClient, clock: any WallClock, secrets: any SecretStore,
        random: @escaping @Sendable () -> UInt64
    ) {
        (self.files, self.runner, self.starter) = (files, runner, starter)
        (self.locks, self.archives) = (locks, archives)
        (self.http, self.clock, self.secrets, self.random) = (http, clock, secrets, random)
    }
}

/// What the process was started with.
package struct Surroundings: Sendable {
    package var environment: [String: String]
    /// Absolute.
    package var workingDirectory: String
    package var processIdentifier: Int32
    /// The path of the program's file, if it is known.
    package var executable: String?
    /// Processors that may be used.
    package var cores: Int

    package init(
        environment: [String: String], workingDirectory: String, processIdentifier: Int32,
        executable: String?,
        cores: Int
    ) {
        (self.environment, self.workingDirectory) = (environment, workingDirectory)
        (self.processIdentifier, self.executable, self.cores) = (processIdentifier, executable, cores)
    }
}

/// Where a command prints.
package struct Terminal: Sendable {
    package struct Size: Hashable, Sendable {
        package let columns, rows: Int

        package init(columns: Int, rows: Int) { (self.columns, self.rows) = (columns, rows) }
    }

    package var isOutputTerminal: Bool
    package var isErrorTerminal: Bool
    /// The size of the terminal now; `nil` where there is none.
    package var size: @Sendable () -> Size?
    /// Writes to standard output; whoever stopped reading it is no error.
    package var output: @Sendable (String) throws(FileError) -> Void
    /// Writes to standard error.
    package var errors: @Sendable (String) -> Void

    package init(
        isOutputTerminal: Bool, isErrorTerminal: Bool, size: @escaping @Sendable () -> Size?,
        output: @escaping @Sendable (String) throws(FileError) -> Void,
        errors: @escaping @Sendable (String) -> Void
    ) {
        (self.isOutputTerminal, self.isErrorTerminal) = (isOutputTerminal, isErrorTerminal)
        (self.size, self.output, self.errors) = (size, output, errors)
    }
}

/// What is to be logged and traced, and where to.
package struct TelemetryRequest: Sendable {
    /// The absolute path that spans and logs are appended to as OTLP JSON lines.
    package let traceFile: String?
    /// How often `-v` was given.
    package let verbosity: Int
    package let isQuiet: Bool
    package let logsAreJSON: Bool
    /// Takes each log record, with its line break.
    package let log: @Sendable (String) -> Void
    /// Is told what went wrong with telemetry itself.
    package let warn: @Sendable (Diagnostic) -> Void
}

/// A wish from outside that the process end.
package enum Signal: String, Hashable, Sendable {
    case interrupt = "SIGINT"
    case terminate = "SIGTERM"

    /// What the process exits with after it.
    package var exit: ExitStatus {
        switch self {
        case .interrupt: .interrupted
        case .terminate: .terminated
        }
    }
}
