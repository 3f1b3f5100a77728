import StructuredData

extension ProcessEngine {
    func subscription(_ event: (node: Int, definition: Int), _ owner: Instance, _ state: ProcessState)
        throws(Halt)
        -> ProcessEvent
    {
        let node = graph.nodes[event.node]
        var result = Subscription(
            id: state.nextID, kind: .signal, owner: owner.id, element: node.id, definition: event.definition)
        switch node.events[event.definition] {
        case .message(let id, let name):
            result.kind = .message
            result.name = name
            result.correlation = try expected(id, owner, state)
        case .signal(let name): result.name = name
        case .conditional: result.kind = .conditional
        case .timer(let timer): try set(timer, &result, owner, state)
        default: throw Halt(kind: .data, message: "`\(node.id)` cannot be waited for")
        }
        return .subscribed(result)
    }

    /// What a message must carry to belong to this process instance.
    private func expected(_ message: String, _ owner: Instance, _ state: ProcessState) throws(Halt)
        -> [String: JSON]
    {
        let known = Set((graph.correlation.retrievals[message] ?? []).map(\.property))
        guard !known.isEmpty, let root = state.instances[owner.root] else { return [:] }
        var values = root.correlation.filter { known.contains($0.key) }
        for subscription in graph.containers[root.container].correlations {
            for binding in subscription.bindings where known.contains(binding.property) {
                values[binding.property] = try value(binding.path, state.view(of: owner.id))
            }
        }
        return values
    }

    private func set(
        _ timer: EventDefinition.Timer, _ result: inout Subscription, _ owner: Instance, _ state: ProcessState
    ) throws(Halt) {
        result.kind = .timer
        switch timer {
        case .date(let expression):
            let date = try read(expression, owner, state, "date") { TimeInstant(iso: $0) }
            result.due = max(date, state.clock).milliseconds
        case .duration(let expression):
            let span = try read(expression, owner, state, "duration") { TimeSpan(iso: $0) }
            result.due = max(state.clock.adding(span), state.clock).milliseconds
        case .cycle(let expression):
            let cycle = try read(expression, owner, state, "cycle") { TimeCycle(iso: $0) }
            if cycle.repetitions == 0 {
                throw Halt(kind: .timer, message: "`\(expression.text)` never fires")
            }
            let first = cycle.start ?? state.clock.adding(cycle.interval)
            result.due = max(first, state.clock).milliseconds
            result.repetitions = cycle.repetitions
            result.months = cycle.interval.months
            result.milliseconds = cycle.interval.milliseconds
        case .unspecified: throw Halt(kind: .timer, message: "the timer does not say when it fires")
        }
    }

    /// A value of ISO 8601, written as it is or as the value of an expression.
    private func read<Value>(
        _ expression: ProcessExpression, _ owner: Instance, _ state: ProcessState, _ what: String,
        _ parse: (String) -> Value?
    ) throws(Halt) -> Value {
        if let literal = parse(expression.text) { return literal }
        guard let text = try value(expression, state.view(of: owner.id)).string, let result = parse(text)
        else {
            throw Halt(kind: .timer, message: "`\(expression.text)` is no \(what) of ISO 8601")
        }
        return result
    }
}
