import Diagnostics

extension WorkflowError {
    var exit: ExitStatus {
        switch self {
        case .malformedLog, .missingModel: .unavailable
        default: .usage
        }
    }

    var code: String {
        switch self {
        case .tooLarge: "too-large"
        case .ambiguousProcess: "ambiguous-process"
        case .needsTrigger: "needs-trigger"
        case .noWorkflows: "none"
        case .noSuchWorkflow: "unknown"
        case .ambiguousWorkflow: "ambiguous"
        case .malformedLog: "malformed-log"
        case .missingModel: "missing-model"
        case .otherModel: "other-model"
        case .ended: "ended"
        case .noSuchStart: "unknown-start"
        case .noSuchTask: "unknown-task"
        case .noSuchChoice: "unknown-choice"
        case .noSuchElement: "unknown-element"
        case .neverReached: "never-reached"
        case .nobodyWaits: "nobody-waits"
        case .malformedVariables: "variables"
        case .noSuchStep: "unknown-step"
        case .noSuchIncident: "unknown-incident"
        case .cannotMigrate: "cannot-migrate"
        default: "failed"
        }
    }

    var message: String {
        switch self {
        case .tooLarge(let file, let size, let limit):
            "`\(file)` has \(size) bytes; models may have \(limit)"
        case .ambiguousProcess(let file, let candidates):
            candidates.isEmpty
                ? "`\(file)` has no process that can be started"
                : "`\(file)` has several processes that can be started: \(quoted(candidates))"
        case .needsTrigger(let process, let triggers):
            "every start of `\(process)` waits for something: \(triggers.joined(separator: ", "))"
        case .noWorkflows(let project): "no workflow has been run in `\(project)`"
        case .noSuchWorkflow(let name): "there is no workflow instance `\(name)`"
        case .ambiguousWorkflow(let name, let fitting):
            "`\(name)` fits several instances: \(quoted(fitting))"
        case .malformedLog(let id, let version, let reason):
            "event \(version) of the instance `\(id)` cannot be read: \(reason)"
        case .missingModel(let id, let digest, let file):
            "the model of the instance `\(id)`, `\(file)` with SHA-256 \(digest.prefix(12))…, is not on record"
        case .otherModel(let id, let file): "`\(file)` is not the model that the instance `\(id)` runs"
        case .ended(let id, let standing): "the instance `\(id)` has ended: \(standing)"
        case .noSuchStart(let element, let process, let known):
            "`\(process)` has no start event `\(element)`"
                + (known.isEmpty ? "" : "; it can be started at \(quoted(known))")
        case .noSuchChoice(let element, let open):
            "`\(element)` cannot be chosen now"
                + (open.isEmpty ? "; nothing can" : ", only \(quoted(open))")
        case .noSuchTask(let name, let open):
            "no open task is called `\(name)`"
                + (open.isEmpty ? "; no task is open" : "; open are \(quoted(open))")
        case .noSuchElement(let element, let file, _): "`\(file)` has no element `\(element)`"
        case .neverReached(let element, let id): "the instance `\(id)` has not reached `\(element)`"
        case .nobodyWaits(let kind, let name, let waiting):
            "nothing waits for the \(kind) `\(name)`"
                + (waiting.isEmpty ? "" : "; waited for are \(quoted(waiting))")
        case .malformedVariables(let what, let reason): "`\(what)` gives no variables: \(reason)"
        case .noSuchStep(let step, let last):
            "there is no step \(step); the instance has taken \(counted(last, "step"))"
        case .noSuchIncident(let incident, let open):
            "there is no open incident \(incident)"
                + (open.isEmpty ? "" : "; open are \(open.map(String.init).joined(separator: ", "))")
        case .cannotMigrate(let id, let reasons):
            "the instance `\(id)` cannot be moved to the new model: \(reasons.joined(separator: "; "))"
        default: "the workflow failed"
        }
    }

    var hint: String? {
        switch self {
        case .tooLarge: "split the model, or leave pictures out of it"
        case .ambiguousProcess(_, let candidates):
            candidates.isEmpty
                ? "set `isExecutable=\"true\"` on a process" : "name one with `--process`"
        case .needsTrigger: "start it with `--message`, `--signal` or `--start`"
        case .noWorkflows: "run one with `uvmgr workflow run FILE`"
        case .noSuchWorkflow: "`uvmgr workflow list` shows them"
        case .ambiguousWorkflow: "type more of the id"
        case .noSuchStart(let element, _, let known):
            nearest(element, among: known).map { "did you mean `\($0)`?" }
                ?? (known.isEmpty ? nil : "name one of them with `--start`")
        case .noSuchChoice(_, let open):
            open.isEmpty
                ? "`uvmgr workflow show` tells what the instance waits for; a sequential subprocess takes one activity at a time"
                : "name one of them: `uvmgr workflow choose INSTANCE ACTIVITY`"
        case .noSuchStep(_, let last): "steps count from 1 to \(max(1, last))"
        case .malformedLog: "check the ledger with `uvmgr audit verify`"
        case .missingModel, .otherModel: "name the file of that time with `--model`"
        case .ended: "start a new instance, or fork this one with `uvmgr workflow fork`"
        case .noSuchTask: "`uvmgr workflow task list` shows the open tasks"
        case .noSuchElement(_, _, let nearest): nearest.map { "did you mean `\($0)`?" }
        case .neverReached: "`uvmgr workflow history` shows what was reached"
        case .nobodyWaits: "`uvmgr workflow show` tells what the instance waits for"
        case .malformedVariables: "write `--set name=value`, or a JSON object in a file"
        case .noSuchIncident: "`uvmgr workflow show` tells the open incidents"
        case .cannotMigrate: "map moved elements with `--map old=new`, or let the instance end"
        default: nil
        }
    }

    /// `1 step`, `2 steps`.
    private func counted(_ count: Int, _ noun: String) -> String {
        "\(count) \(noun)\(count == 1 ? "" : "s")"
    }

    private func quoted(_ names: [String]) -> String { names.map { "`\($0)`" }.joined(separator: ", ") }
}
