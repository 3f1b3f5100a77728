public import Diagnostics

/// Runs other programs.
public protocol ProcessRunner: Sendable {
    /// Runs a program to its end.
    ///
    /// A non-zero exit, a death by signal and a time-out are results, not errors. When the call returns or throws, no
    /// process of the child's process group is left. Cancelling the task terminates the group, gently first.
    ///
    /// - Parameters:
    ///   - invocation: What to run.
    ///   - onOutput: Is handed each piece of output as it comes, from both streams, never two at once.
    /// - Returns: How it ended and what it said.
    /// - Throws: ``ProcessError`` if the program could not be started or the task was cancelled.
    func run(
        _ invocation: ProcessInvocation, onOutput: (@Sendable (ProcessOutput) -> Void)?
    ) async throws(ProcessError) -> ProcessResult

    /// Where `name` is on the search path `path` (the value of `PATH`); `nil` if it is nowhere.
    ///
    /// A name with a slash is looked up as it stands.
    func find(_ name: String, path: String) -> String?
}

extension ProcessRunner {
    /// Runs a program to its end without looking at its output before.
    public func run(_ invocation: ProcessInvocation) async throws(ProcessError) -> ProcessResult {
        try await run(invocation, onOutput: nil)
    }
}

/// What to run, and how.
public struct ProcessInvocation: Hashable, Sendable {
    /// A path to an executable file.
    public var executable: String
    /// The arguments after the program's own name.
    public var arguments: [String]
    /// The whole environment of the child.
    public var environment: [String: String]
    public var workingDirectory: String
    /// What the child reads from standard input; `nil`: nothing (`/dev/null`).
    public var standardInput: [UInt8]?
    /// After this long the process group is killed; `nil`: never.
    public var timeout: Duration?
    /// How many bytes of each stream to keep; of a longer stream the first and the last halves are kept.
    public var outputLimit: Int

    public init(
        executable: String, arguments: [String], environment: [String: String], workingDirectory: String,
        standardInput: [UInt8]? = nil, timeout: Duration? = nil, outputLimit: Int = 4 << 20
    ) {
        (self.executable, self.arguments, self.environment) = (executable, arguments, environment)
        (self.workingDirectory, self.standardInput) = (workingDirectory, standardInput)
        (self.timeout, self.outputLimit) = (timeout, outputLimit)
    }
}

/// A piece of output.
public struct ProcessOutput: Hashable, Sendable {
    public enum Stream: Sendable { case standardOutput, standardError }
    public let stream: Stream
    public let bytes: [UInt8]

    public init(stream: Stream, bytes: [UInt8]) { (self.stream, self.bytes) = (stream, bytes) }
}

/// How a process ended and what it said.
public struct ProcessResult: Hashable, Sendable {
    public enum Termination: Hashable, Sendable {
        case exited(Int32)
        case signaled(Int32)
        /// Killed because it ran longer than its time-out.
        case timedOut
    }

    public let processIdentifier: Int32
    public let termination: Termination
    public let standardOutput: CapturedOutput
    public let standardError: CapturedOutput
    public let duration: Duration

    public init(
        processIdentifier: Int32, termination: Termination, standardOutput: CapturedOutput,
        standardError: CapturedOutput, duration: Duration
    ) {
        (self.processIdentifier, self.termination, self.duration) = (processIdentifier, termination, duration)
        (self.standardOutput, self.standardError) = (standardOutput, standardError)
    }

    /// Whether the program ended by itself with exit code 0.
    public var isSuccess: Bool { termination == .exited(0) }
}

/// What was kept of one stream.
public struct CapturedOutput: Hashable, Sendable {
    /// The first and the last bytes, with nothing between them if all were kept.
    public let bytes: [UInt8]
    /// How many bytes in the middle were let go.
    public let droppedBytes: Int

    public init(bytes: [UInt8], droppedBytes: Int = 0) {
        (self.bytes, self.droppedBytes) = (bytes, droppedBytes)
    }

    /// The bytes as UTF-8, with U+FFFD for what is not.
    public var text: String { String(decoding: bytes, as: UTF8.self) }
}

public enum ProcessError: DiagnosableError, Hashable {
    /// The program could not be started.
    case notStarted(executable: String, reason: String)
    case cancelled

    public var diagnostic: Diagnostic {
        switch self {
        case .notStarted(let executable, let reason):
            Diagnostic(
                code: "process.not-started", message: "could not start `\(executable)`: \(reason)",
                exit: .unavailable)
        case .cancelled: Diagnostic(code: "cancelled", message: "interrupted", exit: .interrupted)
        }
    }
}
