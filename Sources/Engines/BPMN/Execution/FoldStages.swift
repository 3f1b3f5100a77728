import StructuredData

extension ProcessState {
    /// Moves an instance to a stage, or past it when there is nothing to do there.
    mutating func proceed(_ id: Int, to wanted: Stage, _ graph: Graph) {
        guard let instance = instances[id] else { return }
        let stage = reached(from: wanted, instance, graph)
        switch stage {
        case .listening(let next) where next >= graph.ownEvents(of: instance).count:
            instances[id]?.stage = .waiting
        case .opening(let next) where next >= graph.eventSubscriptions(of: instance.container).count:
            open(id, graph)
        case .throwing(let index):
            instances[id]?.stage = stage
            let isSent =
                switch graph.nodes[instance.node].events[index] {
                case .message, .signal: true
                default: false
                }
            // What is broadcast waits until all tokens that move now have come to rest, so that it is heard by whoever
            // was on the way to listening.
            if isSent { agenda.append(.run(id)) } else { agenda.prepend(.run(id)) }
        default:
            instances[id]?.stage = stage
            agenda.prepend(.run(id))
        }
    }

    /// The first stage from `stage` on in which an instance has something to do.
    private func reached(from stage: Stage, _ instance: Instance, _ graph: Graph) -> Stage {
        switch stage {
        case .arming(let next) where next >= graph.attachedEvents(of: instance).count:
            let binds = graph.nodes[instance.node].binds(instance)
            return reached(from: binds ? .binding : .looping, instance, graph)
        case .listening(let next) where hasCome(next, instance, graph):
            return reached(from: .listening(next + 1), instance, graph)
        case .looping where instance.loop == nil: return reached(from: .body, instance, graph)
        case .body where instance.container >= 0 && instance.loop == nil: return .opening(0)
        case .body where graph.nodes[instance.node].isReceive: return .listening(0)
        case .body where graph.nodes[instance.node].isPlainTask:
            return reached(from: afterBody(instance, graph), instance, graph)
        default: return stage
        }
    }

    /// Whether a part that a start event would listen for is what began its process.
    private func hasCome(_ next: Int, _ instance: Instance, _ graph: Graph) -> Bool {
        guard !instance.caught.isEmpty, graph.nodes[instance.node].kind == .start else { return false }
        let events = graph.ownEvents(of: instance)
        return next < events.count && instance.caught[instance.node * 64 + events[next].definition] != nil
    }

    /// Lets tokens into a body.
    private mutating func open(_ id: Int, _ graph: Graph) {
        guard let instance = instances[id] else { return }
        let container = graph.containers[instance.container]
        instances[id]?.stage = .open
        if instance.node >= 0 {
            for name in container.declared where instance.variables[name] == nil {
                instances[id]?.variables[name] = .null
            }
        }
        if instance.isTriggered { return }
        if instance.node >= 0, graph.nodes[instance.node].kind == .eventSubProcess {
            guard let start = container.nodes.first(where: { graph.nodes[$0].kind == .start }) else { return }
            instances[id]?.pending += 1
            agenda.prepend(
                .enterCaught(scope: id, node: start, payload: instance.output, epoch: instance.epoch))
            instances[id]?.output = .null
            return
        }
        var starts = container.starts
        if instance.node >= 0, let adHoc = graph.nodes[instance.node].adHoc {
            if adHoc.isSequential { starts = Array(starts.prefix(1)) }
            instances[id]?.begun = starts.count
            instances[id]?.isHeld = adHoc.completionCondition != nil
        }
        instances[id]?.pending += starts.count
        for start in starts { agenda.append(.enter(scope: id, node: start, flow: -1, epoch: instance.epoch)) }
        if starts.isEmpty { agenda.append(.finish(id)) }
    }

    func throwing(_ index: Int, _ node: Node) -> Stage {
        index < node.events.count && node.linkTarget == nil ? .throwing(index) : .leaving
    }

    /// What comes after the work itself.
    func afterBody(_ instance: Instance, _ graph: Graph) -> Stage {
        guard instance.node >= 0 else { return .leaving }
        let node = graph.nodes[instance.node]
        let data = node.source.data
        let hasOutput =
            switch instance.output {
            case .object(let members): !members.isEmpty
            case .null: false
            default: !data.outputs.isEmpty || node.source.settings.message?.variable != nil
            }
        var stores = hasOutput || !data.outputAssociations.isEmpty && !instance.isIteration
        if !node.outputs.isEmpty, instance.loop == nil { stores = true }
        if case .multiInstance(let loop) = node.source.loop {
            stores = stores || (instance.isIteration ? loop.output != nil : loop.outputCollection != nil)
        }
        return stores && instance.thrower == 0 || hasOutput ? .storing : afterStoring(instance, graph)
    }

