import StructuredData

extension ProcessEngine {
    /// Throws the definition of that number.
    func throwEvent(_ index: Int, _ instance: Instance, _ state: ProcessState) throws(Halt) -> ProcessEvent {
        let node = graph.nodes[instance.node]
        switch node.events[index] {
        case .message(let id, let name): return try thrown(id, name, instance, state)
        case .signal(let name):
            return .signalThrown(instance: instance.id, name: name, payload: try payload(instance, state))
        case .error(let code):
            return .errorThrown(
                instance: instance.id, code: code,
                handler: handler(.error(code), from: instance.parent, state))
        case .escalation(let code):
            return .escalationThrown(
                instance: instance.id, code: code,
                handler: handler(.escalation(code), from: instance.parent, state))
        case .compensation(let activity, let waits):
            return .compensationThrown(
                instance: instance.id, scope: compensationScope(activity, instance, state),
                activity: activity,
                waits: waits)
        case .terminate: return .terminated(instance: instance.id, scope: instance.parent)
        case .cancel:
            guard let transaction = transaction(of: instance, state) else {
                throw Halt(kind: .data, message: "`\(node.id)` stands in no transaction")
            }
            return .transactionCancelled(instance: instance.id, transaction: transaction)
        case .timer, .conditional, .link:
            throw Halt(kind: .data, message: "`\(node.id)` cannot throw its event")
        }
    }

    /// What an event sends along: what its settings say, else its data inputs, if it has any.
    private func payload(_ instance: Instance, _ state: ProcessState) throws(Halt) -> JSON {
        if let payload = graph.nodes[instance.node].source.settings.message?.payload {
            return try value(payload, state.view(of: instance.id))
        }
        let inputs = graph.nodes[instance.node].source.data.inputs
        guard !inputs.isEmpty else { return .null }
        return .object(
            Dictionary(inputs.map { ($0.variable, instance.variables[$0.variable] ?? .null) }) { $1 })
    }

    func thrown(_ id: String, _ name: String, _ instance: Instance, _ state: ProcessState) throws(Halt)
        -> ProcessEvent
    {
        let payload = try payload(instance, state)
        var values = correlation(
            of: name, payload.isNull ? .object(state.view(of: instance.id).merged) : payload)
        if let root = state.instances[instance.root] { values.merge(root.correlation) { _, known in known } }
        return .messageThrown(
            ThrownMessage(
                id: state.nextID, name: name, instance: instance.id, element: graph.nodes[instance.node].id,
                payload: payload, correlation: values))
    }

    /// The values of the correlation properties that can be taken from a message.
    func correlation(of name: String, _ payload: JSON) -> [String: JSON] {
        let table = graph.correlation.retrievals
        if table.isEmpty { return [:] }
        var values: [String: JSON] = [:]
        let variables = Variables((payload.object ?? [:]).merging(["message": payload]) { own, _ in own })
        for message in deployment.definitions.messages where message.key == name {
            for (property, path) in table[message.id] ?? [] {
                // A message that lacks the property simply does not tell its conversation.
                if let value = try? evaluator.evaluate(path, variables: variables), !value.isNull {
                    values[property] = value
                }
            }
        }
        return values
    }

    private func transaction(of instance: Instance, _ state: ProcessState) -> Int? {
        var current = instance.parent
        while let scope = state.instances[current], scope.node >= 0 {
            if graph.nodes[scope.node].kind == .transaction { return current }
            current = scope.parent
        }
        return nil
    }

    /// The scope whose completed activities are undone: that of the named activity, else that around an event
    /// subprocess, else the own one.
    private func compensationScope(_ activity: String?, _ instance: Instance, _ state: ProcessState) -> Int {
        let wanted = activity.flatMap { graph.nodeIndex[$0] }.map { graph.nodes[$0].container }
        var current = instance.parent
        while let scope = state.instances[current] {
            let isHandler = scope.node >= 0 && graph.nodes[scope.node].kind == .eventSubProcess
            if let wanted {
                if scope.container == wanted { return current }
            } else if !isHandler || !scope.records.isEmpty {
                return current
            }
            if scope.node < 0 { break }
            current = scope.parent
        }
        return instance.parent
    }

    /// Undoes one activity after another; then goes on.
    func undo(_ id: Int, _ state: ProcessState) throws(Halt) -> ProcessEvent {
        guard let instance = state.instances[id] else {
            throw Halt(kind: .data, message: "instance \(id) is gone")
        }
        if !instance.undoing.isEmpty { return .compensationStarted(instance: id) }
        switch instance.stage {
        case .compensating(let next):
            let node = graph.nodes[instance.node]
            if !node.isActivity, next < node.events.count { return try throwEvent(next, instance, state) }
            let isEnd = node.isActivity || instance.thrower != 0
            return .elementCompleted(
                instance: id, flows: isEnd ? [] : node.outgoing.map { graph.flows[$0].id })
        default:
            let boundary = best(.cancel, graph.nodes[instance.node].boundaries)
            let handler = boundary.map {
                Handler(element: graph.nodes[$0].id, instance: id, isInterrupting: true)
            }
            return .cancelCaught(instance: id, handler: handler)
        }
    }
}
