package import Capabilities
package import Diagnostics

/// What ends a command before the operation it was to perform.
package enum CommandError: DiagnosableError, Hashable {
    /// What the argument parser says, already taken apart.
    case usage(String, hint: String)
    case unknownCommand(String, after: [String], nearest: String?)
    case missingCommand(after: [String], known: [String])
    case unknownOption(String, nearest: String?)
    case missingValue(option: String)
    /// `-C` names what is no folder.
    case noFolder(String)
    case badReport(String)
    case unknownReportFormat(String, known: [String])
    case sameReportTwice(path: String)
    /// What is no time, day, position or id of an event.
    case badMoment(String)
    case interrupted(Signal)
    /// A command would write over a file.
    case fileExists(String)
    /// There are no scenario files where they are looked for.
    case noScenarios
    case file(FileError)
    /// A problem of another target, with its place as the user sees it.
    case problem(Diagnostic)
    /// An error that no target words; a bug.
    case unexpected(String, report: String?)

    package var diagnostic: Diagnostic {
        switch self {
        case .usage(let message, let hint): Diagnostic(code: "usage", message: message, hint: hint)
        case .unknownCommand(let name, let path, let nearest):
            Diagnostic(
                code: "usage.unknown-command",
                message: "there is no command `\((["uvmgr"] + path + [name]).joined(separator: " "))`",
                hint: nearest.map { "did you mean `\($0)`?" }
                    ?? "list the commands with `\((["uvmgr"] + path + ["--help"]).joined(separator: " "))`")
        case .missingCommand(let path, let known):
            Diagnostic(
                code: "usage.missing-command",
                message: "`\((["uvmgr"] + path).joined(separator: " "))` needs a command",
                hint: "one of \(known.joined(separator: ", "))")
        case .unknownOption(let name, let nearest):
            Diagnostic(
                code: "usage.unknown-option", message: "unknown option `\(name)`",
                hint: nearest.map { "did you mean `\($0)`?" }
                    ?? "options of a command stand behind it: `uvmgr COMMAND \(name)`")
        case .missingValue(let option):
            Diagnostic(code: "usage.missing-value", message: "a value is missing after `\(option)`")
        case .noFolder(let path):
            Diagnostic(
                code: "usage.no-folder", message: "`\(path)` is not a folder", hint: "check what `-C` names")
        case .badMoment(let text):
            Diagnostic(
                code: "usage.moment", message: "`\(text)` is no moment of a ledger",
                hint: "give a time as 2026-11-27T10:15:00Z, a day, or the position or id of an event")
        case .badReport(let text):
            Diagnostic(
                code: "usage.report", message: "`--report \(text)` is not of the form FORMAT=FILE",
                hint: "write for example `--report junit=report.xml`; `--format` chooses what is printed")
        case .unknownReportFormat(let name, let known):
            Diagnostic(
                code: "usage.report-format", message: "there is no report format `\(name)`",
                hint: nearest(name, among: known).map { "did you mean `\($0)`?" }
                    ?? "one of \(known.joined(separator: ", "))")
        case .sameReportTwice(let path):
            Diagnostic(
                code: "usage.report-twice", message: "two reports would be written to `\(path)`",
                hint: "give each its own file")
        case .interrupted(let signal):
            Diagnostic(
                code: "cancelled", message: signal == .interrupt ? "interrupted" : "terminated",
                exit: signal.exit)
        case .fileExists(let path):
            Diagnostic(
                code: "usage.file-exists", message: "`\(path)` is there already",
                hint: "name another file with `--output`, or write over it with `--force`")
        case .noScenarios:
            Diagnostic(
                code: "usage.no-scenarios", message: "there are no scenario files here",
                hint: "name them, or put `NAME.scenarios.yaml` into `workflows/`; see docs/workflow-tests.md")
        case .file(let error): error.diagnostic
        case .problem(let diagnostic): diagnostic
        case .unexpected(let message, let report):
            Diagnostic(
                code: "bug", message: "uvmgr met an error that it does not know: \(message)",
                hint: report.map { "this is a bug of uvmgr; please report it with the file `\($0)`" }
                    ?? "this is a bug of uvmgr; please report it", exit: .bug)
        }
    }
}
