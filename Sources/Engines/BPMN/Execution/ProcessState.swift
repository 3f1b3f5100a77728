public import StructuredData

/// Everything that is known about running processes: a fold of ``ProcessEvent``s.
///
/// A value of its own; two states that saw the same events are equal.
public struct ProcessState: Hashable, Sendable {
    /// The virtual time: of the last event that had one.
    public internal(set) var clock: TimeInstant
    /// How many events were applied.
    public internal(set) var version = 0
    /// Incidents that nobody resolved, by id.
    public internal(set) var incidents: [Int: Incident] = [:]
    /// How ended process instances ended, by instance.
    public internal(set) var outcomes: [Int: ProcessOutcome] = [:]
    /// The contents of data stores, by name.
    public internal(set) var stores: [String: JSON] = [:]
    /// Instances whose work was asked for and has not come back, oldest first.
    public var openWork: [Int] { work.keys.sorted() }
    /// Whether the work of an instance was asked for and has not come back.
    public func isOpen(_ instance: Int) -> Bool { work[instance] != nil }

    var nextID = 1
    var instances = InstanceTable()
    var agenda = Agenda()
    var subscriptions: [Int: Subscription] = [:]
    var listeners: [Subscription.Kind: [String: [Int]]] = [:]
    var timers = TimerQueue()
    var clockTarget: TimeInstant?
    /// Conditional subscriptions of each process instance, with whether the condition held.
    var conditions: [Int: [Int: Bool]] = [:]
    var messages: [Int: ThrownMessage] = [:]
    /// Messages that nobody waited for, oldest first, by name.
    var mailbox: [String: [Int]] = [:]
    var work: [Int: Bool] = [:]
    /// Gateways with tokens that wait for tokens upstream.
    var watchedJoins: [JoinKey] = []
    var incidentSteps: [Int: Step] = [:]

    /// - Parameter start: the virtual time to begin with.
    public init(start: TimeInstant = TimeInstant(milliseconds: 0)) { clock = start }
}

/// A gateway in a scope.
struct JoinKey: Hashable, Sendable {
    let scope: Int
    let node: Int
}

/// How a process instance ended.
public struct ProcessOutcome: Hashable, Sendable {
    public enum Ending: Hashable, Sendable {
        case completed
        /// By a BPMN error that nobody caught.
        case failed(code: String?)
        case cancelled
    }

    public let process: String
    public let ending: Ending
    /// Its variables at the end.
    public let variables: [String: JSON]
}

extension ProcessState {
    /// Whether there is nothing to do until something comes from outside.
    public var isQuiet: Bool { agenda.first == nil }

    /// The process instances that have not ended, oldest first.
    public var running: [Int] { instances.all.filter { $0.node < 0 && $0.parent == 0 }.map(\.id).sorted() }

    /// When the next timer fires.
    public var nextTimer: TimeInstant? {
        timers.top.map { TimeInstant(milliseconds: $0.due) }
    }

    /// What is waited for, oldest first.
    public var waits: [Subscription] { subscriptions.values.sorted { $0.id < $1.id } }

    /// The id of the element that an instance is at work at, or of the process that it is; `nil` once it has ended.
    public func element(of instance: Int, in deployment: Deployment) -> String? {
        guard let found = instances[instance] else { return nil }
        if found.node >= 0 { return deployment.graph.nodes[found.node].id }
        return found.container >= 0 ? deployment.graph.containers[found.container].id : nil
    }

    /// All variables that an instance sees.
    public func variables(of instance: Int) -> Variables { view(of: instance) }

    /// The value of a variable, seen from an instance.
    public func variable(_ name: String, of instance: Int) -> JSON? { view(of: instance)[name] }

    /// All variables that an instance sees.
    func view(of instance: Int, adding extra: [String: JSON] = [:]) -> Variables {
        var frames: [[String: JSON]] = extra.isEmpty ? [] : [extra]
        var current: Int? = instance
        while let id = current {
            current =
                instances.look(at: id) { found in
                    if !found.variables.isEmpty { frames.append(found.variables) }
                    return found.node < 0 ? nil : found.parent
                } ?? nil
        }
        if !stores.isEmpty { frames.append(stores) }
        return Variables(frames: frames)
    }

    /// The instance whose variable of that name is seen from `instance`; else its process.
    func owner(of name: String, from instance: Int) -> Int {
        var (current, owner): (Int?, Int) = (instance, instance)
        while let id = current, instances.contains(id) {
            owner = id
            current =
                instances.look(at: id) { found in
                    found.variables[name] != nil || found.node < 0 ? nil : found.parent
                } ?? nil
        }
        return owner
    }
}

/// Variables as an expression sees them: inner ones hide outer ones.
public struct Variables: Hashable, Sendable {
    let frames: [[String: JSON]]

    public init(_ values: [String: JSON]) { frames = [values] }
    init(frames: [[String: JSON]]) { self.frames = frames }

    public subscript(_ name: String) -> JSON? {
        for frame in frames { if let value = frame[name] { return value } }
        return nil
    }

    /// The names that a predicate holds for, in no order; one that is hidden by an inner one occurs again.
    public func names(where isWanted: (String) -> Bool) -> [String] {
        var found: [String] = []
        for frame in frames { for name in frame.keys where isWanted(name) { found.append(name) } }
        return found
    }

    /// All of them in one.
    public var merged: [String: JSON] {
        frames.reversed().reduce(into: [:]) { result, frame in result.merge(frame) { _, inner in inner } }
    }
}

/// Timers by when they fire, then by age: a binary heap.
struct TimerQueue: Hashable, Sendable {
    private struct Entry: Hashable { let due: Int64, id: Int }
    private var heap: [Entry] = []

    mutating func insert(_ id: Int, due: Int64) {
        heap.append(Entry(due: due, id: id))
        var child = heap.count - 1
        while child > 0, isBefore(heap[child], heap[(child - 1) / 2]) {
            heap.swapAt(child, (child - 1) / 2)
            child = (child - 1) / 2
        }
    }

    var top: (id: Int, due: Int64)? { heap.first.map { ($0.id, $0.due) } }

    mutating func removeTop() {
        guard let last = heap.popLast(), !heap.isEmpty else { return }
        heap[0] = last
        var parent = 0
        while true {
            var least = parent
            for child in [2 * parent + 1, 2 * parent + 2]
            where child < heap.count && isBefore(heap[child], heap[least]) {
                least = child
            }
            if least == parent { return }
            heap.swapAt(parent, least)
            parent = least
        }
    }

    private func isBefore(_ left: Entry, _ right: Entry) -> Bool {
        (left.due, left.id) < (right.due, right.id)
    }
}
