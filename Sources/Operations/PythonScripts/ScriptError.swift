package import Capabilities
package import Diagnostics

/// Why a script gave no result.
///
/// The session goes on after each of these but ``closed`` and ``cancelled``: the next script works, in a fresh worker if
/// need be.
package enum ScriptError: DiagnosableError, Hashable {
    case notStarted(interpreter: String, reason: String)
    case tooOld(interpreter: String, version: String)
    /// Line and column count from 1; 0 where Python names none.
    case syntax(message: String, line: Int, column: Int)
    /// An exception that nobody caught. `line` counts from 1; `nil` if it was raised outside the script's text.
    case raised(type: String, message: String, line: Int?, printed: CapturedOutput)
    /// A value has no form in JSON. `path` begins with the variable's name; empty for the value of an expression.
    case unfit(path: String, type: String, reason: String)
    case tooLarge(bytes: Int, limit: Int)
    /// A variable given to the script is nested too deep.
    case tooDeep(variable: String, limit: Int)
    case timedOut(after: Duration, printed: CapturedOutput)
    /// The worker ended, or closed its side of the conversation (`nil`), in the middle of the script.
    case ended(ProcessResult.Termination?, printed: CapturedOutput)
    /// Something wrote into the conversation that is no answer.
    case garbled(reason: String)
    /// The script ended and left something behind that goes on: `a thread` or `a process`.
    case leftRunning(String)
    /// The session is over.
    case closed
    case cancelled

    package var diagnostic: Diagnostic {
        Diagnostic(code: code, message: message, hint: hint, exit: exit)
    }

    private var code: String {
        switch self {
        case .notStarted: "script.not-started"
        case .tooOld: "script.python-too-old"
        case .syntax: "script.syntax"
        case .raised: "script.raised"
        case .unfit: "script.unfit"
        case .tooLarge: "script.too-large"
        case .tooDeep: "script.too-deep"
        case .timedOut: "script.timed-out"
        case .ended: "script.worker-ended"
        case .garbled: "script.garbled"
        case .leftRunning: "script.left-running"
        case .closed: "script.closed"
        case .cancelled: "cancelled"
        }
    }

    private var exit: ExitStatus {
        switch self {
        case .notStarted, .tooOld: .unavailable
        case .closed: .bug
        case .cancelled: .interrupted
        default: .no
        }
    }
}

extension ScriptError {
    private var message: String {
        switch self {
        case .notStarted(let interpreter, let reason):
            "could not start `\(interpreter)` for scripts: \(reason)"
        case .tooOld(let interpreter, let version):
            "`\(interpreter)` is Python \(version), and scripts need 3.8 or later"
        case .syntax(let message, let line, _): place(line) + "SyntaxError: \(message)"
        case .raised(let type, let message, let line, _):
            place(line ?? 0) + (message.isEmpty ? type : "\(type): \(message)")
        case .unfit(let path, let type, let reason):
            "\(path.isEmpty ? "the value" : "`\(path)`") (\(type)) \(reason)"
        case .tooLarge(let bytes, let limit):
            "the script gives back \(bytes) bytes where \(limit) are allowed"
        case .tooDeep(let variable, let limit): "`\(variable)` is nested deeper than \(limit) levels"
        case .timedOut(let after, _): "the script ran longer than \(after) and was killed"
        case .ended(let termination, _): "the script ended its worker: it \(wording(termination))"
        case .garbled(let reason): "the script disturbed its worker: \(reason)"
        case .leftRunning(let what): "the script left \(what) running, which was killed"
        case .closed: "a script was run after its session was over"
        case .cancelled: "interrupted"
        }
    }

    private func place(_ line: Int) -> String { line > 0 ? "line \(line): " : "" }

    private func wording(_ termination: ProcessResult.Termination?) -> String {
        switch termination {
        case .exited(let code): "exited with code \(code)"
        case .signaled(let signal): "was killed by signal \(signal)"
        case .timedOut: "ran too long"
        case nil: "closed its answers"
        }
    }

    private var hint: String? {
        switch self {
        case .notStarted, .tooOld: "name a Python 3.8 or later"
        case .unfit:
            "turn it into text, numbers, lists or dictionaries; names that begin with `_` are not kept"
        case .tooLarge: "give back less, or write a file and give back its path"
        case .raised(let type, _, _, _) where type == "MemoryError":
            "the script needs more memory than it may have"
        case .timedOut: "make it faster, or give scripts more time"
        case .ended: "a script ends at its last line, by an exception or by `raise BpmnError(code)`"
        case .leftRunning: "wait for it in the script"
        default: nil
        }
    }
}
