extension ProcessState {
    mutating func arrived(_ scope: Int, _ element: String, _ flow: String, _ opens: Bool, _ graph: Graph)
        throws(BPMNError)
    {
        let index = try node(element, graph)
        guard let flowIndex = graph.flowIndex[flow] else {
            throw .malformedEvent("there is no flow `\(flow)`")
        }
        try expect(scope)
        instances[scope]?.pending -= 1
        instances[scope]?.waiting += 1
        instances[scope]?.arrivals[index, default: [:]][flowIndex, default: 0] += 1
        let node = graph.nodes[index]
        switch node.kind {
        case .parallel: joinIfComplete(scope, index, graph)
        case .inclusive: watch(scope, index)
        case .complex:
            if opens {
                agenda.prepend(.join(scope: scope, node: index, isReset: false))
            } else if instances[scope]?.openGateways[index] != nil {
                resetIfComplete(scope, index, graph)
            }
        default: joinIfComplete(scope, index, graph)
        }
        agenda.append(.finish(scope))
    }

    private mutating func watch(_ scope: Int, _ node: Int) {
        let key = JoinKey(scope: scope, node: node)
        if !watchedJoins.contains(key) { watchedJoins.append(key) }
    }

    private mutating func joinIfComplete(_ scope: Int, _ index: Int, _ graph: Graph) {
        guard let counts = instances[scope]?.arrivals[index] else { return }
        let node = graph.nodes[index]
        let isComplete =
            node.kind == .parallel
            ? counts.count == node.incoming.count : counts.values.reduce(0, +) >= node.source.startQuantity
        if isComplete { agenda.prepend(.join(scope: scope, node: index, isReset: false)) }
    }

    /// A complex gateway that opened takes the tokens that it did not wait for, once all have come.
    private mutating func resetIfComplete(_ scope: Int, _ index: Int, _ graph: Graph) {
        guard let taken = instances[scope]?.openGateways[index],
            let counts = instances[scope]?.arrivals[index]
        else {
            return
        }
        if graph.nodes[index].incoming.allSatisfy({ taken.contains($0) || counts[$0] != nil }) {
            agenda.prepend(.join(scope: scope, node: index, isReset: true))
        } else {
            watch(scope, index)
        }
    }

    mutating func consumeArrivals(_ scope: Int, _ index: Int, _ isReset: Bool, _ graph: Graph) {
        guard let counts = instances[scope]?.arrivals[index] else { return }
        let node = graph.nodes[index]
        var used: Set<Int> = []
        var left = node.isActivity ? node.source.startQuantity : Int.max
        for flow in node.incoming {
            guard let count = counts[flow], left > 0 else { continue }
            let consumed = node.isActivity ? min(count, left) : 1
            left -= consumed
            used.insert(flow)
            let rest = count - consumed
            instances[scope]?.arrivals[index]?[flow] = rest > 0 ? rest : nil
            instances[scope]?.waiting -= consumed
        }
        if instances[scope]?.arrivals[index]?.isEmpty == true { instances[scope]?.arrivals[index] = nil }
        watchedJoins.removeAll { $0 == JoinKey(scope: scope, node: index) }
        if node.kind == .complex {
            let isWhole = isReset || used.count == node.incoming.count
            instances[scope]?.openGateways[index] = isWhole ? nil : used
        } else if instances[scope]?.arrivals[index] != nil {
            node.kind == .inclusive ? watch(scope, index) : joinIfComplete(scope, index, graph)
        }
    }

    /// Takes away every token of a scope; what still runs in it is cancelled by a step.
    mutating func interrupt(_ scope: Int) {
        instances[scope]?.epoch += 1
        instances[scope]?.pending = 0
        instances[scope]?.waiting = 0
        instances[scope]?.arrivals = [:]
        instances[scope]?.openGateways = [:]
        watchedJoins.removeAll { $0.scope == scope }
    }
}
