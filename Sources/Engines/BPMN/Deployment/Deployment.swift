/// A model that can be executed.
public struct Deployment: Sendable {
    /// The model, with its extensions settled.
    public let definitions: Definitions
    /// What became of each of its extensions.
    public let notes: DialectNotes
    let graph: Graph
    let reach: Reachability

    /// Prepares a model for execution.
    ///
    /// - Parameters:
    ///   - definitions: the model.
    ///   - file: what messages call it.
    /// - Throws: ``BPMNError/notExecutable(_:)`` with everything that cannot be executed here.
    public init(_ definitions: Definitions, file: String = "") throws(BPMNError) {
        let resolution = Resolution(definitions)
        var builder = GraphBuilder(resolution.definitions)
        builder.build()
        var faults = resolution.faults + builder.faults
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
        self.definitions = resolution.definitions
        notes = resolution.notes
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

extension Deployment {
    /// Whether a gateway has to wait for a token in a node: it can come by a flow that has none, and by none that has one.
    func mustWait(
        for node: Int, at gateway: Int, isFilled: (Int) -> Bool, isTaken: (Int) -> Bool = { _ in false }
    )
        -> Bool
    {
        let flows = reach.flows(from: node, to: gateway)
        return !flows.contains(where: isFilled) && flows.contains { !isTaken($0) }
    }
}

/// From where a token can still reach an inclusive or complex gateway.
struct Reachability: Sendable {
    /// Per gateway and node: the gateway's incoming flows that a token in the node can reach without passing the gateway.
    private var reached: [Int: [Int: [Int]]] = [:]

    init(_ graph: Graph) {
        let joins = graph.nodes.indices.filter { index in
            let node = graph.nodes[index]
            return node.isJoin && (node.kind == .inclusive || node.kind == .complex)
        }
        if joins.isEmpty { return }
        let before = Self.predecessors(graph)
        for join in joins {
            for flow in graph.nodes[join].incoming {
                for node in Self.sources(of: flow, join, before, graph) {
                    reached[join, default: [:]][node, default: []].append(flow)
                }
            }
        }
    }

    /// The flows of a gateway that a token in a node can reach.
    func flows(from node: Int, to gateway: Int) -> [Int] { reached[gateway]?[node] ?? [] }

    /// What a token can come from in one step, by node.
    private static func predecessors(_ graph: Graph) -> [[Int]] {
        var before = [[Int]](repeating: [], count: graph.nodes.count)
        for (index, node) in graph.nodes.enumerated() {
            before[index] += node.incoming.map { graph.flows[$0].source }
            for boundary in node.boundaries { before[boundary].append(index) }
            if let target = node.linkTarget { before[target].append(index) }
        }
        return before
    }

    private static func sources(of flow: Int, _ gateway: Int, _ before: [[Int]], _ graph: Graph) -> Set<Int> {
        var sources: Set<Int> = []
        var waiting = [graph.flows[flow].source]
        while let node = waiting.popLast() {
            if node != gateway, sources.insert(node).inserted { waiting += before[node] }
        }
        return sources
    }
}
