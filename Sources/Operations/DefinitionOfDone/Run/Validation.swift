import BPMN
import Capabilities
import Conditions
import Digests
package import Ledger
import Logging
import Projects
import Telemetry
import Tracing
import Workflows

/// One `dod validate`: plan, measure, decide, with every step on record before the next.
package struct Validation: Sendable {
    let request: ValidationRequest
    let services: Services
    let observer: (any RunObserver)?
    let plan: Plan
    let process: RunProcess
    let folder: RunFolder
    let redactor: Redactor
    let children: ChildEnvironment
    let toolbox: Toolbox
    let evidence: EvidenceStore
    let cache: GateCache
    let id: String
    let started: ContinuousClock.Instant
    let log = Logger(label: "uvmgr.dod")
    /// The ledger that the run is recorded in.
    package var ledger: any EventLog { services.store }

    /// Plans the run; nothing is touched yet.
    ///
    /// - Parameters:
    ///   - request: What to validate.
    ///   - process: What the run follows; otherwise the process that comes with uvmgr.
    ///   - folder: Where its state is.
    ///   - services: What it may touch.
    ///   - observer: Is told what happens.
    /// - Throws: ``DoDError`` for a plan without gates.
    package init(
        _ request: ValidationRequest, process: RunProcess? = nil, folder: RunFolder, services: Services,
        observer: (any RunObserver)?
    ) throws(DoDError) {
        let process: RunProcess = if let process { process } else { try .builtin() }
        self.process = process
        plan = try Plan(
            policy: request.policy, configuration: request.configuration,
            process: process.isBuiltin ? nil : process.model.digest)
        (self.request, self.services, self.observer, self.folder) = (request, services, observer, folder)
        redactor = Redactor(environment: services.environment)
        children = ChildEnvironment(user: services.environment, folder: folder)
        toolbox = Toolbox(folder: folder, services: services, environment: children)
        evidence = EvidenceStore(folder: folder.evidence, files: services.files, redactor: redactor)
        cache = GateCache(folder: folder.gateCache, files: services.files, evidence: evidence)
        id =
            request.resumed?.id
            ?? uuidV7(nanoseconds: services.clock.now().nanoseconds, random: services.random())
        started = .now
    }

    /// Runs to the verdict.
    ///
    /// - Returns: The run as its events tell it; without a verdict if the task was cancelled.
    /// - Throws: ``DoDError`` if the run could not be put on record.
    package func run() async throws(DoDError) -> RunState {
        try folder.prepare(services.files)
        defer { removeScratch() }
        let past = request.resumed ?? RunState(id: id)
        let recorder = RunRecorder(
            state: past,
            recorder: EventRecorder(
                stream: id, version: past.version, lastTime: past.lastTime ?? .min, actor: request.actor,
                store: services.store,
                now: { [clock = services.clock] in clock.now().nanoseconds }, random: services.random),
            observer: observer)
        let surveyed: Result<Survey, DoDError> = await withSpan("survey") { _ in
            do throws(DoDError) { return .success(try await Survey(self)) } catch { return .failure(error) }
        }
        let survey = try surveyed.get()
        let header = RunHeader(
            subject: survey.subject, policy: plan.policy.name, definition: plan.definition,
            invocation: request.invocation, program: request.program)
        var work = GateWork(self, survey)
        work.takeRecorded(past)
        let start = try start(header, past)
        let reused = work.takeCached()
        try await recorder.record(start + reused.flatMap(\.events))
        let desk = GateDesk()
        desk.know(work.known)
        let instance = try await instance(desk, recorder)
        let result = try await follow(instance, at: desk, &work, recorder)
        return try await finish(recorder, work, result, instance)
    }

    /// Lets the process of the run do its part and the gates theirs.
    ///
    /// - Returns: How it ended.
    /// - Throws: ``DoDError``.
    private func follow(
        _ instance: WorkflowInstance, at desk: GateDesk, _ work: inout GateWork, _ recorder: RunRecorder
    ) async throws(DoDError) -> RunEnd.Result {
        var options = DriveOptions(parallel: .max)
        options.flushesAtEnd = false
        async let driven: Result<Void, WorkflowError> = {
            defer { desk.close() }
            do throws(WorkflowError) { return .success(try await instance.drive(options)) } catch {
                return .failure(error)
            }
        }()
        let result: Result<RunEnd.Result, DoDError>
        do throws(DoDError) { result = .success(try await work.perform(desk, recorder)) } catch {
            result = .failure(error)
        }
        desk.end()
        let end = await driven
        let outcome = try result.get()
        if case .failure(let error) = end, error != .cancelled { throw .workflow(error) }
        return Task.isCancelled ? .interrupted : outcome
    }

    /// What a run begins with, or goes on with.
    ///
    /// - Throws: ``DoDError`` if the run cannot go on: what it was about is no longer there.
    private func start(_ header: RunHeader, _ past: RunState) throws(DoDError) -> [RunEvent] {
        guard request.resumed != nil else {
            return [.runStarted(header), .planMade(gates: plan.gates, leftOut: plan.leftOut)]
        }
        // Killed before its first event was complete: there is nothing to hold against, and nothing to lose.
        guard let former = past.header else { throw .cannotResume(id, .noHeader) }
        if past.verdict != nil, past.end != nil { throw .cannotResume(id, .finished) }
        if former.subject.tree != header.subject.tree { throw .cannotResume(id, .changedTree) }
        if former.definition != header.definition { throw .cannotResume(id, .changedDefinition) }
        let resumed = RunEvent.runResumed(program: request.program, invocation: request.invocation)
        return past.plan.isEmpty ? [resumed, .planMade(gates: plan.gates, leftOut: plan.leftOut)] : [resumed]
    }

    private func finish(
        _ recorder: RunRecorder, _ work: GateWork, _ result: RunEnd.Result, _ instance: WorkflowInstance
    ) async throws(DoDError) -> RunState {
        var events = await recorder.takeQueued()
        events += await instance.takePending().map { .workflow($0) }
        var isDecided = await recorder.state.verdict != nil
        for case .verdictReached in events { isDecided = true }
        if result != .interrupted, !isDecided {
            try await recorder.record(events)
            throw .undecided(run: id, file: process.model.file, reason: await instance.obstacle)
        }
        let end = RunEnd(result: result, duration: .now - started, criticalPath: work.criticalPath)
        try await recorder.record(events + [.runFinished(end)])
        return await recorder.state
    }

    /// Decides by what was measured; the events go on record with the next ones.
    func decide(_ recorder: RunRecorder, _ survey: Survey) async throws(DoDError) -> Verdict {
        let basis = try await basis(survey)
        let verdict = DefinitionOfDone.decide(await recorder.state.gates, on: basis)
        var events: [RunEvent] = [.policyEvaluated(basis)]
        events += verdict.waivers.map { .waiverApplied($0.waiver, gate: $0.gate, finding: $0.finding) }
        await recorder.queue(events + [.verdictReached(verdict)])
        return verdict
    }

    /// What the decision needs; only what a condition asks for is looked up.
    func basis(_ survey: Survey) async throws(DoDError) -> DecisionBasis {
        let conditions = plan.gates.compactMap { $0.condition.flatMap { try? Condition(parsing: $0) } }
        let baselines = try await Baselines(
            conditions: conditions, store: services.store, except: id, commit: survey.base)
        return DecisionBasis(
            policy: plan.policy, gates: plan.gates, waivers: request.configuration.waivers,
            today: CalendarDay(services.clock.now()), unknownSeverity: request.configuration.unknownSeverity,
            baselines: baselines.values, known: baselines.known)
    }

    private func removeScratch() {
        do { try services.files.remove(folder.scratch(id)) } catch {
            log.warning("scratch files were left", metadata: ["path": "\(error.path)"])
        }
    }
}

extension WorkflowInstance {
    /// Why it went no further, in words.
    fileprivate var obstacle: String {
        switch standing {
        case .incidents: state.process.incidents.values.min { $0.id < $1.id }?.message ?? "it has an incident"
        case .failed(let code): "it ended with the error `\(code ?? "")`"
        case .waiting: "it waits for something from outside"
        case .exhausted: "it took too many steps"
        default: "it ended without asking the policy"
        }
    }
}
