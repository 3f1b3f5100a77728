package import BPMN
package import StructuredData

/// What happens to a workflow instance, in the words of the ledger.
///
/// The stream of these is the instance; everything else about it is a fold. The meaning of a case never changes; a new
/// shape is a new schema number.
package enum WorkflowRecord: Hashable, Sendable {
    case started(WorkflowStart)
    case advanced(WorkflowAdvance)
    /// An attempt at work that changes the world begins; on record before it does.
    case attemptBegun(WorkAttempt)
    /// An attempt failed and there will be another at `retryAt`, in milliseconds since 1970.
    case attemptFailed(instance: Int, attempt: Int, message: String, retryAt: Int64)
    case migrated(WorkflowMigration)
    /// A task for people was opened of which something had to be computed.
    case offered(TaskOffer)

    /// The event type of the ledger.
    package var type: String {
        switch self {
        case .started: "WorkflowStarted"
        case .advanced: "WorkflowAdvanced"
        case .attemptBegun: "WorkAttemptBegun"
        case .attemptFailed: "WorkAttemptFailed"
        case .migrated: "WorkflowMigrated"
        case .offered: "TaskOffered"
        }
    }

    /// The schema number of every event type above.
    package static let schema = 1
}

/// What an instance runs.
package struct ModelReference: Hashable, Sendable {
    /// What messages call it.
    package let file: String
    /// SHA-256 of the file.
    package let digest: String
    /// The file itself; `nil` for a model that comes with the program.
    package let text: String?

    package init(file: String, digest: String, text: String?) {
        (self.file, self.digest, self.text) = (file, digest, text)
    }
}

/// The head of an instance.
package struct WorkflowStart: Hashable, Sendable {
    package let model: ModelReference
    package let process: String
    /// The version of uvmgr.
    package let program: String
    /// The virtual time to begin with, in milliseconds since 1970.
    package let clock: Int64
    /// The instance that this one goes on from, and after how many of its steps.
    package var fork: ForkOrigin?

    package init(
        model: ModelReference, process: String, program: String, clock: Int64, fork: ForkOrigin? = nil
    ) {
        (self.model, self.process, self.program) = (model, process, program)
        (self.clock, self.fork) = (clock, fork)
    }
}

/// Where an instance was forked from another.
package struct ForkOrigin: Hashable, Sendable {
    package let instance: String
    package let version: Int

    package init(instance: String, version: Int) { (self.instance, self.version) = (instance, version) }
}

/// Steps of the engine that were decided together.
package struct WorkflowAdvance: Hashable, Sendable {
    /// How many steps the instance had before.
    package let from: Int
    package let events: [ProcessEvent]
    /// Whether these go on with what was there, without anything from outside.
    package let isContinuation: Bool
    /// What the host's languages answered meanwhile, in the order in which they were asked.
    package let answers: [HostAnswer]
    /// What `now()` gave in expressions, in milliseconds since 1970; `nil` if none asked.
    package let moment: Int64?

    package init(
        from: Int, events: [ProcessEvent], isContinuation: Bool = false, answers: [HostAnswer] = [],
        moment: Int64? = nil
    ) {
        (self.from, self.events, self.moment) = (from, events, moment)
        (self.isContinuation, self.answers) = (isContinuation, answers)
    }

    /// The steps by what came from outside: each part but the first begins with work that was done.
    package var parts: [(input: ProcessInput?, events: ArraySlice<ProcessEvent>)] {
        var starts = [0]
        for index in events.indices.dropFirst() {
            if case .workCompleted = events[index] { starts.append(index) }
        }
        return zip(starts, starts.dropFirst() + [events.count]).map { start, end in
            let isContinuation = start == 0 && self.isContinuation
            return (isContinuation ? nil : ProcessInput(events[start]), events[start..<end])
        }
    }

    /// These steps and others that follow them, where nothing is lost by having them in one; else `nil`.
    ///
    /// What a part begins with is told by its first event, so that work that was done needs no record of its own.
    package func joined(with next: WorkflowAdvance, limit: Int) -> WorkflowAdvance? {
        guard case .workCompleted? = next.events.first, !next.isContinuation,
            answers.isEmpty, next.answers.isEmpty, moment == nil, next.moment == nil,
            next.from == from + events.count, events.count + next.events.count <= limit
        else { return nil }
        return WorkflowAdvance(from: from, events: events + next.events, isContinuation: isContinuation)
    }
}

/// The answer of a language that the host runs, such as Python.
package enum HostAnswer: Hashable, Sendable {
    case value(JSON)
    case failure(String)
}

/// An attempt at work.
package struct WorkAttempt: Hashable, Sendable {
    package let instance: Int
    package let element: String
    /// From 1.
    package let attempt: Int
    /// What tells the service that several attempts are one call.
    package let key: String
    package let operation: String
    /// Whether it may be repeated when it is not known how it ended.
    package let isRepeatable: Bool

    package init(
        instance: Int, element: String, attempt: Int, key: String, operation: String, isRepeatable: Bool
    ) {
        (self.instance, self.element, self.attempt, self.key) = (instance, element, attempt, key)
        (self.operation, self.isRepeatable) = (operation, isRepeatable)
    }
}

/// A change of the model under a running instance.
package struct WorkflowMigration: Hashable, Sendable {
    package let model: ModelReference
    /// Elements of the old model that are called otherwise in the new one.
    package let mapping: [String: String]

    package init(model: ModelReference, mapping: [String: String]) {
        (self.model, self.mapping) = (model, mapping)
    }
}

extension ProcessInput {
    /// The input whose acceptance an event tells; `nil` for an event that nothing from outside causes.
    package init?(_ event: ProcessEvent) {
        switch event {
        case .processStarted(let start)
        where start.caller == nil && start.message == nil && start.signal == nil:
            self = .start(process: start.process, variables: start.variables, element: start.element)
        case .workCompleted(let instance, let output): self = .completed(instance: instance, output: output)
        case .workFailed(let instance, let code, let message):
            self = .failed(instance: instance, code: code, message: message)
        case .messageThrown(let message) where message.instance == nil:
            self = .message(name: message.name, payload: message.payload)
        case .signalThrown(nil, let name, let payload): self = .signal(name: name, payload: payload)
        case .clockSet(let target): self = .advance(to: TimeInstant(milliseconds: target))
        case .variablesAssigned(let instance, let values):
            self = .assign(instance: instance, variables: values)
        case .activityChosen(let scope, let element): self = .choose(scope: scope, element: element)
        case .incidentResolved(let incident): self = .resolve(incident: incident)
        case .processCancelled(let instance): self = .cancel(process: instance)
        default: return nil
        }
    }
}
