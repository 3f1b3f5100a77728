package import BPMN
import Capabilities
import Ledger
package import StructuredData

/// One instance under way in this process: takes what comes from outside, does its work, and puts all on record.
///
/// What changes the world begins only when everything before it is on record; steps that change nothing outside go on
/// record together.
package actor WorkflowInstance {
    package nonisolated let id: String
    let services: WorkflowServices
    let observer: (any WorkflowObserver)?
    let scripts: any ScriptHost
    let library: ModelLibrary
    private(set) var steps: WorkflowSteps
    private var journal: any WorkflowJournal
    private let ownsStream: Bool

    package var state: WorkflowState { steps.state }
    package var standing: WorkflowStanding { steps.stepsLeft == 0 ? .exhausted : state.standing }

    /// - Parameters:
    ///   - state: The fold of what is on record; of version 0 for a new instance.
    ///   - services: What it may touch.
    ///   - library: Finds its models.
    ///   - observer: Is told what happens.
    ///   - stepLimit: How many steps of the engine this process may take.
    ///   - journal: Where it puts what happens; otherwise the stream of the instance.
    package init(
        _ state: WorkflowState, services: WorkflowServices, library: ModelLibrary,
        observer: (any WorkflowObserver)?, stepLimit: Int = 1_000_000,
        journal: (any WorkflowJournal)? = nil
    ) {
        id = state.id
        (self.services, self.observer, self.library) = (services, observer, library)
        scripts = services.scripts
        steps = WorkflowSteps(state, evaluator: HostedEvaluator(zones: services.zones), limit: stepLimit)
        self.journal = journal ?? StreamJournal(state, services)
        ownsStream = journal == nil
    }

    // MARK: - Inputs

    /// Puts the head of a new instance on the list and starts it.
    package func begin(
        _ start: WorkflowStart, with inputs: [ProcessInput]
    ) async throws(WorkflowError) {
        steps.head(start)
        for input in inputs { _ = try await take(input) }
    }

    /// Takes what a person has done, with the scripts and mappings around the task.
    ///
    /// - Parameters:
    ///   - task: The instance of the task.
    ///   - values: What the person gives.
    /// - Throws: ``WorkflowError``; a script that fails makes the task fail as any work does.
    package func complete(_ task: Int, with values: [String: JSON]) async throws(WorkflowError) {
        guard let item = steps.workItem(task) else {
            throw .noSuchTask(String(task), open: InstanceView(state).tasks.map(\.element))
        }
        var run = WorkAttemptRun(
            item: item, plan: .person, attempt: 1, key: key(of: item), evaluator: steps.evaluator,
            scripts: scripts, observer: observer)
        run.given = .object(values.mapValues { $0.settled() })
        let output: JSON
        do { output = try await run.run().settled() } catch { return try await fail(task, error) }
        try await take(.completed(instance: task, output: output))
    }

    /// Puts the head of a new instance on the list, and what another one did before it.
    func begin(
        _ start: WorkflowStart, continuing records: [WorkflowRecord]
    ) throws(WorkflowError) {
        steps.head(start)
        for record in records { try steps.note(record, library) }
    }

    /// Goes on in a new version of the model, which is put on record at once.
    ///
    /// - Parameters:
    ///   - model: The new version.
    ///   - mapping: Ids of the new model by those of the old one.
    /// - Throws: ``WorkflowError/cannotMigrate(id:reasons:)``; nothing is changed then.
    package func migrate(
        to model: WorkflowModel, _ mapping: [String: String]
    ) async throws(WorkflowError) {
        if !state.process.isQuiet { try await take(.resume) }
        try await flush()
        try note(
            .migrated(
                WorkflowMigration(
                    model: ModelReference(file: model.file, digest: model.digest, text: model.text),
                    mapping: mapping)))
        _ = try await step(.resume)
        try await flush()
    }

    /// Takes an input; before it, the clock.
    @discardableResult
    package func take(_ input: ProcessInput) async throws(WorkflowError) -> [ProcessAction] {
        if input != .resume { try await tick() }
        return try await step(input)
    }

    /// Sets the clock of the instance to the present, which fires the timers that are due.
    package func tick() async throws(WorkflowError) {
        guard state.model.usesTime, state.process.isQuiet else { return }
        let now = services.milliseconds
        if now > state.process.clock.milliseconds {
            _ = try await step(.advance(to: TimeInstant(milliseconds: now)))
        }
    }

    private func step(_ input: ProcessInput) async throws(WorkflowError) -> [ProcessAction] {
        var actions: [ProcessAction] = []
        var next = input
        steps.evaluator.set(moment: services.milliseconds)
        while true {
            let taken = try steps.take(next)
            actions += taken.actions
            if let observer {
                for event in taken.events { observer.workflowChanged(event, state: state.process) }
            }
            guard let question = taken.question else { return actions }
            steps.evaluator.answer(question, try await answer(to: question))
            next = taken.rest
        }
    }

    private func answer(to question: HostedEvaluator.Question) async throws(WorkflowError) -> HostAnswer {
        do {
            return .value(try await scripts.evaluate(question.text, variables: question.variables).settled())
        } catch .cancelled {
            throw .cancelled
        } catch {
            return .failure(error.message)
        }
    }

    func note(_ record: WorkflowRecord) throws(WorkflowError) { try steps.note(record, library) }

    /// Fails the work of an element.
    func fail(_ instance: Int, _ failure: WorkFailure) async throws(WorkflowError) {
        guard state.process.isOpen(instance) else { return }
        switch failure {
        case .bpmnError(let code, let message):
            try await take(.failed(instance: instance, code: code, message: message))
        default: try await take(.failed(instance: instance, code: nil, message: failure.message))
        }
    }

    // MARK: - The record

    /// Puts on record what is not yet.
    ///
    /// If another process has moved the instance meanwhile, what came from outside is taken again after that; an input that
    /// has no place there any more is dropped.
    package func flush() async throws(WorkflowError) {
        while true {
            let records = steps.takePending()
            guard !records.isEmpty else { return }
            do throws(LedgerError) {
                let last = try await journal.record(records)
                steps.recorded(version: last.version, time: last.time)
                return
            } catch .conflict where ownsStream {
                try await reload()
            } catch {
                throw .ledger(error)
            }
        }
    }

    /// Hands out what is not on record yet, for whoever owns the stream to put there with something of its own.
    package func takePending() -> [WorkflowRecord] { steps.takePending() }

    /// Takes in what another process has put on record.
    ///
    /// - Returns: Whether there was anything.
    package func refresh() async throws(WorkflowError) -> Bool {
        let more: [Event]
        do {
            more = try await services.store.read(
                stream: WorkflowStreams.stream(of: id), from: state.version + 1)
        } catch {
            throw .ledger(error)
        }
        guard !more.isEmpty else { return false }
        try await reload()
        return true
    }

    private func reload() async throws(WorkflowError) {
        let state = try await library.state(of: id, in: services.store)
        let inputs = steps.restart(from: state)
        journal = StreamJournal(state, services)
        for input in inputs {
            do { _ = try await step(input) } catch .model { continue }
        }
    }

    // MARK: - Work

    /// Whose work nothing is in the way of, oldest first, with the number of the attempt.
    func dueWork(except running: Set<Int>) -> [(instance: Int, attempt: Int)] {
        let now = services.milliseconds
        var due: [(Int, Int)] = []
        for instance in state.process.openWork where !running.contains(instance) {
            let attempts = state.attempts[instance]
            if let retryAt = attempts?.retryAt, retryAt > now { continue }
            due.append((instance, (attempts?.last.attempt ?? 0) + 1))
        }
        return due
    }

    /// When a failed attempt is made again, in milliseconds since 1970; the first of all.
    func nextRetry(except running: Set<Int>) -> Int64? {
        state.attempts.filter { !running.contains($0.key) }.compactMap(\.value.retryAt).min()
    }

    /// What tells a service that several attempts are one call.
    func key(of item: WorkItem) -> String {
        if case .text(let key)? = item.settings.service?.idempotencyKey { return key }
        if case .expression(let expression)? = item.settings.service?.idempotencyKey,
            let value = try? steps.evaluator.evaluate(expression, variables: item.variables)
        {
            return value.string ?? String(decoding: value.canonicalBytes, as: UTF8.self)
        }
        return "\(id)/\(item.instance)"
    }
}
