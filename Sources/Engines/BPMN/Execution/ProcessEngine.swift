import StructuredData

/// Executes BPMN processes: `(state, input) -> (events, actions)`.
///
/// Pure: it reads no clock and does no work. Each event is decided from the state alone and folded into it before the next
/// one, so that a log that ends anywhere goes on as if it had not ended.
public struct ProcessEngine: Sendable {
    public let deployment: Deployment
    let evaluator: any ExpressionEvaluator

    public init(_ deployment: Deployment, evaluator: any ExpressionEvaluator) {
        (self.deployment, self.evaluator) = (deployment, evaluator)
    }

    var graph: Graph { deployment.graph }

    /// Takes an input and runs until nothing can move any more.
    ///
    /// - Parameters:
    ///   - input: what happened.
    ///   - state: is changed in place, in constant time a step.
    ///   - budget: the most events of this call; an endless loop ends there and can be resumed.
    /// - Returns: the events, already folded into the state, and what the host is to do.
    /// - Throws: ``BPMNError/unexpectedInput(_:)`` or ``BPMNError/unknownProcess(_:known:)``; the state is unchanged then.
    public func handle(_ input: ProcessInput, in state: inout ProcessState, budget: Int = 100_000)
        throws(BPMNError) -> Outcome
    {
        var outcome = Outcome()
        outcome.events.reserveCapacity(8)
        if !state.isQuiet {
            switch input {
            case .resume, .cancel, .assign: break
            default: throw .unexpectedInput("the state has steps to do before it takes another input")
            }
        }
        if let event = try accept(input, state) { try emit(event, &state, &outcome) }
        while let event = next(state) {
            guard outcome.events.count < budget else {
                outcome.isExhausted = true
                break
            }
            try emit(event, &state, &outcome)
        }
        return outcome
    }

    private func emit(_ event: ProcessEvent, _ state: inout ProcessState, _ outcome: inout Outcome)
        throws(BPMNError)
    {
        note(cancelledBy: event, state, &outcome)
        try state.apply(event, in: deployment)
        outcome.events.append(event)
        note(event, state, &outcome)
    }

    private func note(cancelledBy event: ProcessEvent, _ state: ProcessState, _ outcome: inout Outcome) {
        switch event {
        case .elementCancelled(let id) where state.work[id] != nil:
            outcome.actions.append(.cancelWork(instance: id))
        case .processFailed(let id, _, _), .processCancelled(let id):
            let open = state.tree(of: id).filter { state.work[$0] != nil }.sorted()
            outcome.actions += open.map { .cancelWork(instance: $0) }
        default: break
        }
    }

    private func note(_ event: ProcessEvent, _ state: ProcessState, _ outcome: inout Outcome) {
        switch event {
        case .workRequested(let id):
            if let item = workItem(id, state) { outcome.actions.append(.perform(item)) }
        case .messageThrown(let message) where message.instance != nil: outcome.actions.append(.send(message))
        case .signalThrown(.some, let name, let payload):
            outcome.actions.append(.broadcast(name: name, payload: payload))
        case .incidentRaised(let incident): outcome.actions.append(.reportIncident(incident))
        case .processCompleted(let id), .processFailed(let id, _, _), .processCancelled(let id):
            if let ending = state.outcomes[id] { outcome.actions.append(.ended(process: id, ending)) }
        default: break
        }
    }

    /// What an activity asks for, also after a log was folded; `nil` when it asks for nothing.
    public func workItem(_ id: Int, _ state: ProcessState) -> WorkItem? {
        guard let instance = state.instances[id], instance.node >= 0, state.work[id] != nil else {
            return nil
        }
        let node = graph.nodes[instance.node]
        var kind = node.work?.kind ?? .none
        if case .task(let called) = node.called { kind = called }
        var inputs: [String: JSON] = [:]
        let view = state.view(of: id)
        for input in node.source.data.inputs { inputs[input.variable] = view[input.variable] }
        return WorkItem(
            instance: id, process: instance.root, element: node.id, name: node.name, work: kind,
            inputs: inputs,
            variables: view, ownSettings: node.source.ownSettings)
    }

    // MARK: - Inputs

    private func accept(_ input: ProcessInput, _ state: ProcessState) throws(BPMNError) -> ProcessEvent? {
        switch input {
        case .start(let process, let variables, let element):
            return try start(process, variables, element, state)
        case .completed(let id, let output):
            try expectWork(id, state)
            switch output {
            case .null, .object: return .workCompleted(instance: id, output: output)
            default: throw .unexpectedInput("the output of instance \(id) is neither null nor an object")
            }
        case .failed(let id, let code, let message):
            try expectWork(id, state)
            return .workFailed(instance: id, code: code, message: message)
        case .message(let name, let payload):
            let thrown = ThrownMessage(
                id: state.nextID, name: name, instance: nil, element: nil, payload: payload,
                correlation: correlation(of: name, payload))
            return .messageThrown(thrown)
        case .signal(let name, let payload): return .signalThrown(instance: nil, name: name, payload: payload)
        case .advance(let time): return time > state.clock ? .clockSet(target: time.milliseconds) : nil
        case .choose(let scope, let element):
            guard let instance = state.instances[scope], instance.container >= 0, instance.stage == .open,
                let node = graph.nodeIndex[element], graph.nodes[node].container == instance.container,
                instance.node >= 0, graph.nodes[instance.node].kind == .adHoc
            else { throw .unexpectedInput("`\(element)` cannot be chosen in instance \(scope)") }
            if graph.nodes[instance.node].adHoc?.isSequential == true, !instance.isIdle {
                throw .unexpectedInput(
                    "`\(graph.nodes[instance.node].id)` does one thing after the other, and one is at work")
            }
            return .activityChosen(scope: scope, element: element)
        case .resolve(let incident):
            guard state.incidents[incident] != nil else {
                throw .unexpectedInput("there is no incident \(incident)")
            }
            return .incidentResolved(incident: incident)
        case .cancel(let process):
            guard let instance = state.instances[process], instance.node < 0, instance.parent == 0 else {
                throw .unexpectedInput("there is no process instance \(process)")
            }
            return .processCancelled(instance: process)
        case .assign(let id, let variables):
            guard state.instances.contains(id) else {
                throw .unexpectedInput("there is no instance \(id)")
            }
            return .variablesAssigned(instance: id, values: variables)
        case .resume: return nil
        }
    }

    private func expectWork(_ id: Int, _ state: ProcessState) throws(BPMNError) {
        if state.work[id] == nil { throw .unexpectedInput("no work of instance \(id) is open") }
    }

    private func start(
        _ process: String, _ variables: [String: JSON], _ element: String?, _ state: ProcessState
    )
        throws(BPMNError) -> ProcessEvent
    {
        guard let container = graph.processIndex[process], graph.containers[container].isExecutable else {
            throw .unknownProcess(process, known: deployment.processes)
        }
        if let element {
            guard let node = graph.nodeIndex[element], graph.nodes[node].container == container,
                graph.nodes[node].kind == .start
            else { throw .unexpectedInput("`\(element)` is no start event of `\(process)`") }
        } else if graph.containers[container].starts.isEmpty {
            throw .unexpectedInput("every start of `\(process)` waits for a trigger")
        }
        return .processStarted(
            ProcessStart(
                instance: state.nextID, process: process, element: element, caller: nil, variables: variables)
        )
    }
}
