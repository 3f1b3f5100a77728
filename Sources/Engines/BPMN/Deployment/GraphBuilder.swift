/// Resolves a model to a ``Graph`` and notes what cannot be executed.
struct GraphBuilder {
    let definitions: Definitions
    var graph = Graph()
    var faults: [DeploymentFault] = []
    private let messages: [String: Message]
    private let operations: [String: Operation]

    init(_ definitions: Definitions) {
        self.definitions = definitions
        messages = Dictionary(definitions.messages.map { ($0.id, $0) }) { first, _ in first }
        operations = Dictionary(definitions.operations.map { ($0.id, $0) }) { first, _ in first }
    }

    mutating func build() {
        for store in definitions.dataStores {
            graph.dataNames[store.id] = DataName(name: store.key, isStore: true)
        }
        for process in definitions.processes {
            let index = graph.containers.count
            graph.processIndex[process.id] = index
            graph.containers.append(Container(id: process.id, node: nil))
            graph.containers[index].data = process.data
            graph.containers[index].isExecutable = process.isExecutable
            graph.containers[index].correlations = process.correlations
            name(process.data)
            fill(index, with: process.body)
        }
        connect()
        for collaboration in definitions.collaborations { route(collaboration) }
        for property in definitions.correlationProperties {
            for retrieval in property.retrievals {
                graph.correlation.retrievals[retrieval.message, default: []].append(
                    (property.id, retrieval.path))
            }
        }
        for process in definitions.processes where process.isExecutable { check(process) }
    }

    mutating func fault(_ reason: DeploymentFault.Reason, _ node: FlowNode, _ message: String) {
        faults.append(DeploymentFault(reason: reason, element: node.id, message: message, place: node.place))
    }

    // MARK: - Containers

    private mutating func name(_ data: InputOutput) {
        for item in data.inputs + data.outputs {
            graph.dataNames[item.id] = DataName(name: item.variable, isStore: false)
        }
    }

    private mutating func fill(_ container: Int, with scope: FlowScope) {
        for item in scope.dataObjects + scope.properties {
            graph.dataNames[item.id] = DataName(name: item.variable, isStore: false)
            graph.containers[container].declared.append(item.variable)
        }
        for reference in scope.dataReferences {
            let known = reference.target.flatMap { graph.dataNames[$0] }
            graph.dataNames[reference.id] =
                known ?? DataName(name: reference.target ?? reference.id, isStore: reference.isStore)
        }
        reserve(scope)
        for node in scope.nodes { add(node, to: container) }
        for flow in scope.flows { add(flow) }
        for node in scope.nodes {
            guard let flow = node.defaultFlow, let index = graph.nodeIndex[node.id] else { continue }
            graph.nodes[index].defaultFlow = graph.flowIndex[flow]
        }
        link(scope)
        findStarts(container)
    }

    private mutating func reserve(_ scope: FlowScope) {
        let (nodes, flows) = (graph.nodes.count + scope.nodes.count, graph.flows.count + scope.flows.count)
        guard nodes > graph.nodeIndex.capacity || flows > graph.flowIndex.capacity else { return }
        // By doubling, as appending does, since scopes may be many and small.
        graph.nodeIndex.reserveCapacity(max(nodes, 2 * graph.nodes.count))
        graph.flowIndex.reserveCapacity(max(flows, 2 * graph.flows.count))
    }

    private mutating func add(_ source: FlowNode, to container: Int) {
        let index = graph.nodes.count
        let node = Node(source, kind: kind(of: source), container: container)
        node.events = source.events.compactMap { event($0) }
        if case .startEvent(let isInterrupting) = source.kind { node.isInterrupting = isInterrupting }
        if case .boundaryEvent(_, let cancels) = source.kind { node.isInterrupting = cancels }
        if let work = source.work, work.kind == .receive || work.kind == .send, let message = message(work) {
            node.events = [.message(id: message.id, name: message.key)]
        }
        graph.nodes.append(node)
        graph.nodeIndex[source.id] = index
        graph.containers[container].nodes.append(index)
        name(source.data)
        if case .subProcess(let process) = source.kind {
            let body = graph.containers.count
            graph.nodes[index].body = body
            graph.containers.append(Container(id: source.id, node: index))
            fill(body, with: process.body)
        }
    }

    private func kind(of source: FlowNode) -> Node.Kind {
        switch source.kind {
        case .task: .task
        case .callActivity: .call
        case .subProcess(let process):
            switch process.kind {
            case .embedded: .subProcess
            case .event: .eventSubProcess
            case .transaction: .transaction
            case .adHoc: .adHoc
            }
        case .exclusiveGateway: .exclusive
        case .parallelGateway: .parallel
        case .inclusiveGateway: .inclusive
        case .complexGateway: .complex
        case .eventBasedGateway: .eventBased
        case .startEvent: .start
        case .intermediateCatchEvent: .catching
        case .intermediateThrowEvent: .throwing
        case .endEvent: .end
        case .boundaryEvent: .boundary
        }
    }

    private mutating func add(_ flow: SequenceFlow) {
        guard let source = graph.nodeIndex[flow.source], let target = graph.nodeIndex[flow.target] else {
            return
        }
        let index = graph.flows.count
        graph.flows.append(Flow(id: flow.id, source: source, target: target, condition: flow.condition))
        graph.flowIndex[flow.id] = index
        graph.nodes[source].outgoing.append(index)
        graph.nodes[target].incoming.append(index)
    }

