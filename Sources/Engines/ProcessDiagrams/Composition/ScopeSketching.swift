/// Places the content of one process or subprocess.
struct ScopeSketching {
    /// A box of the layered graph with all that moves with it.
    struct Unit {
        var element: Int
        var box: LayeredGraph.Node
        var inner: Sketch?
        var boundary: [(element: Int, dx: Double)] = []
        var above: [Satellite] = []
        var below: [Satellite] = []
        /// What its label takes above or below the shape.
        var labelAbove = 0.0
        var labelBelow = 0.0
    }

    let composer: Composer
    let content: ScopeContent
    let lanes: LaneTree?
    private(set) var units: [Unit] = []
    /// The unit of each element, boundary events included.
    private(set) var unit: [Int: Int] = [:]
    private var dx: [Int: Double] = [:]
    private var table: ElementTable { composer.table }

    init(_ composer: Composer, _ content: ScopeContent, lanes: LaneTree? = nil) {
        (self.composer, self.content, self.lanes) = (composer, content, lanes)
        for element in content.nodes { add(element) }
        attachArtifacts()
    }

    private mutating func add(_ element: Int) {
        var unit = makeUnit(element)
        for (event, _) in unit.boundary { self.unit[event] = units.count }
        for (event, x) in unit.boundary { dx[event] = x }
        self.unit[element] = units.count
        if let lanes { unit.box.lane = lanes.leaf(of: element) ?? -1 }
        units.append(unit)
    }

    /// A unit for anything, sized by its symbol, its content and the events on its border.
    private func makeUnit(_ element: Int) -> Unit {
        let name = table.name(element)
        switch table.symbol(element) {
        case .event(let event):
            var unit = Unit(element: element, box: LayeredGraph.Node(size: StandardSize.event))
            unit.box.isFailure =
                event.position == .end && [.error, .cancel, .terminate].contains(event.trigger)
            let label = StandardSize.label(name)
            if !name.isEmpty { unit.labelBelow = label.height + 4 }
            return widened(unit, label.width)
        case .gateway:
            var unit = Unit(element: element, box: LayeredGraph.Node(size: StandardSize.gateway))
            unit.box.hasCorners = true
            let label = StandardSize.label(name)
            if !name.isEmpty { unit.labelAbove = label.height + 4 }
            return widened(unit, label.width)
        case .activity(let activity):
            let inner = activity.isContainer ? composer.subProcess(element) : nil
            var size = inner?.sketch.size ?? StandardSize.activity
            let events = table.attached[element] ?? []
            size.width = max(size.width, 54 + 60 * Double(max(0, events.count - 1)))
            var unit = Unit(element: element, box: LayeredGraph.Node(size: size))
            if let inner, inner.isExpanded { unit.inner = inner.sketch }
            return attach(events, to: unit)
        default:
            let artifact = Satellite(element, table)
            var unit = Unit(element: element, box: LayeredGraph.Node(size: artifact.shape))
            unit.labelBelow = artifact.box.height - artifact.shape.height
            return widened(unit, artifact.box.width)
        }
    }

    private func widened(_ unit: Unit, _ label: Double) -> Unit {
        var unit = unit
        unit.box.left = max(unit.box.left, label / 2 - 12)
        unit.box.right = unit.box.left
        unit.box.up += unit.labelAbove
        unit.box.down += unit.labelBelow
        return unit
    }

    /// Boundary events stand on the lower border, from the right.
    private func attach(_ events: [Int], to unit: Unit) -> Unit {
        guard !events.isEmpty else { return unit }
        var unit = unit
        let half = unit.box.size.width / 2
        let step = events.count > 1 ? min(70, (unit.box.size.width - 54) / Double(events.count - 1)) : 0
        for (index, event) in events.enumerated() {
            let x = half - 27 - step * Double(events.count - 1 - index)
            let label = StandardSize.label(table.name(event))
            unit.boundary.append((event, x))
            unit.labelBelow = max(
                unit.labelBelow, Gap.boundaryRadius + (label.lines.isEmpty ? 4 : label.height + 4))
            if !label.lines.isEmpty { unit.box.right = max(unit.box.right, x + label.width - 6) }
        }
        unit.box.down += unit.labelBelow
        return unit
    }

