import StructuredData

extension ProcessState {
    mutating func foldCatch(_ event: ProcessEvent, after head: Step?, _ graph: Graph) throws(BPMNError) {
        switch event {
        case .subscribed(let subscription): try subscribed(subscription, after: head, graph)
        case .caught(let id, _, let payload, let message): try caught(id, payload, message, graph)
        case .conditionEvaluated(let id, let holds):
            guard let subscription = subscriptions[id], let root = instances[subscription.owner]?.root else {
                throw .malformedEvent("there is no subscription \(id)")
            }
            let held = conditions[root]?[id] ?? false
            conditions[root]?[id] = holds
            if holds, !held { agenda.prepend(.catching(id, payload: .null, message: nil)) }
        default: break
        }
    }

    private mutating func subscribed(_ subscription: Subscription, after head: Step?, _ graph: Graph)
        throws(BPMNError)
    {
        let owner = try instance(subscription.owner)
        nextID = max(nextID, subscription.id + 1)
        subscriptions[subscription.id] = subscription
        instances[owner.id]?.subscriptions.append(subscription.id)
        let isLate = if case .subscribe = head { true } else { false }
        switch owner.stage {
        case _ where isLate: break
        case .arming(let next): proceed(owner.id, to: .arming(next + 1), graph)
        case .listening(let next): proceed(owner.id, to: .listening(next + 1), graph)
        case .opening(let next): proceed(owner.id, to: .opening(next + 1), graph)
        default: throw .malformedEvent("instance \(owner.id) does not wait for anything")
        }
        switch subscription.kind {
        case .message:
            listeners[.message, default: [:]][subscription.name, default: []].append(subscription.id)
            let waiting = mailbox[subscription.name]?.first { matches(subscription, messages[$0], graph) }
            if let waiting { agenda.prepend(.deliver(waiting)) }
        case .signal: listeners[.signal, default: [:]][subscription.name, default: []].append(subscription.id)
        case .timer: if let due = subscription.due { timers.insert(subscription.id, due: due) }
        case .conditional:
            conditions[owner.root, default: [:]][subscription.id] = false
            agenda.prepend(.evaluate(subscription.id))
        }
    }

    /// Whether a message belongs to a subscription: by what it carries, and by where its message flows lead.
    func matches(_ subscription: Subscription, _ message: ThrownMessage?, _ graph: Graph) -> Bool {
        guard let message else { return false }
        for (property, value) in subscription.correlation {
            if let other = message.correlation[property], other != value { return false }
        }
        return graph.nodeIndex[subscription.element].map { graph.leads(message, to: $0) } ?? false
    }

    mutating func unsubscribe(_ id: Int) {
        guard let gone = subscriptions.removeValue(forKey: id) else { return }
        switch gone.kind {
        case .message, .signal:
            listeners[gone.kind]?[gone.name]?.removeAll { $0 == id }
            if listeners[gone.kind]?[gone.name]?.isEmpty == true { listeners[gone.kind]?[gone.name] = nil }
        case .timer: break
        case .conditional: if let root = instances[gone.owner]?.root { conditions[root]?[id] = nil }
        }
    }

    mutating func forget(message id: Int) {
        guard let gone = messages.removeValue(forKey: id) else { return }
        mailbox[gone.name]?.removeAll { $0 == id }
        if mailbox[gone.name]?.isEmpty == true { mailbox[gone.name] = nil }
    }

    // MARK: - What catching leads to

    private mutating func caught(_ id: Int, _ payload: JSON, _ message: Int?, _ graph: Graph)
        throws(BPMNError)
    {
        guard let subscription = subscriptions[id], let owner = instances[subscription.owner] else {
            throw .malformedEvent("there is no subscription \(id)")
        }
        if let message {
            let values = messages[message]?.correlation ?? [:]
            if !values.isEmpty { instances[owner.root]?.correlation.merge(values) { old, _ in old } }
            forget(message: message)
        }
        let index = try node(subscription.element, graph)
        let isRepeated = rearm(subscription)
        let node = graph.nodes[index]
        let isOwn = owner.node == index
        if !isRepeated,
            isOwn || owner.node >= 0 && graph.nodes[owner.node].kind == .eventBased || node.isInterrupting
        {
            drop(subscription)
        }
        guard let payload = whole(subscription, index, payload, graph) else { return }
        if isOwn {
            instances[owner.id]?.output = payload
            guard let current = instances[owner.id] else { return }
            proceed(owner.id, to: isRepeated ? .repeating : afterBody(current, graph), graph)
        } else if node.kind == .boundary {
            enterBoundary(index, of: owner.id, payload, graph)
        } else if node.kind == .start {
            enterEventSubProcess(index, in: owner.id, payload, graph)
        } else {
            choose(index, at: owner, payload, graph)
        }
    }

