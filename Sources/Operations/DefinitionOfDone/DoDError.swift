package import Capabilities
package import Conditions
package import Diagnostics
package import Ledger
package import Workflows

/// All that can end a command of the Definition of Done before a verdict.
package enum DoDError: DiagnosableError, Hashable {
    case unknownKey(String, known: [String], in: String, place: SourcePlace?, excerpt: String?)
    case wrongType(key: String, expected: String, place: SourcePlace?, excerpt: String?)
    case bothFiles(project: String)
    case unknownGate(String, known: [String], place: SourcePlace?, excerpt: String?)
    case customGateWithoutCommand(String, place: SourcePlace?, excerpt: String?)
    /// `place` is where the sentence begins; `excerpt` is the line with the fault in it.
    case badCondition(ConditionError, place: SourcePlace?, excerpt: String?)
    case unknownPolicy(String, place: SourcePlace?, excerpt: String?)
    case policyCycle([String])
    case badEnvironmentVariable(name: String, value: String, expected: String)
    case waiverWithoutTarget(place: SourcePlace?, excerpt: String?)
    case noGates
    case noUV
    case badReference(String, reason: String)
    case alreadyConfigured(SourcePlace?)
    case noSuchRun(String, nearest: String?)
    case noRuns(project: String)
    case unknownMetric(String, gate: String, known: [String])
    case noSuchGate(String, run: String, known: [String])
    case malformedRun(id: String, event: String, member: String)
    case cannotResume(String, ResumeObstacle)
    /// The run has no verdict, or was recorded by a program that did not record what its verdict rests on.
    case cannotReplay(String, reason: String)
    case file(FileError)
    /// The folder for ledger, evidence and environment cannot be made or written.
    case state(FileError)
    case ledger(LedgerError)
    case process(ProcessError)
    case workflow(WorkflowError)
    /// The process of a run ended or stopped before it decided.
    case undecided(run: String, file: String, reason: String)
    /// A document that could not be read, with its own wording.
    case document(Diagnostic)
    case cancelled

    package var diagnostic: Diagnostic {
        switch self {
        case .unknownKey(let key, let known, let table, let place, let excerpt):
            Diagnostic(
                code: "config.unknown-key", message: "unknown key `\(key)` in `\(table)`", place: place,
                excerpt: excerpt,
                hint: suggestion(key, known) ?? "known keys: \(known.joined(separator: ", "))")
        case .wrongType(let key, let expected, let place, let excerpt):
            Diagnostic(
                code: "config.wrong-type", message: "`\(key)` must be \(expected)", place: place,
                excerpt: excerpt)
        case .bothFiles(let project):
            Diagnostic(
                code: "config.both-files",
                message: "`\(project)` has both `uvmgr.toml` and `[tool.uvmgr]` in `pyproject.toml`",
                hint: "keep one of them, so that it is plain which one holds")
        case .unknownGate(let name, let known, let place, let excerpt):
            Diagnostic(
                code: "gate.unknown", message: "there is no gate `\(name)`", place: place, excerpt: excerpt,
                hint: suggestion(name, known) ?? "known gates: \(known.joined(separator: ", "))")
        case .customGateWithoutCommand(let name, let place, let excerpt):
            Diagnostic(
                code: "gate.no-command",
                message: "the gate `\(name)` is not one of uvmgr's and has no `command`",
                place: place, excerpt: excerpt,
                hint: suggestion(name, GateCatalog.names)
                    ?? "give it a `command` and a `parser`, as in `docs/gates.md`")
        case .badCondition(let error, let place, let excerpt):
            place.map {
                error.diagnostic(
                    file: $0.file, line: $0.line ?? 1, column: $0.column ?? 1, sourceLine: excerpt)
            }
                ?? error.diagnostic
        case .unknownPolicy(let name, let place, let excerpt):
            Diagnostic(
                code: "policy.unknown", message: "there is no policy `\(name)`", place: place,
                excerpt: excerpt,
                hint: suggestion(name, Policy.builtinNames)
                    ?? "choose \(Policy.builtinNames.joined(separator: ", ")), or name a file that ends in `.toml`"
            )
        case .policyCycle(let names):
            Diagnostic(
                code: "policy.cycle",
                message: "policies extend each other in a circle: \(names.joined(separator: " → "))")
        case .badEnvironmentVariable(let name, let value, let expected):
            Diagnostic(
                code: "config.environment", message: "`\(name)=\(value)` is not \(expected)",
                hint: "correct the variable or unset it")
        case .waiverWithoutTarget(let place, let excerpt):
            Diagnostic(
                code: "waiver.no-target", message: "a waiver names exactly one of `finding`, `rule`, `gate`",
                place: place, excerpt: excerpt)
        case .noGates:
            Diagnostic(
                code: "dod.no-gates", message: "no gate is left to run",
                hint: "`--only` and `--skip` together leave nothing; drop one of them")
        case .noUV:
            Diagnostic(
                code: "uv.missing", message: "`uv` is not on the search path",
                hint: "install it with `pip install uv` or set `UVMGR_UV` to its path", exit: .unavailable)
        case .badReference(let reference, let reason):
            Diagnostic(
                code: "git.reference", message: "`--since \(reference)` names no commit: \(reason)",
                hint: "name a branch, a tag or a commit; a shallow clone may lack it: `git fetch --unshallow`"
            )
        case .alreadyConfigured(let place):
            Diagnostic(
                code: "init.exists", message: "the project has a `[tool.uvmgr.dod]` table", place: place,
                hint: "edit it, or look at it with `uvmgr config show --origin`")
        case .noSuchRun(let name, let nearest):
            Diagnostic(
                code: "run.unknown", message: "there is no run `\(name)`",
                hint: nearest.map { "did you mean `\($0)`?" } ?? "list them with `uvmgr dod runs`")
        case .noRuns(let project):
            Diagnostic(
                code: "run.none", message: "`\(project)` has no recorded run",
                hint: "make one with `uvmgr dod validate`")
        case .noSuchGate(let name, let run, let known):
            Diagnostic(
                code: "run.no-gate", message: "run `\(run)` has no gate `\(name)`",
                hint: suggestion(name, known) ?? "it has: \(known.joined(separator: ", "))")
        case .unknownMetric(let name, let gate, let known):
            Diagnostic(
                code: "metric.unknown", message: "`\(gate)` never measured `\(name)`",
                hint: suggestion(name, known) ?? "it measured: \(known.joined(separator: ", "))")
        case .cannotResume(let run, let obstacle): obstacle.diagnostic(run)
        case .cannotReplay(let run, let reason):
            Diagnostic(
                code: "run.cannot-replay", message: "the run `\(run)` cannot be decided again: \(reason)",
                hint: "`uvmgr dod runs` lists the runs")
        case .malformedRun(let id, let event, let member):
            Diagnostic(
                code: "run.malformed",
                message:
                    "the event `\(event)` of run `\(id)` does not have the shape of its type: `\(member)`",
                hint: "the ledger was changed from outside, or by a newer uvmgr")
        case .file(let error): error.diagnostic
        case .state(let error):
            Diagnostic(
                code: error.diagnostic.code, message: error.diagnostic.message,
                hint: error.diagnostic.hint.map { "\($0), or " }.map { $0 + Self.otherState }
                    ?? Self.otherState, exit: error.diagnostic.exit)
        case .ledger(let error): error.diagnostic
        case .process(let error): error.diagnostic
        case .workflow(let error): error.diagnostic
        case .undecided(let run, let file, let reason):
            Diagnostic(
                code: "dod.process-stopped",
                message: "the process `\(file)` did not come to a decision: \(reason)",
                hint:
                    "mend it and go on with `uvmgr dod resume`; `uvmgr workflow show run/\(run)` tells where it stands",
                exit: .undecided)
        case .document(let diagnostic): diagnostic
        case .cancelled: Diagnostic(code: "cancelled", message: "interrupted", exit: .interrupted)
        }
    }

    private static let otherState =
        "set `UVMGR_STATE_DIR` to an absolute folder that can be written; the project itself is only read"

    private func suggestion(_ word: String, _ known: [String]) -> String? {
        nearest(word, among: known).map { "did you mean `\($0)`?" }
    }
}