    private mutating func attachArtifacts() {
        for artifact in content.artifacts {
            guard let host = composer.partners[artifact]?.compactMap(hostUnit).first else {
                add(artifact)
                continue
            }
            let satellite = Satellite(artifact, table)
            let isAnnotation = table.symbol(artifact) == .annotation
            if isAnnotation || !units[host].boundary.isEmpty || units[host].box.hasCorners {
                units[host].above.append(satellite)
            } else {
                units[host].below.append(satellite)
            }
        }
        for index in units.indices { units[index].makeRoom() }
    }

    /// The unit that an artifact stands beside: that of its partner, or of the source of a flow it is attached to.
    private func hostUnit(_ partner: Int) -> Int? {
        if let found = unit[partner] { return content.artifacts.contains(units[found].element) ? nil : found }
        return table.line(partner)?.source.flatMap { unit[$0] }
    }

    // MARK: - The graph

    /// The lines that are laid out with the nodes: sequence flows and the ways to compensation handlers.
    private func edges() -> [(line: Int, edge: LayeredGraph.Edge)] {
        var result: [(line: Int, edge: LayeredGraph.Edge)] = []
        for child in table.children(content.scope, "sequenceFlow") {
            guard let line = table.line(child), let source = line.source, let target = line.target,
                let from = unit[source], let to = unit[target]
            else { continue }
            let name = table.name(child)
            let label = name.isEmpty ? 0 : StandardSize.lineLabel(name).width
            var edge = LayeredGraph.Edge(source: from, target: to, boundary: dx[source], label: label)
            if case .sequenceFlow(let isDefault, let isConditional) = line.connection {
                edge.hasSign = isDefault || isConditional
            }
            result.append((child, edge))
        }
        for (event, x) in dx.sorted(by: { $0.key < $1.key }) {
            guard let (line, handler) = composer.handlers[event], let from = unit[event],
                let to = unit[handler]
            else { continue }
            result.append((line, LayeredGraph.Edge(source: from, target: to, boundary: x)))
        }
        return result
    }

    /// The finished sketch.
    func sketch() -> Sketch {
        var sketch = lanes == nil ? components() : inLanes().sketch
        placeApart(in: &sketch)
        placeGroups(in: &sketch)
        return sketch
    }

    /// Everything in one graph whose bands are the lanes.
    func inLanes() -> (sketch: Sketch, bands: [(top: Double, bottom: Double)]) {
        guard let lanes else { return (components(), []) }
        let edges = edges()
        var graph = LayeredGraph()
        graph.nodes = units.map(\.box)
        adoptLanes(&graph, edges.map(\.edge))
        graph.edges = edges.map(\.edge)
        graph.lanes = lanes.leaves.map { LayeredGraph.Lane(leastHeight: lanes.leastHeight($0)) }
        graph.lanePadding = 20
        let result = graph.layout()
        var sketch = place(Array(units.indices), edges.map(\.line), result)
        sketch.size = result.size
        return (sketch, result.lanes)
    }

    /// What no lane names stands in the lane of what it is connected with.
    private func adoptLanes(_ graph: inout LayeredGraph, _ edges: [LayeredGraph.Edge]) {
        for edge in edges + edges.reversed() {
            if graph.nodes[edge.target].lane < 0 {
                graph.nodes[edge.target].lane = graph.nodes[edge.source].lane
            }
            if graph.nodes[edge.source].lane < 0 {
                graph.nodes[edge.source].lane = graph.nodes[edge.target].lane
            }
        }
        for index in graph.nodes.indices where graph.nodes[index].lane < 0 { graph.nodes[index].lane = 0 }
    }

