/// Flows and associations (13.3).
enum LineDrawing {
    static func draw(_ line: DiagramLayout.Line, _ svg: inout SVGText) {
        guard let first = line.points.first, let last = line.points.last, line.points.count > 1 else {
            return
        }
        let (second, previous) = (line.points[1], line.points[line.points.count - 2])
        let way = rounded(line.points)
        switch line.connection {
        case .sequenceFlow(let isDefault, let isConditional):
            // The shaft ends inside the head, so that a wide one does not stick out at its tip.
            svg.path(rounded(shortened(line.points, by: 5)), "l")
            arrow(at: last, from: previous, "ah", &svg)
            if isDefault { slash(first, second, &svg) }
            if isConditional { diamond(first, second, &svg) }
        case .messageFlow:
            svg.path(rounded(shortened(line.points, by: 8)), "l m")
            arrow(at: last, from: previous, "hollow", &svg)
            svg.ellipse(Rectangle(centre: along(first, second, 4), Size(8, 8)), "hollow")
        case .association(let atSource, let atTarget):
            svg.path(way, "l a")
            if atSource { tip(at: first, from: second, &svg) }
            if atTarget { tip(at: last, from: previous, &svg) }
        case .dataAssociation:
            svg.path(way, "l a")
            tip(at: last, from: previous, &svg)
        case .conversationLink:
            svg.leaf("path", ["class": "l", "d": way, "style": "stroke-width:4.5"])
            svg.leaf("path", ["class": "w", "d": way, "style": "stroke-width:1.8"])
        }
        if let label = line.label {
            svg.lines(label.lines, size: label.size, x: label.bounds.centre.x, top: label.bounds.y)
        }
    }

    /// The point that far from `start` towards `end`.
    static func along(_ start: Point, _ end: Point, _ distance: Double) -> Point {
        let length = start.distance(to: end)
        guard length > 0 else { return start }
        return Point(
            start.x + (end.x - start.x) * distance / length, start.y + (end.y - start.y) * distance / length)
    }

    private static func shortened(_ points: [Point], by distance: Double) -> [Point] {
        var points = points
        let (last, previous) = (points[points.count - 1], points[points.count - 2])
        points[points.count - 1] = along(last, previous, min(distance, last.distance(to: previous) * 0.8))
        return points
    }

    /// A path with small arcs at its bends.
    static func rounded(_ points: [Point]) -> String {
        var data = "M\(SVGText.number(points[0].x)) \(SVGText.number(points[0].y))"
        func append(_ command: String, _ point: Point) {
            data += "\(command)\(SVGText.number(point.x)) \(SVGText.number(point.y))"
        }
        for index in points.indices.dropFirst() {
            guard index + 1 < points.count else {
                append("L", points[index])
                continue
            }
            let (before, corner, after) = (points[index - 1], points[index], points[index + 1])
            let radius = min(6, corner.distance(to: before) / 2, corner.distance(to: after) / 2)
            append("L", along(corner, before, radius))
            append("Q", corner)
            append(" ", along(corner, after, radius))
        }
        return data
    }

    /// A point given along and across the direction from `tip` backwards.
    private static func offset(_ tip: Point, _ from: Point, _ back: Double, _ side: Double) -> Point {
        let length = max(0.001, tip.distance(to: from))
        let (dx, dy) = ((from.x - tip.x) / length, (from.y - tip.y) / length)
        return Point(tip.x + dx * back - dy * side, tip.y + dy * back + dx * side)
    }

    private static func arrow(at tip: Point, from: Point, _ style: String, _ svg: inout SVGText) {
        svg.path(
            SVGText.path([tip, offset(tip, from, 10, 4.5), offset(tip, from, 10, -4.5)], closed: true), style)
    }

    private static func tip(at tip: Point, from: Point, _ svg: inout SVGText) {
        svg.path(SVGText.path([offset(tip, from, 8, 4.5), tip, offset(tip, from, 8, -4.5)]), "open")
    }

    private static func slash(_ first: Point, _ second: Point, _ svg: inout SVGText) {
        svg.path(SVGText.path([offset(first, second, 7, -5), offset(first, second, 13, 5)]), "o")
    }

    private static func diamond(_ first: Point, _ second: Point, _ svg: inout SVGText) {
        svg.path(
            SVGText.path(
                [
                    first, offset(first, second, 8, 4.5), offset(first, second, 16, 0),
                    offset(first, second, 8, -4.5),
                ],
                closed: true), "hollow")
    }
}
