import StructuredData

extension ProcessEngine {
    func loop(_ instance: Instance, _ state: ProcessState) throws(Halt) -> ProcessEvent {
        guard let loop = instance.loop else {
            throw Halt(kind: .data, message: "instance \(instance.id) is no loop")
        }
        switch graph.nodes[instance.node].source.loop {
        case .standard(let standard): return try iterate(standard, instance, loop, state)
        case .multiInstance(let multiple): return try iterate(multiple, instance, loop, state)
        case nil: throw Halt(kind: .data, message: "instance \(instance.id) is no loop")
        }
    }

    private func iterate(
        _ standard: StandardLoop, _ instance: Instance, _ loop: LoopState, _ state: ProcessState
    ) throws(Halt) -> ProcessEvent {
        let view = state.view(of: instance.id, adding: ["loopCounter": .integer(Int64(loop.started))])
        var goesOn = true
        if let maximum = standard.maximum { goesOn = loop.started < (try number(maximum, view)) }
        if goesOn, standard.testBefore || loop.started > 0, let condition = standard.condition {
            goesOn = try holds(condition, view)
        }
        return goesOn ? iteration(instance, loop, [:], state) : .loopFinished(instance: instance.id)
    }

    private func iterate(
        _ multiple: MultiInstance, _ instance: Instance, _ loop: LoopState, _ state: ProcessState
    ) throws(Halt) -> ProcessEvent {
        if loop.count < 0 { return try plan(multiple, instance, state) }
        if loop.isEnding { return .loopFinished(instance: instance.id) }
        if loop.isDirty { return try evaluate(multiple, instance, loop, state) }
        if loop.completed >= loop.count { return .loopFinished(instance: instance.id) }
        var variables: [String: JSON] = [:]
        // An item that is given and taken back under one name keeps what is given.
        if let item = multiple.outputItem { variables[item] = .null }
        if let item = multiple.inputItem, let items = loop.items { variables[item] = items[loop.started] }
        return iteration(instance, loop, variables, state)
    }

    /// The most instances of one activity.
    private static let instanceLimit = 100_000

    private func iteration(
        _ instance: Instance, _ loop: LoopState, _ variables: [String: JSON], _ state: ProcessState
    ) -> ProcessEvent {
        var variables = variables
        variables["loopCounter"] = .integer(Int64(loop.started + 1))
        return .elementActivated(
            Activation(
                instance: state.nextID, element: graph.nodes[instance.node].id, scope: instance.id,
                mode: .iteration,
                variables: variables, index: loop.started))
    }

    private func plan(_ multiple: MultiInstance, _ instance: Instance, _ state: ProcessState) throws(Halt)
        -> ProcessEvent
    {
        let view = state.view(of: instance.id)
        var items: [JSON]?
        if let collection = multiple.collection {
            guard let found = try value(collection, view).array else {
                throw Halt(
                    kind: .data,
                    message: "`\(collection.text)` of `\(graph.nodes[instance.node].id)` is no list")
            }
            items = found
        } else if let collection = multiple.inputCollection {
            let name = graph.dataNames[collection]?.name ?? collection
            guard let found = view[name]?.array else {
                throw Halt(kind: .data, message: "`\(name)` of `\(graph.nodes[instance.node].id)` is no list")
            }
            items = found
        }
        var count = items?.count ?? 0
        if let cardinality = multiple.cardinality {
            let wanted = try number(cardinality, view)
            guard wanted >= 0, items == nil || wanted <= count else {
                throw Halt(kind: .data, message: "`\(cardinality.text)` is no number of instances")
            }
            count = wanted
        }
        guard count <= Self.instanceLimit else {
            throw Halt(
                kind: .data,
                message:
                    "`\(graph.nodes[instance.node].id)` asks for \(count) instances, more than \(Self.instanceLimit)"
            )
        }
        return .loopPlanned(instance: instance.id, count: count, items: items)
    }

    private func number(_ expression: ProcessExpression, _ view: Variables) throws(Halt) -> Int {
        if let literal = Int(expression.text) { return literal }
        guard let number = try value(expression, view).integer, let count = Int(exactly: number) else {
            throw Halt(kind: .expression, message: "`\(expression.text)` is no whole number")
        }
        return count
    }

    /// Decides, after an instance completed, whether the loop is done and what it throws (10.3.8.2).
    private func evaluate(
        _ multiple: MultiInstance, _ instance: Instance, _ loop: LoopState, _ state: ProcessState
    ) throws(Halt) -> ProcessEvent {
        let view = state.view(
            of: instance.id,
            adding: [
                "numberOfInstances": .integer(Int64(loop.count)),
                "numberOfActiveInstances": .integer(Int64(loop.active)),
                "numberOfCompletedInstances": .integer(Int64(loop.completed)),
                "numberOfTerminatedInstances": .integer(Int64(loop.terminated)),
            ])
        var isDone = loop.completed >= loop.count
        if !isDone, let condition = multiple.completionCondition { isDone = try holds(condition, view) }
        var thrown: [LoopThrow] = []
        switch multiple.behavior {
        case .all: break
        case .none(let event): if let event { thrown += self.thrown(event, instance, mayEnd: false) }
        case .one(let event):
            if loop.completed == 1, let event { thrown += self.thrown(event, instance, mayEnd: false) }
        case .complex(let behaviors):
            for behavior in behaviors where try holds(behavior.condition, view) {
                thrown += behavior.events.flatMap { self.thrown($0, instance, mayEnd: true) }
            }
        }
        return .loopEvaluated(instance: instance.id, isDone: isDone, thrown: thrown)
    }

    /// An event of a loop, caught at its own boundary if there is one that fits.
    ///
    /// With a complex behavior an interrupting boundary event ends the instances that still run, and the activity
    /// completes; with the others it only takes note.
    private func thrown(_ definition: EventDefinition, _ instance: Instance, mayEnd: Bool) -> [LoopThrow] {
        let node = graph.nodes[instance.node]
        let definitions = deployment.definitions
        let event: Event?
        let name: String
        switch definition.trigger {
        case .signal(let id):
            name = definitions.signals.first { $0.id == id }?.key ?? id ?? ""
            event = .signal(name)
        case .message(let id, _):
            let message = definitions.messages.first { $0.id == id }
            name = message?.key ?? id ?? ""
            event = message.map { .message(id: $0.id, name: $0.key) }
        case .escalation(let id):
            name = definitions.escalations.first { $0.id == id }?.code ?? ""
            event = .escalation(name)
        default: return []
        }
        let boundary = event.flatMap { best($0, node.boundaries) }
        if case .escalation = event, boundary == nil { return [] }
        return [
            LoopThrow(
                name: name, isSignal: definition.trigger.isSignal,
                handler: boundary.map { graph.nodes[$0].id },
                ends: mayEnd && boundary.map { graph.nodes[$0].isInterrupting } ?? false)
        ]
    }
}

extension EventDefinition.Trigger {
    fileprivate var isSignal: Bool { if case .signal = self { true } else { false } }
}
