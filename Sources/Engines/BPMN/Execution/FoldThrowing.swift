import StructuredData

extension ProcessState {
    mutating func foldThrow(_ event: ProcessEvent, _ graph: Graph) throws(BPMNError) {
        switch event {
        case .messageThrown(let message):
            nextID = max(nextID, message.id + 1)
            let isOutward = message.element.flatMap { graph.routes[$0]?.isOutward } ?? false
            if !isOutward { messages[message.id] = message }
            if let sender = message.instance {
                let root = try instance(sender).root
                if !message.correlation.isEmpty {
                    instances[root]?.correlation.merge(message.correlation) { old, _ in old }
                }
                proceedAfterThrow(sender, graph)
            }
            agenda.prepend(.deliver(message.id))
        case .messageBuffered(let id):
            guard let message = messages[id] else { throw .malformedEvent("there is no message \(id)") }
            mailbox[message.name, default: []].append(id)
        case .signalThrown(let sender, let name, let payload):
            if let sender { proceedAfterThrow(sender, graph) }
            broadcast(name, payload, graph)
        default: break
        }
    }

    mutating func broadcast(_ name: String, _ payload: JSON, _ graph: Graph) {
        let listening = listeners[.signal]?[name] ?? []
        let starts = (graph.signalStarts[name] ?? []).filter { !isGathered($0, by: listening, graph) }
        agenda.prepend(
            all: listening.map { .catching($0, payload: payload, message: nil) }
                + starts.map { .startProcess(node: $0, signal: name, payload: payload) })
    }

    /// The next thing that an event throws, or what comes after a send task.
    mutating func proceedAfterThrow(_ id: Int, _ graph: Graph) {
        guard let instance = instances[id] else { return }
        let node = graph.nodes[instance.node]
        if node.isActivity {
            proceed(id, to: afterBody(instance, graph), graph)
        } else {
            proceed(id, to: throwing(instance.stage.throwIndex + 1, node), graph)
        }
    }

    mutating func foldInterruption(_ event: ProcessEvent, _ graph: Graph) throws(BPMNError) {
        switch event {
        case .errorThrown(let id, let code, let handler):
            if let handler {
                try enter(handler, JSON(code), graph)
            } else {
                instances[id]?.stage = .stuck
                let root = try topmost(id)
                agenda.prepend(.fail(root, code: code, message: "nobody caught the error"))
            }
        case .escalationThrown(let id, let code, let handler):
            proceedAfterThrow(id, graph)
            if let handler { try enter(handler, JSON(code), graph) }
        case .transactionCancelled(_, let id):
            _ = try instance(id)
            interrupt(id)
            instances[id]?.isInterrupted = true
            instances[id]?.stage = .cancelling
            let records = try instance(id).records
            instances[id]?.undoing = records
            instances[id]?.records = []
            instances[id]?.undoScope = id
            agenda.prepend(.clear(id), .undo(id))
        case .cancelCaught(let id, let handler):
            let scope = try instance(id).parent
            if let handler {
                try enter(handler, .null, graph)
            } else {
                agenda.prepend(.cancel(id))
                agenda.append(.finish(scope))
            }
        case .terminated(let id, let scope):
            remove(id)
            interrupt(scope)
            instances[scope]?.stage = .open
            agenda.prepend(.clear(scope), .finish(scope))
        default: break
        }
    }

    private mutating func enter(_ handler: Handler, _ payload: JSON, _ graph: Graph) throws(BPMNError) {
        let node = try node(handler.element, graph)
        _ = try instance(handler.instance)
        if graph.nodes[node].kind == .boundary {
            enterBoundary(node, of: handler.instance, payload, graph)
        } else {
            enterEventSubProcess(node, in: handler.instance, payload, graph)
        }
    }

    /// The process instance that nobody called.
    private func topmost(_ id: Int) throws(BPMNError) -> Int {
        var current = try instance(id)
        while current.parent != 0 { current = try instance(current.parent) }
        return current.id
    }

    // MARK: - The end of processes

    mutating func foldEnd(_ event: ProcessEvent, _ graph: Graph) throws(BPMNError) {
        switch event {
        case .processCompleted(let id):
            let ended = try instance(id)
            remove(id)
            guard ended.parent != 0 else { return end(ended, .completed, graph) }
            instances[ended.parent]?.output = .object(ended.variables)
            if let caller = instances[ended.parent] {
                proceed(caller.id, to: afterBody(caller, graph), graph)
            }
        case .processFailed(let id, let code, _):
            let ended = try instance(id)
            removeTree(id)
            end(ended, .failed(code: code), graph)
        case .processCancelled(let id):
            let ended = try instance(id)
            removeTree(id)
            end(ended, .cancelled, graph)
        default: break
        }
    }

    private mutating func end(_ instance: Instance, _ ending: ProcessOutcome.Ending, _ graph: Graph) {
        outcomes[instance.id] = ProcessOutcome(
            process: graph.containers[instance.container].id, ending: ending, variables: instance.variables)
    }

    private mutating func removeTree(_ root: Int) {
        while instances[root] != nil { remove(lastLeaf(of: root)) }
    }

    /// The instance that is to be ended first when `id` ends.
    func lastLeaf(of id: Int) -> Int {
        var current = id
        while let last = instances[current]?.lastChild, last != 0 { current = last }
        return current
    }

    /// All instances below one, and itself.
    func tree(of root: Int) -> [Int] {
        var result: [Int] = []
        var waiting = [root]
        while let id = waiting.popLast() {
            guard let found = instances[id] else { continue }
            result.append(id)
            var child = found.firstChild
            while child != 0 {
                waiting.append(child)
                child = instances[child]?.next ?? 0
            }
        }
        return result
    }
}

extension Stage {
    /// Which definition a throwing event has come to.
    var throwIndex: Int {
        switch self {
        case .throwing(let index): index
        case .compensating(let next): next
        default: 0
        }
    }
}