    /// Sets a repeated timer for its next time.
    private mutating func rearm(_ subscription: Subscription) -> Bool {
        guard subscription.kind == .timer, let due = subscription.due else { return false }
        clock = max(clock, TimeInstant(milliseconds: due))
        if subscription.repetitions.map({ $0 > 1 }) ?? true {
            let span = TimeSpan(months: subscription.months, milliseconds: subscription.milliseconds)
            let next = TimeInstant(milliseconds: due).adding(span).milliseconds
            subscriptions[subscription.id]?.due = next
            subscriptions[subscription.id]?.repetitions = subscription.repetitions.map { $0 - 1 }
            timers.insert(subscription.id, due: next)
            return true
        }
        drop(subscription)
        return false
    }

    private mutating func drop(_ subscription: Subscription) {
        unsubscribe(subscription.id)
        instances[subscription.owner]?.subscriptions.removeAll { $0 == subscription.id }
    }

    mutating func enterBoundary(_ node: Int, of activity: Int, _ payload: JSON, _ graph: Graph) {
        guard let scope = instances[activity]?.parent, let epoch = instances[scope]?.epoch else { return }
        instances[scope]?.pending += 1
        let entry = Step.enterCaught(scope: scope, node: node, payload: payload, epoch: epoch)
        if graph.nodes[node].isInterrupting {
            agenda.prepend(.cancel(activity), entry)
        } else {
            agenda.append(entry)
        }
    }

    /// `start` is the start event of the event subprocess.
    mutating func enterEventSubProcess(_ start: Int, in scope: Int, _ payload: JSON, _ graph: Graph) {
        guard let process = graph.containers[graph.nodes[start].container].node,
            let current = instances[scope]
        else {
            return
        }
        if graph.nodes[start].isInterrupting {
            interrupt(scope)
            instances[scope]?.isInterrupted = true
            // From now on only the activity's own boundary events are heard.
            for id in current.subscriptions {
                guard let subscription = subscriptions[id],
                    let element = graph.nodeIndex[subscription.element],
                    graph.nodes[element].kind == .start
                else { continue }
                drop(subscription)
            }
            instances[scope]?.stage = .open
        }
        let epoch = instances[scope]?.epoch ?? 0
        instances[scope]?.pending += 1
        let entry = Step.enterCaught(scope: scope, node: process, payload: payload, epoch: epoch)
        if graph.nodes[start].isInterrupting {
            agenda.prepend(.clear(scope), entry)
        } else {
            agenda.append(entry)
        }
    }

    /// The first event decides which way an event-based gateway goes.
    private mutating func choose(_ node: Int, at gateway: Instance, _ payload: JSON, _ graph: Graph) {
        let flow = graph.nodes[gateway.node].outgoing.first { graph.flows[$0].target == node }
        guard let epoch = instances[gateway.parent]?.epoch, let flow else { return }
        for id in gateway.subscriptions { unsubscribe(id) }
        instances[gateway.id]?.subscriptions = []
        instances[gateway.parent]?.pending += 1
        instances[gateway.id]?.stage = .leaving
        agenda.prepend(
            .run(gateway.id), .takeCaught(scope: gateway.parent, flow: flow, payload: payload, epoch: epoch))
    }
}

extension Graph {
    /// Whether the message flows from its sender lead a message to a node; without any it may go everywhere.
    func leads(_ message: ThrownMessage, to node: Int) -> Bool {
        guard let route = message.element.flatMap({ routes[$0] }) else { return true }
        if route.nodes.contains(node) { return true }
        guard !route.processes.isEmpty else { return false }
        return processIndex[process(of: node)].map(route.processes.contains) ?? false
    }
}
