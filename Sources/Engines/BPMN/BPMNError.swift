public import Diagnostics

/// Why a model was not loaded, not deployed, or an input not taken.
public enum BPMNError: DiagnosableError, Hashable {
    /// The model breaks these rules, at least one.
    case illegal([Violation])
    /// The model is legal, but cannot be executed here; at least one.
    case notExecutable([DeploymentFault])
    /// There is no process of that id.
    case unknownProcess(String, known: [String])
    /// The input names an activity that is not waiting for it.
    case unexpectedInput(String)
    /// Running instances cannot go on in another version of their model; what stands in the way, at least one.
    case notMigratable([MigrationStep])
    /// An event of a log that does not fit the state it was applied to.
    case malformedEvent(String)

    public var diagnostic: Diagnostic {
        switch self {
        case .illegal(let violations): illegal(violations)
        case .notExecutable(let faults): notExecutable(faults)
        case .unknownProcess(let id, let known):
            Diagnostic(
                code: "bpmn.unknown-process", message: "there is no process `\(id)`",
                hint: known.isEmpty ? nil : "use one of `\(known.joined(separator: "`, `"))`")
        case .unexpectedInput(let reason):
            Diagnostic(
                code: "bpmn.unexpected-input", message: reason, hint: "look at the open work of the state")
        case .notMigratable(let refusals): notMigratable(refusals)
        case .malformedEvent(let reason):
            Diagnostic(
                code: "bpmn.malformed-event", message: "the event log is damaged: \(reason)",
                exit: .unavailable)
        }
    }

    /// Each problem by itself, where there are several.
    public var all: [Diagnostic] {
        switch self {
        case .illegal(let violations): violations.map { illegal([$0]) }
        case .notExecutable(let faults): faults.map { notExecutable([$0]) }
        default: [diagnostic]
        }
    }

    private func illegal(_ violations: [Violation]) -> Diagnostic {
        guard let first = violations.first else {
            return Diagnostic(code: "bpmn.illegal", message: "the model is not valid BPMN 2.0")
        }
        let rest = violations.count - 1
        let more = rest == 0 ? "" : " (and \(rest) more)"
        return Diagnostic(
            code: "bpmn.\(first.rule.rawValue)", message: first.message + more,
            place: place(first.file, first.place),
            hint: "\(first.rule.hint) (BPMN 2.0.2, \(first.rule.section))")
    }

    private func notExecutable(_ faults: [DeploymentFault]) -> Diagnostic {
        guard let first = faults.first else {
            return Diagnostic(code: "bpmn.not-executable", message: "the model cannot be executed")
        }
        let rest = faults.count - 1
        let more = rest == 0 ? "" : " (and \(rest) more)"
        return Diagnostic(
            code: "bpmn.\(first.reason.rawValue)", message: first.message + more,
            place: place(first.file, first.place), hint: first.hint)
    }

    private func notMigratable(_ refusals: [MigrationStep]) -> Diagnostic {
        let reasons = refusals.compactMap { step -> String? in
            guard case .refused(let reason) = step.change else { return nil }
            return step.element.isEmpty ? reason : "`\(step.element)` of instance \(step.instance): \(reason)"
        }
        let more = reasons.count > 1 ? " (and \(reasons.count - 1) more)" : ""
        return Diagnostic(
            code: "bpmn.not-migratable",
            message: "the instances cannot go on in this model: \(reasons.first ?? "")\(more)",
            hint: "map the ids of renamed elements, or let the instances end in the old model")
    }

    private func place(_ file: String, _ place: ModelPlace) -> SourcePlace? {
        file.isEmpty ? nil : SourcePlace(file: file, line: place.line, column: place.column)
    }
}
