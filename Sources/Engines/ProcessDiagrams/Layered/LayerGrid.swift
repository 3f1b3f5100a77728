/// Nodes and the vertices of long lines in layers.
struct LayerGrid {
    struct Vertex {
        /// The node that it is; `nil` for a place that a line runs through.
        var node: Int?
        /// The edge that runs through it; -1 for a node.
        var edge = -1
        var layer: Int
        var lane: Int
        var up = 0.0
        var down = 0.0
    }

    /// The way of an edge from vertex to vertex, in its direction.
    struct Chain {
        var vertices: [Int] = []
        /// It begins above or below its source, in a row of the same layer.
        var leavesUpright = false
        /// It ends above or below its target.
        var entersUpright = false
    }

    /// A piece of a chain between neighbouring layers.
    struct Link {
        var left: Int
        var right: Int
        var edge: Int
    }

    private(set) var vertices: [Vertex]
    private(set) var chains: [Chain]
    private(set) var links: [Link] = []
    /// Vertices from the top down.
    var layers: [[Int]]
    /// The vertices that must stand directly below a vertex.
    private(set) var pinned: [Int: [Int]] = [:]
    /// How many vertices lines may have together; beyond it they run above everything.
    private static let mostVertices = 60_000

    init(_ graph: LayeredGraph, _ ranking: Ranking) {
        vertices = graph.nodes.enumerated().map { index, node in
            Vertex(node: index, layer: ranking.layer[index], lane: node.lane, up: node.up, down: node.down)
        }
        chains = [Chain](repeating: Chain(), count: graph.edges.count)
        layers = [[Int]](repeating: [], count: (ranking.layer.max() ?? 0) + 1)
        var budget = Self.mostVertices
        walk(graph, ranking, &budget)
        addBackEdges(graph, ranking, &budget)
        for (edge, chain) in chains.enumerated() {
            for (first, second) in zip(chain.vertices, chain.vertices.dropFirst()) {
                let isForward = vertices[first].layer < vertices[second].layer
                links.append(
                    Link(left: isForward ? first : second, right: isForward ? second : first, edge: edge))
            }
        }
        sortByLane()
    }

    /// Adds nodes and forward chains in depth-first order, the happy path first: a good order to begin with, and the
    /// final one for everything that is built of blocks.
    private mutating func walk(_ graph: LayeredGraph, _ ranking: Ranking, _ budget: inout Int) {
        var isSeen = [Bool](repeating: false, count: graph.nodes.count)
        var stack: [(node: Int, next: Int)] = []
        func visit(_ node: Int, _ grid: inout LayerGrid) {
            isSeen[node] = true
            grid.layers[ranking.layer[node]].append(node)
            grid.pinBoundaryRows(of: node, graph, ranking)
            stack.append((node, 0))
        }
        for start in ranking.starts where !isSeen[start] {
            visit(start, &self)
            while let (node, next) = stack.last {
                guard next < ranking.outgoing[node].count else {
                    stack.removeLast()
                    continue
                }
                stack[stack.count - 1].next += 1
                let edge = ranking.outgoing[node][next]
                if ranking.isBack[edge] { continue }
                addForward(edge, graph, ranking, &budget)
                let target = graph.edges[edge].target
                if !isSeen[target] { visit(target, &self) }
            }
        }
    }

    private mutating func add(_ edge: Int, layer: Int, lane: Int) -> Int {
        vertices.append(Vertex(node: nil, edge: edge, layer: layer, lane: lane))
        return vertices.count - 1
    }

    /// The rows below an activity that its boundary events' lines leave by; the rightmost event has the first row.
    private mutating func pinBoundaryRows(of node: Int, _ graph: LayeredGraph, _ ranking: Ranking) {
        let edges = ranking.outgoing[node].filter { graph.edges[$0].boundary != nil }
        guard !edges.isEmpty else { return }
        let sorted = edges.sorted {
            (graph.edges[$0].boundary ?? 0, $0) > (graph.edges[$1].boundary ?? 0, $1)
        }
        for edge in sorted {
            let vertex = add(edge, layer: ranking.layer[node], lane: graph.nodes[node].lane)
            chains[edge] = Chain(vertices: [vertex], leavesUpright: true)
            layers[ranking.layer[node]].append(vertex)
            pinned[node, default: []].append(vertex)
        }
    }

    private mutating func addForward(
        _ edge: Int, _ graph: LayeredGraph, _ ranking: Ranking, _ budget: inout Int
    ) {
        let (source, target) = (graph.edges[edge].source, graph.edges[edge].target)
        let between = ranking.layer[source] + 1..<ranking.layer[target]
        if chains[edge].vertices.isEmpty { chains[edge].vertices = [source] }
        guard budget >= between.count else {
            chains[edge] = Chain()
            return
        }
        budget -= between.count
        // Lines change the lane where they branch or join.
        let staysInLane = graph.nodes[target].hasCorners && !graph.nodes[source].hasCorners
        let lane = graph.nodes[staysInLane ? source : target].lane
        for layer in between {
            let vertex = add(edge, layer: layer, lane: lane)
            layers[layer].append(vertex)
            chains[edge].vertices.append(vertex)
        }
        chains[edge].vertices.append(target)
    }

    /// Lines back run above the happy path when they begin on it, else below everything; short ones inside.
    private mutating func addBackEdges(_ graph: LayeredGraph, _ ranking: Ranking, _ budget: inout Int) {
        var onMain = [Bool](repeating: false, count: graph.nodes.count)
        for (index, edge) in graph.edges.enumerated() where ranking.isMain[index] {
            (onMain[edge.source], onMain[edge.target]) = (true, true)
        }
        func span(_ edge: Int) -> Int {
            ranking.layer[graph.edges[edge].source] - ranking.layer[graph.edges[edge].target]
        }
        let back = graph.edges.indices.filter { ranking.isBack[$0] }.sorted {
            (span($0), $0) < (span($1), $1)
        }
        for index in back {
            let edge = graph.edges[index]
            let isAbove = edge.boundary == nil && onMain[edge.source] && onMain[edge.target]
            let (first, last) = (ranking.layer[edge.source], ranking.layer[edge.target])
            var chain = chains[index]
            (chain.leavesUpright, chain.entersUpright) = (true, true)
            guard budget > first - last else {
                chains[index] = Chain()
                continue
            }
            budget -= first - last + 1
            for layer in stride(from: chain.vertices.isEmpty ? first : first - 1, through: last, by: -1) {
                let vertex = add(index, layer: layer, lane: graph.nodes[edge.target].lane)
                layers[layer].insert(vertex, at: isAbove ? 0 : layers[layer].count)
                chain.vertices.append(vertex)
            }
            chains[index] = chain
        }
    }

    /// Puts the vertices of upper lanes above those of lower ones, each pinned vertex directly below its own.
    mutating func sortByLane() {
        let isPinned = Set(pinned.values.joined())
        for index in layers.indices {
            let free = layers[index].filter { !isPinned.contains($0) }
            let sorted = free.enumerated().sorted {
                (vertices[$0.element].lane, $0.offset) < (vertices[$1.element].lane, $1.offset)
            }
            layers[index] = sorted.flatMap { [$0.element] + (pinned[$0.element] ?? []) }
        }
    }
}
