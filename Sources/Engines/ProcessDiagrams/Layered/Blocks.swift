/// Vertices that stand in one row, because the line between them is to be straight.
struct Blocks {
    /// The block of each vertex.
    private(set) var block: [Int]
    /// The vertices of each block, from left to right.
    private(set) var members: [[Int]]
    /// Blocks such that each one comes after those directly above its members; `nil` when rows would contradict each other.
    private(set) var order: [Int]?

    init(_ graph: LayeredGraph, _ ranking: Ranking, _ grid: LayerGrid) {
        let next = Blocks.alignment(graph, ranking, grid)
        var hasLeft = [Bool](repeating: false, count: next.count)
        for right in next where right >= 0 { hasLeft[right] = true }
        block = [Int](repeating: -1, count: next.count)
        members = []
        for start in next.indices where !hasLeft[start] {
            var (row, vertex) = ([Int](), start)
            while vertex >= 0 {
                block[vertex] = members.count
                row.append(vertex)
                vertex = next[vertex]
            }
            members.append(row)
        }
        order = topological(grid)
    }

    /// A block for each vertex.
    init(single grid: LayerGrid) {
        block = Array(grid.vertices.indices)
        members = block.map { [$0] }
        order = grid.layers.flatMap(\.self)
    }

    /// The vertex in the next layer that each vertex is aligned with; -1 without.
    ///
    /// Important lines choose first, and no two straight lines cross.
    private static func alignment(_ graph: LayeredGraph, _ ranking: Ranking, _ grid: LayerGrid) -> [Int] {
        var position = [Int](repeating: 0, count: grid.vertices.count)
        for layer in grid.layers { for (index, vertex) in layer.enumerated() { position[vertex] = index } }
        let sorted = grid.links.map { (importance: importance($0, graph, ranking, grid), link: $0) }
            .enumerated().sorted { ($1.element.importance, $0.offset) < ($0.element.importance, $1.offset) }
        var next = [Int](repeating: -1, count: grid.vertices.count)
        var isTaken = [Bool](repeating: false, count: grid.vertices.count)
        var straight = [[(left: Int, right: Int)]](repeating: [], count: grid.layers.count)
        for (_, (_, link)) in sorted {
            let (left, right) = (grid.vertices[link.left], grid.vertices[link.right])
            guard next[link.left] < 0, !isTaken[link.right], left.lane == right.lane else { continue }
            let pair = (left: position[link.left], right: position[link.right])
            let place = insertion(of: pair.left, in: straight[left.layer])
            let row = straight[left.layer]
            if place > 0, row[place - 1].right >= pair.right { continue }
            if place < row.count, row[place].right <= pair.right { continue }
            straight[left.layer].insert(pair, at: place)
            (next[link.left], isTaken[link.right]) = (link.right, true)
        }
        return next
    }

    private static func insertion(of position: Int, in row: [(left: Int, right: Int)]) -> Int {
        var (low, high) = (0, row.count)
        while low < high {
            let middle = (low + high) / 2
            if row[middle].left < position { low = middle + 1 } else { high = middle }
        }
        return low
    }

    static func importance(
        _ link: LayerGrid.Link, _ graph: LayeredGraph, _ ranking: Ranking, _ grid: LayerGrid
    ) -> Int {
        if ranking.isMain[link.edge] { return 1000 }
        let (left, right) = (grid.vertices[link.left], grid.vertices[link.right])
        if left.node == nil, right.node == nil { return 900 }
        if graph.edges[link.edge].boundary != nil { return 600 }
        if let node = left.node, ranking.best[node] == link.edge { return 500 }
        return left.node == nil || right.node == nil ? 300 : 400
    }

    private func topological(_ grid: LayerGrid) -> [Int]? {
        var below = [[Int]](repeating: [], count: members.count)
        var missing = [Int](repeating: 0, count: members.count)
        for layer in grid.layers {
            for (upper, lower) in zip(layer, layer.dropFirst()) {
                below[block[upper]].append(block[lower])
                missing[block[lower]] += 1
            }
        }
        var order = members.indices.filter { missing[$0] == 0 }
        var position = 0
        while position < order.count {
            for lower in below[order[position]] {
                missing[lower] -= 1
                if missing[lower] == 0 { order.append(lower) }
            }
            position += 1
        }
        return order.count == members.count ? order : nil
    }
}
