import StructuredData

extension ProcessState {
    mutating func started(_ start: ProcessStart, _ graph: Graph) throws(BPMNError) {
        guard let container = graph.processIndex[start.process] else {
            throw .malformedEvent("there is no process `\(start.process)`")
        }
        var instance = Instance(
            id: start.instance, parent: start.caller ?? 0, node: -1, container: container,
            root: start.instance,
            stage: .opening(0))
        instance.variables = start.variables
        let cause = start.message.flatMap { messages[$0]?.name }
        if let message = start.message {
            if let values = messages[message]?.correlation, !values.isEmpty { instance.correlation = values }
            forget(message: message)
        }
        if let caller = start.caller { instances[caller]?.stage = .waiting }
        add(instance)
        if let element = start.element {
            let node = try node(element, graph)
            instances[start.instance]?.isTriggered = true
            instances[start.instance]?.pending = 1
            noteFirstPart(start, message: cause, at: node, graph)
            let others = siblings(of: node, graph)
            instances[start.instance]?.pending += others.count
            agenda.prepend(
                .run(start.instance),
                .enterCaught(scope: start.instance, node: node, payload: start.payload, epoch: 0))
            for other in others {
                agenda.append(.enter(scope: start.instance, node: other, flow: -1, epoch: 0))
            }
            if graph.eventSubscriptions(of: container).isEmpty { instances[start.instance]?.stage = .open }
        } else {
            proceed(start.instance, to: .opening(0), graph)
        }
    }

    /// What a parallel instantiating gateway waits for besides the event that came first.
    private func siblings(of node: Int, _ graph: Graph) -> [Int] {
        graph.nodes[node].incoming.flatMap { flow -> [Int] in
            let gateway = graph.nodes[graph.flows[flow].source]
            guard case .eventBasedGateway(true, true) = gateway.source.kind else { return [] }
            return gateway.outgoing.map { graph.flows[$0].target }.filter { $0 != node }
        }
    }

    mutating func taken(_ scope: Int, _ flow: String, after head: Step?, _ graph: Graph) throws(BPMNError) {
        guard let index = graph.flowIndex[flow] else { throw .malformedEvent("there is no flow `\(flow)`") }
        guard let epoch = instances.look(at: scope, { $0.epoch }) else { throw missing(scope) }
        let target = graph.flows[index].target
        if case .takeCaught(_, _, let payload, _) = head {
            agenda.prepend(.enterCaught(scope: scope, node: target, payload: payload, epoch: epoch))
        } else {
            agenda.append(.enter(scope: scope, node: target, flow: index, epoch: epoch))
        }
    }

    mutating func activated(_ activation: Activation, after head: Step?, _ graph: Graph) throws(BPMNError) {
        let index = try node(activation.element, graph)
        guard let root = instances.look(at: activation.scope, { $0.root }) else {
            throw missing(activation.scope)
        }
        let node = graph.nodes[index]
        consume(activation, index, graph)
        var created = Instance(
            id: activation.instance, parent: activation.scope, node: index, container: node.body ?? -1,
            root: root, stage: .leaving)
        created.variables = activation.variables
        created.output = activation.payload
        if let index = activation.index { created.index = index }
        created.isIteration = activation.mode == .iteration
        created.isReset = activation.mode == .reset
        if node.source.loop != nil, activation.mode != .iteration { created.loop = LoopState() }
        if case .compensate(_, _, let thrower, let record) = head {
            created.thrower = thrower
            if let record, node.body != nil { return revive(created, record, graph) }
        }
        add(created)
        begin(created, activation.mode, graph)
    }

    /// Takes the tokens that an activation used.
    private mutating func consume(_ activation: Activation, _ node: Int, _ graph: Graph) {
        switch activation.mode {
        case .token, .caught, .compensation: instances[activation.scope]?.pending -= 1
        case .join, .reset: consumeArrivals(activation.scope, node, activation.mode == .reset, graph)
        case .iteration:
            instances[activation.scope]?.loop?.started += 1
            instances[activation.scope]?.loop?.active += 1
        }
    }

