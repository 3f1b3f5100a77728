import Capabilities
import Diagnostics
import Digests
import Logging
import StructuredData
import Telemetry
import Tracing

/// The gates of one run: what the cache has of them, and the measuring of the rest.
struct GateWork: Sendable {
    let validation: Validation
    let survey: Survey
    let installer: EnvironmentInstaller
    private let gates: [String: any Gate]
    private var environment: ProjectEnvironment?
    private(set) var results: [String: GateRun] = [:]
    private var durations: [String: Duration] = [:]
    private var hasFailed = false

    init(_ validation: Validation, _ survey: Survey) {
        (self.validation, self.survey) = (validation, survey)
        installer = EnvironmentInstaller(validation, survey.inventory, lock: survey.subject.lock)
        environment = installer.current()
        gates = Dictionary(
            validation.plan.gates.map {
                ($0.name, GateCatalog.gate($0.name, validation.request.configuration.gates[$0.name]))
            }
        ) { first, _ in first }
    }

    private var plan: Plan { validation.plan }

    private func needsEnvironment(_ name: String) -> Bool {
        gates[name]?.needsEnvironment(validation.request.project) ?? false
    }

    private var after: [String: [String]] {
        Dictionary(plan.gates.map { ($0.name, $0.after) }) { first, _ in first }
    }

    /// What each gate waits for, exclusive gates for all others.
    private var order: [String: [String]] {
        let after = after
        let exclusive = plan.gates.map(\.name).filter {
            GateCatalog.specification(of: $0)?.isExclusive == true
        }
        var order = after
        for name in exclusive {
            // What waits for it cannot be waited for.
            order[name] = after.keys.filter { !exclusive.contains($0) && !waits($0, for: name, after) }
        }
        return order
    }

    private func waits(_ name: String, for other: String, _ after: [String: [String]]) -> Bool {
        (after[name] ?? []).contains { $0 == other || waits($0, for: other, after) }
    }

    /// The longest chain among the gates that this run measured itself, the making of the environment included.
    var criticalPath: Duration {
        var after = order.filter { durations[$0.key] != nil }
        if durations[EnvironmentInstaller.name] != nil {
            for name in after.keys where needsEnvironment(name) {
                after[name, default: []].append(EnvironmentInstaller.name)
            }
            after[EnvironmentInstaller.name] = []
        }
        return DefinitionOfDone.criticalPath(after: after, durations: durations)
    }

    /// Takes what needs no measuring: results of the cache, and gates with nothing to measure.
    ///
    /// - Returns: Those that were taken, which are not on record yet.
    mutating func takeCached() -> [GateRun] {
        let recorded = Set(results.keys)
        for gate in plan.gates where results[gate.name] == nil {
            if let result = settled(gate) { results[gate.name] = result }
        }
        return plan.gates.filter { !recorded.contains($0.name) }.compactMap { results[$0.name] }
    }

    /// Takes the gates that ended before the run was cut short, as far as their evidence is still there.
    mutating func takeRecorded(_ past: RunState) {
        let unfinished = Set(past.unfinished.map(\.name))
        for gate in plan.gates where !unfinished.contains(gate.name) {
            guard let run = past.gate(gate.name), !run.outcome.isTimedOut,
                run.evidence.allSatisfy(validation.evidence.contains)
            else { continue }
            results[gate.name] = run
        }
    }

    private func settled(_ planned: PlannedGate) -> GateRun? {
        guard let gate = gates[planned.name] else { return nil }
        // A gate that builds on one that must be measured waits for it.
        guard planned.after.allSatisfy({ results[$0] != nil }) else { return nil }
        let context = context(planned, onOutput: nil)
        if let obstacle = obstacle(gate, context) {
            return GateRun(gate: planned.name, kind: planned.kind, outcome: .notApplicable(obstacle))
        }
        if needsEnvironment(gate.name), environment == nil { return nil }
        guard !validation.request.ignoresCache, let key = key(gate, context) else { return nil }
        return validation.cache.result(
            key, notOlderThan: gate.maximumAge(in: context), now: validation.services.clock.now())
    }

    private func obstacle(_ gate: any Gate, _ context: GateContext) -> String? {
        switch gate.obstacle(in: context) {
        case nil: nil
        case .nothingThere(let reason): reason
        case .notConfigured(let reason): context.gate.requirement == .required ? nil : reason
        }
    }

