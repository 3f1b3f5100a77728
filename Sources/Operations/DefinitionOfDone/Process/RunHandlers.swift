import BPMN
import Capabilities
import Conditions
import Diagnostics
import StructuredData
import Workflows

/// Measures a gate of the run: the operation `uvmgr:gate`.
///
/// The result has `gate`, `outcome`, the number of `findings`, and `measurements` by name. A gate that the policy does not
/// ask for, or that was left out of the run, has the outcome `left out`.
struct GateHandler: WorkHandler {
    let desk: GateDesk
    /// The gates of the run.
    let planned: Set<String>
    /// Every gate that there is.
    let known: [String]

    /// The gate puts on record itself what it does.
    var actsOutside: Bool { false }

    func fault(of call: ServiceCall) -> String? {
        guard let parameter = call.parameters.first(where: { $0.name == "name" }) else {
            return "it needs the parameter `name`"
        }
        guard case .text(let name) = parameter.value else { return nil }
        return known.contains(name) ? nil : "there is no gate `\(name)`"
    }

    func answer(_ request: WorkRequest) async -> Result<JSON, WorkFailure>? {
        guard let name = request.parameters["name"]?.string else {
            return .failure(.permanent("the parameter `name` of `\(request.item.element)` is no text"))
        }
        guard known.contains(name) else { return .failure(.permanent("there is no gate `\(name)`")) }
        guard planned.contains(name) else { return .success(json(name, nil, request)) }
        return desk.result(of: name).map { .success(json(name, $0, request)) }
    }

    func perform(_ request: WorkRequest) async throws(WorkFailure) -> JSON {
        if let known = await answer(request) { return try known.get() }
        let name = request.parameters["name"]?.string ?? ""
        guard let run = await desk.measure(name) else {
            if Task.isCancelled { throw .cancelled }
            return json(name, nil, request, outcome: "cancelled")
        }
        return json(name, run, request)
    }

    private func json(
        _ name: String, _ run: GateRun?, _ request: WorkRequest, outcome: String = "left out"
    ) -> JSON {
        // Without a variable to take it, what a gate found is on record anyway.
        guard request.call.resultVariable != nil else { return .null }
        let numbers = (run?.measurements ?? []).map { ($0.name, JSON.number($0.quantity.value).settled()) }
        return .members([
            "gate": .string(name), "outcome": .string(run?.outcome.name ?? outcome),
            "findings": .integer(Int64(run?.findings.count ?? 0)),
            "measurements": .object(Dictionary(numbers) { first, _ in first }),
        ])
    }
}

/// Decides by the policy: the operation `uvmgr:policy`.
///
/// The result has `result` (`done`, `not done` or `undecided`), the number of `waivers` that it rests on, and whether a
/// person has to approve it.
struct PolicyHandler: WorkHandler {
    let desk: GateDesk
    let needsApproval: Bool

    var actsOutside: Bool { false }

    func fault(of _: ServiceCall) -> String? { nil }

    func answer(_ request: WorkRequest) async -> Result<JSON, WorkFailure>? {
        guard let verdict = await desk.decide() else { return .failure(.cancelled) }
        return .success([
            "result": .string(verdict.result.rawValue), "waivers": .integer(Int64(verdict.waivers.count)),
            "approval": .bool(needsApproval),
        ])
    }

    func perform(_ request: WorkRequest) async throws(WorkFailure) -> JSON {
        guard let result = await answer(request) else { throw .cancelled }
        return try result.get()
    }
}

/// Makes or removes the scratch folder of the run: the operations `uvmgr:prepare` and `uvmgr:clean`.
struct ScratchHandler: WorkHandler {
    let files: any FileSystem
    let folder: String
    let makes: Bool

    var actsOutside: Bool { false }

    func fault(of _: ServiceCall) -> String? { nil }

    func answer(_ request: WorkRequest) async -> Result<JSON, WorkFailure>? {
        do {
            // Gates make their own folders in it, so that a run of cached results leaves the disk alone.
            if !makes { try files.remove(folder) }
            return .success(.null)
        } catch {
            return .failure(.failed(error.diagnostic.message))
        }
    }

    func perform(_ request: WorkRequest) async throws(WorkFailure) -> JSON {
        guard let result = await answer(request) else { return .null }
        return try result.get()
    }
}

/// Tells the desk when the process rests.
struct DeskObserver: WorkflowObserver {
    let desk: GateDesk

    func workflowChanged(_: ProcessEvent, state _: ProcessState) {}
    func workflowSettled(running: Int) { desk.settled(running: running) }
}
