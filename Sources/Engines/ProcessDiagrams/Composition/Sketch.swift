/// A part of a diagram; coordinates begin at 0.
struct Sketch {
    struct Shape {
        var element: Int
        var bounds: Rectangle
        var isExpanded = false
        var isHorizontal = true
    }

    struct Line {
        var element: Int
        var points: [Point]
    }

    var size = Size(0, 0)
    var shapes: [Shape] = []
    var lines: [Line] = []

    mutating func add(_ other: Sketch, at origin: Point) {
        for var shape in other.shapes {
            shape.bounds = shape.bounds.moved(origin.x, origin.y)
            shapes.append(shape)
        }
        for line in other.lines {
            lines.append(
                Line(element: line.element, points: line.points.map { $0.moved(origin.x, origin.y) }))
        }
        size = Size(
            max(size.width, origin.x + other.size.width), max(size.height, origin.y + other.size.height))
    }
}

/// Sizes of shapes that the file gives no bounds for.
enum StandardSize {
    static let activity = Size(100, 80)
    static let event = Size(36, 36)
    static let gateway = Size(50, 50)
    static let data = Size(36, 50)
    static let store = Size(50, 50)
    static let header = 30.0
    /// Labels beside events, gateways, data and lines are at most so wide.
    static let label = 90.0
    static let lineLabel = 100.0
    static let labelSize = 11.0

    static func label(_ text: String) -> WrappedText {
        TextWrapping.wrap(text, width: label, size: labelSize, lines: 6)
    }

    static func lineLabel(_ text: String) -> WrappedText {
        TextWrapping.wrap(text, width: lineLabel, size: labelSize, lines: 6)
    }

    static func annotation(_ text: String) -> Size {
        let wrapped = TextWrapping.wrap(text, width: 150, size: 11, lines: 20)
        return Size(max(60, wrapped.width + 16), max(30, wrapped.height + 12))
    }
}
