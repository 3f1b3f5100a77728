extension GraphBuilder {
    /// Refuses what the engine could only ignore or get stuck on.
    mutating func check(_ process: Process) {
        guard let container = graph.processIndex[process.id] else { return }
        if process.body.nodes.isEmpty {
            faults.append(
                DeploymentFault(
                    reason: .empty, element: process.id, message: "the process `\(process.id)` is empty",
                    place: process.place))
        }
        check(container)
    }

    private mutating func check(_ container: Int) {
        for index in graph.containers[container].nodes {
            let node = graph.nodes[index]
            check(node)
            if let body = node.body { check(body) }
        }
    }

    private mutating func check(_ node: Node) {
        let source = node.source
        if node.events.count < source.events.count {
            fault(.missingTrigger, source, "`\(node.id)` does not say which message or signal it means")
        }
        for case .timer(.unspecified) in node.events {
            fault(.missingTrigger, source, "the timer `\(node.id)` does not say when it fires")
        }
        switch node.kind {
        case .call where node.called == nil:
            fault(.missingCall, source, "the call activity `\(node.id)` calls nothing of this file")
        case .call:
            if case .process(let called) = node.called, !graph.containers[called].isExecutable {
                fault(.notExecutable, source, "`\(node.id)` calls a process that is not executable")
            } else if case .process(let called) = node.called, graph.containers[called].starts.isEmpty {
                fault(
                    .noStart, source, "every start of the process that `\(node.id)` calls waits for a trigger"
                )
            }
        case .task: checkTask(node)
        case .transaction: checkMethod(node)
        case .exclusive: checkConditions(node)
        case .boundary: checkCompensation(node)
        case .eventBased where node.outgoing.isEmpty:
            fault(.missingTrigger, source, "the gateway `\(node.id)` waits for nothing")
        default: break
        }
        checkLoop(node)
    }

    private mutating func checkTask(_ node: Node) {
        guard let work = node.work, work.kind == .receive || work.kind == .send, message(work) == nil else {
            return
        }
        if work.kind == .receive {
            fault(.missingTrigger, node.source, "the receive task `\(node.id)` names no message")
        }
    }

    private mutating func checkMethod(_ node: Node) {
        guard case .subProcess(let process) = node.source.kind, case .transaction(let method?) = process.kind,
            method.lowercased() != "##compensate"
        else { return }
        fault(
            .unsupported, node.source,
            "the transaction `\(node.id)` asks for `\(method)`; only `##Compensate` is known")
    }

    private mutating func checkConditions(_ node: Node) {
        guard node.outgoing.count > 1 else { return }
        for flow in node.outgoing where flow != node.defaultFlow && graph.flows[flow].condition == nil {
            fault(
                .missingCondition, node.source,
                "the flow `\(graph.flows[flow].id)` of the exclusive gateway `\(node.id)` has no condition")
        }
    }

    private mutating func checkCompensation(_ node: Node) {
        guard node.events.contains(where: \.isCompensation),
            case .boundaryEvent(let activity, _) = node.source.kind,
            let attached = graph.nodeIndex[activity], graph.nodes[attached].handler == nil
        else { return }
        fault(.missingHandler, node.source, "the compensation event `\(node.id)` has no handler")
    }

    private mutating func checkLoop(_ node: Node) {
        switch node.source.loop {
        case .multiInstance(let loop)
        where loop.cardinality == nil && loop.inputCollection == nil && loop.collection == nil:
            fault(.missingCardinality, node.source, "`\(node.id)` does not say how many instances it has")
        case .standard(let loop) where loop.condition == nil && loop.maximum == nil:
            fault(
                .missingCardinality, node.source, "the loop of `\(node.id)` has neither condition nor maximum"
            )
        default: break
        }
    }
}
