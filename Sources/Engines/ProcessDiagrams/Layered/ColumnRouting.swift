/// Columns and the ways of lines through them.
struct ColumnRouting {
    /// A step of a line's way; `x` of a column or of a track is known only when all are.
    enum Step {
        /// The middle of a layer, moved by `dx`.
        case column(layer: Int, dx: Double, y: Double)
        case track(channel: Int, segment: Int, y: Double)
    }

    let graph: LayeredGraph
    let ranking: Ranking
    let grid: LayerGrid
    let y: [Double]
    private let lanes: [(top: Double, bottom: Double)]
    /// Channel `n` lies to the left of layer `n`.
    var channels: [Channel]
    private var position: [Int]
    /// Upright lines in the middle of columns, with the node they belong to.
    private var upright: [[(low: Double, high: Double, node: Int)]]
    /// How far from the middle of its source's side a line leaves.
    private var offset: [Int: Double] = [:]
    private var sharesSource: [Int: Int] = [:]
    private var sharesTarget: [Int: Int] = [:]

    init(_ graph: LayeredGraph, _ ranking: Ranking, _ grid: LayerGrid, _ rows: RowPlacement) {
        (self.graph, self.ranking, self.grid, y, lanes) = (graph, ranking, grid, rows.y, rows.lanes)
        channels = [Channel](repeating: Channel(), count: grid.layers.count + 1)
        upright = [[(low: Double, high: Double, node: Int)]](repeating: [], count: grid.layers.count)
        position = [Int](repeating: 0, count: grid.vertices.count)
        for layer in grid.layers { for (index, vertex) in layer.enumerated() { position[vertex] = index } }
        for chain in grid.chains where chain.vertices.count > 1 {
            if !chain.leavesUpright { sharesSource[chain.vertices[0], default: 0] += 1 }
            if !chain.entersUpright, let last = chain.vertices.last { sharesTarget[last, default: 0] += 1 }
        }
        spreadSigns()
    }

    /// Lines that begin with a sign leave an activity beside each other, those upwards above those downwards.
    private mutating func spreadSigns() {
        for (node, edges) in ranking.outgoing.enumerated() where !graph.nodes[node].hasCorners {
            let own = edges.filter { edge in
                grid.chains[edge].vertices.count > 1 && !grid.chains[edge].leavesUpright
            }
            guard own.count > 1, own.contains(where: { graph.edges[$0].hasSign }) else { continue }
            let rows = own.map { (edge: $0, y: y[grid.chains[$0].vertices[1]]) }
            let ups = rows.filter { $0.y < y[node] - 0.5 }.sorted { ($1.y, $0.edge) < ($0.y, $1.edge) }
            let downs = rows.filter { $0.y > y[node] + 0.5 }.sorted { ($0.y, $0.edge) < ($1.y, $1.edge) }
            for (side, sign) in [(ups, -1.0), (downs, 1.0)] {
                let step = min(16, (graph.nodes[node].size.height / 2 - 8) / Double(max(1, side.count)))
                for (index, row) in side.enumerated() { offset[row.edge] = sign * step * Double(index + 1) }
            }
        }
    }

    mutating func result() -> LayeredResult {
        let steps = grid.chains.indices.map { way(of: $0) }
        for index in channels.indices { channels[index].assignTracks() }
        let columns = Columns(self)
        let centres = graph.nodes.indices.map { Point(columns.middle[ranking.layer[$0]], y[$0]) }
        let routes = steps.map { way in
            Polyline.simplified(
                way.map { step in
                    switch step {
                    case .column(let layer, let dx, let y): Point(columns.middle[layer] + dx, y)
                    case .track(let channel, let segment, let y):
                        Point(columns.track(channel, channels[channel].segments[segment].track), y)
                    }
                })
        }
        let main = graph.edges.indices.first { ranking.isMain[$0] }.map { y[graph.edges[$0].source] }
        return LayeredResult(
            centres: centres, routes: routes,
            size: Size(columns.width, lanes.last?.bottom ?? 0), lanes: lanes, mainRow: main ?? centres[0].y)
    }

