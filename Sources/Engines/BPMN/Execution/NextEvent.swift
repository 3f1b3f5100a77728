import StructuredData

/// Why a step cannot be done; it becomes an incident.
struct Halt: Error {
    let kind: Incident.Kind
    let message: String
}

extension ProcessEngine {
    /// The event that the next step leads to; `nil` when there is nothing to do.
    func next(_ state: ProcessState) -> ProcessEvent? {
        guard let step = state.agenda.first else { return atRest(state) }
        do {
            return try event(of: step, state)
        } catch {
            let instance = step.subject(state)
            return .incidentRaised(
                Incident(id: state.nextID, instance: instance, kind: error.kind, message: error.message))
        }
    }

    private func event(of step: Step, _ state: ProcessState) throws(Halt) -> ProcessEvent {
        switch step {
        case .take(let scope, let flow, _), .takeCaught(let scope, let flow, _, _):
            return .sequenceFlowTaken(scope: scope, flow: graph.flows[flow].id)
        case .enter(let scope, let node, let flow, _): return try enter(scope, node, flow, state)
        case .enterCaught(let scope, let node, let payload, _):
            return activation(node, scope, .caught, state, payload: payload)
        case .join(let scope, let node, let isReset):
            return activation(node, scope, isReset ? .reset : .join, state)
        case .compensate(let scope, let node, _, let record):
            return activation(node, scope, .compensation, state, variables: record?.variables ?? [:])
        case .run(let id): return try run(id, state)
        case .finish(let id): return try finish(id, state)
        case .undo(let id): return try undo(id, state)
        case .cancel(let id): return .elementCancelled(instance: state.lastLeaf(of: id))
        case .clear(let id):
            return .elementCancelled(instance: state.lastLeaf(of: state.instances[id]?.lastChild ?? id))
        case .catching(let id, let payload, let message):
            let kind = state.subscriptions[id]?.kind ?? .signal
            return .caught(subscription: id, kind: kind, payload: payload, message: message)
        case .evaluate(let id): return try reconsider(id, state)
        case .deliver(let id): return deliver(id, state)
        case .startProcess(let node, let signal, let payload):
            return .processStarted(
                ProcessStart(
                    instance: state.nextID, process: graph.process(of: node), element: graph.nodes[node].id,
                    caller: nil,
                    variables: [:], payload: payload, signal: signal))
        case .fail(let id, let code, let message):
            return .processFailed(instance: id, code: code, message: message)
        case .tend(let id): return try tend(id, state)
        case .subscribe(let owner, let node, let definition):
            guard let instance = state.instances[owner] else {
                throw Halt(kind: .data, message: "instance \(owner) is gone")
            }
            return try subscription((node, definition), instance, state)
        }
    }

    /// When no token moves: gateways that need not wait any longer, then timers, then the clock itself.
    private func atRest(_ state: ProcessState) -> ProcessEvent? {
        if let ready = state.watchedJoins.first(where: { isReady($0, state) }) { return join(ready, state) }
        guard let target = state.clockTarget else { return nil }
        if let timer = state.timers.top, timer.due <= target.milliseconds {
            return .caught(subscription: timer.id, kind: .timer, payload: .null, message: nil)
        }
        return .clockAdvanced(to: target.milliseconds)
    }

    func join(_ key: JoinKey, _ state: ProcessState) -> ProcessEvent {
        activation(key.node, key.scope, graph.nodes[key.node].kind == .complex ? .reset : .join, state)
    }

    /// BPMN 2.0.2, 13.4.3: every token that can still reach an empty flow of the gateway can also reach a filled one.
    func isReady(_ key: JoinKey, _ state: ProcessState) -> Bool {
        guard let scope = state.instances[key.scope], let filled = scope.arrivals[key.node] else {
            return false
        }
        let taken = scope.openGateways[key.node] ?? []
        let incoming = graph.nodes[key.node].incoming
        if incoming.allSatisfy({ filled[$0] != nil || taken.contains($0) }) { return true }
        func holdsUp(_ node: Int) -> Bool {
            deployment.mustWait(for: node, at: key.node) {
                filled[$0] != nil
            } isTaken: {
                taken.contains($0)
            }
        }
        var child = scope.firstChild
        while child != 0, let instance = state.instances[child] {
            if holdsUp(instance.node) { return false }
            child = instance.next
        }
        return !scope.arrivals.keys.contains { $0 != key.node && holdsUp($0) }
    }

