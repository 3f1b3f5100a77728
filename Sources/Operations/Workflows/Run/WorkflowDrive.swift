import BPMN
import Capabilities
import StructuredData
import Telemetry
import Tracing

/// How an instance is driven.
package struct DriveOptions: Hashable, Sendable {
    /// How much work is done at once.
    package var parallel: Int
    /// Whether to wait for timers and for attempts that are due later.
    package var waitsForTime = true
    /// Whether to wait for what people and others do, looking again and again at what they have put on record.
    package var waitsForOthers = false
    /// For how long at most, in milliseconds since 1970.
    package var deadline: Int64?
    /// Whether all is on record when it ends; otherwise what came last is left for ``WorkflowInstance/takePending()``.
    package var flushesAtEnd = true

    package init(parallel: Int) { self.parallel = max(1, parallel) }
}

extension WorkflowInstance {
    /// Does all that can be done: work, timers, attempts again; until the instance has ended or waits for others.
    ///
    /// - Throws: ``WorkflowError``; what is on record then is whole, and `resume` goes on from there.
    package func drive(_ options: DriveOptions) async throws(WorkflowError) {
        let result: Result<Void, WorkflowError> = await withTaskGroup(of: Void.self) { group in
            do throws(WorkflowError) {
                try await loop(options, &group)
                return .success(())
            } catch {
                return .failure(error)
            }
        }
        try result.get()
        if options.flushesAtEnd { try await flush() }
        if Task.isCancelled { throw .cancelled }
    }

    private func loop(_ options: DriveOptions, _ group: inout TaskGroup<Void>) async throws(WorkflowError) {
        let inbox = Inbox()
        var load = Workload(limit: options.parallel)
        var wakes: Set<Int64> = []
        defer { group.cancelAll() }
        if !state.process.isQuiet { try await take(.resume) }
        try await tick()
        while !Task.isCancelled, steps.stepsLeft > 0 {
            if try await begin(&load, inbox, &group) { continue }
            if standing.hasEnded, load.running.isEmpty { return }
            let wake = nextWake(options, load.running)
            if !load.running.isEmpty || wake != nil { try await flush() }
            if load.running.isEmpty {
                guard let wake, wake <= options.deadline ?? .max else { return }
                observer?.workflowWaits(until: state.process.nextTimer?.milliseconds)
            }
            if let wake, wakes.insert(wake).inserted {
                let sleep = services.sleep
                group.addTask {
                    try? await sleep(wake)
                    inbox.put(.woke)
                }
            }
            observer?.workflowSettled(running: load.running.count)
            var arrivals: [Arrival] = []
            while arrivals.isEmpty {
                guard await group.next() != nil else { return }
                arrivals = inbox.takeAll()
            }
            for arrival in arrivals {
                switch arrival {
                case .woke:
                    wakes = wakes.filter { $0 > services.milliseconds }
                    if options.waitsForOthers { _ = try await refresh() }
                    try await tick()
                case .done(let item, let attempt, let result):
                    load.running[item.instance] = nil
                    try await ended(item, attempt, result)
                }
            }
            stopUnwanted(load.running)
        }
    }

    /// When to look again; `nil` if nothing will have changed by itself.
    private func nextWake(_ options: DriveOptions, _ running: [Int: WorkSwitch]) -> Int64? {
        var times: [Int64] = []
        if options.waitsForTime || !running.isEmpty {
            if let timer = state.process.nextTimer { times.append(timer.milliseconds) }
            if let retry = nextRetry(except: Set(running.keys)) { times.append(retry) }
        }
        if options.waitsForOthers { times.append(services.milliseconds + 500) }
        return times.min().map { max($0, services.milliseconds) }
    }

    /// Begins what can begin; does at once what takes no time.
    ///
    /// - Returns: Whether there may be more to begin.
    private func begin(
        _ load: inout Workload, _ inbox: Inbox, _ group: inout TaskGroup<Void>
    ) async throws(WorkflowError) -> Bool {
        var goesOn = false
        var ready: [ReadyAttempt] = []
        for (instance, attempt) in dueWork(except: Set(load.running.keys)) {
            let hasPlace = load.running.count + ready.count < load.limit
            guard hasPlace || !load.held.contains(instance), let item = steps.workItem(instance) else {
                continue
            }
            let plan = WorkPlan(item, services.handlers)
            if plan.isImmediate, item.settings.isImmediate {
                let run = attemptRun(item, plan, attempt)
                try await ended(item, attempt, await run.result())
                goesOn = true
                if steps.pending.count >= 200 { try await flush() }
            } else if plan.isService, let known = await attemptRun(item, plan, attempt).answer() {
                try await ended(item, attempt, known)
                goesOn = true
            } else if plan.isForPersons || !hasPlace {
                if plan.isForPersons { try await offer(item, plan) }
                load.held.insert(instance)
            } else if try await prepare(item, plan, attempt) {
                ready.append(ReadyAttempt(item: item, plan: plan, attempt: attempt))
            } else {
                goesOn = true
            }
        }
        if ready.contains(where: \.plan.isService) { try await flush() }
        for next in ready {
            guard isOnRecord(next) else {
                goesOn = true
                continue
            }
            begin(next, &load, inbox, &group)
        }
        return goesOn && steps.stepsLeft > 0
    }

