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
        case .malformedLog: "malformed-log"
        case .missingModel: "missing-model"
        case .otherModel: "other-model"
        case .ended: "ended"
        case .noSuchTask: "unknown-task"
        case .noSuchElement: "unknown-element"
        case .neverReached: "never-reached"
        case .nobodyWaits: "nobody-waits"
        case .malformedVariables: "variables"
        case .noSuchEvent: "unknown-event"
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
        case .noSuchWorkflow(let name, _): "there is no workflow instance `\(name)`"
        case .malformedLog(let id, let version, let reason):
            "event \(version) of the instance `\(id)` cannot be read: \(reason)"
        case .missingModel(let id, let digest, let file):
            "the model of the instance `\(id)`, `\(file)` with SHA-256 \(digest.prefix(12))…, is not on record"
        case .otherModel(let id, let file): "`\(file)` is not the model that the instance `\(id)` runs"
        case .ended(let id, let standing): "the instance `\(id)` has ended: \(standing)"
        case .noSuchTask(let name, let open):
            "no open task is called `\(name)`"
                + (open.isEmpty ? "; no task is open" : "; open are \(quoted(open))")
        case .noSuchElement(let element, let file, _): "`\(file)` has no element `\(element)`"
        case .neverReached(let element, let id): "the instance `\(id)` has not reached `\(element)`"
        case .nobodyWaits(let kind, let name, let waiting):
            "nothing waits for the \(kind) `\(name)`"
                + (waiting.isEmpty ? "" : "; waited for are \(quoted(waiting))")
        case .malformedVariables(let what, let reason): "`\(what)` gives no variables: \(reason)"
        case .noSuchEvent(let version, let last): "there is no event \(version); the last one is \(last)"
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
        case .noSuchWorkflow(_, let nearest):
            nearest.map { "did you mean `\($0)`?" } ?? "`uvmgr workflow list` shows them"
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

    private func quoted(_ names: [String]) -> String { names.map { "`\($0)`" }.joined(separator: ", ") }
}
