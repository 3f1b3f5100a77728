import ArgumentParser
import BPMN
import Capabilities
import Conditions
import DefinitionOfDone
import Diagnostics
import StructuredData
import Telemetry
import Workflows

/// Measures one gate of the project here: the operation `uvmgr:gate` outside of a validation.
///
/// Each is a validation of its own with that gate alone, on record as such; what it waits for is measured too only if it
/// is asked for. The result tells `gate`, `status` as the policy sees it, `passed`, the number of `findings`,
/// `measurements` by name, and the id of the `run`.
struct GateService: WorkHandler {
    let session: Session

    /// The run puts on record itself what it does, and takes results that still hold from the cache.
    var actsOutside: Bool { false }

    func fault(of call: ServiceCall) -> String? {
        guard let parameter = call.parameters.first(where: { $0.name == "name" }) else {
            return "it needs the parameter `name`"
        }
        guard case .text(let name) = parameter.value, GateCatalog.specification(of: name) == nil else {
            return nil
        }
        guard let known = try? session.configured().configuration.gates.keys, known.contains(name) else {
            return "there is no gate `\(name)`"
        }
        return nil
    }

    func perform(_ request: WorkRequest) async throws(WorkFailure) -> JSON {
        guard let name = request.parameters["name"]?.string else {
            throw .permanent("the parameter `name` of `\(request.item.element)` is no text")
        }
        let run: RunState
        do { run = try await measure(name) } catch {
            if Task.isCancelled { throw .cancelled }
            throw .permanent((error as? any DiagnosableError)?.diagnostic.message ?? "\(error)")
        }
        guard let gate = run.gate(name), run.verdict != nil else { throw .cancelled }
        let status = run.verdict?.decisions.first { $0.gate == name }?.status
        if let reason = gate.outcome.reason, !gate.outcome.isMeasured { throw .failed("\(name): \(reason)") }
        guard request.call.resultVariable != nil else { return .null }
        let numbers = gate.measurements.map { ($0.name, JSON.number($0.quantity.value).settled()) }
        return [
            "gate": .string(name), "outcome": .string(gate.outcome.name),
            "status": .string(status?.rawValue ?? ""),
            "passed": .bool(status == .passed || status == .waived || status == .reported),
            "findings": .integer(Int64(gate.findings.count)),
            "measurements": .object(Dictionary(numbers) { first, _ in first }), "run": .string(run.id),
        ]
    }

    private func measure(_ name: String) async throws -> RunState {
        let choice = try ValidateOptions.parse(["--only", name])
        let setup = try ValidationSetup(choice, in: session)
        let redactor = Redactor(environment: session.environment)
        let validation = try setup.validation(
            in: session, redactor, process: nil, resumed: nil, observer: Unobserved())
        let run = try await validation.run()
        await session.hand(out: run, of: validation.ledger, setup.configured.folder)
        return run
    }
}

/// Watches nothing.
private struct Unobserved: RunObserver {
    func runChanged(_: RunEvent, state _: RunState) {}
    func activity(_: String, isRunning _: Bool) {}
    func output(_: String, _: ProcessOutput) {}
}

/// What only the process of a validation may ask for; elsewhere it is refused before anything runs.
struct ValidationOnly: WorkHandler {
    let operation: String
    /// Whether the model is only looked at.
    let isAllowed: Bool

    var actsOutside: Bool { false }

    func fault(of _: ServiceCall) -> String? {
        isAllowed ? nil : "that has a meaning only in the process of `uvmgr dod validate`"
    }

    func perform(_: WorkRequest) async throws(WorkFailure) -> JSON {
        throw .permanent("`\(operation)` is done by `uvmgr dod resume`, which goes on with a run")
    }
}
