import StructuredData

extension ProcessEngine {
    /// What an instance does next, by its stage.
    func run(_ id: Int, _ state: ProcessState) throws(Halt) -> ProcessEvent {
        guard let instance = state.instances[id] else {
            throw Halt(kind: .data, message: "instance \(id) is gone")
        }
        switch instance.stage {
        case .arming(let next):
            return try subscription(graph.attachedEvents(of: instance)[next], instance, state)
        case .listening(let next):
            return try subscription(graph.ownEvents(of: instance)[next], instance, state)
        case .opening(let next):
            return try subscription(graph.eventSubscriptions(of: instance.container)[next], instance, state)
        case .binding: return try bind(instance, state)
        case .looping: return try loop(instance, state)
        case .body: return try work(instance, state)
        case .throwing(let index): return try throwEvent(index, instance, state)
        case .storing: return try store(instance, state)
        case .registering:
            return .compensationRegistered(
                scope: instance.parent, instance: id, element: graph.nodes[instance.node].id)
        case .leaving: return .elementCompleted(instance: id, flows: try flows(instance, state))
        case .repeating: return .elementTriggered(instance: id, flows: try flows(instance, state))
        case .failing(let code): return fail(instance, code, state)
        case .broken(let reason):
            let what = "the work of `\(graph.nodes[instance.node].id)` failed"
            throw Halt(kind: .work, message: reason.isEmpty ? what : "\(what): \(reason)")
        case .compensating, .cancelling: return try undo(id, state)
        case .open, .waiting, .stuck: throw Halt(kind: .data, message: "instance \(id) has nothing to do")
        }
    }

    /// A scope in which nothing runs any more.
    func finish(_ id: Int, _ state: ProcessState) throws(Halt) -> ProcessEvent {
        guard let instance = state.instances[id] else {
            throw Halt(kind: .data, message: "instance \(id) is gone")
        }
        if instance.waiting > 0 {
            let waiting = state.watchedJoins.filter { $0.scope == id }
            if let ready = waiting.first(where: { isReady($0, state) }) { return join(ready, state) }
            let places = instance.arrivals.keys.map { "`\(graph.nodes[$0].id)`" }.sorted().joined(
                separator: ", ")
            throw Halt(kind: .deadlock, message: "tokens wait at \(places) for others that cannot come")
        }
        if instance.node < 0 { return .processCompleted(instance: id) }
        switch state.afterBody(instance, graph) {
        case .storing: return try store(instance, state)
        case .registering:
            return .compensationRegistered(
                scope: instance.parent, instance: id, element: graph.nodes[instance.node].id)
        default: return .elementCompleted(instance: id, flows: try flows(instance, state))
        }
    }

    private func work(_ instance: Instance, _ state: ProcessState) throws(Halt) -> ProcessEvent {
        let node = graph.nodes[instance.node]
        if node.kind == .call, case .process(let container) = node.called {
            return .processStarted(
                ProcessStart(
                    instance: state.nextID, process: graph.containers[container].id, element: nil,
                    caller: instance.id,
                    variables: arguments(node, container, instance, state)))
        }
        if node.work?.kind == .send, !node.asksForWork, case .message(let id, let name) = node.events.first {
            return try thrown(id, name, instance, state)
        }
        return .workRequested(instance: instance.id)
    }

    // MARK: - Leaving

    /// The flows by which tokens leave an element.
    private func flows(_ instance: Instance, _ state: ProcessState) throws(Halt) -> [String] {
        let node = graph.nodes[instance.node]
        guard !node.outgoing.isEmpty, instance.thrower == 0, !instance.isIteration, node.kind != .eventBased
        else {
            return []
        }
        switch node.kind {
        case .exclusive: return [graph.flows[try exclusiveFlow(node, state.view(of: instance.id))].id]
        case .inclusive, .complex, .task, .call, .subProcess, .transaction, .adHoc:
            return try conditionalFlows(node, instance, state).map { graph.flows[$0].id }
        default: return node.outgoing.map { graph.flows[$0].id }
        }
    }

    private func exclusiveFlow(_ node: Node, _ variables: Variables) throws(Halt) -> Int {
        for flow in node.outgoing where flow != node.defaultFlow {
            guard let condition = graph.flows[flow].condition else { return flow }
            if try holds(condition, variables) { return flow }
        }
        guard let flow = node.defaultFlow else { throw noFlow(node) }
        return flow
    }

    /// The default flow is taken when no condition holds, whatever flows without condition there are (13.2.1).
    private func conditionalFlows(_ node: Node, _ instance: Instance, _ state: ProcessState) throws(Halt)
        -> [Int]
    {
        guard node.outgoing.contains(where: { graph.flows[$0].condition != nil }) || node.defaultFlow != nil
        else {
            return instance.isReset ? [] : node.outgoing
        }
        var extra: [String: JSON] = [:]
        if node.kind == .complex { extra["waitingForStart"] = .bool(!instance.isReset) }
        let variables = state.view(of: instance.id, adding: extra)
        var (taken, holdsAny): ([Int], Bool) = ([], false)
        for flow in node.outgoing where flow != node.defaultFlow {
            guard let condition = graph.flows[flow].condition else {
                if !instance.isReset { taken.append(flow) }
                continue
            }
            if try holds(condition, variables) {
                taken.append(flow)
                holdsAny = true
            }
        }
        if !holdsAny, let flow = node.defaultFlow, !instance.isReset { taken.append(flow) }
        if taken.isEmpty, !instance.isReset { throw noFlow(node) }
        return taken
    }

    private func noFlow(_ node: Node) -> Halt {
        Halt(
            kind: .noFlow,
            message: "no condition of a flow from `\(node.id)` holds, and it has no default flow")
    }

    // MARK: - Failing

    private func fail(_ instance: Instance, _ code: String, _ state: ProcessState) -> ProcessEvent {
        .errorThrown(
            instance: instance.id, code: code, handler: handler(.error(code), from: instance.id, state))
    }

    /// Who catches an error or escalation that comes out of an instance: event subprocesses, then boundary events, from
    /// inside to outside.
    func handler(_ event: Event, from start: Int, _ state: ProcessState) -> Handler? {
        var current = start
        while let instance = state.instances[current] {
            if instance.container >= 0, instance.loop == nil, !instance.isInterrupted,
                let found = eventSubProcess(event, in: instance)
            {
                return found
            }
            if instance.node >= 0, !instance.isIteration,
                let boundary = best(event, graph.nodes[instance.node].boundaries)
            {
                return Handler(
                    element: graph.nodes[boundary].id, instance: current,
                    isInterrupting: graph.nodes[boundary].isInterrupting)
            }
            current = instance.parent
        }
        return nil
    }

    private func eventSubProcess(_ event: Event, in scope: Instance) -> Handler? {
        let starts = graph.containers[scope.container].eventSubProcesses.map(\.start)
        guard let start = best(event, starts) else { return nil }
        return Handler(
            element: graph.nodes[start].id, instance: scope.id,
            isInterrupting: graph.nodes[start].isInterrupting)
    }

    /// The event that catches by the same code, else one that catches any.
    func best(_ event: Event, _ candidates: [Int]) -> Int? {
        let any: Event =
            switch event {
            case .error: .error(nil)
            case .escalation: .escalation(nil)
            default: event
            }
        return candidates.first { graph.nodes[$0].events.contains(event) }
            ?? candidates.first { graph.nodes[$0].events.contains(any) }
    }
}
