extension LayerGrid {
    /// Reduces crossings: each layer in turn is sorted by the mean position of its neighbours in the layer before, to
    /// and fro, and the best order that was seen is kept.
    mutating func order(_ graph: LayeredGraph) {
        var links = LinkTable(self)
        var (best, least) = (layers, links.crossings(layers))
        guard least > 0 else { return }
        let rounds = vertices.count < 2000 ? 12 : vertices.count < 15_000 ? 4 : 1
        for round in 0..<rounds {
            let isForward = round.isMultiple(of: 2)
            for index in isForward ? Array(layers.indices.dropFirst()) : layers.indices.dropLast().reversed()
            {
                sort(index, by: isForward ? links.left : links.right, &links)
            }
            if vertices.count < 2000 { exchangeNeighbours(&links) }
            let crossings = links.crossings(layers)
            if crossings < least { (best, least) = (layers, crossings) }
            if least == 0 { break }
        }
        layers = best
    }

    private mutating func sort(_ index: Int, by neighbours: [[Int]], _ links: inout LinkTable) {
        let isFree = free(index)
        var keys: [(lane: Int, mean: Double, position: Int, vertex: Int)] = []
        for (position, vertex) in isFree.enumerated() {
            var around = neighbours[vertex]
            for below in pinned[vertex] ?? [] { around += neighbours[below] }
            let sum = around.reduce(0) { $0 + links.position[$1] }
            let mean = around.isEmpty ? Double(position) : Double(sum) / Double(around.count)
            keys.append((vertices[vertex].lane, mean, position, vertex))
        }
        keys.sort { ($0.lane, $0.mean, $0.position) < ($1.lane, $1.mean, $1.position) }
        layers[index] = keys.flatMap { [$0.vertex] + (pinned[$0.vertex] ?? []) }
        links.number(layers[index])
    }

    private func free(_ index: Int) -> [Int] {
        let bound = Set(layers[index].flatMap { pinned[$0] ?? [] })
        return bound.isEmpty ? layers[index] : layers[index].filter { !bound.contains($0) }
    }

    /// Swaps neighbours wherever that saves a crossing.
    private mutating func exchangeNeighbours(_ links: inout LinkTable) {
        for index in layers.indices {
            var isPinned = Set<Int>()
            for vertex in layers[index] { isPinned.formUnion(pinned[vertex] ?? []) }
            for position in layers[index].indices.dropLast() {
                let (upper, lower) = (layers[index][position], layers[index][position + 1])
                guard vertices[upper].lane == vertices[lower].lane, pinned[upper] == nil,
                    pinned[lower] == nil,
                    !isPinned.contains(upper), !isPinned.contains(lower)
                else { continue }
                if links.between(upper, lower) > links.between(lower, upper) {
                    layers[index].swapAt(position, position + 1)
                    links.number(layers[index])
                }
            }
        }
    }
}

/// Neighbours of each vertex to the left and right, and where everything stands in its layer.
struct LinkTable {
    private(set) var left: [[Int]]
    private(set) var right: [[Int]]
    private(set) var position: [Int]

    init(_ grid: LayerGrid) {
        left = [[Int]](repeating: [], count: grid.vertices.count)
        right = left
        position = [Int](repeating: 0, count: grid.vertices.count)
        for link in grid.links {
            right[link.left].append(link.right)
            left[link.right].append(link.left)
        }
        for layer in grid.layers { number(layer) }
    }

    mutating func number(_ layer: [Int]) {
        for (index, vertex) in layer.enumerated() { position[vertex] = index }
    }

    /// The crossings of the lines of two vertices while `upper` stands above `lower`.
    func between(_ upper: Int, _ lower: Int) -> Int {
        var count = 0
        for (first, second) in [(left[upper], left[lower]), (right[upper], right[lower])] {
            for a in first { for b in second where position[a] > position[b] { count += 1 } }
        }
        return count
    }

    /// Inversions, counted with a tree of sums; O(*links* · log *width*).
    func crossings(_ layers: [[Int]]) -> Int {
        var total = 0
        for (layer, next) in zip(layers, layers.dropFirst()) {
            var sums = [Int](repeating: 0, count: next.count + 1)
            var seen = 0
            for vertex in layer {
                let ends = right[vertex].map { position[$0] }.sorted()
                for end in ends {
                    var (index, below) = (end + 1, 0)
                    while index > 0 {
                        below += sums[index]
                        index -= index & -index
                    }
                    total += seen - below
                }
                for end in ends {
                    var index = end + 1
                    while index < sums.count {
                        sums[index] += 1
                        index += index & -index
                    }
                }
                seen += ends.count
            }
        }
        return total
    }
}
