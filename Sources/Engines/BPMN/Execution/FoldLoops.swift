import StructuredData

extension ProcessState {
    mutating func foldLoop(_ event: ProcessEvent, _ graph: Graph) throws(BPMNError) {
        switch event {
        case .loopPlanned(let id, let count, let items):
            _ = try instance(id)
            instances[id]?.loop?.count = count
            instances[id]?.loop?.items = items
            instances[id]?.loop?.results = Array(repeating: .null, count: count)
            agenda.prepend(.run(id))
        case .loopEvaluated(let id, let isDone, let thrown):
            _ = try instance(id)
            instances[id]?.loop?.isDirty = false
            let ends = isDone || thrown.contains(where: \.ends)
            if ends {
                instances[id]?.loop?.isEnding = true
                agenda.prepend(.clear(id), .run(id))
            } else {
                pushLoop(id, graph, isStarting: false)
            }
            for event in thrown { try raise(event, from: id, graph) }
        case .loopFinished(let id):
            let loop = try instance(id)
            proceed(id, to: afterBody(loop, graph), graph)
        default: break
        }
    }

    /// An event of a loop is caught at its own boundary without ending it; else a signal is heard by all.
    private mutating func raise(_ event: LoopThrow, from id: Int, _ graph: Graph) throws(BPMNError) {
        if let handler = event.handler, let scope = instances[id]?.parent, let epoch = instances[scope]?.epoch
        {
            instances[scope]?.pending += 1
            agenda.append(
                .enterCaught(scope: scope, node: try node(handler, graph), payload: .null, epoch: epoch))
        } else if event.isSignal {
            broadcast(event.name, .null, graph)
        } else {
            let message = ThrownMessage(
                id: nextID, name: event.name, instance: id, element: nil, payload: .null, correlation: [:])
            nextID += 1
            messages[message.id] = message
            agenda.prepend(.deliver(message.id))
        }
    }

    mutating func iterationCompleted(_ ended: Instance, _ graph: Graph) {
        let id = ended.parent
        instances[id]?.loop?.active -= 1
        instances[id]?.loop?.completed += 1
        if case .multiInstance(let loop) = graph.nodes[ended.node].source.loop {
            if let item = loop.outputItem, ended.index < instances[id]?.loop?.results.count ?? 0 {
                instances[id]?.loop?.results[ended.index] = ended.variables[item] ?? .null
            }
            instances[id]?.loop?.isDirty = loop.isEvaluated
        }
        pushLoop(id, graph, isStarting: false)
    }

    /// Goes on with a loop if there is something to decide.
    mutating func pushLoop(_ id: Int, _ graph: Graph, isStarting: Bool) {
        guard let instance = instances[id], let state = instance.loop else { return }
        guard case .multiInstance(let loop) = graph.nodes[instance.node].source.loop else {
            if !isStarting { agenda.prepend(.run(id)) }
            return
        }
        if isStarting {
            if !loop.isSequential, state.started < state.count { agenda.prepend(.run(id)) }
        } else if state.isDirty || state.completed == state.count || loop.isSequential && state.active == 0 {
            agenda.prepend(.run(id))
        }
    }

    mutating func foldAdHoc(_ event: ProcessEvent, _ graph: Graph) throws(BPMNError) {
        switch event {
        case .adHocEvaluated(let id, let isDone):
            let scope = try instance(id)
            let node = graph.nodes[scope.node]
            if isDone {
                instances[id]?.isHeld = false
                if node.adHoc?.cancelsRemaining == true {
                    interrupt(id)
                    agenda.prepend(.clear(id), .finish(id))
                }
                instances[id]?.begun = graph.containers[scope.container].starts.count
            } else if node.adHoc?.isSequential == true {
                let starts = graph.containers[scope.container].starts
                guard scope.begun < starts.count, scope.children == 0 else { return }
                instances[id]?.begun += 1
                instances[id]?.pending += 1
                agenda.append(.enter(scope: id, node: starts[scope.begun], flow: -1, epoch: scope.epoch))
            }
        case .activityChosen(let id, let element):
            let scope = try instance(id)
            instances[id]?.pending += 1
            agenda.append(.enter(scope: id, node: try node(element, graph), flow: -1, epoch: scope.epoch))
        default: break
        }
    }
}

extension MultiInstance {
    /// Whether each completion needs a decision.
    var isEvaluated: Bool { completionCondition != nil || behavior != .all }
}