    func activation(
        _ node: Int, _ scope: Int, _ mode: Activation.Mode, _ state: ProcessState, payload: JSON = .null,
        variables: [String: JSON] = [:]
    ) -> ProcessEvent {
        .elementActivated(
            Activation(
                instance: state.nextID, element: graph.nodes[node].id, scope: scope, mode: mode,
                variables: variables,
                payload: payload))
    }

    private func enter(_ scope: Int, _ index: Int, _ flow: Int, _ state: ProcessState) throws(Halt)
        -> ProcessEvent
    {
        let node = graph.nodes[index]
        guard node.isJoin, flow >= 0 else { return activation(index, scope, .token, state) }
        var opens = false
        if node.kind == .complex, let condition = node.activation, let instance = state.instances[scope],
            instance.openGateways[index] == nil
        {
            let count = (instance.arrivals[index] ?? [:]).values.reduce(1, +)
            opens = try holds(
                condition, state.view(of: scope, adding: ["activationCount": .integer(Int64(count))]))
        }
        return .tokenArrived(scope: scope, element: node.id, flow: graph.flows[flow].id, opens: opens)
    }

    private func deliver(_ id: Int, _ state: ProcessState) -> ProcessEvent {
        guard let message = state.messages[id] else { return .messageBuffered(message: id) }
        let waiting = state.listeners[.message]?[message.name] ?? []
        let found = waiting.first {
            state.subscriptions[$0].map { state.matches($0, message, graph) } ?? false
        }
        if let found {
            return .caught(subscription: found, kind: .message, payload: message.payload, message: id)
        }
        if let start = graph.messageStarts[message.name]?.first(where: { graph.leads(message, to: $0) }) {
            return .processStarted(
                ProcessStart(
                    instance: state.nextID, process: graph.process(of: start), element: graph.nodes[start].id,
                    caller: nil, variables: [:], payload: message.payload, message: id))
        }
        return .messageBuffered(message: id)
    }

    private func reconsider(_ id: Int, _ state: ProcessState) throws(Halt) -> ProcessEvent {
        guard let subscription = state.subscriptions[id], let node = graph.nodeIndex[subscription.element],
            case .conditional(let condition) = graph.nodes[node].events[subscription.definition]
        else { return .conditionEvaluated(subscription: id, holds: false) }
        let value = try holds(condition, state.view(of: subscription.owner))
        return .conditionEvaluated(subscription: id, holds: value)
    }

    private func tend(_ id: Int, _ state: ProcessState) throws(Halt) -> ProcessEvent {
        guard let instance = state.instances[id],
            let condition = graph.nodes[instance.node].adHoc?.completionCondition
        else { return .adHocEvaluated(instance: id, isDone: false) }
        return .adHocEvaluated(instance: id, isDone: try holds(condition, state.view(of: id)))
    }

    // MARK: - Expressions

    func value(_ expression: ProcessExpression, _ variables: Variables) throws(Halt) -> JSON {
        do {
            return try evaluator.evaluate(expression, variables: variables)
        } catch {
            throw Halt(kind: .expression, message: "`\(expression.text)`: \(error.message)")
        }
    }

    /// Whether a condition is true; null is not.
    func holds(_ expression: ProcessExpression, _ variables: Variables) throws(Halt) -> Bool {
        switch try value(expression, variables) {
        case .bool(let value): return value
        case .null: return false
        default: throw Halt(kind: .expression, message: "`\(expression.text)` is neither true nor false")
        }
    }
}

extension Graph {
    /// The id of the process that a node stands in.
    func process(of node: Int) -> String {
        var container = containers[nodes[node].container]
        while let owner = container.node { container = containers[nodes[owner].container] }
        return container.id
    }
}

extension Step {
    /// The instance that an incident of this step belongs to.
    func subject(_ state: ProcessState) -> Int {
        switch self {
        case .run(let id), .finish(let id), .undo(let id), .cancel(let id), .clear(let id),
            .fail(let id, _, _),
            .tend(let id):
            id
        case .take(let scope, _, _), .takeCaught(let scope, _, _, _), .enter(let scope, _, _, _),
            .enterCaught(let scope, _, _, _),
            .join(let scope, _, _), .compensate(let scope, _, _, _):
            scope
        case .catching(let id, _, _), .evaluate(let id): state.subscriptions[id]?.owner ?? 0
        case .subscribe(let owner, _, _): owner
        case .deliver, .startProcess: 0
        }
    }
}
