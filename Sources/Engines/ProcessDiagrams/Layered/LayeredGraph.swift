/// What is laid out in layers from left to right: boxes with an anchor, and lines between them.
///
/// The method is that of Sugiyama, Tagawa and Toda (1981): break cycles, assign layers, order each layer, place, route.
/// Lines over several layers get a vertex in each layer between, so that they have a row of their own.
struct LayeredGraph {
    struct Node {
        /// Of the shape itself.
        var size: Size
        /// How far what belongs to it (labels, data, boundary events) reaches from its centre.
        var left, right, up, down: Double
        var lane = 0
        /// Lines may leave and enter it at its corners above and below.
        var hasCorners = false
        /// A place that the happy path should not lead to.
        var isFailure = false

        init(size: Size) {
            self.size = size
            (left, right, up, down) = (size.width / 2, size.width / 2, size.height / 2, size.height / 2)
        }
    }

    struct Edge {
        var source: Int
        var target: Int
        /// The centre of the boundary event that it leaves, from the centre of its source; `nil`: it leaves the source itself.
        var boundary: Double?
        /// The width of its label; 0 without.
        var label = 0.0
        /// It begins with a sign of its own (a diamond or slash), which other lines must not cover.
        var hasSign = false
    }

    struct Lane {
        var leastHeight = 0.0
    }

    var nodes: [Node] = []
    var edges: [Edge] = []
    /// At least one; bands from the top down.
    var lanes: [Lane] = [Lane()]
    /// Around the content of each lane, when there are several.
    var lanePadding = 0.0
}

/// Where everything of a ``LayeredGraph`` is; coordinates begin at 0.
struct LayeredResult {
    var centres: [Point]
    var routes: [[Point]]
    var size: Size
    /// The top and bottom of each lane.
    var lanes: [(top: Double, bottom: Double)]
    /// The nodes of the path that is drawn straight, for aligning what stands beside the graph.
    var mainRow: Double
}

/// Distances in pixels.
enum Gap {
    static let rows = 30.0
    static let lines = 16.0
    static let columns = 50.0
    static let boundaryRadius = 18.0
}

extension LayeredGraph {
    /// Lays the graph out; the same graph always gives the same result.
    func layout() -> LayeredResult {
        guard !nodes.isEmpty else {
            return LayeredResult(centres: [], routes: [], size: Size(0, 0), lanes: emptyLanes(), mainRow: 0)
        }
        let ranking = Ranking(self)
        var grid = LayerGrid(self, ranking)
        grid.order(self)
        let rows = RowPlacement(self, ranking, grid)
        var routing = ColumnRouting(self, ranking, grid, rows)
        return routing.result()
    }

    private func emptyLanes() -> [(top: Double, bottom: Double)] {
        var top = 0.0
        return lanes.map { lane in
            defer { top += lane.leastHeight }
            return (top, top + lane.leastHeight)
        }
    }
}
