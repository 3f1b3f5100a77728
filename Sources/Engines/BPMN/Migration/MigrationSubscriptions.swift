extension Migration {
    /// An event that an instance waits for, or could.
    private struct Waiting: Hashable {
        let node: Int
        let definition: Int
    }

    /// What an event-based gateway, catching event or receive task waits for.
    func ownEvents(_ node: Node, _ graph: Graph) -> [(node: Int, definition: Int)] {
        switch node.kind {
        case .catching, .eventBased: break
        case .task where node.isReceive: break
        default: return []
        }
        return graph.nodeIndex[node.id].map { graph.ownEvents(at: $0) } ?? []
    }

    mutating func moveSubscriptions() {
        for instance in state.instances.all.sorted(by: { $0.id < $1.id }) {
            guard let moved = result.instances[instance.id] else { continue }
            let before = events(of: instance, old)
            let after = events(of: moved, new)
            for id in instance.subscriptions { move(id, of: instance, to: after) }
            let known = Set(
                before.compactMap { event in
                    node(event.node).map { Waiting(node: $0, definition: event.definition) }
                })
            for event in after where !known.contains(event) { add(event, to: instance.id) }
        }
    }

    /// Everything that an instance waits for at its stage, whether or not it has come already.
    private func events(of instance: Instance, _ graph: Graph) -> [Waiting] {
        var found: [(node: Int, definition: Int)] = []
        if instance.node >= 0, !instance.isIteration { found += graph.attachedEvents(of: instance) }
        if instance.node >= 0, instance.stage == .waiting {
            found += ownEvents(graph.nodes[instance.node], graph)
        }
        if instance.container >= 0, instance.loop == nil, instance.stage == .open, !instance.isInterrupted {
            found += graph.eventSubscriptions(of: instance.container)
        }
        return found.map { Waiting(node: $0.node, definition: $0.definition) }
    }

    private mutating func move(_ id: Int, of instance: Instance, to events: [Waiting]) {
        guard let subscription = state.subscriptions[id] else { return }
        let element = renamed(subscription.element)
        let index = new.nodeIndex[element]
        guard let index, events.contains(Waiting(node: index, definition: subscription.definition)),
            let before = old.nodeIndex[subscription.element]
        else {
            drop(id, of: instance.id)
            return note(.subscription, instance.id, subscription.element, .removed)
        }
        let definition = subscription.definition
        guard old.nodes[before].events[definition] == new.nodes[index].events[definition] else {
            drop(id, of: instance.id)
            note(.subscription, instance.id, subscription.element, .removed)
            return add(Waiting(node: index, definition: definition), to: instance.id)
        }
        result.subscriptions[id]?.element = element
        keep(.subscription, instance.id, subscription.element)
    }

    private mutating func drop(_ id: Int, of instance: Int) {
        result.unsubscribe(id)
        result.instances[instance]?.subscriptions.removeAll { $0 == id }
    }

    private mutating func add(_ event: Waiting, to instance: Int) {
        result.agenda.append(.subscribe(owner: instance, node: event.node, definition: event.definition))
        note(.subscription, instance, new.nodes[event.node].id, .added)
    }

    // MARK: - Incidents

    mutating func moveIncidents() {
        for (id, step) in state.incidentSteps.sorted(by: { $0.key < $1.key }) {
            guard let incident = state.incidents[id] else { continue }
            let element = state.instances[incident.instance].flatMap {
                $0.node < 0 ? nil : old.nodes[$0.node].id
            }
            guard let moved = moved(step, of: incident.instance) else {
                note(
                    .incident, incident.instance, element ?? "",
                    .refused(reason: "what incident \(id) stopped is not there any more"))
                continue
            }
            result.incidentSteps[id] = moved
            note(.incident, incident.instance, element ?? "", .kept)
        }
    }

    private mutating func moved(_ step: Step, of instance: Int) -> Step? {
        switch step {
        case .take(let scope, let taken, let epoch):
            flow(taken).map { .take(scope: scope, flow: $0, epoch: epoch) }
        case .takeCaught(let scope, let taken, let payload, let epoch):
            flow(taken).map { .takeCaught(scope: scope, flow: $0, payload: payload, epoch: epoch) }
        case .enter(let scope, let entered, let taken, let epoch):
            node(entered).flatMap { index in
                let other = taken < 0 ? taken : flow(taken)
                return other.map { .enter(scope: scope, node: index, flow: $0, epoch: epoch) }
            }
        case .enterCaught(let scope, let entered, let payload, let epoch):
            node(entered).map { .enterCaught(scope: scope, node: $0, payload: payload, epoch: epoch) }
        case .join(let scope, let gateway, let isReset):
            node(gateway).map { .join(scope: scope, node: $0, isReset: isReset) }
        case .compensate(let scope, let handler, let thrower, let record):
            node(handler).map {
                .compensate(
                    scope: scope, node: $0, thrower: thrower,
                    record: record.flatMap { records([$0], of: instance).first })
            }
        case .startProcess(let start, let signal, let payload):
            node(start).map { .startProcess(node: $0, signal: signal, payload: payload) }
        case .subscribe(let owner, let event, let definition):
            node(event).map { .subscribe(owner: owner, node: $0, definition: definition) }
        case .run, .finish, .cancel, .clear, .catching, .evaluate, .deliver, .undo, .tend, .fail: step
        }
    }
}
