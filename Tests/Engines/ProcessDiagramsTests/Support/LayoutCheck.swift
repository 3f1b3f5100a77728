import BPMN
import ProcessDiagrams

/// What must hold for every layout; each fault is a sentence.
struct LayoutCheck {
    let layout: DiagramLayout
    private(set) var faults: [String] = []
    private let shapes: [String: DiagramLayout.Shape]

    init(_ layout: DiagramLayout, isOwn: Bool) {
        self.layout = layout
        shapes = Dictionary(layout.shapes.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
        checkNumbers()
        checkEnds()
        checkDrawing()
        if isOwn {
            checkOverlaps()
            checkLinesThroughShapes()
        }
    }

    private mutating func checkNumbers() {
        for shape in layout.shapes {
            let box = shape.bounds
            let isSound = [box.x, box.y, box.width, box.height].allSatisfy { $0.isFinite && abs($0) < 1e7 }
            if !isSound || box.width <= 0 || box.height <= 0 {
                faults.append("\(shape.id) has bounds \(box)")
            }
        }
        for line in layout.lines
        where line.points.count < 2 || line.points.contains(where: { !$0.x.isFinite || !$0.y.isFinite }) {
            faults.append("\(line.id) has points \(line.points)")
        }
    }

    /// Lines begin and end on the borders of what they connect.
    private mutating func checkEnds() {
        for line in layout.lines {
            for (end, point) in [(line.source, line.points.first), (line.target, line.points.last)] {
                guard let shape = end.flatMap({ shapes[$0] }), let point else { continue }
                let distance = Self.reach(of: shape, point)
                if abs(distance - 1) > 0.03 { faults.append("\(line.id) misses \(shape.id): \(distance)") }
            }
        }
    }

    /// 1 on the border.
    private static func reach(of shape: DiagramLayout.Shape, _ point: Point) -> Double {
        let box = shape.bounds
        let a = abs(point.x - box.centre.x) / (box.width / 2)
        let b = abs(point.y - box.centre.y) / (box.height / 2)
        return switch shape.symbol {
        case .event: (a * a + b * b).squareRoot()
        case .gateway: a + b
        default: max(a, b)
        }
    }

    private mutating func checkDrawing() {
        let drawing = DiagramRendering(layout)
        let text = drawing.svg()
        if text != DiagramRendering(layout).svg() { faults.append("two drawings differ") }
        guard let svg = SVGDocument(text) else { return faults.append("the drawing is not well-formed") }
        let expected = layout.shapes.map(\.id) + layout.lines.map(\.id)
        if svg.ids.sorted() != expected.sorted() {
            faults.append("ids are not those of the elements, once each")
        }
        if Set(svg.ids).count != svg.ids.count { faults.append("an id is used twice") }
        for element in svg.elements {
            for (name, value) in element.attributes
            where !["class", "id"].contains(name) && (value.contains("nan") || value.contains("inf")) {
                faults.append("\(element.name) has \(name)=\(value)")
            }
        }
        for label in layout.shapes.compactMap(\.label) + layout.lines.compactMap(\.label) {
            if !Self.contains(drawing.viewBox, label.bounds) { faults.append("\(label.lines) is cut off") }
        }
        for shape in layout.shapes where !Self.contains(drawing.viewBox, shape.bounds) {
            faults.append("\(shape.id) is cut off")
        }
    }

    private static func contains(_ outer: Rectangle, _ inner: Rectangle) -> Bool {
        inner.x >= outer.x && inner.y >= outer.y && inner.maxX <= outer.maxX && inner.maxY <= outer.maxY
    }

    private static func overlaps(_ a: Rectangle, _ b: Rectangle) -> Bool {
        a.x < b.maxX - 0.01 && b.x < a.maxX - 0.01 && a.y < b.maxY - 0.01 && b.y < a.maxY - 0.01
    }

    private func isFrame(_ shape: DiagramLayout.Shape) -> Bool {
        switch shape.symbol {
        case .group, .lane: true
        default: shape.isExpanded
        }
    }

    private func isBoundary(_ shape: DiagramLayout.Shape) -> Bool {
        if case .event(let event) = shape.symbol { event.position == .boundary } else { false }
    }

    /// Two shapes are apart, or one lies in the other, or one is an event on the other's border.
    private mutating func checkOverlaps() {
        let sorted = layout.shapes.sorted { $0.bounds.x < $1.bounds.x }
        for (index, shape) in sorted.enumerated() {
            for other in sorted[(index + 1)...] {
                if other.bounds.x >= shape.bounds.maxX { break }
                guard Self.overlaps(shape.bounds, other.bounds), !isBoundary(shape), !isBoundary(other),
                    !(isFrame(shape) && Self.contains(shape.bounds, other.bounds)),
                    !(isFrame(other) && Self.contains(other.bounds, shape.bounds)),
                    shape.symbol != .group, other.symbol != .group
                else { continue }
                faults.append("\(shape.id) and \(other.id) overlap")
            }
        }
    }

    /// Sequence flows run through no activity, event or gateway.
    private mutating func checkLinesThroughShapes() {
        // By columns of the plane, for there may be thousands.
        var columns: [Int: [DiagramLayout.Shape]] = [:]
        for shape in layout.shapes where shape.symbol.isFlowNode && !shape.isExpanded && !isBoundary(shape) {
            for column in Self.columns(of: shape.bounds) { columns[column, default: []].append(shape) }
        }
        for line in layout.lines {
            guard case .sequenceFlow = line.connection else { continue }
            for (start, end) in zip(line.points, line.points.dropFirst()) {
                let piece = Rectangle(
                    x: min(start.x, end.x), y: min(start.y, end.y), width: abs(start.x - end.x),
                    height: abs(start.y - end.y)
                ).grown
                for shape in Self.columns(of: piece).flatMap({ columns[$0] ?? [] })
                where Self.overlaps(shape.bounds, piece) && ![line.source, line.target].contains(shape.id) {
                    faults.append("\(line.id) runs through \(shape.id)")
                }
            }
        }
    }

    private static func columns(of box: Rectangle) -> ClosedRange<Int> {
        Int(box.x / 150)...Int(box.maxX / 150)
    }
}

extension Rectangle {
    /// A piece of a line has no area by itself.
    fileprivate var grown: Rectangle {
        Rectangle(x: x - 0.05, y: y - 0.05, width: width + 0.1, height: height + 0.1)
    }
}

extension Definitions {
    /// The ids of the flow nodes of a process or subprocess, at every depth.
    static func nodes(in scope: FlowScope) -> [String] {
        scope.nodes.flatMap { node -> [String] in
            if case .subProcess(let inner) = node.kind { return [node.id] + nodes(in: inner.body) }
            return [node.id]
        }
    }
}