    func context(
        _ gate: PlannedGate, onOutput: (@Sendable (ProcessOutput) -> Void)?
    ) -> GateContext {
        let settings = validation.request.configuration
        return GateContext(
            gate: gate, project: validation.request.project, configuration: settings,
            inventory: survey.inventory,
            services: validation.services, folder: validation.folder, toolbox: validation.toolbox,
            evidence: validation.evidence, childEnvironment: validation.children,
            redactor: validation.redactor,
            environment: needsEnvironment(gate.name) ? environment : nil,
            planned: Set(plan.gates.map(\.name)), program: validation.request.program,
            uv: survey.uv, lockDigest: survey.subject.lock, waiversNeedOwner: plan.policy.waiversNeedOwner,
            scratch: validation.folder.scratch(validation.id) + "/" + gate.name, base: survey.base,
            upstream: results.filter { gate.after.contains($0.key) },
            timeout: settings.gates[gate.name]?.timeout ?? settings.duration("gate-timeout"),
            onOutput: onOutput)
    }

    /// The content key of a gate's result; `nil` where it rests on something without one.
    func key(_ gate: any Gate, _ context: GateContext) -> String? {
        let upstream = context.gate.after.map { context.upstream[$0] }
        guard upstream.allSatisfy({ $0 != nil && ($0?.key != nil || $0?.outcome.isMeasured == false) }) else {
            return nil
        }
        let content: JSON = .members([
            "gate": .string(gate.name), "revision": .integer(Int64(gate.revision)), "format": 1,
            "tool": gate.tool(in: context)?.json,
            "inputs": .string(survey.inventory.digest(gate.inputs(in: context))),
            "parameters": .strings(gate.parameters(in: context)), "settings": context.settings?.keyParameters,
            "environment": needsEnvironment(gate.name) ? .text(context.environment?.fingerprint) : nil,
            "upstream": .strings(upstream.map { $0?.key ?? $0?.outcome.name ?? "" }),
        ])
        return SHA256Digest(of: content.canonicalBytes).hex
    }
}

extension GateWork {
    /// Measures what is left, as many at once as the configuration says.
    ///
    /// - Returns: How it ended.
    /// - Throws: ``DoDError`` if a result could not be put on record.
    mutating func perform(_ recorder: RunRecorder) async throws(DoDError) -> RunEnd.Result {
        let left = plan.gates.filter { results[$0.name] == nil }
        guard !left.isEmpty else { return Task.isCancelled ? .interrupted : .completed }
        var graph = order.filter { results[$0.key] == nil }
        let needing = left.filter { needsEnvironment($0.name) }.map(\.name)
        if environment == nil, !needing.isEmpty {
            for name in needing { graph[name, default: []].append(EnvironmentInstaller.name) }
            graph[EnvironmentInstaller.name] = []
        }
        let expected = ExpectedDurations(validation)
        let settings = validation.request.configuration
        let limit = settings.text("parallel").flatMap { Int($0) } ?? validation.services.cores
        var schedule = GateSchedule(after: graph, expected: expected.seconds, limit: limit)
        let deadline = settings.duration("timeout").map { validation.started.advanced(by: $0) }
        let result = try await drive(&schedule, recorder, deadline)
        expected.keep(durations)
        try await recordUnstarted(recorder, result)
        return result
    }

    private enum Step: Sendable {
        case environment(Result<ProjectEnvironment, GateFailure>, Duration)
        case gate(GateRun)
        case deadline
    }