    /// Puts on the list what has to be computed of a task for people, once.
    private func offer(_ item: WorkItem, _ plan: WorkPlan) async throws(WorkflowError) {
        guard state.offers[item.instance] == nil, let people = item.settings.people, people.isComputed else {
            return
        }
        let offer = await attemptRun(item, plan, 1).offer(people)
        if !Task.isCancelled, state.process.isOpen(item.instance) { try note(.offered(offer)) }
    }

    private func begin(
        _ next: ReadyAttempt, _ load: inout Workload, _ inbox: Inbox, _ group: inout TaskGroup<Void>
    ) {
        let (item, attempt) = (next.item, next.attempt)
        observer?.workBegan(item, attempt: attempt)
        let run = attemptRun(item, next.plan, attempt)
        let stop = WorkSwitch()
        load.held.remove(item.instance)
        load.running[item.instance] = stop
        group.addTask {
            let result = await stop.race { Task.isCancelled ? .failure(.cancelled) : await run.traced() }
            inbox.put(.done(item, attempt: attempt, result))
        }
    }

    /// Whether an attempt may begin: not if another process has moved the instance meanwhile and its beginning was dropped.
    private func isOnRecord(_ next: ReadyAttempt) -> Bool {
        guard state.process.isOpen(next.item.instance) else { return false }
        return !next.actsOutside || state.attempts[next.item.instance]?.last.attempt == next.attempt
    }

    /// Puts on the list that an attempt begins; on record it is when all before it is.
    ///
    /// - Returns: Whether it may begin: not if an earlier attempt was made of which nobody knows how it ended, and which
    ///   must not be made twice.
    private func prepare(
        _ item: WorkItem, _ plan: WorkPlan, _ attempt: Int
    ) async throws(WorkflowError) -> Bool {
        guard case .service(let call, let handler) = plan, handler.actsOutside else { return true }
        if let last = state.attempts[item.instance], last.retryAt == nil, !last.last.isRepeatable {
            try await fail(
                item.instance,
                .permanent(
                    "it is not known how attempt \(last.last.attempt) at `\(item.element)` ended, and it may be made at most once"
                ))
            return false
        }
        let key: String
        do throws(WorkFailure) {
            // All attempts at one piece of work are one call to the service, whatever its expression gives by now.
            if let known = state.attempts[item.instance] {
                key = known.last.key
            } else {
                key = try self.key(of: item)
            }
        } catch {
            try await fail(item.instance, error)
            return false
        }
        try note(
            .attemptBegun(
                WorkAttempt(
                    instance: item.instance, element: item.element, attempt: attempt, key: key,
                    operation: call.operation, isRepeatable: call.effect == .idempotent)))
        return true
    }

    private func attemptRun(_ item: WorkItem, _ plan: WorkPlan, _ attempt: Int) -> WorkAttemptRun {
        // The key is the one on record; work without one touches nothing outside.
        let key = state.attempts[item.instance]?.last.key ?? "\(id)/\(item.instance)"
        return WorkAttemptRun(
            item: item, plan: plan, attempt: attempt, key: key, evaluator: steps.evaluator,
            scripts: scripts, observer: observer)
    }

    private func ended(
        _ item: WorkItem, _ attempt: Int, _ result: Result<JSON, WorkFailure>
    ) async throws(WorkflowError) {
        guard state.process.isOpen(item.instance) else { return }
        switch result {
        case .success(let output):
            try await take(.completed(instance: item.instance, output: output.settled()))
        case .failure(.cancelled): return
        case .failure(.failed(let message)):
            guard let delay = retryDelay(item, attempt) else {
                return try await fail(item.instance, .failed(message))
            }
            let retryAt = services.milliseconds + delay
            try note(
                .attemptFailed(
                    instance: item.instance, attempt: attempt, message: message, retryAt: retryAt))
            observer?.workFailed(
                item, attempt: attempt, message: message, retryAfter: .milliseconds(delay))
        case .failure(let failure): try await fail(item.instance, failure)
        }
    }

    /// How long to wait before the next attempt, in milliseconds; `nil` when there is none.
    private func retryDelay(_ item: WorkItem, _ attempt: Int) -> Int64? {
        guard let policy = item.settings.service?.retry, attempt < policy.attempts else { return nil }
        return policy.delay(after: attempt, random: services.random())
    }

    /// Ends work that the model has cancelled meanwhile, by a boundary event for example.
    private func stopUnwanted(_ running: [Int: WorkSwitch]) {
        for (instance, stop) in running where !state.process.isOpen(instance) { stop.stop() }
    }
}

extension ElementSettings {
    /// Whether nothing around the work needs another process.
    fileprivate var isImmediate: Bool { before.isEmpty && after.isEmpty }
}

extension WorkAttemptRun {
    fileprivate func result() async -> Result<JSON, WorkFailure> {
        do { return .success(try await run()) } catch { return .failure(error) }
    }

    fileprivate func traced() async -> Result<JSON, WorkFailure> {
        await withSpan("\(item.work.name) \(item.element)", ofKind: .internal) { span in
            span.attributes["uvmgr.workflow.element"] = item.element
            span.attributes["uvmgr.workflow.attempt"] = attempt
            let result = await result()
            if case .failure(let failure) = result {
                span.setStatus(SpanStatus(code: .error, message: failure.message))
            }
            return result
        }
    }
}
