/// A model with its references resolved to indices, so that a step costs the same in a process of any size.
struct Graph: Sendable {
    var nodes: [Node] = []
    var flows: [Flow] = []
    var containers: [Container] = []
    var nodeIndex: [String: Int] = [:]
    var flowIndex: [String: Int] = [:]
    /// The containers of processes, by process id.
    var processIndex: [String: Int] = [:]
    /// The variable that each data element stands for, by id.
    var dataNames: [String: DataName] = [:]
    /// The nodes that start a process when a message or signal of that name comes.
    var messageStarts: [String: [Int]] = [:]
    var signalStarts: [String: [Int]] = [:]
    var correlation = CorrelationTable()
    /// Where the messages of an element go, by its id; an element without message flows sends to whoever waits.
    var routes: [String: Route] = [:]
}

/// The ends of the message flows from one element.
struct Route: Sendable {
    var nodes: Set<Int> = []
    /// Containers of processes that are reached as a whole.
    var processes: Set<Int> = []
    /// Whether it leads to nothing in this file.
    var isOutward: Bool { nodes.isEmpty && processes.isEmpty }
}

struct DataName: Sendable {
    let name: String
    let isStore: Bool
}

/// A sequence flow.
struct Flow: Sendable {
    let id: String
    let source: Int
    let target: Int
    let condition: ProcessExpression?
}

/// A process or subprocess.
struct Container: Sendable {
    let id: String
    /// The subprocess; `nil` for a process.
    let node: Int?
    var nodes: [Int] = []
    /// What begins when it is entered without a trigger.
    var starts: [Int] = []
    /// The event subprocesses and their start events.
    var eventSubProcesses: [(node: Int, start: Int)] = []
    /// Variables that are its own.
    var declared: [String] = []
    /// The data of a process.
    var data = InputOutput()
    /// Of a process: whether it says that it can be executed.
    var isExecutable = false
    var correlations: [CorrelationSubscription] = []
}

/// A node of the graph.
///
/// A reference, since every step looks at one; it is changed while the graph is built and never after, which makes it safe
/// to share.
final class Node: @unchecked Sendable {
    enum Kind: Sendable {
        case task, call, subProcess, eventSubProcess, transaction, adHoc
        case exclusive, parallel, inclusive, complex, eventBased
        case start, catching, throwing, end, boundary
    }

    let id: String
    let name: String?
    let kind: Kind
    let container: Int
    let source: FlowNode

    init(_ source: FlowNode, kind: Kind, container: Int) {
        (self.id, self.name) = (source.id, source.name)
        (self.source, self.kind, self.container) = (source, kind, container)
        isJoin = false
        work = if case .task(let work) = source.kind { work } else { nil }
        activation = if case .complexGateway(let condition) = source.kind { condition } else { nil }
    }

    var incoming: [Int] = []
    var outgoing: [Int] = []
    var defaultFlow: Int?
    var events: [Event] = []
    /// Of an activity: what is attached to it.
    var boundaries: [Int] = []
    /// Of a boundary or start event: whether it ends what runs.
    var isInterrupting = true
    /// Of a subprocess: what it contains.
    var body: Int?
    var called: Called?
    /// Of an activity: what undoes it.
    var handler: Int?
    /// Of a throwing link: where it leads.
    var linkTarget: Int?
    /// What the engine itself evaluates before and after; the host does it for work.
    var inputs: [VariableMapping] = []
    var outputs: [VariableMapping] = []
    /// Whether the results of its work become variables by themselves.
    private(set) var keepsResults = true

    enum Called: Sendable {
        case process(Int)
        case task(WorkKind)
    }

    var isActivity: Bool {
        switch kind {
        case .task, .call, .subProcess, .eventSubProcess, .transaction, .adHoc: true
        default: false
        }
    }

    /// Whether a token waits here until others have come.
    var isJoin: Bool
    /// Of a complex gateway: when it opens.
    let activation: ProcessExpression?
    /// Of a task: what it does.
    let work: Work?

    /// Knows, once all flows and calls are there, whether it is a join and what it evaluates.
    func settle() {
        if !asksForWork {
            inputs = source.settings.inputs
            outputs = source.settings.outputs
        }
        let returnsAll = source.settings.call?.returnsAll ?? true || asksForWork
        keepsResults = returnsAll && (outputs.isEmpty || source.settings.keepsResults)
        isJoin =
            switch kind {
            case .parallel, .inclusive: incoming.count > 1
            case .complex: incoming.count > 1 && activation != nil
            default: source.startQuantity > 1
            }
    }

    /// Whether it has neither data nor mappings, so that results go where they belong by their names.
    var storesPlainly: Bool { source.data.isEmpty && outputs.isEmpty }

    /// Whether the host is asked to do something for it.
    var asksForWork: Bool {
        if case .task = called { true } else { source.asksForWork }
    }

    /// Whether an instance has inputs to evaluate; a loop leaves its own to its runs.
    func binds(_ instance: Instance) -> Bool {
        !source.data.inputAssociations.isEmpty && !instance.isIteration
            || !inputs.isEmpty && instance.loop == nil
    }

    var adHoc: SubProcess.AdHoc? {
        guard case .subProcess(let process) = source.kind, case .adHoc(let adHoc) = process.kind else {
            return nil
        }
        return adHoc
    }
}

/// What an event throws or catches, by name or code.
enum Event: Hashable, Sendable {
    case message(id: String, name: String)
    case signal(String)
    case timer(EventDefinition.Timer)
    case conditional(ProcessExpression)
    /// Without a code, any error is caught.
    case error(String?)
    case escalation(String?)
    case compensation(activity: String?, waits: Bool)
    case cancel
    case terminate
    case link

    /// Whether catching it takes a subscription.
    var isSubscribed: Bool {
        switch self {
        case .message, .signal, .timer, .conditional: true
        default: false
        }
    }
}

/// How messages are told apart (BPMN 2.0.2, 8.4.2).
struct CorrelationTable: Sendable {
    /// Per message id: property and the path that takes it from the payload.
    var retrievals: [String: [(property: String, path: ProcessExpression)]] = [:]
}