    private mutating func drive(
        _ schedule: inout GateSchedule, _ recorder: RunRecorder, _ deadline: ContinuousClock.Instant?
    ) async throws(DoDError) -> RunEnd.Result {
        var (work, plan, failure) = (self, schedule, DoDError?.none)
        let result = await withTaskGroup(of: Step.self) { group in
            var result = RunEnd.Result.completed
            if let deadline {
                group.addTask {
                    try? await Task.sleep(until: deadline, clock: .continuous)
                    return .deadline
                }
            }
            for name in plan.start() { work.begin(name, recorder, &group) }
            while !plan.running.isEmpty, let step = await group.next() {
                do throws(DoDError) {
                    switch step {
                    case .deadline:
                        // Cancelling the group wakes it too, which is no time-out.
                        if !Task.isCancelled, !plan.isStopped { result = .timedOut }
                        plan.stop()
                        group.cancelAll()
                    case .environment(let made, let duration):
                        work.took(made, duration)
                        plan.finish(EnvironmentInstaller.name)
                    case .gate(let run):
                        plan.finish(run.gate)
                        try await work.took(work.ended(run, result), recorder)
                    }
                } catch {
                    failure = failure ?? error
                    plan.stop()
                    group.cancelAll()
                }
                if work.hasFailed, validation.request.failsFast, !plan.isStopped {
                    plan.stop()
                    group.cancelAll()
                }
                if Task.isCancelled { plan.stop() }
                for name in plan.start() { work.begin(name, recorder, &group) }
            }
            group.cancelAll()
            return Task.isCancelled ? .interrupted : result
        }
        (self, schedule) = (work, plan)
        if let failure { throw failure }
        return result
    }

    private func begin(_ name: String, _ recorder: RunRecorder, _ group: inout TaskGroup<Step>) {
        guard name != EnvironmentInstaller.name else {
            let (installer, observer) = (installer, validation.observer)
            group.addTask {
                let start = ContinuousClock.now
                observer?.activity("making the environment", isRunning: true)
                let made = await installer.install()
                observer?.activity("making the environment", isRunning: false)
                return .environment(made, .now - start)
            }
            return
        }
        guard let planned = plan.gate(name), let gate = gates[name] else { return }
        let observer = validation.observer
        let context = context(planned) { observer?.output(name, $0) }
        group.addTask {
            .gate(await Measuring(work: self, gate: gate, context: context, recorder: recorder).run())
        }
    }

    private mutating func took(_ made: Result<ProjectEnvironment, GateFailure>, _ duration: Duration) {
        durations[EnvironmentInstaller.name] = duration
        switch made {
        case .success(let made): environment = made
        case .failure(let failure): installer.report(failure)
        }
    }

    private mutating func took(_ run: GateRun, _ recorder: RunRecorder) async throws(DoDError) {
        results[run.gate] = run
        if run.reusedFrom == nil { durations[run.gate] = run.duration }
        // `GateStarted` is on record since it started; a reused result has its own first event.
        try await recorder.record(run.reusedFrom == nil ? Array(run.events.dropFirst()) : run.events)
        if run.reusedFrom == nil, run.key != nil, run.outcome.isMeasured {
            do {
                try validation.cache.keep(run, of: validation.id, now: validation.services.clock.now())
            } catch {
                validation.log.warning(
                    "the result was not cached", metadata: ["reason": "\(error.diagnostic.message)"])
            }
        }
        guard validation.request.failsFast, let planned = plan.gate(run.gate) else { return }
        let basis = try await validation.basis(survey)
        let alone = basis.deciding([planned])
        if decide([run], on: alone).result == .notDone { hasFailed = true }
    }

    /// A gate that was running when the whole run's time was up did not end for a reason of its own.
    private func ended(_ run: GateRun, _ result: RunEnd.Result) -> GateRun {
        guard result == .timedOut, run.outcome == .cancelled else { return run }
        var run = run
        run.outcome = .timedOut(after: validation.request.configuration.duration("timeout") ?? .zero)
        return run
    }

    /// Gates that never started end as what stopped the run.
    private mutating func recordUnstarted(
        _ recorder: RunRecorder, _ result: RunEnd.Result
    ) async throws(DoDError) {
        let limit = validation.request.configuration.duration("timeout") ?? .zero
        var events: [RunEvent] = []
        for gate in plan.gates where results[gate.name] == nil {
            let outcome: GateOutcome = result == .timedOut ? .timedOut(after: limit) : .cancelled
            let run = GateRun(gate: gate.name, kind: gate.kind, outcome: outcome)
            results[gate.name] = run
            events += run.events.dropFirst()
        }
        try await recorder.record(events)
    }
}

extension GateSettings {
    /// What of the settings changes a measurement, as opposed to its judgement.
    var keyParameters: JSON? {
        guard command != nil || parser != nil else { return nil }
        return .members([
            "command": command.map(JSON.strings), "parser": .text(parser?.rawValue), "report": .text(report),
            "pointer": .text(pointer), "pattern": .text(pattern), "metric": .text(metric),
            "unit": .text(unit),
        ])
    }
}
