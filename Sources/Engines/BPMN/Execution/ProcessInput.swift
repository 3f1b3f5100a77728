public import StructuredData

/// Something that comes from outside.
public enum ProcessInput: Hashable, Sendable {
    /// Starts a process; `element` names its start event when that has a trigger, such as a timer.
    case start(process: String, variables: [String: JSON] = [:], element: String? = nil)
    /// The work of an activity is done; `output` is null or an object of variables.
    case completed(instance: Int, output: JSON = .null)
    /// The work of an activity failed: with a BPMN error `code`, or without one for a technical reason, which becomes an
    /// incident.
    case failed(instance: Int, code: String?, message: String = "")
    case message(name: String, payload: JSON = .null)
    case signal(name: String, payload: JSON = .null)
    /// The time is now `to`; timers fire in the order of their times.
    case advance(to: TimeInstant)
    /// An activity of an ad-hoc subprocess shall begin.
    case choose(scope: Int, element: String)
    /// Tries again what an incident stopped.
    case resolve(incident: Int)
    case cancel(process: Int)
    /// Sets variables of an instance, also while it has steps to do.
    case assign(instance: Int, variables: [String: JSON])
    /// Goes on after a budget was exhausted or a log was folded.
    case resume
}

/// What the host is asked to do.
public enum ProcessAction: Hashable, Sendable {
    /// Do the work of an activity, then answer with ``ProcessInput/completed(instance:output:)`` or `failed`.
    case perform(WorkItem)
    /// The work is not wanted any more.
    case cancelWork(instance: Int)
    /// A message left; it has been delivered within this state if anyone waits for it here.
    case send(ThrownMessage)
    case broadcast(name: String, payload: JSON)
    case reportIncident(Incident)
    case ended(process: Int, ProcessOutcome)
}

/// Work that the engine asks for.
public struct WorkItem: Hashable, Sendable {
    public let instance: Int
    /// The process instance.
    public let process: Int
    public let element: String
    public let name: String?
    public let work: WorkKind
    /// The values of its data inputs, by name; without data inputs everything it sees is in ``variables``.
    public let inputs: [String: JSON]
    public let variables: Variables
    /// Empty or one, as of its node.
    let ownSettings: [ElementSettings]

    /// What extensions say about it; the host acts on all of it.
    public var settings: ElementSettings { ownSettings.first ?? ElementSettings() }
}

/// What an input led to.
public struct Outcome: Sendable {
    /// In order; folding them into the state before gives the state after.
    public internal(set) var events: [ProcessEvent] = []
    public internal(set) var actions: [ProcessAction] = []
    /// Whether the budget ended it; go on with ``ProcessInput/resume``.
    public internal(set) var isExhausted = false
}
