/// Puts the labels that the file gives no place where they hide nothing.
enum LabelPlacement {
    static func place(_ layout: inout DiagramLayout) {
        var crowd = LabelCrowd()
        for shape in layout.shapes { addShape(shape, to: &crowd) }
        for line in layout.lines {
            crowd.add(line.points)
        }
        crowd.seal()
        keepGiven(&layout, &crowd)
        for index in layout.shapes.indices where layout.shapes[index].label == nil {
            guard let label = shapeLabel(layout.shapes[index], crowd) else { continue }
            crowd.add(label.bounds, weight: 10)
            layout.shapes[index].label = label
        }
        var starts: [Point: Int] = [:]
        for line in layout.lines { if let first = line.points.first { starts[first, default: 0] += 1 } }
        for index in layout.lines.indices where layout.lines[index].label == nil {
            let line = layout.lines[index]
            let isShared = line.points.first.map { starts[$0, default: 0] > 1 } ?? false
            guard let label = lineLabel(line, isShared, crowd) else { continue }
            crowd.add(label.bounds, weight: 10)
            layout.lines[index].label = label
        }
    }

    /// Labels with a place in the file keep it, unless they hide something there and nothing elsewhere.
    private static func keepGiven(_ layout: inout DiagramLayout, _ crowd: inout LabelCrowd) {
        for index in layout.shapes.indices {
            guard let given = layout.shapes[index].label else { continue }
            let label = better(than: given, crowd) { shapeLabel(layout.shapes[index], crowd) }
            crowd.add(label.bounds, weight: 10)
            layout.shapes[index].label = label
        }
        for index in layout.lines.indices {
            guard let given = layout.lines[index].label else { continue }
            let label = better(than: given, crowd) { lineLabel(layout.lines[index], false, crowd) }
            crowd.add(label.bounds, weight: 10)
            layout.lines[index].label = label
        }
    }

    private static func better(
        than given: DiagramLayout.Label, _ crowd: LabelCrowd, _ other: () -> DiagramLayout.Label?
    ) -> DiagramLayout.Label {
        let cost = crowd.cost(given.bounds)
        guard cost > 200, let other = other(), crowd.cost(other.bounds) * 3 < cost else { return given }
        return other
    }

    private static func addShape(_ shape: DiagramLayout.Shape, to crowd: inout LabelCrowd) {
        let box = shape.bounds
        var isContainer = shape.isExpanded
        if case .group = shape.symbol { isContainer = true }
        // A label may stand in the corners that a diamond leaves free.
        if case .gateway = shape.symbol { return crowd.add(box.inset(by: box.width / 5), weight: 25) }
        guard isContainer else { return crowd.add(box, weight: 25) }
        let corners = [
            Point(box.x, box.y), Point(box.maxX, box.y), Point(box.maxX, box.maxY), Point(box.x, box.maxY),
            Point(box.x, box.y),
        ]
        crowd.add(corners, weight: 1.2)
        let isAcross = shape.isHorizontal
        switch shape.symbol {
        case .pool, .lane:
            let header = Rectangle(
                x: box.x, y: box.y, width: isAcross ? 30 : box.width, height: isAcross ? box.height : 30)
            crowd.add(header, weight: 10)
        case .activity:
            crowd.add(Rectangle(x: box.x, y: box.y, width: box.width, height: 28), weight: 5)
        default: break
        }
    }

    private static func shapeLabel(_ shape: DiagramLayout.Shape, _ crowd: LabelCrowd) -> DiagramLayout.Label?
    {
        guard !shape.name.isEmpty else { return nil }
        let text = StandardSize.label(shape.name)
        let (box, size) = (shape.bounds, text.box)
        func at(_ x: Double, _ y: Double) -> Rectangle {
            Rectangle(x: x, y: y, width: size.width, height: size.height)
        }
        let middle = box.centre.x - size.width / 2
        let (above, below) = (at(middle, box.y - size.height - 3), at(middle, box.maxY + 3))
        let right = at(box.maxX + 4, box.centre.y - size.height - 2)
        let left = at(box.x - size.width - 4, box.centre.y - size.height - 2)
        let upperRight = at(box.centre.x + 8, box.y - size.height + 4)
        let upperLeft = at(box.centre.x - 8 - size.width, box.y - size.height + 4)
        let lowerRight = at(box.centre.x + 6, box.maxY + 2)
        let lowerLeft = at(box.centre.x - 6 - size.width, box.maxY + 2)
        let places: [Rectangle]
        switch shape.symbol {
        case .event(let event) where event.position == .boundary:
            places = [lowerRight, lowerLeft, below, right, left]
        case .gateway: places = [above, upperLeft, upperRight, lowerRight, lowerLeft, below, left, right]
        case .event, .data, .dataStore, .message:
            places = [below, above, lowerRight, lowerLeft, upperRight, upperLeft, right, left]
        default: return nil
        }
        return best(places, text, crowd)
    }

    /// Beside the beginning of a line; beside its second piece, when others begin in the same way.
    private static func lineLabel(
        _ line: DiagramLayout.Line, _ isShared: Bool, _ crowd: LabelCrowd
    ) -> DiagramLayout.Label? {
        guard !line.name.isEmpty else { return nil }
        let text = StandardSize.lineLabel(line.name)
        let size = text.box
        var places: [Rectangle] = []
        func add(_ x: Double, _ y: Double) {
            places.append(Rectangle(x: x, y: y, width: size.width, height: size.height))
        }
        var pieces = Array(zip(line.points, line.points.dropFirst()))
        let isMessage = line.connection == .messageFlow
        if isShared, pieces.count > 1 { pieces.append(pieces.removeFirst()) }
        for (start, end) in isMessage ? sorted(pieces) : Array(pieces.prefix(6)) {
            let (low, high) = (min(start.x, end.x), max(start.x, end.x))
            if abs(start.y - end.y) < abs(start.x - end.x) {
                let near = start.x < end.x ? low + 5 : high - 5 - size.width
                let centre = (low + high - size.width) / 2
                for x in high - low > size.width + 40 ? [near, centre] : [centre, near] {
                    add(x, min(start.y, end.y) - size.height - 3)
                    add(x, max(start.y, end.y) + 3)
                }
            } else {
                let goesDown = end.y > start.y
                let near = goesDown ? start.y + 5 : start.y - 5 - size.height
                let centre = (start.y + end.y - size.height) / 2
                for y in isMessage ? [centre, near] : [near, centre] {
                    add(high + 4, y)
                    add(low - 4 - size.width, y)
                }
            }
        }
        return best(places, text, crowd)
    }

    /// The longest pieces first.
    private static func sorted(_ pieces: [(Point, Point)]) -> [(Point, Point)] {
        pieces.enumerated().sorted {
            let (a, b) = ($0.element.0.distance(to: $0.element.1), $1.element.0.distance(to: $1.element.1))
            return a == b ? $0.offset < $1.offset : a > b
        }.map(\.element)
    }

    /// The first place that hides least.
    private static func best(_ places: [Rectangle], _ text: WrappedText, _ crowd: LabelCrowd) -> DiagramLayout
        .Label?
    {
        guard !text.lines.isEmpty else { return nil }
        var (found, least) = (places.first, Double.infinity)
        for (index, place) in places.enumerated() {
            let cost = crowd.cost(place) + Double(index)
            if cost < least { (found, least) = (place, cost) }
            if cost <= Double(index) { break }
        }
        return found.map { DiagramLayout.Label(lines: text.lines, bounds: $0, size: text.size) }
    }
}
