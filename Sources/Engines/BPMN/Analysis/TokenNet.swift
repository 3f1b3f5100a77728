/// Tokens on the flows of one process or subprocess; zeros are left away, so that equal markings are equal values.
typealias Marking = [Int: Int]

/// One way an element can go on: the tokens it takes and gives.
struct Firing {
    let node: Int
    let takes: [Int]
    let gives: [Int]
    /// It ends everything.
    var terminates = false
}

/// The control flow of one process or subprocess as a net; subprocesses within it count as activities.
struct TokenNet {
    let graph: Graph
    private let deployment: Deployment
    let container: Int
    /// Whether it has an element whose behaviour this net does not know.
    let isPartial: Bool
    /// Nodes that begin without a token, each a place of its own with a negative number.
    let starts: [Int]
    private let order: [Int: Int]

    init(_ deployment: Deployment, container: Int) {
        (self.deployment, graph, self.container) = (deployment, deployment.graph, container)
        let nodes = deployment.graph.containers[container].nodes
        var starts = deployment.graph.containers[container].starts
        if starts.isEmpty {
            starts = nodes.filter {
                let node = deployment.graph.nodes[$0]
                return node.kind == .start || node.instantiates && node.incoming.isEmpty
            }
        }
        self.starts = starts
        order = Self.order(deployment.graph, from: starts)
        isPartial = nodes.contains {
            let node = deployment.graph.nodes[$0]
            return node.kind == .complex && node.isJoin || node.source.startQuantity > 1
                || node.source.completionQuantity > 1
        }
    }

    /// The markings that it can begin with: all plain starts at once, or one of the triggered ones.
    var beginnings: [Marking] {
        let together = !graph.containers[container].starts.isEmpty
        return together
            ? [Dictionary(starts.map { (place(of: $0), 1) }) { first, _ in first }]
            : starts.map { [place(of: $0): 1] }
    }

    /// The place of a node that is entered without a flow.
    func place(of node: Int) -> Int { -1 - node }

    func target(of place: Int) -> Int { place < 0 ? -1 - place : graph.flows[place].target }

    /// The ways in which each element with enough tokens can go on, the furthest from the end first; joins that look
    /// upstream apart.
    ///
    /// In this order tokens that can meet do meet.
    func firings(_ marking: Marking) -> (local: [[Firing]], waiting: [[Firing]]) {
        var (local, waiting): ([[Firing]], [[Firing]]) = ([], [])
        let places = Dictionary(grouping: marking.keys, by: target)
        for (node, places) in places.sorted(by: {
            (order[$0.key] ?? 0, $0.key) < (order[$1.key] ?? 0, $1.key)
        }) {
            let element = graph.nodes[node]
            if element.isJoin, element.kind == .parallel {
                guard element.incoming.allSatisfy({ marking[$0] != nil }) else { continue }
                local.append(outcomes(of: node, taking: element.incoming))
            } else if element.isJoin, element.kind == .inclusive {
                guard isReady(node, marking) else { continue }
                waiting.append(outcomes(of: node, taking: places.sorted()))
            } else {
                local += places.sorted().map { outcomes(of: node, taking: [$0]) }
            }
        }
        return (local, waiting)
    }

    /// Where each node stands in a depth-first order from the starts: before all that only it leads to.
    private static func order(_ graph: Graph, from starts: [Int]) -> [Int: Int] {
        func next(_ node: Int) -> [Int] {
            let element = graph.nodes[node]
            return element.outgoing.map { graph.flows[$0].target } + element.boundaries
                + (element.linkTarget.map { [$0] } ?? [])
        }
        var (seen, finished): (Set<Int>, [Int]) = ([], [])
        var stack: [(node: Int, left: [Int])] = []
        for start in starts where seen.insert(start).inserted {
            stack.append((start, next(start)))
            while let top = stack.last {
                guard let child = top.left.last else {
                    finished.append(top.node)
                    stack.removeLast()
                    continue
                }
                stack[stack.count - 1].left.removeLast()
                if seen.insert(child).inserted { stack.append((child, next(child))) }
            }
        }
        return Dictionary(finished.reversed().enumerated().map { ($1, $0) }) { first, _ in first }
    }

    private func isReady(_ gateway: Int, _ marking: Marking) -> Bool {
        marking.keys.allSatisfy { place in
            let node = target(of: place)
            return node == gateway || !deployment.mustWait(for: node, at: gateway) { marking[$0] != nil }
        }
    }

    private func outcomes(of index: Int, taking places: [Int]) -> [Firing] {
        let node = graph.nodes[index]
        func firing(_ gives: [Int]) -> Firing { Firing(node: index, takes: places, gives: gives) }
        if node.kind == .end {
            let ends =
                node.events.contains(.terminate)
                || node.events.contains { event in
                    if case .error = event { true } else { event == .cancel }
                }
            return [Firing(node: index, takes: places, gives: [], terminates: ends)]
        }
        if let link = node.linkTarget { return [firing([place(of: link)])] }
        var results = leavings(node).map(firing)
        for boundary in node.boundaries where !graph.nodes[boundary].events.contains(where: \.isCompensation)
        {
            let caught = graph.nodes[boundary].isInterrupting
            if caught {
                results.append(firing([place(of: boundary)]))
            } else {
                results += leavings(node).map { firing($0 + [place(of: boundary)]) }
            }
        }
        return results
    }

    /// The sets of flows by which tokens can leave.
    private func leavings(_ node: Node) -> [[Int]] {
        let flows = node.outgoing
        switch node.kind {
        case .exclusive, .eventBased: return flows.isEmpty ? [[]] : flows.map { [$0] }
        case .inclusive, .complex, .task, .call, .subProcess, .transaction, .adHoc:
            let optional = flows.filter { graph.flows[$0].condition != nil || $0 == node.defaultFlow }
            guard !optional.isEmpty else { return [flows] }
            let always = flows.filter { !optional.contains($0) }
            return subsets(optional).map { always + $0 }
        default: return [flows]
        }
    }

    /// All that are not empty of up to eight; of more, each alone, all but one, and all.
    private func subsets(_ flows: [Int]) -> [[Int]] {
        guard flows.count <= 8 else {
            return flows.map { [$0] } + flows.map { left in flows.filter { $0 != left } } + [flows]
        }
        return (1..<(1 << flows.count)).map { bits in
            flows.indices.filter { bits & (1 << $0) != 0 }.map { flows[$0] }
        }
    }
}
