/// Layers, back edges and the happy path of a graph.
struct Ranking {
    /// The layer of each node, from 0.
    private(set) var layer: [Int]
    /// Edges that lead back (or to their own source).
    private(set) var isBack: [Bool]
    /// Edges of the happy path.
    private(set) var isMain: [Bool]
    /// The edge of each node that its straight continuation is; -1 without.
    private(set) var best: [Int]
    /// Outgoing edges of each node, the straight continuation first, those of boundary events last.
    private(set) var outgoing: [[Int]]
    /// Nodes in the order in which paths begin.
    private(set) var starts: [Int]

    init(_ graph: LayeredGraph) {
        let count = graph.nodes.count
        var outgoing = [[Int]](repeating: [], count: count)
        var incoming = [Int](repeating: 0, count: count)
        for (index, edge) in graph.edges.enumerated() {
            outgoing[edge.source].append(index)
            if edge.source != edge.target { incoming[edge.target] += 1 }
        }
        starts = (0..<count).filter { incoming[$0] == 0 } + (0..<count).filter { incoming[$0] > 0 }
        (self.outgoing, layer) = (outgoing, [Int](repeating: 0, count: count))
        isBack = Ranking.backEdges(graph, outgoing, starts)
        isMain = [Bool](repeating: false, count: graph.edges.count)
        best = [Int](repeating: -1, count: count)
        let order = topological(graph)
        assignLayers(graph, order)
        choosePath(graph, order)
        for node in 0..<count {
            let first = best[node]
            self.outgoing[node] =
                outgoing[node].filter { $0 == first }
                + outgoing[node].filter { $0 != first && graph.edges[$0].boundary == nil }
                + outgoing[node].filter { $0 != first && graph.edges[$0].boundary != nil }
        }
    }

    /// Depth first from the starts: an edge to a node whose visit has not ended leads back.
    private static func backEdges(_ graph: LayeredGraph, _ outgoing: [[Int]], _ starts: [Int]) -> [Bool] {
        var isBack = [Bool](repeating: false, count: graph.edges.count)
        var state = [UInt8](repeating: 0, count: graph.nodes.count)
        var stack: [(node: Int, next: Int)] = []
        for start in starts where state[start] == 0 {
            state[start] = 1
            stack.append((start, 0))
            while let (node, next) = stack.last {
                guard next < outgoing[node].count else {
                    state[node] = 2
                    stack.removeLast()
                    continue
                }
                stack[stack.count - 1].next += 1
                let edge = outgoing[node][next]
                let target = graph.edges[edge].target
                if state[target] == 1 {
                    isBack[edge] = true
                } else if state[target] == 0 {
                    state[target] = 1
                    stack.append((target, 0))
                }
            }
        }
        return isBack
    }

    private func topological(_ graph: LayeredGraph) -> [Int] {
        var missing = [Int](repeating: 0, count: graph.nodes.count)
        for (index, edge) in graph.edges.enumerated() where !isBack[index] { missing[edge.target] += 1 }
        var order = starts.filter { missing[$0] == 0 }
        var position = 0
        while position < order.count {
            for edge in outgoing[order[position]] where !isBack[edge] {
                let target = graph.edges[edge].target
                missing[target] -= 1
                if missing[target] == 0 { order.append(target) }
            }
            position += 1
        }
        return order
    }

    /// The longest path to each node; what has only successors is drawn next to them.
    private mutating func assignLayers(_ graph: LayeredGraph, _ order: [Int]) {
        var hasSource = [Bool](repeating: false, count: graph.nodes.count)
        for node in order {
            for edge in outgoing[node] where !isBack[edge] {
                let target = graph.edges[edge].target
                layer[target] = max(layer[target], layer[node] + 1)
                hasSource[target] = true
            }
        }
        for node in order.reversed() where !hasSource[node] {
            let next = outgoing[node].filter { !isBack[$0] }.map { layer[graph.edges[$0].target] }.min()
            if let next { layer[node] = next - 1 }
        }
    }

    /// The happy path is the longest one that leads by no boundary event and to no failure.
    private mutating func choosePath(_ graph: LayeredGraph, _ order: [Int]) {
        var length = graph.nodes.map { $0.isFailure ? -1000 : 1 }
        for node in order.reversed() {
            var most = Int.min
            for edge in outgoing[node] where !isBack[edge] && graph.edges[edge].boundary == nil {
                let value = length[graph.edges[edge].target]
                if value > most { (most, best[node]) = (value, edge) }
            }
            if most > Int.min { length[node] += most }
        }
        guard var node = starts.first(where: { best[$0] >= 0 }) else { return }
        while best[node] >= 0 {
            isMain[best[node]] = true
            node = graph.edges[best[node]].target
        }
    }
}
