extension Resolution {
    /// Puts the scripts of an element that asks for no work into script tasks before and after it.
    ///
    /// The host runs the scripts of work itself, but those that run once around all runs of a loop are set apart too.
    mutating func surround(_ node: FlowNode, in scope: inout FlowScope) {
        let isLooping = node.loop != nil
        let isApart = { (script: AttachedScript) in !node.asksForWork || isLooping && script.runsOnce }
        let (before, after) = (
            node.settings.before.filter(isApart), node.settings.after.filter(isApart)
        )
        if before.isEmpty, after.isEmpty { return }
        if let reason = obstacle(node, hasBefore: !before.isEmpty, hasAfter: !after.isEmpty, scope) {
            return fault(.script, node.id, reason, (before + after)[0].place)
        }
        guard let index = scope.nodes.firstIndex(where: { $0.id == node.id }) else { return }
        scope.nodes[index].settings.before.removeAll(where: isApart)
        scope.nodes[index].settings.after.removeAll(where: isApart)
        if !before.isEmpty { precede(node, with: before, in: &scope) }
        if !after.isEmpty { follow(node, with: after, in: &scope) }
    }

    /// Why there is no place for a script before or after an element.
    private func obstacle(_ node: FlowNode, hasBefore: Bool, hasAfter: Bool, _ scope: FlowScope) -> String? {
        if node.loop != nil, !node.asksForWork,
            (node.settings.before + node.settings.after).contains(where: { !$0.runsOnce })
        {
            return "the scripts of `\(node.id)` would run in each run of its loop"
        }
        if node.isForCompensation { return "`\(node.id)` undoes something and has no flows for scripts" }
        switch node.kind {
        case .startEvent, .boundaryEvent:
            if hasBefore { return "nothing comes before `\(node.id)`" }
        case .endEvent: if hasAfter { return "nothing comes after `\(node.id)`" }
        case .exclusiveGateway, .parallelGateway, .inclusiveGateway, .complexGateway, .eventBasedGateway:
            return "`\(node.id)` is a gateway, which runs no scripts"
        case .subProcess(let process) where process.kind == .event:
            return "`\(node.id)` has no flows for scripts"
        default: break
        }
        let sources = scope.flows.filter { $0.target == node.id }.map(\.source)
        let isAwaited = scope.nodes.contains { other in
            guard case .eventBasedGateway = other.kind else { return false }
            return sources.contains(other.id)
        }
        return hasBefore && isAwaited ? "a gateway waits for `\(node.id)`, not for a script before it" : nil
    }

    private func scriptTask(_ id: String, _ scripts: ArraySlice<AttachedScript>, _ node: FlowNode) -> FlowNode
    {
        let first = scripts[scripts.startIndex]
        let text = scripts.map(\.text).joined(separator: "\n")
        let work = Work(
            kind: .script(format: first.language, text: text), message: nil, operation: nil,
            instantiates: false)
        return FlowNode(id: id, name: node.name, kind: .task(work), place: first.place)
    }

    /// One task for each script; statements of Python that follow each other are one script.
    private func tasks(_ scripts: [AttachedScript], _ node: FlowNode, _ suffix: String) -> [FlowNode] {
        var result: [FlowNode] = []
        var rest = scripts[...]
        while let first = rest.first {
            let isMerged = first.language == "python"
            let end =
                isMerged ? rest.firstIndex { $0.language != "python" } ?? rest.endIndex : rest.startIndex + 1
            let number = result.isEmpty ? "" : ".\(result.count + 1)"
            result.append(scriptTask("\(node.id).\(suffix)\(number)", rest[..<end], node))
            rest = rest[end...]
        }
        return result
    }

    private func precede(_ node: FlowNode, with scripts: [AttachedScript], in scope: inout FlowScope) {
        let tasks = tasks(scripts, node, "before")
        for index in scope.flows.indices where scope.flows[index].target == node.id {
            scope.flows[index] = scope.flows[index].between(scope.flows[index].source, tasks[0].id)
        }
        chain(tasks.map(\.id) + [node.id], node, in: &scope)
        scope.nodes += tasks
    }

    private func follow(_ node: FlowNode, with scripts: [AttachedScript], in scope: inout FlowScope) {
        var tasks = tasks(scripts, node, "after")
        for index in scope.flows.indices where scope.flows[index].source == node.id {
            scope.flows[index] = scope.flows[index].between(
                tasks[tasks.count - 1].id, scope.flows[index].target)
        }
        if let index = scope.nodes.firstIndex(where: { $0.id == node.id }) {
            tasks[tasks.count - 1].defaultFlow = scope.nodes[index].defaultFlow
            scope.nodes[index].defaultFlow = nil
        }
        chain([node.id] + tasks.map(\.id), node, in: &scope)
        scope.nodes += tasks
    }

    private func chain(_ ids: [String], _ node: FlowNode, in scope: inout FlowScope) {
        for (source, target) in zip(ids, ids.dropFirst()) {
            scope.flows.append(
                SequenceFlow(
                    id: "\(source).to.\(target)", name: nil, source: source, target: target, condition: nil,
                    place: node.place))
        }
    }
}

extension SequenceFlow {
    func between(_ source: String, _ target: String) -> SequenceFlow {
        SequenceFlow(
            id: id, name: name, source: source, target: target, condition: condition, place: place)
    }
}

extension FlowNode {
    /// Whether the host is asked to do something for it.
    var asksForWork: Bool {
        guard let work else { return false }
        switch work.kind {
        case .none: return settings.service != nil
        case .receive: return false
        case .send: return settings.service != nil || work.message == nil && work.operation == nil
        default: return true
        }
    }
}
