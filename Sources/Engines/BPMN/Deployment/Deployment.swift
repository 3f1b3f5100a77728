/// A model that can be executed.
public struct Deployment: Sendable {
    /// The model.
    public let definitions: Definitions
    let graph: Graph
    let reach: Reachability

    /// Prepares a model for execution.
    ///
    /// - Parameters:
    ///   - definitions: the model.
    ///   - file: what messages call it.
    /// - Throws: ``BPMNError/notExecutable(_:)`` with everything that cannot be executed here.
    public init(_ definitions: Definitions, file: String = "") throws(BPMNError) {
        var builder = GraphBuilder(definitions)
        builder.build()
        var faults = builder.faults
        if definitions.processes.allSatisfy({ !$0.isExecutable }) {
            let place = definitions.document.root.place
            faults.append(
                DeploymentFault(
                    reason: .notExecutable, element: definitions.id ?? "",
                    message: "no process is executable",
                    place: place))
        }
        guard faults.isEmpty else {
            for index in faults.indices { faults[index].file = file }
            throw .notExecutable(faults)
        }
        self.definitions = definitions
        graph = builder.graph
        reach = Reachability(builder.graph)
    }

    /// The ids of the processes that can be started.
    public var processes: [String] { definitions.processes.filter(\.isExecutable).map(\.id) }

    /// Whether a process starts without a trigger.
    public func startsPlainly(_ process: String) -> Bool {
        graph.processIndex[process].map { !graph.containers[$0].starts.isEmpty } ?? false
    }

    /// The timer start events of a process, whose schedule is the host's matter, with when they fire.
    public func timerStarts(of process: String) -> [(element: String, timer: EventDefinition.Timer)] {
        guard let index = graph.processIndex[process] else { return [] }
        return graph.containers[index].nodes.flatMap { node in
            graph.nodes[node].kind == .start
                ? graph.nodes[node].events.compactMap { event in
                    if case .timer(let timer) = event { (graph.nodes[node].id, timer) } else { nil }
                } : []
        }
    }
}

/// Which flows lie upstream of an inclusive or complex gateway.
struct Reachability: Sendable {
    /// Per gateway and incoming flow: the nodes from which a token can reach the flow without passing the gateway.
    private var upstream: [Int: [Int: Set<Int>]] = [:]

    init(_ graph: Graph) {
        for (index, node) in graph.nodes.enumerated()
        where node.isJoin && (node.kind == .inclusive || node.kind == .complex) {
            for flow in node.incoming {
                upstream[index, default: [:]][flow] = Self.sources(of: flow, before: index, graph)
            }
        }
    }

    private static func sources(of flow: Int, before gateway: Int, _ graph: Graph) -> Set<Int> {
        var reached: Set<Int> = []
        var waiting = [graph.flows[flow].source]
        while let node = waiting.popLast() {
            guard node != gateway, reached.insert(node).inserted else { continue }
            waiting += graph.nodes[node].incoming.map { graph.flows[$0].source }
            if let activity = graph.attachedTo[node] { waiting.append(activity) }
            waiting += graph.linkSources[node] ?? []
        }
        return reached
    }

    func canReach(_ node: Int, _ flow: Int, of gateway: Int) -> Bool {
        upstream[gateway]?[flow]?.contains(node) ?? false
    }
}

extension Graph {
    /// The activity of each boundary event.
    fileprivate var attachedTo: [Int: Int] {
        var result: [Int: Int] = [:]
        for (index, node) in nodes.enumerated() {
            for boundary in node.boundaries { result[boundary] = index }
        }
        return result
    }

    /// The throwing links of each catching one.
    fileprivate var linkSources: [Int: [Int]] {
        var result: [Int: [Int]] = [:]
        for (index, node) in nodes.enumerated() {
            if let target = node.linkTarget { result[target, default: []].append(index) }
        }
        return result
    }
}
