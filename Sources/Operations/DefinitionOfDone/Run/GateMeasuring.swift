import Capabilities
import Diagnostics
import Logging
import Workflows

extension GateWork {
    /// Measures what the process asks for, as many at once as the configuration says, and decides when it is asked to.
    ///
    /// - Returns: How it ended.
    /// - Throws: ``DoDError`` if a result could not be put on record.
    mutating func perform(
        _ desk: GateDesk, _ recorder: RunRecorder
    ) async throws(DoDError) -> RunEnd.Result {
        let left = plan.gates.filter { results[$0.name] == nil }
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
        let result = try await drive(&schedule, desk, recorder, deadline)
        if !durations.isEmpty { expected.keep(durations) }
        if result == .interrupted { try await recordUnstarted(recorder, result) }
        return result
    }

    private enum Step: Sendable {
        case environment(Result<ProjectEnvironment, GateFailure>, Duration)
        case gate(GateRun)
        case deadline
        /// The process handed something in; `nil`: it has ended.
        case order(GateDesk.Order?)
    }

    private mutating func drive(
        _ schedule: inout GateSchedule, _ desk: GateDesk, _ recorder: RunRecorder,
        _ deadline: ContinuousClock.Instant?
    ) async throws(DoDError) -> RunEnd.Result {
        var (work, plan, failure) = (self, schedule, DoDError?.none)
        let result = await withTaskGroup(of: Step.self) { group in
            var (result, isOpen) = (RunEnd.Result.completed, true)
            if let deadline {
                group.addTask {
                    try? await Task.sleep(until: deadline, clock: .continuous)
                    return .deadline
                }
            }
            Self.listen(desk, &group)
            while isOpen || !plan.running.isEmpty, let step = await group.next() {
                do throws(DoDError) {
                    switch step {
                    case .deadline:
                        // Cancelling the group wakes it too, which is no time-out.
                        if !Task.isCancelled, !plan.isStopped { result = .timedOut }
                        plan.stop()
                        work.stopMeasuring()
                    case .environment(let made, let duration):
                        work.took(made, duration)
                        plan.finish(EnvironmentInstaller.name)
                    case .gate(let run):
                        plan.finish(run.gate)
                        try await work.took(work.ended(run, result), recorder)
                        desk.answer(run.gate, work.results[run.gate])
                    case .order(let order):
                        isOpen = order != nil && !Task.isCancelled
                        if let order { try await work.take(order, &plan, desk, recorder, result) }
                        if isOpen { Self.listen(desk, &group) }
                    }
                } catch {
                    failure = failure ?? error
                    plan.stop()
                    desk.end()
                    work.stopMeasuring()
                }
                if work.hasFailed, validation.request.failsFast, !plan.isStopped {
                    plan.stop()
                    work.stopMeasuring()
                }
                if Task.isCancelled {
                    plan.stop()
                    isOpen = false
                }
                for name in plan.start() { work.begin(name, recorder, &group) }
                // Who waits for a gate that will not be measured any more waits in vain.
                if plan.isStopped { for name in plan.unstarted { desk.answer(name, nil) } }
            }
            group.cancelAll()
            return Task.isCancelled ? .interrupted : result
        }
        (self, schedule) = (work, plan)
        if let failure { throw failure }
        return result
    }

    /// Waits for the next order.
    private static func listen(_ desk: GateDesk, _ group: inout TaskGroup<Step>) {
        group.addTask {
            var orders = desk.orders.makeAsyncIterator()
            return .order(await orders.next())
        }
    }

    private mutating func take(
        _ order: GateDesk.Order, _ plan: inout GateSchedule, _ desk: GateDesk, _ recorder: RunRecorder,
        _ result: RunEnd.Result
    ) async throws(DoDError) {
        switch order {
        case .gate(let name):
            if let known = results[name] {
                desk.answer(name, known)
            } else if plan.isStopped {
                desk.answer(name, nil)
            } else {
                plan.ask(name)
                if environment == nil, needsEnvironment(name) { plan.ask(EnvironmentInstaller.name) }
            }
        case .settled(let running):
            // Nothing else is under way that could ask for what these wait for.
            if plan.running.isEmpty, running == desk.outstanding { plan.releaseOne() }
        case .decision:
            try await recordUnstarted(recorder, result)
            desk.answer(try await validation.decide(recorder, survey))
        }
    }

    private func stopMeasuring() { for stop in switches.values { stop.stop() } }

    private mutating func begin(_ name: String, _ recorder: RunRecorder, _ group: inout TaskGroup<Step>) {
        guard name != EnvironmentInstaller.name else {
            let (installer, observer) = (installer, validation.observer)
            let stop = WorkSwitch()
            switches[name] = stop
            group.addTask {
                let start = ContinuousClock.now
                observer?.activity("making the environment", isRunning: true)
                let made = await stop.race { await installer.install() }
                observer?.activity("making the environment", isRunning: false)
                return .environment(made, .now - start)
            }
            return
        }
        guard let planned = plan.gate(name), let gate = gates[name] else { return }
        let observer = validation.observer
        let context = context(planned) { observer?.output(name, $0) }
        let measuring = Measuring(work: self, gate: gate, context: context, recorder: recorder)
        let stop = WorkSwitch()
        switches[name] = stop
        group.addTask { .gate(await stop.race { await measuring.run() }) }
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

    /// Gates that never started end as what stopped the run, or for the process having passed them over.
    private mutating func recordUnstarted(
        _ recorder: RunRecorder, _ result: RunEnd.Result
    ) async throws(DoDError) {
        let limit = validation.request.configuration.duration("timeout") ?? .zero
        let isLeft = result == .completed && !(hasFailed && validation.request.failsFast)
        var events: [RunEvent] = []
        for gate in plan.gates where results[gate.name] == nil {
            let outcome: GateOutcome =
                result == .timedOut
                ? .timedOut(after: limit)
                : isLeft
                    ? .failedToRun("the process `\(validation.process.model.file)` did not ask for it")
                    : .cancelled
            let run = GateRun(gate: gate.name, kind: gate.kind, outcome: outcome)
            results[gate.name] = run
            events += run.events.dropFirst()
        }
        try await recorder.record(events)
    }
}
