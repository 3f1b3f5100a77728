import Capabilities
import Conditions
import Digests
package import Ledger
import Logging
import Projects
import Telemetry
import Tracing

/// One `dod validate`: plan, measure, decide, with every step on record before the next.
package struct Validation: Sendable {
    let request: ValidationRequest
    let services: Services
    let observer: (any RunObserver)?
    let plan: Plan
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
    package init(
        _ request: ValidationRequest, folder: RunFolder, services: Services, observer: (any RunObserver)?
    ) throws(DoDError) {
        plan = try Plan(policy: request.policy, configuration: request.configuration)
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
        let result = try await work.perform(recorder)
        return try await finish(recorder, work, result)
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
        if past.verdict != nil { throw .cannotResume(id, .finished) }
        if former.subject.tree != header.subject.tree { throw .cannotResume(id, .changedTree) }
        if former.definition != header.definition { throw .cannotResume(id, .changedDefinition) }
        let resumed = RunEvent.runResumed(program: request.program, invocation: request.invocation)
        return past.plan.isEmpty ? [resumed, .planMade(gates: plan.gates, leftOut: plan.leftOut)] : [resumed]
    }

    private func finish(
        _ recorder: RunRecorder, _ work: GateWork, _ result: RunEnd.Result
    ) async throws(DoDError) -> RunState {
        var events: [RunEvent] = []
        if result != .interrupted {
            let basis = try await basis(work.survey)
            let verdict = decide(await recorder.state.gates, on: basis)
            events = [.policyEvaluated(basis)]
            events += verdict.waivers.map { .waiverApplied($0.waiver, gate: $0.gate, finding: $0.finding) }
            events.append(.verdictReached(verdict))
        }
        let end = RunEnd(result: result, duration: .now - started, criticalPath: work.criticalPath)
        try await recorder.record(events + [.runFinished(end)])
        return await recorder.state
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