    func afterStoring(_ instance: Instance, _ graph: Graph) -> Stage {
        let node = graph.nodes[instance.node]
        guard node.isActivity, instance.thrower == 0, !instance.isIteration, !node.source.isForCompensation,
            node.kind != .eventSubProcess
        else { return .leaving }
        let undoesBody =
            instance.container >= 0
            && (!instance.records.isEmpty || graph.compensation(of: instance.container) != nil)
        return node.handler != nil || undoesBody ? .registering : .leaving
    }

    mutating func foldWork(_ event: ProcessEvent, _ graph: Graph) throws(BPMNError) {
        switch event {
        case .workRequested(let id):
            try expect(id)
            instances[id]?.stage = .waiting
            work[id] = true
        case .workCompleted(let id, let output):
            try expect(id)
            work[id] = nil
            instances[id]?.output = output
            if let stage = instances.look(at: id, { afterBody($0, graph) }) { proceed(id, to: stage, graph) }
        case .workFailed(let id, let code, let message):
            try expect(id)
            work[id] = nil
            proceed(id, to: code.map { .failing(code: $0) } ?? .broken(reason: message), graph)
        default: break
        }
    }

    mutating func foldData(_ event: ProcessEvent, _ graph: Graph) throws(BPMNError) {
        switch event {
        case .dataBound(let id, let values):
            let bound = try instance(id)
            instances[id]?.variables.merge(values) { _, new in new }
            let node = graph.nodes[bound.node]
            proceed(id, to: node.isActivity ? .looping : throwing(0, node), graph)
        case .variablesSet(let id, let writes):
            guard let writer = instances.look(at: id, { (node: $0.node, root: $0.root) }) else {
                throw missing(id)
            }
            for write in writes {
                if write.scope == 0 {
                    stores[write.name] = write.value
                } else {
                    instances[write.scope]?.variables[write.name] = write.value
                }
            }
            if writer.node >= 0, let stage = instances.look(at: id, { afterStoring($0, graph) }) {
                proceed(id, to: stage, graph)
            }
            reconsider(root: writer.root)
        case .variablesAssigned(let id, let values):
            let changed = try instance(id)
            instances[id]?.variables.merge(values) { _, new in new }
            for held in heldScopes(of: changed.root) { agenda.append(.tend(held)) }
            reconsider(root: changed.root)
        default: break
        }
    }

    /// Conditions may have come true.
    private mutating func reconsider(root: Int) {
        guard let watched = conditions[root], !watched.isEmpty else { return }
        agenda.prepend(all: watched.keys.sorted().map { .evaluate($0) })
    }

    mutating func foldIncident(_ event: ProcessEvent, after head: Step?) throws(BPMNError) {
        switch event {
        case .incidentRaised(let incident):
            nextID = max(nextID, incident.id + 1)
            incidents[incident.id] = incident
            incidentSteps[incident.id] = head
            // Work that failed is asked for again; a scope that is stuck stays so until something in it moves.
            if incident.kind == .work { instances[incident.instance]?.stage = .body }
        case .incidentResolved(let id):
            incidents[id] = nil
            if let step = incidentSteps.removeValue(forKey: id) { agenda.prepend(step) }
        default: break
        }
    }
}

extension Graph {
    /// The events attached to an activity that take a subscription.
    func attachedEvents(of instance: Instance) -> [(node: Int, definition: Int)] {
        guard instance.node >= 0, !nodes[instance.node].boundaries.isEmpty else { return [] }
        return nodes[instance.node].boundaries.flatMap { subscribedEvents(of: $0) }
    }

    /// The events that a catching event, receive task or event-based gateway waits for.
    func ownEvents(of instance: Instance) -> [(node: Int, definition: Int)] {
        ownEvents(at: instance.node)
    }

    func ownEvents(at index: Int) -> [(node: Int, definition: Int)] {
        let node = nodes[index]
        guard node.kind == .eventBased else { return subscribedEvents(of: index) }
        return node.outgoing.flatMap { subscribedEvents(of: flows[$0].target) }
    }

    /// The start events of the event subprocesses in a body.
    func eventSubscriptions(of container: Int) -> [(node: Int, definition: Int)] {
        containers[container].eventSubProcesses.flatMap { subscribedEvents(of: $0.start) }
    }

    private func subscribedEvents(of node: Int) -> [(node: Int, definition: Int)] {
        nodes[node].events.indices.filter { nodes[node].events[$0].isSubscribed }.map { (node, $0) }
    }

    /// The event subprocess that undoes a body.
    func compensation(of container: Int) -> Int? {
        containers[container].eventSubProcesses.first {
            nodes[$0.start].events.contains(where: \.isCompensation)
        }?.node
    }
}

extension Node {
    /// An ad-hoc subprocess that decides something whenever an activity in it completes.
    var isTended: Bool { adHoc.map { $0.isSequential || $0.completionCondition != nil } ?? false }
    var isReceive: Bool { work?.kind == .receive }
    /// A task that says nothing about its work: it is done at once.
    var isPlainTask: Bool { work?.kind == WorkKind.none && !asksForWork }
}