    /// Each connected part by itself, one below the other; single elements side by side.
    private func components() -> Sketch {
        let edges = edges()
        var parts = UnionFind(units.count)
        for (_, edge) in edges { parts.join(edge.source, edge.target) }
        let groups = parts.groups()
        var edgesOf: [Int: [Int]] = [:]
        for (index, item) in edges.enumerated() {
            edgesOf[parts.find(item.edge.source), default: []].append(index)
        }
        var sketch = Sketch()
        var single: [Int] = []
        for members in groups {
            let own = edgesOf[parts.find(members[0])] ?? []
            if members.count == 1, own.isEmpty {
                single += members
                continue
            }
            var local: [Int: Int] = [:]
            for (index, member) in members.enumerated() { local[member] = index }
            var graph = LayeredGraph()
            graph.nodes = members.map { units[$0].box }
            graph.edges = own.map { index in
                var edge = edges[index].edge
                (edge.source, edge.target) = (local[edge.source] ?? 0, local[edge.target] ?? 0)
                return edge
            }
            let part = place(members, own.map { edges[$0].line }, graph.layout())
            sketch.add(part, at: Point(0, sketch.shapes.isEmpty ? 0 : sketch.size.height + Gap.rows))
        }
        addSingle(single, to: &sketch)
        return sketch
    }

    private func addSingle(_ single: [Int], to sketch: inout Sketch) {
        let columns = max(3, Int(Double(single.count).squareRoot() * 1.4))
        let wide = single.map { units[$0].box.left + units[$0].box.right }.max() ?? 0
        var top = sketch.shapes.isEmpty ? 0 : sketch.size.height + Gap.rows
        for start in stride(from: 0, to: single.count, by: columns) {
            let row = single[start..<min(start + columns, single.count)]
            let up = row.map { units[$0].box.up }.max() ?? 0
            for (column, index) in row.enumerated() {
                let centre = Point(
                    units[index].box.left + Double(column) * (wide + Gap.columns), top + up)
                units[index].add(to: &sketch, centre: centre, table: table)
            }
            top += up + (row.map { units[$0].box.down }.max() ?? 0) + Gap.rows
            sketch.size.height = max(sketch.size.height, top - Gap.rows)
        }
    }

    /// Turns the places of a graph into shapes and lines, from 0 on.
    private func place(_ members: [Int], _ lines: [Int], _ result: LayeredResult) -> Sketch {
        var sketch = Sketch()
        for (index, member) in members.enumerated() {
            units[member].add(to: &sketch, centre: result.centres[index], table: table)
        }
        for (line, points) in zip(lines, result.routes) {
            sketch.lines.append(Sketch.Line(element: line, points: points))
        }
        guard lanes == nil else { return sketch }
        let top = members.indices.map { result.centres[$0].y - units[members[$0]].box.up }.min() ?? 0
        let rows = result.routes.joined().map(\.y)
        let least = min(top, rows.min() ?? top)
        let bottom = members.indices.map { result.centres[$0].y + units[members[$0]].box.down }.max() ?? 0
        var moved = Sketch()
        sketch.size = Size(result.size.width, max(bottom, rows.max() ?? bottom))
        moved.add(sketch, at: Point(0, -least))
        return moved
    }
}

/// Sets that are joined.
struct UnionFind {
    private var parent: [Int]

    init(_ count: Int) { parent = Array(0..<count) }

    mutating func find(_ index: Int) -> Int {
        var root = index
        while parent[root] != root { root = parent[root] }
        var current = index
        while parent[current] != root { (current, parent[current]) = (parent[current], root) }
        return root
    }

    mutating func join(_ first: Int, _ second: Int) {
        let (a, b) = (find(first), find(second))
        parent[max(a, b)] = min(a, b)
    }

    /// The sets by their least members.
    mutating func groups() -> [[Int]] {
        var members: [Int: [Int]] = [:]
        for index in parent.indices { members[find(index), default: []].append(index) }
        return members.keys.sorted().compactMap { members[$0] }
    }
}
