/// The height of every vertex.
struct RowPlacement {
    /// The y of each vertex.
    private(set) var y: [Double]
    private(set) var lanes: [(top: Double, bottom: Double)] = []
    private let grid: LayerGrid
    private let blocks: Blocks
    private let order: [Int]
    /// The vertices directly above and below; -1 at the ends of a layer.
    private var above: [Int]
    private var below: [Int]

    init(_ graph: LayeredGraph, _ ranking: Ranking, _ grid: LayerGrid) {
        self.grid = grid
        var blocks = Blocks(graph, ranking, grid)
        if blocks.order == nil { blocks = Blocks(single: grid) }
        (self.blocks, order) = (blocks, blocks.order ?? [])
        y = [Double](repeating: 0, count: grid.vertices.count)
        (above, below) = (y.map { _ in -1 }, y.map { _ in -1 })
        for layer in grid.layers {
            for (upper, lower) in zip(layer, layer.dropFirst()) {
                (below[upper], above[lower]) = (lower, upper)
            }
        }
        pack(graph)
        levelTops(graph)
        settle(graph, ranking)
    }

    /// The least distance between neighbours of a layer.
    private func distance(_ upper: Int, _ lower: Int) -> Double {
        let (first, second) = (grid.vertices[upper], grid.vertices[lower])
        let gap = first.node != nil && second.node != nil ? Gap.rows : Gap.lines
        return first.down + gap + second.up
    }

    /// Each block as high as it can be, lane by lane.
    private mutating func pack(_ graph: LayeredGraph) {
        var top = 0.0
        var byLane = [[Int]](repeating: [], count: graph.lanes.count)
        for block in order { byLane[grid.vertices[blocks.members[block][0]].lane].append(block) }
        for (lane, content) in byLane.enumerated() {
            var bottom = top + graph.lanePadding
            for block in content {
                var row = -Double.infinity
                for vertex in blocks.members[block] {
                    row = max(row, top + graph.lanePadding + grid.vertices[vertex].up)
                    let upper = above[vertex]
                    if upper >= 0, grid.vertices[upper].lane == lane {
                        row = max(row, y[upper] + distance(upper, vertex))
                    }
                }
                for vertex in blocks.members[block] {
                    y[vertex] = row
                    bottom = max(bottom, row + grid.vertices[vertex].down)
                }
            }
            bottom = max(bottom + graph.lanePadding, top + graph.lanes[lane].leastHeight)
            centre(content, from: top, to: bottom, graph)
            lanes.append((top, bottom))
            top = bottom
        }
    }

    /// What does not fill its lane stands in its middle.
    private mutating func centre(_ content: [Int], from top: Double, to bottom: Double, _ graph: LayeredGraph)
    {
        let vertices = content.flatMap { blocks.members[$0] }
        guard graph.lanes.count > 1,
            let last = vertices.map({ y[$0] + grid.vertices[$0].down }).max()
        else { return }
        let free = (bottom - graph.lanePadding - last) / 2
        for vertex in vertices { y[vertex] += free }
    }

    /// What stands first in its lane is brought to one height, so that a lane begins with a straight row.
    private mutating func levelTops(_ graph: LayeredGraph) {
        var tops = [[Int]](repeating: [], count: graph.lanes.count)
        for (index, members) in blocks.members.enumerated() {
            let isTop = members.allSatisfy { vertex in
                above[vertex] < 0 || grid.vertices[above[vertex]].lane != grid.vertices[vertex].lane
            }
            if isTop, members.contains(where: { grid.vertices[$0].node != nil }) {
                tops[grid.vertices[members[0]].lane].append(index)
            }
        }
        for content in tops {
            guard let row = content.map({ y[blocks.members[$0][0]] }).max() else { continue }
            for block in content where row - y[blocks.members[block][0]] < 90 {
                move(block, [], graph, to: row)
            }
        }
    }

    /// Moves blocks towards what they are connected with, as far as their neighbours allow; the happy path stays.
    private mutating func settle(_ graph: LayeredGraph, _ ranking: Ranking) {
        var wishes = [[(own: Int, other: Int, weight: Int)]](repeating: [], count: blocks.members.count)
        var isFixed = [Bool](repeating: false, count: blocks.members.count)
        for link in grid.links {
            let (left, right) = (blocks.block[link.left], blocks.block[link.right])
            if left == right {
                if ranking.isMain[link.edge] { isFixed[left] = true }
                continue
            }
            let weight = max(1, Blocks.importance(link, graph, ranking, grid) / 200)
            wishes[left].append((link.left, link.right, weight))
            wishes[right].append((link.right, link.left, weight))
        }
        // Lines that leave or enter upright begin in the row of their node.
        for (index, chain) in grid.chains.enumerated() {
            guard let first = chain.vertices.first, let last = chain.vertices.last else { continue }
            if chain.leavesUpright {
                wishes[blocks.block[first]].append((first, graph.edges[index].source, 2))
            }
            if chain.entersUpright { wishes[blocks.block[last]].append((last, graph.edges[index].target, 2)) }
        }
        let rounds = grid.vertices.count < 2000 ? 8 : 3
        for round in 0..<rounds {
            for block in round.isMultiple(of: 2) ? order.reversed() : order
            where !isFixed[block] && !wishes[block].isEmpty {
                move(block, wishes[block], graph)
            }
        }
    }

    private mutating func move(
        _ block: Int, _ wishes: [(own: Int, other: Int, weight: Int)], _ graph: LayeredGraph,
        to wanted: Double? = nil
    ) {
        let members = blocks.members[block]
        let lane = lanes[grid.vertices[members[0]].lane]
        var (least, most) = (-Double.infinity, Double.infinity)
        for vertex in members {
            let this = grid.vertices[vertex]
            least = max(least, lane.top + graph.lanePadding + this.up)
            most = min(most, lane.bottom - graph.lanePadding - this.down)
            let (upper, lower) = (above[vertex], below[vertex])
            if upper >= 0, grid.vertices[upper].lane == this.lane {
                least = max(least, y[upper] + distance(upper, vertex))
            }
            if lower >= 0, grid.vertices[lower].lane == this.lane {
                most = min(most, y[lower] - distance(vertex, lower))
            }
        }
        guard least <= most else { return }
        let row = min(max(wanted ?? median(wishes), least), most)
        for vertex in members { y[vertex] = row }
    }

    /// The weighted median of the rows that a block is connected with; the upper one of two.
    private func median(_ wishes: [(own: Int, other: Int, weight: Int)]) -> Double {
        let sorted = wishes.map { (row: y[$0.other], weight: $0.weight) }.sorted { $0.row < $1.row }
        var half = (sorted.reduce(0) { $0 + $1.weight } + 1) / 2
        for (row, weight) in sorted {
            half -= weight
            if half <= 0 { return row }
        }
        return sorted.last?.row ?? 0
    }
}
