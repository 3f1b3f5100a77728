import BPMN
import Capabilities
import Ledger
package import StructuredData

/// The instances of one ledger: starts them, finds them, and hands them what comes from outside.
package struct WorkflowRuns: Sendable {
    package let services: WorkflowServices
    package let library: ModelLibrary
    /// The folder that messages name.
    package let project: String

    package init(_ services: WorkflowServices, library: ModelLibrary, project: String) {
        (self.services, self.library, self.project) = (services, library, project)
    }

    // MARK: - Starting

    /// What starts an instance.
    package enum Trigger: Hashable, Sendable {
        /// A start event without trigger, or the one of that id.
        case plain(element: String?)
        case message(String, payload: JSON)
        case signal(String, payload: JSON)
    }

    /// Prepares a new instance; nothing is on record until it is flushed or driven.
    ///
    /// - Parameters:
    ///   - model: What it runs.
    ///   - process: Which process of it.
    ///   - trigger: What starts it.
    ///   - id: What to call it; otherwise a new id.
    ///   - variables: With what.
    ///   - observer: Is told what happens.
    ///   - stepLimit: How many steps of the engine this process may take.
    ///   - journal: Where it puts what happens; otherwise a stream of its own.
    /// - Returns: The instance.
    /// - Throws: ``WorkflowError/needsTrigger(process:triggers:)``, ``WorkflowError/faults(_:)`` for service tasks that
    ///   nobody does, and ``WorkflowError/model(_:)``.
    package func start(
        _ model: WorkflowModel, process: String, trigger: Trigger = .plain(element: nil),
        id: String? = nil, variables: [String: JSON] = [:], observer: (any WorkflowObserver)? = nil,
        stepLimit: Int = 1_000_000, journal: (any WorkflowJournal)? = nil
    ) async throws(WorkflowError) -> WorkflowInstance {
        let faults = model.bindingFaults(services.handlers)
        guard faults.isEmpty else { throw .faults(faults) }
        let input = try input(trigger, model, process, variables.mapValues { $0.settled() })
        let now = services.clock.now()
        let id = id ?? uuidV7(nanoseconds: now.nanoseconds, random: services.random())
        let isBuiltin = services.builtins[model.digest] != nil
        let start = WorkflowStart(
            model: ModelReference(
                file: model.file, digest: model.digest, text: isBuiltin ? nil : model.text),
            process: process, program: services.program, clock: services.milliseconds)
        let instance = WorkflowInstance(
            WorkflowState(id: id, start: start, model: model), services: services, library: library,
            observer: observer, stepLimit: stepLimit, journal: journal)
        try await instance.begin(start, with: [input])
        return instance
    }

    private func input(
        _ trigger: Trigger, _ model: WorkflowModel, _ process: String, _ variables: [String: JSON]
    ) throws(WorkflowError) -> ProcessInput {
        switch trigger {
        case .plain(let element):
            if element == nil, !model.deployment.startsPlainly(process) {
                throw .needsTrigger(process: process, triggers: model.startTriggers(of: process))
            }
            let known = model.deployment.startEvents(of: process)
            if let element, !known.contains(element) {
                throw .noSuchStart(element, process: process, known: known)
            }
            return .start(process: process, variables: variables, element: element)
        case .message(let name, _) where !model.startMessages.contains(name):
            throw .nobodyWaits(kind: "message", name: name, waiting: model.startMessages)
        case .signal(let name, _) where !model.startSignals.contains(name):
            throw .nobodyWaits(kind: "signal", name: name, waiting: model.startSignals)
        case .message(let name, let payload): return .message(name: name, payload: payload.merging(variables))
        case .signal(let name, let payload): return .signal(name: name, payload: payload.merging(variables))
        }
    }

    // MARK: - Finding

    /// An instance that goes on in this process.
    package func open(
        _ id: String, observer: (any WorkflowObserver)? = nil, stepLimit: Int = 1_000_000
    ) async throws(WorkflowError) -> WorkflowInstance {
        let state = try await library.state(of: id, in: services.store)
        return WorkflowInstance(
            state, services: services, library: library, observer: observer, stepLimit: stepLimit)
    }

    /// The id of the instance whose id is `name`, starts with it, or is the latest for `last`.
    ///
    /// - Throws: ``WorkflowError/noWorkflows(project:)``, ``WorkflowError/noSuchWorkflow(_:)`` or
    ///   ``WorkflowError/ambiguousWorkflow(_:fitting:)``.
    package func find(_ name: String) async throws(WorkflowError) -> String {
        if name.hasPrefix(WorkflowStreams.runPrefix) {
            let run = String(name.dropFirst(WorkflowStreams.runPrefix.count))
            guard !run.isEmpty, let found = try await self.run(run) else {
                throw .noSuchWorkflow(name)
            }
            return found
        }
        let isLast = name == "last"
        let streams = try await streams(prefix: isLast ? "" : name, limit: isLast ? 1 : Self.shownCandidates)
        guard let first = streams.first else {
            if !isLast, let run = try await run(name) { return run }
            if isLast { throw .noWorkflows(project: project) }
            throw .noSuchWorkflow(name)
        }
        if streams.contains(where: { $0.id == name }) { return name }
        if streams.count > 1 { throw .ambiguousWorkflow(name, fitting: streams.map(\.id)) }
        return first.id
    }

    /// How many instances are named where the start of an id fits several.
    private static let shownCandidates = 5

    /// The process of a validation, by the run's id or the start of it.
    private func run(_ name: String) async throws(WorkflowError) -> String? {
        let found: [String]
        do {
            found = try await services.store.streams(
                StreamQuery(prefix: name, limit: Self.shownCandidates)
            ).map(\.stream).filter(isUUIDv7)
        } catch { throw .ledger(error) }
        if found.count > 1, !found.contains(name) { throw .ambiguousWorkflow(name, fitting: found) }
        return (found.contains(name) ? name : found.first).map { WorkflowStreams.runPrefix + $0 }
    }

    /// The instances of their own, the newest first.
    package func streams(prefix: String = "", limit: Int) async throws(WorkflowError) -> [InstanceSummary] {
        do {
            return try await services.store.streams(
                StreamQuery(prefix: WorkflowStreams.prefix + prefix, limit: limit)
            ).map {
                InstanceSummary(
                    id: String($0.stream.dropFirst(WorkflowStreams.prefix.count)), started: $0.firstTime,
                    lastTime: $0.lastTime)
            }
        } catch { throw .ledger(error) }
    }

    /// The instances that have not ended, the newest first, those within validations too.
    package func openInstances() async throws(WorkflowError) -> [String] {
        var open: [String] = []
        var query = StreamQuery(limit: 500)
        while true {
            let page: [StreamSummary]
            do { page = try await services.store.streams(query) } catch { throw .ledger(error) }
            for summary in page {
                guard let id = WorkflowStreams.instance(of: summary.stream),
                    id.hasPrefix(WorkflowStreams.runPrefix) == false || summary.lastType != "RunFinished",
                    let state = try await known(id), !state.standing.hasEnded
                else { continue }
                open.append(id)
            }
            guard page.count == query.limit, let last = page.last else { return open }
            query.before = last.firstPosition
        }
    }

    /// The state of an instance; `nil` for a run that has no process on record.
    private func known(_ id: String) async throws(WorkflowError) -> WorkflowState? {
        do { return try await state(of: id) } catch .noSuchWorkflow { return nil }
    }

    /// The state of an instance, now or after some of its steps.
    package func state(of id: String, upTo steps: Int = .max) async throws(WorkflowError) -> WorkflowState {
        try await library.state(of: id, in: services.store, upTo: steps)
    }

    // MARK: - Driving

    /// Drives an instance while no other process does.
    ///
    /// - Returns: Whether it was driven here; `false`: another process does, and takes in what is on record.
    package func drive(_ instance: WorkflowInstance, _ options: DriveOptions) async throws -> Bool {
        try await instance.flush()
        let name = instance.id.split(separator: "/").joined(separator: "-")
        do throws(FileError) { try services.files.makeDirectory(services.lockFolder) } catch {
            throw WorkflowError.file(error)
        }
        do {
            try await services.locks.withLock(
                services.lockFolder + "/workflow-\(name).lock", patience: .zero
            ) {
                // What another process put on record before it let go.
                _ = try await instance.refresh()
                try await instance.drive(options)
            }
            return true
        } catch LockError.heldElsewhere {
            return false
        } catch let error as LockError {
            throw WorkflowError.lock(error)
        }
    }
}

/// An instance in a list.
package struct InstanceSummary: Hashable, Sendable {
    package let id: String
    /// In nanoseconds since 1970.
    package let started: Int64
    package let lastTime: Int64
}

extension JSON {
    /// An object with more members; anything else is left as it is when there are none.
    fileprivate func merging(_ variables: [String: JSON]) -> JSON {
        if variables.isEmpty { return settled() }
        return .object((settled().object ?? [:]).merging(variables) { _, new in new })
    }
}
