/// A point of a diagram; units are pixels at 100 %, x grows to the right and y downwards.
public struct Point: Hashable, Sendable {
    public var x: Double
    public var y: Double

    public init(_ x: Double, _ y: Double) { (self.x, self.y) = (x, y) }

    func distance(to other: Point) -> Double {
        ((x - other.x) * (x - other.x) + (y - other.y) * (y - other.y)).squareRoot()
    }

    func moved(_ dx: Double, _ dy: Double) -> Point { Point(x + dx, y + dy) }
}

/// A width and a height, both at least zero.
struct Size: Hashable, Sendable {
    var width: Double
    var height: Double

    init(_ width: Double, _ height: Double) { (self.width, self.height) = (width, height) }
}

/// An upright rectangle.
public struct Rectangle: Hashable, Sendable {
    public var x: Double
    public var y: Double
    /// At least zero.
    public var width: Double
    /// At least zero.
    public var height: Double

    public init(x: Double, y: Double, width: Double, height: Double) {
        (self.x, self.y, self.width, self.height) = (x, y, width, height)
    }

    init(centre: Point, _ size: Size) {
        self.init(
            x: centre.x - size.width / 2, y: centre.y - size.height / 2, width: size.width,
            height: size.height)
    }

    public var maxX: Double { x + width }
    public var maxY: Double { y + height }
    public var centre: Point { Point(x + width / 2, y + height / 2) }

    func inset(by distance: Double) -> Rectangle {
        let (dx, dy) = (min(distance, width / 2), min(distance, height / 2))
        return Rectangle(x: x + dx, y: y + dy, width: width - 2 * dx, height: height - 2 * dy)
    }

    func moved(_ dx: Double, _ dy: Double) -> Rectangle {
        Rectangle(x: x + dx, y: y + dy, width: width, height: height)
    }

    func union(_ other: Rectangle) -> Rectangle {
        let (left, top) = (min(x, other.x), min(y, other.y))
        return Rectangle(
            x: left, y: top, width: max(maxX, other.maxX) - left, height: max(maxY, other.maxY) - top)
    }

    func contains(_ point: Point) -> Bool {
        point.x > x && point.x < maxX && point.y > y && point.y < maxY
    }

    func contains(_ other: Rectangle, slack: Double = 0) -> Bool {
        other.x >= x - slack && other.y >= y - slack && other.maxX <= maxX + slack
            && other.maxY <= maxY + slack
    }

    /// Whether their insides have a point in common.
    func overlaps(_ other: Rectangle) -> Bool {
        x < other.maxX && other.x < maxX && y < other.maxY && other.y < maxY
    }

    /// The area that both cover.
    func overlap(_ other: Rectangle) -> Double {
        let wide = min(maxX, other.maxX) - max(x, other.x)
        let high = min(maxY, other.maxY) - max(y, other.y)
        return wide > 0 && high > 0 ? wide * high : 0
    }
}

extension Rectangle {
    /// Whether the segment from `start` to `end` runs through its inside.
    func isCrossed(from start: Point, to end: Point) -> Bool {
        guard max(start.x, end.x) > x, min(start.x, end.x) < maxX, max(start.y, end.y) > y,
            min(start.y, end.y) < maxY
        else { return false }
        if start.x == end.x || start.y == end.y { return true }
        var (low, high) = (0.0, 1.0)
        for (origin, delta, least, most) in [
            (start.x, end.x - start.x, x, maxX), (start.y, end.y - start.y, y, maxY),
        ] {
            let (first, second) = ((least - origin) / delta, (most - origin) / delta)
            low = max(low, min(first, second))
            high = min(high, max(first, second))
        }
        return low < high
    }
}

/// A line of straight segments.
enum Polyline {
    /// Without equal neighbours and without points in the middle of a straight run.
    static func simplified(_ points: [Point]) -> [Point] {
        var result: [Point] = []
        for point in points {
            if let last = result.last, abs(last.x - point.x) < 0.01, abs(last.y - point.y) < 0.01 { continue }
            if result.count >= 2 {
                let (first, middle) = (result[result.count - 2], result[result.count - 1])
                let cross =
                    (middle.x - first.x) * (point.y - first.y) - (middle.y - first.y) * (point.x - first.x)
                let goesOn =
                    (middle.x - first.x) * (point.x - middle.x) + (middle.y - first.y)
                    * (point.y - middle.y) >= 0
                if abs(cross) < 0.01, goesOn { result.removeLast() }
            }
            result.append(point)
        }
        return result
    }

    static func length(_ points: [Point]) -> Double {
        zip(points, points.dropFirst()).reduce(0) { $0 + $1.0.distance(to: $1.1) }
    }

    /// The point at half of its length.
    static func middle(_ points: [Point]) -> Point? { point(of: points, at: 0.5) }

    /// The point at a part of its length, from 0 to 1.
    static func point(of points: [Point], at part: Double) -> Point? {
        var left = length(points) * part
        for (start, end) in zip(points, points.dropFirst()) {
            let step = start.distance(to: end)
            if step >= left, step > 0 {
                return Point(
                    start.x + (end.x - start.x) * left / step, start.y + (end.y - start.y) * left / step)
            }
            left -= step
        }
        return points.last
    }
}
