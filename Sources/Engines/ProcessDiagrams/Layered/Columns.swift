/// The x of layers and tracks.
struct Columns {
    /// The middle of each layer.
    private(set) var middle: [Double] = []
    private(set) var width = 0.0
    /// The start, end and number of tracks of each channel.
    private var spans: [(start: Double, end: Double, tracks: Int)] = []

    init(_ routing: ColumnRouting) {
        let (graph, grid) = (routing.graph, routing.grid)
        var left = [Double](repeating: 4, count: grid.layers.count)
        var right = left
        var label = [Double](repeating: 0, count: grid.layers.count)
        for (node, layer) in routing.ranking.layer.enumerated() {
            left[layer] = max(left[layer], graph.nodes[node].left)
            right[layer] = max(right[layer], graph.nodes[node].right)
        }
        for (index, edge) in graph.edges.enumerated() where edge.label > 0 && !routing.ranking.isBack[index] {
            let layer = routing.ranking.layer[edge.source]
            label[layer] = max(label[layer], edge.label + 22)
        }
        var x = 0.0
        for layer in grid.layers.indices {
            let tracks = routing.channels[layer].tracks
            let lines = tracks == 0 ? 0 : 30 + Double(tracks - 1) * (tracks > 12 ? 6 : 10)
            let room = layer == 0 ? lines : max(Gap.columns, label[layer - 1], lines)
            spans.append((x, x + room, tracks))
            x += room + left[layer]
            middle.append(x)
            x += right[layer]
        }
        let tracks = routing.channels[grid.layers.count].tracks
        let room = tracks == 0 ? 0 : 20 + Double(tracks - 1) * 10
        spans.append((x, x + room, tracks))
        width = x + room
    }

    func track(_ channel: Int, _ track: Int) -> Double {
        let span = spans[channel]
        return span.start + (span.end - span.start) * Double(track + 1) / Double(span.tracks + 1)
    }
}
