import BPMN
import Capabilities
import Diagnostics
package import Ledger
import StructuredData
package import Workflows

/// The process that a run follows, and who does what in it besides the gates.
package struct RunProcess: Sendable {
    package let model: WorkflowModel
    /// Whether it comes with uvmgr.
    package let isBuiltin: Bool
    /// Who does the work of other service tasks.
    package let handlers: WorkHandlers
    package let scripts: any ScriptHost

    package init(
        model: WorkflowModel, isBuiltin: Bool, handlers: WorkHandlers, scripts: any ScriptHost
    ) {
        (self.model, self.isBuiltin) = (model, isBuiltin)
        (self.handlers, self.scripts) = (handlers, scripts)
    }

    /// The process that comes with uvmgr.
    ///
    /// - Throws: ``DoDError/workflow(_:)``.
    package static func builtin() throws(DoDError) -> RunProcess {
        do {
            return RunProcess(
                model: try WorkflowModel(BuiltinProcess.bytes, file: BuiltinProcess.file), isBuiltin: true,
                handlers: WorkHandlers(), scripts: NoScriptHost("the process of uvmgr has no scripts"))
        } catch { throw .workflow(error) }
    }

    /// The variables that user tasks of the process that comes with uvmgr ask for, by task; without one, they refuse.
    package static let answers = ["approve": "approved", "confirm-waivers": "confirmed"]

    /// The file that comes with uvmgr, to begin one's own with.
    package static var template: String { BuiltinProcess.text }

    /// The models that instances of runs may refer to without holding them.
    package static let builtins: [String: @Sendable () -> [UInt8]] = {
        // A program knows one version of its own process; that of another version is found by its digest or not at all.
        let bytes = BuiltinProcess.bytes
        return [WorkflowModel.digest(of: bytes): { bytes }]
    }()
}

extension Validation {
    /// What the process of a run is started with: the gates to measure, by kind.
    var processVariables: [String: JSON] {
        var variables: [String: JSON] = ["policy": .string(plan.policy.name)]
        for kind in GateKind.allCases {
            variables[kind.rawValue] = .array(
                plan.gates.filter { $0.kind == kind }.map { .string($0.name) })
        }
        return variables
    }

    /// The instance of the run: a new one, or the one that was cut short.
    func instance(_ desk: GateDesk, _ recorder: RunRecorder) async throws(DoDError) -> WorkflowInstance {
        let runs = WorkflowRuns(
            workflowServices(desk),
            library: ModelLibrary(
                builtins: RunProcess.builtins, named: [process.model]),
            project: folder.project)
        let id = WorkflowStreams.runPrefix + self.id
        do throws(WorkflowError) {
            if request.resumed != nil, let past = try await past(id, runs) {
                let instance = WorkflowInstance(
                    past, services: runs.services, library: runs.library, observer: DeskObserver(desk: desk),
                    journal: recorder)
                if past.process.version == 0 {
                    // The log ends right behind the head of the instance.
                    try await instance.take(
                        .start(process: past.start.process, variables: processVariables))
                }
                for incident in past.process.incidents.keys.sorted() {
                    try await instance.take(.resolve(incident: incident))
                }
                return instance
            }
            return try await runs.start(
                process.model, process: try process.model.process(named: nil), id: id,
                variables: processVariables, observer: DeskObserver(desk: desk), journal: recorder)
        } catch { throw .workflow(error) }
    }

    private func past(_ id: String, _ runs: WorkflowRuns) async throws(WorkflowError) -> WorkflowState? {
        do { return try await runs.state(of: id) } catch .noSuchWorkflow { return nil }
    }

    private func workflowServices(_ desk: GateDesk) -> WorkflowServices {
        var handlers = process.handlers
        let names =
            GateCatalog.specifications.map(\.name) + plan.gates.map(\.name)
            + request.configuration.gates.keys
        handlers["uvmgr:gate"] = GateHandler(
            desk: desk, planned: Set(plan.gates.map(\.name)), known: names)
        handlers["uvmgr:policy"] = PolicyHandler(desk: desk, needsApproval: plan.policy.needsApproval)
        for (name, makes) in [("uvmgr:prepare", true), ("uvmgr:clean", false)] {
            handlers[name] = ScratchHandler(files: services.files, folder: folder.scratch(id), makes: makes)
        }
        let clock = services.clock
        return WorkflowServices(
            store: services.store, files: services.files, locks: services.locks, clock: clock,
            random: services.random,
            sleep: { until in
                let left = until - clock.now().nanoseconds / 1_000_000
                if left > 0 { try await Task.sleep(for: .milliseconds(left)) }
            },
            handlers: handlers, scripts: process.scripts, builtins: RunProcess.builtins,
            actor: request.actor, program: request.program, lockFolder: folder.locks)
    }
}

extension RunRecorder: WorkflowJournal {
    /// Puts steps of the run's process on record, in the run's own stream.
    package func record(
        _ records: [WorkflowRecord]
    ) async throws(LedgerError) -> (version: Int, time: Int64) {
        do { try await record(records.map { RunEvent.workflow($0) }) } catch .ledger(let error) {
            throw error
        } catch {
            throw .failed(path: "", operation: "record", reason: error.diagnostic.message)
        }
        return (state.version, state.lastTime ?? .min)
    }
}
