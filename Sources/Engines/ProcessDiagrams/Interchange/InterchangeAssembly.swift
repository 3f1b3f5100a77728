/// Puts a diagram together from a plane of the file, and lays out what the plane lacks.
struct InterchangeAssembly {
    private let composer: Composer
    private let plane: InterchangePlane
    /// Elements that some plane of the file shows.
    private let shownAnywhere: Set<Int>
    private let given: [Int: InterchangePlane.Shape]
    private var assembly: Assembly
    private var table: ElementTable { composer.table }

    init(_ composer: Composer, _ plane: InterchangePlane, all planes: [InterchangePlane]) {
        (self.composer, self.plane) = (composer, plane)
        shownAnywhere = Set(planes.flatMap { $0.shapes.map(\.element) })
        given = Dictionary(plane.shapes.map { ($0.element, $0) }, uniquingKeysWith: { first, _ in first })
        assembly = Assembly(composer, root: plane.element)
    }

    func assembled() -> Assembly {
        var copy = self
        copy.addShapes()
        copy.complete()
        copy.addLines()
        return copy.assembly
    }

    private mutating func addShapes() {
        for shape in plane.shapes where !isHidden(shape.element) {
            let name = table.name(shape.element)
            assembly.add(
                shape.element, shape.bounds, isExpanded: isExpanded(shape),
                isHorizontal: shape.isHorizontal ?? looksHorizontal(shape),
                label: InterchangeLabel.label(name, shape.label, of: table.symbol(shape.element)))
        }
    }

    /// Whether a collapsed subprocess of this plane holds it.
    private func isHidden(_ element: Int) -> Bool {
        var current = table.parent(element)
        while let parent = current {
            if parent == plane.element { return false }
            if let shape = given[parent], !isExpanded(shape) { return true }
            current = table.parent(parent)
        }
        return false
    }

    /// What the file does not say is seen by whether elements lie within.
    private func isExpanded(_ shape: InterchangePlane.Shape) -> Bool {
        switch table.symbol(shape.element) {
        case .activity(let activity):
            if case .call = activity.kind { return shape.isExpanded == true && hasContent(shape) }
            guard activity.isContainer else { return false }
            if let said = shape.isExpanded { return said }
            return plane.shapes.contains {
                table.parent($0.element) == shape.element
                    && shape.bounds.contains($0.bounds, slack: 2)
            }
        case .pool:
            return table.target(shape.element, "processRef").map { process in
                plane.shapes.contains { $0.element != shape.element && isInside($0.element, process) }
            } ?? false
        case .lane: return true
        default: return false
        }
    }

    /// Whether the plane shows what a call activity calls within it.
    private func hasContent(_ shape: InterchangePlane.Shape) -> Bool {
        plane.shapes.contains {
            $0.element != shape.element && table.symbol($0.element)?.isFlowNode == true
                && shape.bounds.contains($0.bounds)
        }
    }

    private func isInside(_ element: Int, _ container: Int) -> Bool {
        var current = table.parent(element)
        while let parent = current {
            if parent == container { return true }
            current = table.parent(parent)
        }
        return false
    }

    /// A pool or lane without a direction lies across, unless it is clearly taller than wide and others stand beside it.
    private func looksHorizontal(_ shape: InterchangePlane.Shape) -> Bool {
        shape.bounds.height < shape.bounds.width * 2
    }

    // MARK: - What the plane lacks

    private mutating func complete() {
        var scopes = [plane.element]
        for shape in assembly.shapes where shape.isExpanded {
            switch shape.symbol {
            case .pool: if let process = table.target(shape.element, "processRef") { scopes.append(process) }
            case .activity: scopes.append(shape.element)
            default: break
            }
        }
        for scope in scopes {
            if table.tag(scope) == "collaboration" { addPools(scope) } else { complete(scope) }
        }
        addBoundaryEvents()
    }

    /// Adds the elements of a process or subprocess that no plane shows, below those that are there.
    private mutating func complete(_ scope: Int) {
        let content = ScopeContent(scope, composer)
        let missing = content.without { shownAnywhere.contains($0) }
        guard !missing.nodes.isEmpty || !missing.apart.isEmpty else { return }
        let sketch = ScopeSketching(composer, missing).sketch()
        let frame = assembly.shapes.first {
            $0.element == scope || (table.target($0.element, "processRef") == scope && $0.isExpanded)
        }
        let room = sketch.size.height + 30
        if let frame {
            makeRoom(
                at: frame.bounds.maxY, room, leastRight: frame.bounds.x + 54 + sketch.size.width + 24, frame)
            assembly.add(sketch, at: Point(frame.bounds.x + 54, frame.bounds.maxY))
        } else {
            let left = assembly.shapes.map(\.bounds.x).min() ?? 0
            let bottom = assembly.shapes.map(\.bounds.maxY).max() ?? 0
            assembly.add(sketch, at: Point(left, bottom + 50))
        }
    }

