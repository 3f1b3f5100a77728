/// Starts programs that live on and are talked with, line by line.
public protocol ProcessStarter: Sendable {
    /// Runs a program for as long as `body` runs.
    ///
    /// After `body` the child's standard input is closed; what has not ended soon is killed. When the call returns or
    /// throws, no process of the child's process group is left. Cancelling the task terminates the group, gently first,
    /// and so does the invocation's time-out. The invocation's input is sent first; its output limit holds for the
    /// error output between two calls of ``ProcessSession/takeErrorOutput()``.
    ///
    /// - Throws: ``ProcessError`` if the program could not be started.
    func withSession<Value: Sendable>(
        _ invocation: ProcessInvocation, _ body: (any ProcessSession) async -> Value
    ) async throws(ProcessError) -> Value
}

/// A running program, valid inside the `body` that it was handed to.
///
/// The end of the program is a result, never an error: writing to one that has ended does nothing, and reading says
/// that it ended.
public protocol ProcessSession: Sendable {
    var processIdentifier: Int32 { get }

    /// Puts `bytes` in the queue of what the program reads from its standard input, and returns at once.
    func send(_ bytes: [UInt8])

    /// The next line of the program's standard output. One reader at a time.
    ///
    /// - Parameters:
    ///   - limit: How many bytes the line may have without its line feed.
    ///   - timeout: How long to wait for its end.
    /// - Returns: The line, or why there is none.
    /// - Throws: ``ProcessError/cancelled`` if the task is cancelled meanwhile.
    func receiveLine(limit: Int, timeout: Duration) async throws(ProcessError) -> ProcessReading

    /// What the program wrote to its standard error since the last call; complete up to the last line received.
    func takeErrorOutput() -> CapturedOutput

    /// Kills the program's process group at once. ``receiveLine(limit:timeout:)`` then says that it ended.
    func kill()
}

/// What came of waiting for a line.
public enum ProcessReading: Hashable, Sendable {
    /// A line without its line feed.
    case line([UInt8])
    /// The line is longer than it may be; what was read of it is lost.
    case tooLong
    case timedOut
    /// There is no further line. `nil`: the program closed its output and lives on.
    case ended(ProcessResult.Termination?)
}
