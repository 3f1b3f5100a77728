/// The shapes of a diagram and its lines while they are put together.
struct Assembly {
    let composer: Composer
    let root: Int
    var shapes: [DiagramLayout.Shape] = []
    var lines: [DiagramLayout.Line] = []
    /// The shape of each element.
    private(set) var shape: [Int: Int] = [:]
    private var hasLine: Set<Int> = []
    var table: ElementTable { composer.table }
    var title: String { table.name(root) }
    var rootID: String { table.key(root) }

    init(_ composer: Composer, root: Int) { (self.composer, self.root) = (composer, root) }

    init(_ composer: Composer, root: Int, _ sketch: Sketch) {
        self.init(composer, root: root)
        add(sketch, at: Point(0, 0))
    }

    mutating func add(_ sketch: Sketch, at origin: Point) {
        for shape in sketch.shapes {
            add(
                shape.element, shape.bounds.moved(origin.x, origin.y), isExpanded: shape.isExpanded,
                isHorizontal: shape.isHorizontal)
        }
        for line in sketch.lines { add(line.element, line.points.map { $0.moved(origin.x, origin.y) }) }
    }

    /// Adds a shape, unless its element has one already or is no shape.
    mutating func add(
        _ element: Int, _ bounds: Rectangle, isExpanded: Bool, isHorizontal: Bool,
        label: DiagramLayout.Label? = nil
    ) {
        // A process in a frame of its own looks like a pool.
        let isProcess = table.tag(element) == "process"
        guard shape[element] == nil,
            let symbol = table.symbol(element) ?? (isProcess ? .pool(isMultiple: false) : nil)
        else { return }
        shape[element] = shapes.count
        let name = table.name(element)
        shapes.append(
            DiagramLayout.Shape(
                id: table.key(element), symbol: symbol,
                name: name.isEmpty && isProcess ? table.key(element) : name,
                bounds: bounds, isExpanded: isExpanded, isHorizontal: isHorizontal, label: label,
                depth: 0, element: element))
    }

    /// Adds a line, unless its element has one already or its way is a single point.
    mutating func add(_ element: Int, _ points: [Point], label: DiagramLayout.Label? = nil) {
        guard points.count > 1, let line = table.line(element), hasLine.insert(element).inserted else {
            return
        }
        var points = points
        if line.source == line.target, let end = end(line.source) {
            // A loop leaves and enters beside the middle, where a circle or diamond is not as high.
            let half = points.count / 2
            points =
                Docking.cropped(Array(points[..<half]), source: end, target: nil)
                + Docking.cropped(Array(points[half...]), source: nil, target: end)
        }
        let source = line.source.flatMap { shape[$0] }.map { shapes[$0].id }
        let target = line.target.flatMap { shape[$0] }.map { shapes[$0].id }
        lines.append(
            DiagramLayout.Line(
                id: table.key(element), connection: line.connection, name: table.name(element),
                source: source,
                target: target, points: points, label: label, element: element))
    }

    func end(_ element: Int?) -> SideRouter.End? {
        guard let element, let index = shape[element] else { return nil }
        let found = shapes[index]
        var isWide = false
        if case .pool = found.symbol { isWide = true }
        return SideRouter.End(bounds: found.bounds, outline: Outline(found.symbol), isWide: isWide)
    }

    /// Finds ways for what has none yet, and orders the shapes for drawing.
    mutating func finishLines() {
        var router = SideRouter(obstacles: shapes.filter { isObstacle($0) }.map(\.bounds))
        (router.rails, router.labels) = (rails(), labelPlaces())
        for line in lines { router.add(line.points) }
        for line in composer.lines where !hasLine.contains(line.element) {
            guard let source = end(line.source), let target = end(line.target), line.source != line.target
            else { continue }
            let points = router.route(
                from: source, to: target, isMessage: line.connection == .messageFlow)
            router.add(points)
            add(line.element, points)
        }
        attachToLines(&router)
        orderShapes()
    }

