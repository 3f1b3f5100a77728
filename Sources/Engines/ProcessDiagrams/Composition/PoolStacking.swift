extension Composer {
    /// What can be drawn as a whole: a collaboration, a process or a subprocess.
    func whole(_ element: Int) -> Sketch {
        switch table.tag(element) {
        case "collaboration":
            let pools = table.children(element, "participant")
            return pools.isEmpty
                ? Sketch() : stack(pools.map { ($0, table.target($0, "processRef")) }, artifactsOf: element)
        case "process": return process(element)
        default: return content(of: element)
        }
    }

    /// Several processes that no collaboration connects, each in a frame with its name.
    func processes(_ elements: [Int]) -> Sketch { stack(elements.map { ($0, $0) }, artifactsOf: nil) }

    /// A process with its lanes.
    private func process(_ element: Int) -> Sketch {
        let content = ScopeContent(element, self)
        guard let lanes = LaneTree(process: element, table) else {
            return ScopeSketching(self, content).sketch()
        }
        let scope = ScopeSketching(self, content, lanes: lanes)
        var (inner, bands) = scope.inLanes()
        let bandHeight = bands.last?.bottom ?? 0
        scope.placeApart(in: &inner)
        scope.placeGroups(in: &inner)
        // Event subprocesses belong to no flow: the last lane grows to hold them.
        if inner.size.height > bandHeight, !bands.isEmpty {
            bands[bands.count - 1].bottom = inner.size.height + 20
        }
        let header = Double(lanes.depth) * StandardSize.header
        let width = header + 24 + inner.size.width + 24
        var sketch = Sketch(size: Size(width, bands.last?.bottom ?? 0))
        sketch.shapes = lanes.shapes(bands, width: width)
        sketch.add(inner, at: Point(header + 24, 0))
        return sketch
    }

    /// Pools of equal width, one below the other.
    func stack(_ pools: [(pool: Int, process: Int?)], artifactsOf collaboration: Int?) -> Sketch {
        let header = StandardSize.header
        let drawn = pools.map { pool, process in
            process.map { hasContent($0) ? self.process($0) : Sketch() } ?? Sketch()
        }
        let width = zip(pools, drawn).reduce(300) { width, item in
            let hasLanes = item.0.process.flatMap { LaneTree(process: $0, table) } != nil
            return max(width, header + item.1.size.width + (hasLanes ? 0 : 48))
        }
        let flows = lines.filter { $0.connection == .messageFlow }.count
        let gap = flows == 0 ? 30 : min(90, 40 + 6 * Double(flows))
        var sketch = Sketch()
        var top = 0.0
        for (item, inner) in zip(pools, drawn) {
            var (content, padding) = (inner, Point(header + 24, 20))
            if let process = item.process, LaneTree(process: process, table) != nil {
                let more = width - header - inner.size.width
                for index in content.shapes.indices where table.symbol(content.shapes[index].element) == .lane
                {
                    content.shapes[index].bounds.width += more
                }
                padding = Point(header, 0)
            }
            let nameLength = min(200, FontMetrics.width(table.name(item.pool), size: 12)) + 20
            let height =
                content.shapes.isEmpty ? 60 : max(content.size.height + 2 * padding.y, nameLength, 80)
            sketch.shapes.append(
                Sketch.Shape(
                    element: item.pool, bounds: Rectangle(x: 0, y: top, width: width, height: height),
                    isExpanded: !content.shapes.isEmpty))
            sketch.add(
                content, at: Point(padding.x, top + max(padding.y, (height - content.size.height) / 2)))
            top += height + gap
        }
        sketch.size = Size(width, top - gap)
        if let collaboration { addArtifacts(of: collaboration, to: &sketch) }
        return sketch
    }

    private func hasContent(_ process: Int) -> Bool {
        table.children(process).contains { table.symbol($0) != nil }
            || LaneTree(process: process, table) != nil
    }

    /// Annotations of a collaboration stand in a row below its pools.
    private func addArtifacts(of collaboration: Int, to sketch: inout Sketch) {
        var x = 0.0
        let top = sketch.size.height + Gap.rows
        for child in table.children(collaboration, "textAnnotation") {
            let size = Satellite(child, table).shape
            sketch.shapes.append(
                Sketch.Shape(
                    element: child, bounds: Rectangle(x: x, y: top, width: size.width, height: size.height)))
            x += size.width + Gap.rows
            sketch.size.height = max(sketch.size.height, top + size.height)
        }
    }
}
