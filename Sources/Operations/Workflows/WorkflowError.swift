package import BPMN
package import Capabilities
package import Diagnostics
package import Ledger

/// Why a workflow could not be loaded, started or moved.
package enum WorkflowError: DiagnosableError, Hashable {
    case model(BPMNError)
    /// Everything else that is wrong with a model; at least one.
    case faults([Diagnostic])
    case ledger(LedgerError)
    case file(FileError)
    case lock(LockError)
    /// The file is longer than the limit, both in bytes.
    case tooLarge(file: String, size: Int, limit: Int)
    /// Several processes could be meant.
    case ambiguousProcess(file: String, candidates: [String])
    /// Every start of the process waits for a message, signal or time.
    case needsTrigger(process: String, triggers: [String])
    case noWorkflows(project: String)
    case noSuchWorkflow(String)
    /// The start of an id that several instances have; some of them.
    case ambiguousWorkflow(String, fitting: [String])
    /// The log of an instance does not have the shape that its events promise.
    case malformedLog(id: String, version: Int, reason: String)
    /// The model that an instance began with is not to be had any more.
    case missingModel(id: String, digest: String, file: String)
    /// Another model than the one that is on record.
    case otherModel(id: String, file: String)
    case ended(id: String, standing: String)
    /// A start event that the process does not have.
    case noSuchStart(String, process: String, known: [String])
    case noSuchTask(String, open: [String])
    /// What cannot be chosen now, beside the activities that can.
    case noSuchChoice(String, open: [String])
    case noSuchElement(String, file: String, nearest: String?)
    case neverReached(element: String, id: String)
    /// A message or signal that nothing in the instance waits for.
    case nobodyWaits(kind: String, name: String, waiting: [String])
    case malformedVariables(String, reason: String)
    case noSuchStep(Int, last: Int)
    case noSuchIncident(Int, open: [Int])
    case cannotMigrate(id: String, reasons: [String])
    case cancelled

    /// Each problem by itself, where there are several.
    package var all: [Diagnostic] {
        if case .faults(let faults) = self { return faults }
        if case .model(let error) = self { return error.all }
        return [diagnostic]
    }

    package var diagnostic: Diagnostic {
        switch self {
        case .model(let error): error.diagnostic
        case .faults(let faults):
            faults.first.map { first in
                let more = faults.count == 1 ? "" : " (and \(faults.count - 1) more)"
                return Diagnostic(
                    code: first.code, message: first.message + more, place: first.place,
                    excerpt: first.excerpt, hint: first.hint, exit: first.exit)
            } ?? Diagnostic(code: "workflow.faults", message: "the model cannot be run")
        case .ledger(let error): error.diagnostic
        case .file(let error): error.diagnostic
        case .lock(let error): error.diagnostic
        case .cancelled: Diagnostic(code: "cancelled", message: "interrupted", exit: .interrupted)
        default: Diagnostic(code: "workflow.\(code)", message: message, hint: hint, exit: exit)
        }
    }
}