    /// The gaps between pools that lie one below the other.
    private func rails() -> [ClosedRange<Double>] {
        let pools = shapes.filter {
            if case .pool = $0.symbol { true } else { false }
        }.map(\.bounds).sorted { ($0.y, $0.x) < ($1.y, $1.x) }
        return zip(pools, pools.dropFirst()).compactMap { upper, lower in
            lower.y - upper.maxY > 12 ? upper.maxY...lower.y : nil
        }
    }

    /// Where the labels of events and gateways will most likely be.
    private func labelPlaces() -> [Rectangle] {
        shapes.compactMap { shape in
            guard !shape.name.isEmpty else { return nil }
            if let label = shape.label { return label.bounds }
            let size = StandardSize.label(shape.name).box
            let x = shape.bounds.centre.x - size.width / 2
            switch shape.symbol {
            case .gateway:
                return Rectangle(
                    x: x, y: shape.bounds.y - size.height - 3, width: size.width, height: size.height)
            case .event, .data, .dataStore:
                return Rectangle(x: x, y: shape.bounds.maxY + 3, width: size.width, height: size.height)
            default: return nil
            }
        }
    }

    /// Associations with lines end in the middle of these.
    private mutating func attachToLines(_ router: inout SideRouter) {
        var middles: [Int: Point] = [:]
        for line in lines { middles[line.element] = Polyline.middle(line.points) }
        func end(at element: Int?) -> SideRouter.End? {
            if let found = self.end(element) { return found }
            guard let middle = element.flatMap({ middles[$0] }) else { return nil }
            return SideRouter.End(bounds: Rectangle(centre: middle, Size(0.02, 0.02)), outline: .rectangle)
        }
        for line in composer.lines where !hasLine.contains(line.element) {
            guard case .association = line.connection, let source = end(at: line.source),
                let target = end(at: line.target), line.source != line.target
            else { continue }
            let points = Docking.cropped(
                [source.bounds.centre, target.bounds.centre], source: source, target: target)
            add(line.element, points)
        }
    }

    private func isObstacle(_ shape: DiagramLayout.Shape) -> Bool {
        switch shape.symbol {
        case .pool, .lane, .group: false
        case .activity: !shape.isExpanded
        default: true
        }
    }

    /// Pools, lanes and expanded subprocesses come before what lies in them, boundary events after their activity.
    private mutating func orderShapes() {
        var depth: [Int: Int] = [:]
        func nesting(_ element: Int) -> Int {
            if let known = depth[element] { return known }
            let parent = table.parent(element)
            let own = parent.map { nesting($0) + 1 } ?? 0
            depth[element] = own
            return own
        }
        func rank(_ shape: DiagramLayout.Shape) -> Int {
            switch shape.symbol {
            case .pool: return 0
            case .lane: return 100 + nesting(shape.element)
            case .activity where shape.isExpanded: return 300 + nesting(shape.element)
            case .event(let event) where event.position == .boundary: return 1001
            case .group: return 1002
            default: return 1000
            }
        }
        shapes = shapes.enumerated().sorted { (rank($0.element), $0.offset) < (rank($1.element), $1.offset) }
            .map(\.element)
        numberShapes()
        for index in shapes.indices { shapes[index].depth = containerDepth(shapes[index].element) }
        for (host, events) in table.attached {
            guard let index = shape[host] else { continue }
            let bottom = shapes[index].bounds.maxY
            let tops = events.compactMap { shape[$0] }.map { shapes[$0].bounds }
                .filter { $0.y < bottom && $0.maxY > bottom }.map { bottom - $0.y }
            shapes[index].covered = tops.max() ?? 0
        }
    }

    /// Where each shape stands in the order of drawing.
    private mutating func numberShapes() {
        shape = [:]
        for (index, item) in shapes.enumerated() { shape[item.element] = index }
    }

    private func containerDepth(_ element: Int) -> Int {
        var (depth, current) = (0, table.parent(element))
        while let parent = current {
            if let index = shape[parent], shapes[index].isExpanded { depth += 1 }
            current = table.parent(parent)
        }
        return depth
    }
}
