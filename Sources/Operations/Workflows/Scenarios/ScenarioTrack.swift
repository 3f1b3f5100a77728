import BPMN
import StructuredData

/// What has happened in a scenario, gathered from the engine's events.
struct ScenarioTrack: Sendable {
    /// An element at work.
    private struct Active {
        let element: String
        let scope: Int
    }

    /// A process that was started, and by which call activity.
    struct Started: Hashable {
        let instance: Int
        let process: String
        let caller: Int?
    }

    /// The elements that completed, in order.
    ///
    /// A loop is there once for each run, and not itself.
    private(set) var completed: [String] = []
    /// How often each element was begun; of a loop, how many runs of it were.
    private(set) var entered: [String: Int] = [:]
    /// All elements that were begun, also a loop without a run.
    private(set) var reached: Set<String> = []
    /// How often each sequence flow was taken.
    private(set) var taken: [String: Int] = [:]
    private(set) var started: [Started] = []
    private(set) var signals: [(name: String, payload: JSON)] = []
    /// Messages from outside that were kept until someone wants them.
    private(set) var kept: [Int] = []
    /// The names of variables that there ever were.
    private(set) var names: Set<String> = []
    /// Where incidents are, also those that were resolved.
    private(set) var places: [Int: String] = [:]
    private var fromOutside: Set<Int> = []
    private var sent: [ThrownMessage] = []
    private var received: Set<Int> = []
    private var loops: Set<Int> = []
    /// Events that have fired and will again.
    private var repeating: Set<Int> = []
    private var active: [Int: Active] = [:]

    mutating func note(_ event: ProcessEvent) {
        switch event {
        case .processStarted(let start):
            started.append(
                Started(instance: start.instance, process: start.process, caller: start.caller))
            names.formUnion(start.variables.keys)
            if let message = start.message { received.insert(message) }
        case .sequenceFlowTaken(_, let flow): taken[flow, default: 0] += 1
        case .elementActivated(let activation): begin(activation)
        case .elementCompleted(let instance, _): end(instance)
        case .elementTriggered(let instance, _): fire(instance)
        case .elementCancelled(let instance): active[instance] = nil
        case .loopPlanned(let instance, _, _): markLoop(instance)
        case .dataBound(_, let values): names.formUnion(values.keys)
        case .variablesSet(_, let writes): names.formUnion(writes.map(\.name))
        default: noteTraffic(event)
        }
    }

    private mutating func noteTraffic(_ event: ProcessEvent) {
        switch event {
        case .messageThrown(let message):
            if message.instance == nil { fromOutside.insert(message.id) } else { sent.append(message) }
        case .messageBuffered(let id): if fromOutside.contains(id) { kept.append(id) }
        case .caught(_, .message, _, let message?): received.insert(message)
        case .signalThrown(.some, let name, let payload): signals.append((name, payload))
        case .incidentRaised(let incident):
            places[incident.id] = active[incident.instance]?.element ?? process(incident.instance)
        default: break
        }
    }

    private mutating func begin(_ activation: Activation) {
        active[activation.instance] = Active(element: activation.element, scope: activation.scope)
        reached.insert(activation.element)
        entered[activation.element, default: 0] += 1
        if activation.mode == .iteration { markLoop(activation.scope) }
        names.formUnion(activation.variables.keys)
    }

    private mutating func markLoop(_ instance: Int) {
        guard let element = active[instance]?.element, loops.insert(instance).inserted else { return }
        entered[element, default: 0] -= 1
    }

    private mutating func fire(_ instance: Int) {
        guard let element = active[instance]?.element else { return }
        completed.append(element)
        if !repeating.insert(instance).inserted { entered[element, default: 0] += 1 }
    }

    private mutating func end(_ instance: Int) {
        guard let element = active.removeValue(forKey: instance)?.element else { return }
        if repeating.remove(instance) != nil { entered[element, default: 0] += 1 }
        if loops.remove(instance) == nil { completed.append(element) }
    }

    private func process(_ instance: Int) -> String? {
        started.first { $0.instance == instance }?.process
    }

    // MARK: - Questions

    /// The element of an instance that has not ended.
    func element(of instance: Int) -> String? { active[instance]?.element }

    /// Instances of an element, oldest first.
    func instances(of element: String) -> [Int] {
        active.filter { $0.value.element == element }.keys.sorted()
    }

    /// Elements at work with nothing at work in them, in order of their start: where the process waits.
    func waiting(_ state: ProcessState) -> [String] {
        let scopes = Set(active.values.map(\.scope))
        let callers = Set(started.filter { state.outcomes[$0.instance] == nil }.compactMap(\.caller))
        let troubled = Set(state.incidents.values.map(\.instance))
        var seen: Set<String> = []
        return active.filter { id, _ in
            !scopes.contains(id) && !callers.contains(id) && !troubled.contains(id)
        }.sorted { $0.key < $1.key }.map(\.value.element).filter { seen.insert($0).inserted }
    }

    /// Whether anything in the model took a message.
    func isReceived(_ message: Int) -> Bool { received.contains(message) }

    /// Messages that left and that nothing in the model took.
    var messages: [(name: String, payload: JSON)] {
        sent.filter { !received.contains($0.id) }.map { ($0.name, $0.payload) }
    }

    /// The instance that the scenario is about: the first one of that process that nothing called.
    func main(_ process: String?) -> Int? {
        let own = started.filter { $0.caller == nil }
        return (own.first { $0.process == process } ?? own.first)?.instance
    }
}