    private mutating func way(of index: Int) -> [Step] {
        let chain = grid.chains[index]
        let edge = graph.edges[index]
        guard let first = chain.vertices.first, let last = chain.vertices.last else { return outside(edge) }
        var steps: [Step] = []
        var isComb = false
        if chain.leavesUpright {
            steps += leave(edge, to: first, index)
        } else if chain.vertices.count > 1, comb(at: edge.source, to: chain.vertices[1], isExit: true) {
            isComb = true
            steps += upright(at: edge.source, dx: 0, towards: y[chain.vertices[1]])
        } else {
            steps.append(side(edge.source, isRight: true, offset[index] ?? 0))
        }
        let pairs = Array(zip(chain.vertices, chain.vertices.dropFirst()))
        for (place, (from, to)) in pairs.enumerated() {
            if place == 0, isComb { continue }
            let isLast = place == pairs.count - 1 && !chain.entersUpright
            let isSpread = place == 0 && offset[index] != nil
            if isLast, !isSpread, abs(y[from] - y[to]) > 0.5, comb(at: edge.target, to: from, isExit: false) {
                return steps + upright(at: edge.target, dx: 0, towards: y[from]).reversed()
            }
            steps += change(index, from, to)
        }
        return steps
            + (chain.entersUpright ? enter(edge, from: last, index) : [side(edge.target, isRight: false)])
    }

    private func side(_ node: Int, isRight: Bool, _ offset: Double = 0) -> Step {
        let half = graph.nodes[node].size.width / 2
        return .column(layer: ranking.layer[node], dx: isRight ? half : -half, y: y[node] + offset)
    }

    /// From the top or bottom of a node to a row.
    private func upright(at node: Int, dx: Double, towards row: Double, radius: Double = 0) -> [Step] {
        let half = graph.nodes[node].size.height / 2 + radius
        let start = row > y[node] ? y[node] + half : y[node] - half
        return [
            .column(layer: ranking.layer[node], dx: dx, y: start),
            .column(layer: ranking.layer[node], dx: dx, y: row),
        ]
    }

    /// From one row to another in the channel between two vertices.
    private mutating func change(_ edge: Int, _ from: Int, _ to: Int) -> [Step] {
        guard abs(y[from] - y[to]) > 0.5 else { return [] }
        let isForward = grid.vertices[from].layer < grid.vertices[to].layer
        let channel = max(grid.vertices[from].layer, grid.vertices[to].layer)
        let start = y[from] + (grid.vertices[from].node == nil ? 0 : offset[edge] ?? 0)
        var net = Channel.Net.edge(edge, from)
        if offset[edge] != nil {
            net = .edge(edge, from)
        } else if isForward, grid.vertices[from].node != nil, sharesSource[from, default: 0] > 1 {
            net = .from(from)
        } else if isForward, grid.vertices[to].node != nil, sharesTarget[to, default: 0] > 1 {
            net = .to(to)
        }
        let segment = channels[channel].add(
            net, left: [isForward ? start : y[to]], right: [isForward ? y[to] : start])
        return [
            .track(channel: channel, segment: segment, y: start),
            .track(channel: channel, segment: segment, y: y[to]),
        ]
    }

    /// From a node to a row of its own layer.
    private mutating func leave(_ edge: LayeredGraph.Edge, to row: Int, _ index: Int) -> [Step] {
        if let dx = edge.boundary {
            return upright(at: edge.source, dx: dx, towards: y[row], radius: Gap.boundaryRadius)
        }
        let isSelf = edge.source == edge.target
        let dx = isSelf ? graph.nodes[edge.source].size.width / 4 : 0
        if isFree(edge.source, to: row, reserves: dx == 0) {
            return upright(at: edge.source, dx: dx, towards: y[row])
        }
        let channel = ranking.layer[edge.source] + 1
        let segment = channels[channel].add(.edge(index, -1), left: [y[edge.source], y[row]], right: [])
        return [
            side(edge.source, isRight: true),
            .track(channel: channel, segment: segment, y: y[edge.source]),
            .track(channel: channel, segment: segment, y: y[row]),
        ]
    }

