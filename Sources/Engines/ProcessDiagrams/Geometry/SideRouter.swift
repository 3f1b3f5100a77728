/// Finds ways for lines that the layers know nothing of: messages, associations, and flows without way points.
///
/// A shortest path in the grid that the borders of the shapes make; bends, crossings and running on another line cost.
struct SideRouter {
    struct End {
        var bounds: Rectangle
        var outline: Outline
        /// Lines may dock anywhere on a long border, as on that of a pool.
        var isWide = false
    }

    /// Shapes that no line runs through.
    var obstacles: [Rectangle]
    /// Pieces of lines that are there already.
    private(set) var pieces: [(Point, Point)] = []
    /// Gaps between pools, where messages run across.
    var rails: [ClosedRange<Double>] = []
    /// Places of labels, which lines had better avoid.
    var labels: [Rectangle] = []
    private var budget = 250

    init(obstacles: [Rectangle]) { self.obstacles = obstacles }

    mutating func add(_ points: [Point]) {
        pieces += zip(points, points.dropFirst()).map { ($0, $1) }
    }

    /// The way from one end to the other; at least two points, on their borders.
    mutating func route(from source: End, to target: End, isMessage: Bool = false) -> [Point] {
        let (start, goal) = anchors(source, target)
        var points: [Point]?
        if budget > 0 {
            budget -= 1
            points = direct(source, target) ?? search(source, start, target, goal, isMessage)
        }
        let route = Polyline.simplified(points ?? [start, goal])
        return Docking.cropped(route, source: source, target: target)
    }

    /// The points that the way runs between: the centres, on wide shapes what lies opposite.
    private func anchors(_ source: End, _ target: End) -> (Point, Point) {
        var (start, goal) = (source.bounds.centre, target.bounds.centre)
        func slide(_ end: End, to other: Point) -> Double {
            min(max(other.x, end.bounds.x + min(50, end.bounds.width / 2)), end.bounds.maxX - 20)
        }
        if source.isWide { start.x = slide(source, to: goal) }
        if target.isWide { goal.x = slide(target, to: start) }
        return (start, goal)
    }

    /// A straight line, where the ends face each other with nothing between.
    private func direct(_ source: End, _ target: End) -> [Point]? {
        let (a, b) = (source.bounds, target.bounds)
        for isUpright in [true, false] {
            let (low, high) =
                isUpright ? (max(a.x, b.x), min(a.maxX, b.maxX)) : (max(a.y, b.y), min(a.maxY, b.maxY))
            guard high - low > 8 else { continue }
            var places = [(low + high) / 2]
            if high - low > 30 { places += [places[0] - 10, places[0] + 10] }
            places += [a, b].map { isUpright ? $0.centre.x : $0.centre.y }.filter { $0 > low && $0 < high }
            let fixed = [source, target].filter { $0.outline != .rectangle }
                .map { isUpright ? $0.bounds.centre.x : $0.bounds.centre.y }
            for place in places where fixed.allSatisfy({ abs($0 - place) < 0.5 }) {
                let line =
                    isUpright
                    ? (Point(place, a.centre.y), Point(place, b.centre.y))
                    : (Point(a.centre.x, place), Point(b.centre.x, place))
                if isClear(line, besides: [a, b]) { return [line.0, line.1] }
            }
        }
        return nil
    }

    private func isClear(_ line: (Point, Point), besides ends: [Rectangle]) -> Bool {
        let box = Rectangle(
            x: min(line.0.x, line.1.x) - 4, y: min(line.0.y, line.1.y) - 4,
            width: abs(line.0.x - line.1.x) + 8,
            height: abs(line.0.y - line.1.y) + 8)
        return !obstacles.contains { $0.overlaps(box) && !ends.contains($0) }
            && !pieces.contains { RouteGrid.runsAlong($0, line) }
    }

    private func search(
        _ source: End, _ start: Point, _ target: End, _ goal: Point, _ isMessage: Bool
    ) -> [Point]? {
        let window = source.bounds.union(target.bounds).inset(by: -160)
        let near = obstacles.filter { $0.overlaps(window) && $0 != source.bounds && $0 != target.bounds }
        guard near.count <= 160 else { return nil }
        var grid = RouteGrid(
            window: window, obstacles: near, ends: [source.bounds, target.bounds],
            points: [start, goal] + beside(source) + beside(target),
            rails: isMessage ? rails : [])
        guard grid.count <= 40_000 else { return nil }
        grid.block(near)
        grid.discourage(labels.filter { $0.overlaps(window) })
        grid.charge(pieces.filter { piece in window.isCrossed(from: piece.0, to: piece.1) })
        return grid.path(
            from: RouteGrid.Anchor(bounds: source.bounds, middle: start, beside: beside(source)),
            to: RouteGrid.Anchor(bounds: target.bounds, middle: goal, beside: beside(target)))
    }

    /// Where lines may dock when others have the middle of a side.
    private func beside(_ end: End) -> [Point] {
        guard end.outline == .rectangle, !end.isWide, end.bounds.width >= 60 else { return [] }
        let (centre, quarter) = (end.bounds.centre, end.bounds.width / 4)
        return [centre.moved(-quarter, 0), centre.moved(quarter, 0)]
    }
}

/// Ends of lines on the borders of shapes.
enum Docking {
    /// A line whose ends lie in the shapes, cut at their borders.
    static func cropped(_ points: [Point], source: SideRouter.End?, target: SideRouter.End?) -> [Point] {
        var points = points
        if let source { points = cut(points, at: source) }
        if let target { points = cut(points.reversed(), at: target).reversed() }
        return Polyline.simplified(points)
    }

    /// Cuts the part of a line that lies in the shape it begins at, or leads it to its border.
    private static func cut(_ points: [Point], at end: SideRouter.End) -> [Point] {
        let (bounds, outline) = (end.bounds, end.outline)
        guard let first = points.first else { return points }
        if let last = points.lastIndex(where: { outline.reach(of: bounds, at: $0) < 1 }) {
            guard last + 1 < points.count else {
                return [outline.exit(of: bounds, towards: points[last]), points[last]]
            }
            return [outline.crossing(of: bounds, from: points[last], to: points[last + 1])]
                + points[(last + 1)...]
        }
        let reach = outline.reach(of: bounds, at: first)
        guard reach > 1.0001 else { return points }
        let border = outline.nearest(of: bounds, to: first)
        // A small gap is closed by moving the end, along its own line where that meets the shape.
        guard border.distance(to: first) <= 12, points.count > 1 else { return [border] + points }
        let ahead = points[1]
        if abs(ahead.x - first.x) < 0.5 || abs(ahead.y - first.y) < 0.5 {
            let inner =
                abs(ahead.x - first.x) < 0.5
                ? Point(first.x, bounds.centre.y) : Point(bounds.centre.x, first.y)
            if outline.reach(of: bounds, at: inner) < 1 {
                return [outline.crossing(of: bounds, from: inner, to: first)] + points.dropFirst()
            }
        }
        return [border] + points.dropFirst()
    }
}
