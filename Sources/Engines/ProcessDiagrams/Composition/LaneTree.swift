import BPMN

/// The lanes of a process (10.8): a tree whose leaves are bands.
struct LaneTree {
    struct Lane {
        var element: Int
        var depth: Int
        /// Its leaves, as a range of ``LaneTree/leaves``.
        var range: Range<Int>
    }

    private(set) var lanes: [Lane] = []
    /// The elements of the lanes without lanes of their own, from the top down.
    private(set) var leaves: [Int] = []
    private(set) var depth = 0
    private var leafOfNode: [Int: Int] = [:]
    private let table: ElementTable

    /// `nil` for a process without lanes.
    init?(process: Int, _ table: ElementTable) {
        self.table = table
        guard
            let set = table.children(process, "laneSet").first(where: { !table.children($0, "lane").isEmpty })
        else { return nil }
        for lane in table.children(set, "lane") { add(lane, depth: 0) }
    }

    private mutating func add(_ lane: Int, depth: Int) {
        let start = leaves.count
        let inner = table.children(lane, "childLaneSet").flatMap { table.children($0, "lane") }
        let position = lanes.count
        lanes.append(Lane(element: lane, depth: depth, range: start..<start))
        if inner.isEmpty { leaves.append(lane) }
        for child in inner { add(child, depth: depth + 1) }
        lanes[position].range = start..<leaves.count
        self.depth = max(self.depth, depth + 1)
        for reference in table.children(lane, "flowNodeRef") {
            guard let node = table.resolve(table.trimmedText(reference)), leafOfNode[node] == nil else {
                continue
            }
            leafOfNode[node] = start
        }
    }

    func leaf(of node: Int) -> Int? { leafOfNode[node] }

    /// Tall enough for its name, which is written upright.
    func leastHeight(_ lane: Int) -> Double {
        max(90, min(200, FontMetrics.width(table.name(lane), size: 12)) + 20)
    }

    /// The shapes of all lanes, `width` wide without their headers' indentation.
    func shapes(_ bands: [(top: Double, bottom: Double)], width: Double) -> [Sketch.Shape] {
        lanes.map { lane in
            let x = Double(lane.depth) * StandardSize.header
            let (top, bottom) = (bands[lane.range.lowerBound].top, bands[lane.range.upperBound - 1].bottom)
            return Sketch.Shape(
                element: lane.element,
                bounds: Rectangle(x: x, y: top, width: width - x, height: bottom - top),
                isExpanded: true)
        }
    }
}