    private mutating func begin(_ created: Instance, _ mode: Activation.Mode, _ graph: Graph) {
        let id = created.id
        let node = graph.nodes[created.node]
        // The next instance of a parallel loop begins once this one has come to rest.
        if mode == .iteration { pushLoop(created.parent, graph, isStarting: true) }
        switch node.kind {
        case .exclusive, .parallel, .inclusive, .complex: proceed(id, to: .leaving, graph)
        case .eventBased: proceed(id, to: .listening(0), graph)
        case .start, .boundary:
            let waits = takeFirstPart(created, graph)
            proceed(id, to: waits ? .listening(0) : afterBody(created, graph), graph)
        case .catching:
            let isCaught = mode == .caught || node.events == [.link]
            proceed(id, to: isCaught ? afterBody(created, graph) : .listening(0), graph)
        case .throwing, .end:
            proceed(id, to: node.binds(created) ? .binding : throwing(0, node), graph)
        case .task, .call, .subProcess, .eventSubProcess, .transaction, .adHoc:
            if mode == .caught, node.kind == .task {
                proceed(id, to: afterBody(created, graph), graph)
            } else {
                let first: Stage = node.binds(created) ? .binding : .body
                proceed(id, to: created.isIteration ? first : .arming(0), graph)
            }
        }
    }

    mutating func completed(_ id: Int, _ flows: [String], _ graph: Graph) throws(BPMNError) {
        let ended = try instance(id)
        let node = graph.nodes[ended.node]
        remove(id)
        if ended.isIteration { return iterationCompleted(ended, graph) }
        try send(flows, from: ended, times: node.isActivity ? node.source.completionQuantity : 1, graph)
        if let target = node.linkTarget, let scope = instances[ended.parent] {
            instances[ended.parent]?.pending += 1
            agenda.append(.enter(scope: ended.parent, node: target, flow: -1, epoch: scope.epoch))
        }
        if ended.thrower != 0 { agenda.prepend(.undo(ended.thrower)) }
        if let scope = instances.look(at: ended.parent, { $0.node }), scope >= 0, graph.nodes[scope].isTended
        {
            agenda.append(.tend(ended.parent))
        }
        agenda.append(.finish(ended.parent))
    }

    mutating func triggered(_ id: Int, _ flows: [String], _ graph: Graph) throws(BPMNError) {
        let instance = try instance(id)
        instances[id]?.stage = .waiting
        try send(flows, from: instance, times: 1, graph)
    }

    private mutating func send(_ flows: [String], from instance: Instance, times: Int, _ graph: Graph)
        throws(BPMNError)
    {
        guard !flows.isEmpty, let epoch = instances.look(at: instance.parent, { $0.epoch }) else { return }
        update(instance.parent) { $0.pending += flows.count * times }
        for _ in 0..<times {
            for flow in flows {
                guard let index = graph.flowIndex[flow] else {
                    throw .malformedEvent("there is no flow `\(flow)`")
                }
                agenda.append(.take(scope: instance.parent, flow: index, epoch: epoch))
            }
        }
    }

    mutating func cancelled(_ id: Int) throws(BPMNError) {
        let ended = try instance(id)
        remove(id)
        if ended.isIteration {
            instances[ended.parent]?.loop?.active -= 1
            instances[ended.parent]?.loop?.terminated += 1
        }
    }

    // MARK: - The tree

    /// Changes an instance in place; nothing happens for one that is not there.
    private mutating func update(_ id: Int, _ change: (inout Instance) -> Void) {
        if id != 0 { instances.change(id, change) }
    }

    mutating func add(_ instance: Instance) {
        nextID = max(nextID, instance.id + 1)
        var instance = instance
        update(instance.parent) { parent in
            instance.previous = parent.lastChild
            if parent.lastChild == 0 { parent.firstChild = instance.id }
            parent.lastChild = instance.id
            parent.children += 1
        }
        update(instance.previous) { $0.next = instance.id }
        instances.put(instance)
    }

    /// Takes an instance without children out of the tree, with all it waits for.
    mutating func remove(_ id: Int) {
        guard let gone = instances.remove(id) else { return }
        for subscription in gone.subscriptions { unsubscribe(subscription) }
        work[id] = nil
        update(gone.previous) { $0.next = gone.next }
        update(gone.next) { $0.previous = gone.previous }
        update(gone.parent) { parent in
            if gone.previous == 0 { parent.firstChild = gone.next }
            if gone.next == 0 { parent.lastChild = gone.previous }
            parent.children -= 1
        }
        if gone.waiting > 0 { watchedJoins.removeAll { $0.scope == id } }
        if !incidents.isEmpty {
            for incident in incidents.values where incident.instance == id {
                incidents[incident.id] = nil
                incidentSteps[incident.id] = nil
            }
        }
        if gone.node < 0 { conditions[id] = nil }
    }
}
