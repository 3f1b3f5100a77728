package import BPMN
import Diagnostics
package import Ledger

/// An instance as far as its events tell.
package struct WorkflowState: Sendable {
    package let id: String
    package private(set) var start: WorkflowStart
    package private(set) var model: WorkflowModel
    package internal(set) var process: ProcessState
    /// The attempts at work that is open, by instance of the element.
    package private(set) var attempts: [Int: AttemptState] = [:]
    /// What was computed of tasks for people that are open, by instance.
    package private(set) var offers: [Int: TaskOffer] = [:]
    /// How many events of the ledger were taken in.
    package private(set) var version = 0
    /// Of the last event, in nanoseconds since 1970.
    package private(set) var lastTime: Int64 = .min

    /// How often work was attempted.
    package struct AttemptState: Hashable, Sendable {
        package let last: WorkAttempt
        /// When the next attempt is due, in milliseconds since 1970; `nil` while the last one has not ended.
        package var retryAt: Int64?
        package var message: String?
    }

    init(id: String, start: WorkflowStart, model: WorkflowModel) {
        (self.id, self.start, self.model) = (id, start, model)
        process = ProcessState(start: TimeInstant(milliseconds: start.clock))
    }

    /// Folds the events of an instance's stream; those of other kinds are counted and passed over.
    ///
    /// - Parameters:
    ///   - events: the stream from its beginning.
    ///   - id: the instance.
    ///   - steps: how many steps of the engine to take in at most, for a look at the past.
    ///   - models: finds the models.
    /// - Throws: ``WorkflowError/malformedLog(id:version:reason:)``, ``WorkflowError/noSuchWorkflow(_:)``, and what
    ///   finding a model throws.
    package init(
        folding events: some Sequence<Event>, of id: String, upTo steps: Int = .max,
        models: (ModelReference) throws(WorkflowError) -> WorkflowModel
    ) throws(WorkflowError) {
        var state: WorkflowState?
        var before = 0
        for event in events {
            // Asked without a copy of the state, which would cost more than most records do.
            let isThere = steps < .max && (state?.process.version ?? 0) >= steps
            let record: WorkflowRecord?
            do { record = try WorkflowRecord(type: event.type, payload: event.payload) } catch {
                throw .malformedLog(id: id, version: event.version, reason: error.reason)
            }
            if isThere {
                // What was said of the tasks that the last step opened belongs to it.
                guard case .offered(let offer) = record else { break }
                state?.offers[offer.instance] = offer
            } else if state == nil, case .started(let start) = record {
                state = WorkflowState(id: id, start: start, model: try models(start.model))
                state?.version = before
            } else if let record {
                try state?.apply(record, at: event.version, upTo: steps, models: models)
            }
            before += 1
            state?.version += 1
            state?.lastTime = event.time
        }
        guard let state else { throw .noSuchWorkflow(id) }
        self = state
    }

    /// Takes one record in.
    mutating func apply(
        _ record: WorkflowRecord, at version: Int, upTo steps: Int = .max,
        models: (ModelReference) throws(WorkflowError) -> WorkflowModel
    ) throws(WorkflowError) {
        switch record {
        case .started: throw .malformedLog(id: id, version: version, reason: "it has started before")
        case .advanced(let advance):
            guard advance.from == process.version else {
                throw .malformedLog(
                    id: id, version: version,
                    reason: "it goes on from step \(advance.from), not from \(process.version)")
            }
            do throws(BPMNError) {
                for event in advance.events.prefix(max(0, steps - advance.from)) {
                    try process.apply(event, in: model.deployment)
                }
            } catch {
                throw .malformedLog(id: id, version: version, reason: error.diagnostic.message)
            }
            forgetAttempts(after: advance.events)
        case .attemptBegun(let attempt): attempts[attempt.instance] = AttemptState(last: attempt)
        case .attemptFailed(let instance, _, let message, let retryAt):
            attempts[instance]?.retryAt = retryAt
            attempts[instance]?.message = message
        case .migrated(let migration):
            try migrate(to: try models(migration.model), migration.mapping)
        case .offered(let offer): offers[offer.instance] = offer
        }
    }

    mutating func migrate(to model: WorkflowModel, _ mapping: [String: String]) throws(WorkflowError) {
        do throws(BPMNError) {
            process = try process.migrated(
                from: self.model.deployment, to: model.deployment, mapping: mapping)
        } catch {
            throw .cannotMigrate(id: id, reasons: error.all.map(\.message))
        }
        self.model = model
    }

    mutating func took(version: Int, lastTime: Int64) { (self.version, self.lastTime) = (version, lastTime) }

    /// Forgets what is known of work that is not open any more after these events.
    mutating func forgetAttempts(after events: [ProcessEvent]) {
        guard !attempts.isEmpty || !offers.isEmpty else { return }
        for event in events {
            switch event {
            case .workCompleted(let instance, _), .workFailed(let instance, _, _):
                if !process.isOpen(instance) { (attempts[instance], offers[instance]) = (nil, nil) }
            case .sequenceFlowTaken, .tokenArrived, .elementActivated, .elementCompleted, .workRequested,
                .dataBound, .variablesSet:
                continue
            default:
                // Anything else may have ended work, also that of other elements.
                attempts = attempts.filter { process.isOpen($0.key) }
                offers = offers.filter { process.isOpen($0.key) }
                return
            }
        }
    }
}