    /// Attaches boundary events, compensation handlers and links within one scope.
    private mutating func link(_ scope: FlowScope) {
        for node in scope.nodes where node.canBeLinked {
            guard let index = graph.nodeIndex[node.id] else { continue }
            if case .boundaryEvent(let attachedTo, _) = node.kind, let activity = graph.nodeIndex[attachedTo]
            {
                graph.nodes[activity].boundaries.append(index)
                guard graph.nodes[index].events.contains(where: \.isCompensation) else { continue }
                let targets = scope.associations.filter { $0.source == node.id }.compactMap {
                    graph.nodeIndex[$0.target]
                }
                graph.nodes[activity].handler = targets.first { graph.nodes[$0].isActivity }
            }
            if graph.nodes[index].kind == .throwing {
                graph.nodes[index].linkTarget = linkTarget(of: node, in: scope)
            }
        }
    }

    private func linkTarget(of node: FlowNode, in scope: FlowScope) -> Int? {
        for definition in node.events {
            guard case .link(let name, let target, _) = definition.trigger else { continue }
            let found = scope.nodes.first { other in
                other.kind == .intermediateCatchEvent
                    && other.events.contains { event in
                        guard case .link(let otherName, _, _) = event.trigger else { return false }
                        return target != nil ? event.id == target : otherName == name
                    }
            }
            return found.flatMap { graph.nodeIndex[$0.id] }
        }
        return nil
    }

    private mutating func findStarts(_ container: Int) {
        let nodes = graph.containers[container].nodes
        for index in nodes where graph.nodes[index].kind == .eventSubProcess {
            guard let body = graph.nodes[index].body,
                let start = graph.containers[body].nodes.first(where: { graph.nodes[$0].kind == .start })
            else { continue }
            graph.containers[container].eventSubProcesses.append((index, start))
        }
        let starts = nodes.filter { graph.nodes[$0].kind == .start }
        if !starts.isEmpty {
            graph.containers[container].starts = starts.filter { graph.nodes[$0].events.isEmpty }
            return
        }
        graph.containers[container].starts = nodes.filter { index in
            let node = graph.nodes[index]
            guard node.incoming.isEmpty, !node.source.isForCompensation, !node.instantiates else {
                return false
            }
            switch node.kind {
            case .eventSubProcess, .boundary: return false
            case .catching: return node.events != [.link]
            default: return true
            }
        }
    }

    private mutating func route(_ collaboration: Collaboration) {
        let pools = Dictionary(collaboration.participants.map { ($0.id, $0) }) { first, _ in first }
        for flow in collaboration.messageFlows where graph.nodeIndex[flow.source] != nil {
            var route = graph.routes[flow.source] ?? Route()
            if let node = graph.nodeIndex[flow.target] {
                route.nodes.insert(node)
            } else if let process = pools[flow.target]?.process, let container = graph.processIndex[process] {
                route.processes.insert(container)
            }
            graph.routes[flow.source] = route
        }
    }

    // MARK: - Names

    private mutating func connect() {
        for index in graph.nodes.indices {
            if case .callActivity(let called) = graph.nodes[index].source.kind, let called {
                if let process = graph.processIndex[called] {
                    graph.nodes[index].called = .process(process)
                } else if let task = definitions.globalTasks.first(where: { $0.id == called }) {
                    graph.nodes[index].called = .task(task.work)
                }
            }
            graph.nodes[index].settle()
            noteStart(index)
        }
    }

    /// A node that a message or signal starts a process with.
    private mutating func noteStart(_ index: Int) {
        let node = graph.nodes[index]
        guard graph.containers[node.container].node == nil, graph.containers[node.container].isExecutable
        else {
            return
        }
        let isStart =
            node.kind == .start || node.instantiates && node.kind == .task
            || node.incoming.contains { flow in
                let source = graph.nodes[graph.flows[flow].source]
                return source.kind == .eventBased && source.instantiates
            }
        guard isStart else { return }
        for event in node.events {
            switch event {
            case .message(_, let name): graph.messageStarts[name, default: []].append(index)
            case .signal(let name): graph.signalStarts[name, default: []].append(index)
            default: break
            }
        }
    }

    func message(_ work: Work) -> Message? {
        let id = work.message ?? work.operation.flatMap { operations[$0]?.inMessage }
        return id.flatMap { messages[$0] }
    }

    private func event(_ definition: EventDefinition) -> Event? {
        switch definition.trigger {
        case .message(let message, let operation):
            let id = message ?? operation.flatMap { operations[$0]?.inMessage }
            return id.flatMap { messages[$0] }.map { .message(id: $0.id, name: $0.key) }
        case .signal(let id):
            return id.flatMap { id in definitions.signals.first { $0.id == id } }.map { .signal($0.key) }
        case .timer(let timer): return .timer(timer)
        case .conditional(let condition): return .conditional(condition)
        case .error(let id):
            return .error(id.flatMap { id in definitions.errors.first { $0.id == id }?.code })
        case .escalation(let id):
            return .escalation(id.flatMap { id in definitions.escalations.first { $0.id == id }?.code })
        case .compensation(let activity, let waits): return .compensation(activity: activity, waits: waits)
        case .cancel: return .cancel
        case .terminate: return .terminate
        case .link: return .link
        }
    }
}

extension Event {
    var isCompensation: Bool { if case .compensation = self { true } else { false } }
}

extension FlowNode {
    /// Whether it is attached to an activity or leads to another event.
    fileprivate var canBeLinked: Bool {
        switch kind {
        case .boundaryEvent, .intermediateThrowEvent: true
        default: false
        }
    }

    var work: Work? { if case .task(let work) = kind { work } else { nil } }
}

extension Node {
    /// Whether a message that arrives here starts the process.
    var instantiates: Bool {
        switch source.kind {
        case .task(let work): work.instantiates
        case .eventBasedGateway(let instantiates, _): instantiates
        default: false
        }
    }
}