    /// Moves everything below `y` down, and lengthens the pools, lanes and subprocesses that reach it.
    private mutating func makeRoom(
        at y: Double, _ room: Double, leastRight: Double, _ frame: DiagramLayout.Shape
    ) {
        for index in assembly.shapes.indices {
            let shape = assembly.shapes[index]
            if shape.bounds.y >= y - 0.5 {
                assembly.shapes[index].bounds.y += room
                assembly.shapes[index].label?.bounds.y += room
            } else if shape.isExpanded, shape.bounds.maxY >= y - 0.5 {
                assembly.shapes[index].bounds.height += room
                if shape.bounds.contains(frame.bounds, slack: 1) || shape.symbol == .lane {
                    assembly.shapes[index].bounds.width = max(shape.bounds.width, leastRight - shape.bounds.x)
                }
            }
        }
        moved.append((y, room))
    }

    /// Where room was made, so that way points move as well.
    private var moved: [(y: Double, room: Double)] = []

    private mutating func addPools(_ collaboration: Int) {
        let missing = table.children(collaboration, "participant").filter { pool in
            !shownAnywhere.contains(pool)
                && table.target(pool, "processRef").map { process in
                    !shownAnywhere.contains { isInside($0, process) }
                } != false
        }
        guard !missing.isEmpty else { return }
        let sketch = composer.stack(missing.map { ($0, table.target($0, "processRef")) }, artifactsOf: nil)
        let left = assembly.shapes.map(\.bounds.x).min() ?? 0
        let bottom = assembly.shapes.map(\.bounds.maxY).max() ?? 0
        assembly.add(sketch, at: Point(left, bottom + 60))
    }

    /// Boundary events without a place stand on the lower border of their activity, from the right.
    private mutating func addBoundaryEvents() {
        for (host, events) in table.attached.sorted(by: { $0.key < $1.key }) {
            guard let index = assembly.shape[host] else { continue }
            let bounds = assembly.shapes[index].bounds
            var x = bounds.maxX - 27
            for event in events where assembly.shape[event] == nil && !shownAnywhere.contains(event) {
                let others = events.compactMap { assembly.shape[$0] }.map { assembly.shapes[$0].bounds }
                var place = Rectangle(centre: Point(x, bounds.maxY), StandardSize.event)
                while others.contains(where: { $0.overlaps(place) }), x > bounds.x - 200 {
                    x -= 20
                    place = Rectangle(centre: Point(x, bounds.maxY), StandardSize.event)
                }
                assembly.add(event, place, isExpanded: false, isHorizontal: true)
                x -= 42
            }
        }
    }

    private mutating func addLines() {
        for edge in plane.edges {
            guard let line = table.line(edge.element), edge.points.count > 1 else { continue }
            let hidden = [line.source, line.target].contains { end in
                end.map { assembly.shape[$0] == nil && table.symbol($0) != nil } ?? false
            }
            if hidden { continue }
            var (points, labelBounds) = (edge.points, edge.label)
            for (y, room) in moved {
                points = points.map { $0.y >= y - 0.5 ? $0.moved(0, room) : $0 }
                if let box = labelBounds, box.y >= y - 0.5 { labelBounds = box.moved(0, room) }
            }
            points = Docking.cropped(
                points, source: assembly.end(line.source), target: assembly.end(line.target))
            assembly.add(
                edge.element, points,
                label: InterchangeLabel.label(table.name(edge.element), labelBounds, of: nil))
        }
    }
}

extension ScopeContent {
    /// Without what is shown elsewhere; data and annotations are left out.
    func without(_ isShown: (Int) -> Bool) -> ScopeContent {
        var copy = self
        copy.nodes.removeAll(where: isShown)
        copy.apart.removeAll(where: isShown)
        copy.artifacts = []
        copy.groups = []
        return copy
    }
}

/// Labels where the file puts them.
enum InterchangeLabel {
    /// The name in the box of the file; `nil` when there is none, or when the name stands in the shape.
    static func label(_ name: String, _ box: Rectangle?, of symbol: Symbol?) -> DiagramLayout.Label? {
        guard let box, !name.isEmpty else { return nil }
        switch symbol {
        case .event, .gateway, .data, .dataStore, nil: break
        default: return nil
        }
        let size = StandardSize.labelSize
        let wrapped = TextWrapping.wrap(name, width: max(box.width + 12, 60), size: size, lines: 8)
        let top = wrapped.height > box.height ? box.y : box.y + (box.height - wrapped.height) / 2
        return DiagramLayout.Label(
            lines: wrapped.lines,
            bounds: Rectangle(
                x: box.centre.x - wrapped.width / 2, y: top, width: wrapped.width, height: wrapped.height),
            size: size)
    }
}
