/// The exit codes of every uvmgr command; `docs/exit-codes.md` is their table.
public enum ExitStatus: UInt8, Sendable, CaseIterable {
    /// Success; for `dod validate`: done.
    case success = 0
    /// The answer is no: not done, findings, failed tests.
    case no = 1
    /// A usage or configuration error.
    case usage = 2
    /// A required gate could not be measured.
    case undecided = 3
    /// Something outside is unavailable and there was no way round.
    case unavailable = 69
    /// A bug in uvmgr.
    case bug = 70
    /// Interrupted by SIGINT; the state is saved.
    case interrupted = 130
    /// Terminated by SIGTERM; the state is saved.
    case terminated = 143
}