    /// From a row to a node of the same layer.
    private mutating func enter(_ edge: LayeredGraph.Edge, from row: Int, _ index: Int) -> [Step] {
        let isSelf = edge.source == edge.target && edge.boundary == nil
        let dx = isSelf ? -graph.nodes[edge.target].size.width / 4 : 0
        if isFree(edge.target, to: row, reserves: dx == 0) {
            return upright(at: edge.target, dx: dx, towards: y[row]).reversed()
        }
        let channel = ranking.layer[edge.target]
        let segment = channels[channel].add(.edge(index, -2), left: [], right: [y[edge.target], y[row]])
        return [
            .track(channel: channel, segment: segment, y: y[row]),
            .track(channel: channel, segment: segment, y: y[edge.target]),
            side(edge.target, isRight: false),
        ]
    }

    /// Whether a line of a gateway may run upright between it and the row of `other`, in a neighbouring layer.
    private mutating func comb(at node: Int, to other: Int, isExit: Bool) -> Bool {
        guard graph.nodes[node].hasCorners, abs(y[other] - y[node]) > graph.nodes[node].size.height / 2 else {
            return false
        }
        return isFree(node, to: other, reserves: true)
    }

    /// Whether nothing of the node's column stands between it and the row of a vertex; if so, the place is taken.
    private mutating func isFree(_ node: Int, to row: Int, reserves: Bool) -> Bool {
        let layer = ranking.layer[node]
        let (low, high) = (min(y[node], y[row]), max(y[node], y[row]))
        let down = y[row] > y[node]
        // What belongs to the node itself stands in the way too.
        let own = graph.nodes[node]
        if down ? own.down > own.size.height / 2 + 40 : own.up > own.size.height / 2 + 40 { return false }
        var place = position[node] + (down ? 1 : -1)
        var steps = 0
        while grid.layers[layer].indices.contains(place), steps < 64 {
            let vertex = grid.layers[layer][place]
            let this = grid.vertices[vertex]
            if down ? y[vertex] - this.up > high + 8 : y[vertex] + this.down < low - 8 { break }
            if this.node != nil { return false }
            if vertex != row, abs(y[vertex] - y[row]) < 8, !shares(this.edge, node) { return false }
            place += down ? 1 : -1
            steps += 1
        }
        guard steps < 64,
            !upright[layer].contains(where: { $0.node != node && $0.low < high + 8 && $0.high > low - 8 })
        else { return false }
        if reserves { upright[layer].append((low, high, node)) }
        return true
    }

    private func shares(_ edge: Int, _ node: Int) -> Bool {
        graph.edges[edge].source == node || graph.edges[edge].target == node
    }

    /// Above everything, for lines that have no row of their own.
    private mutating func outside(_ edge: LayeredGraph.Edge) -> [Step] {
        let (first, last) = (ranking.layer[edge.source] + 1, ranking.layer[edge.target])
        let top = -20.0
        let leaving = channels[first].add(.outside, left: [y[edge.source], top], right: [])
        let entering = channels[last].add(.outside, left: [], right: [y[edge.target], top])
        let start: [Step] =
            edge.boundary.map { dx in
                let below = y[edge.source] + graph.nodes[edge.source].size.height / 2 + Gap.boundaryRadius
                return [
                    .column(layer: ranking.layer[edge.source], dx: dx, y: below),
                    .column(layer: ranking.layer[edge.source], dx: dx, y: below + 10),
                    .track(channel: first, segment: leaving, y: below + 10),
                ]
            } ?? [
                side(edge.source, isRight: true), .track(channel: first, segment: leaving, y: y[edge.source]),
            ]
        return start + [
            .track(channel: first, segment: leaving, y: top),
            .track(channel: last, segment: entering, y: top),
            .track(channel: last, segment: entering, y: y[edge.target]), side(edge.target, isRight: false),
        ]
    }
}
