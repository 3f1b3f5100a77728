/// The border of a shape, to which lines are cropped.
enum Outline {
    case rectangle, circle, diamond

    init(_ symbol: Symbol) {
        self =
            switch symbol {
            case .event: .circle
            case .gateway: .diamond
            default: .rectangle
            }
    }

    /// Where the ray from the centre of `bounds` towards `point` meets the border.
    func exit(of bounds: Rectangle, towards point: Point) -> Point {
        let centre = bounds.centre
        let (dx, dy) = (point.x - centre.x, point.y - centre.y)
        let (halfWidth, halfHeight) = (bounds.width / 2, bounds.height / 2)
        guard dx != 0 || dy != 0, halfWidth > 0, halfHeight > 0 else { return Point(bounds.maxX, centre.y) }
        let scale: Double
        switch self {
        case .rectangle: scale = 1 / max(abs(dx) / halfWidth, abs(dy) / halfHeight)
        case .diamond: scale = 1 / (abs(dx) / halfWidth + abs(dy) / halfHeight)
        case .circle:
            let (a, b) = (dx / halfWidth, dy / halfHeight)
            scale = 1 / (a * a + b * b).squareRoot()
        }
        return Point(centre.x + dx * scale, centre.y + dy * scale)
    }

    /// How far inside (below one) or outside (above one) of the border a point is; one on the border.
    func reach(of bounds: Rectangle, at point: Point) -> Double {
        let centre = bounds.centre
        guard bounds.width > 0, bounds.height > 0 else { return 2 }
        let a = abs(point.x - centre.x) / (bounds.width / 2)
        let b = abs(point.y - centre.y) / (bounds.height / 2)
        return switch self {
        case .rectangle: max(a, b)
        case .diamond: a + b
        case .circle: (a * a + b * b).squareRoot()
        }
    }

    /// Where a line from `inner`, inside, to `outer`, outside, crosses the border.
    func crossing(of bounds: Rectangle, from inner: Point, to outer: Point) -> Point {
        var (low, high) = (0.0, 1.0)
        for _ in 0..<40 {
            let middle = (low + high) / 2
            let point = Point(inner.x + (outer.x - inner.x) * middle, inner.y + (outer.y - inner.y) * middle)
            if reach(of: bounds, at: point) <= 1 { low = middle } else { high = middle }
        }
        return Point(inner.x + (outer.x - inner.x) * low, inner.y + (outer.y - inner.y) * low)
    }

    /// The point of the border nearest to an outside point, as lines are docked: straight where that is possible.
    func nearest(of bounds: Rectangle, to point: Point) -> Point {
        guard self == .rectangle else { return exit(of: bounds, towards: point) }
        let x = min(max(point.x, bounds.x), bounds.maxX)
        let y = min(max(point.y, bounds.y), bounds.maxY)
        if x > bounds.x, x < bounds.maxX, y > bounds.y, y < bounds.maxY {
            return exit(of: bounds, towards: point)
        }
        return Point(x, y)
    }
}
