import BPMN

/// A plane of the file's diagram interchange, as far as it is sound.
struct InterchangePlane {
    struct Shape {
        var element: Int
        var bounds: Rectangle
        var isExpanded: Bool?
        var isHorizontal: Bool?
        var label: Rectangle?
    }

    struct Edge {
        var element: Int
        var points: [Point]
        var label: Rectangle?
    }

    let ids: [String]
    let name: String
    let element: Int
    private(set) var shapes: [Shape] = []
    private(set) var edges: [Edge] = []
    private static let namespace = "http://www.omg.org/spec/BPMN/20100524/DI"
    /// Places beyond it are taken for errors.
    private static let most = 100_000.0

    /// The planes of a file that show something of it, in order.
    static func all(_ table: ElementTable) -> [InterchangePlane] {
        table.element(table.root).children.filter { isDiagram($0, "BPMNDiagram", table) }.flatMap { diagram in
            table.element(diagram).children.filter { isDiagram($0, "BPMNPlane", table) }
                .compactMap { InterchangePlane($0, in: diagram, table) }
        }
    }

    private static func isDiagram(_ index: Int, _ name: String, _ table: ElementTable) -> Bool {
        table.element(index).name == name && table.element(index).namespace == namespace
    }

    private init?(_ plane: Int, in diagram: Int, _ table: ElementTable) {
        let (inner, outer) = (table.element(plane), table.element(diagram))
        ids = [outer["id"], inner["id"]].compactMap(\.self)
        var seen: Set<Int> = []
        for child in inner.children {
            guard let element = table.resolve(table.element(child)["bpmnElement"]),
                seen.insert(element).inserted
            else { continue }
            if Self.isDiagram(child, "BPMNShape", table) {
                if let shape = Self.shape(child, element, table) {
                    shapes.append(shape)
                } else {
                    seen.remove(element)
                }
            } else if Self.isDiagram(child, "BPMNEdge", table) {
                edges.append(Self.edge(child, element, table))
            }
        }
        guard !shapes.isEmpty, let shown = Self.root(inner, shapes, table) else { return nil }
        element = shown
        name = outer["name"] ?? table.element(shown)["name"] ?? ""
    }

    /// The element that a plane names; else the outermost one around its first shape.
    private static func root(_ plane: XMLElement, _ shapes: [Shape], _ table: ElementTable) -> Int? {
        if let element = table.resolve(plane["bpmnElement"]) { return element }
        var current = shapes.first?.element
        while let index = current {
            if ["process", "collaboration"].contains(table.element(index).name) { return index }
            current = table.element(index).parent
        }
        return nil
    }

    private static func shape(_ index: Int, _ element: Int, _ table: ElementTable) -> Shape? {
        let written = table.element(index)
        guard table.symbol(element) != nil, let bounds = bounds(in: index, table), bounds.width > 0,
            bounds.height > 0
        else { return nil }
        let label = labelBounds(of: index, table)
        return Shape(
            element: element, bounds: bounds,
            isExpanded: written["isExpanded"].map { $0 == "true" || $0 == "1" },
            isHorizontal: written["isHorizontal"].map { $0 == "true" || $0 == "1" }, label: label)
    }

    private static func edge(_ index: Int, _ element: Int, _ table: ElementTable) -> Edge {
        let points = table.element(index).children.filter { table.element($0).name == "waypoint" }
            .compactMap { child -> Point? in
                guard let x = number(table.element(child)["x"]), let y = number(table.element(child)["y"])
                else {
                    return nil
                }
                return Point(x, y)
            }
        return Edge(
            element: element, points: Polyline.simplified(points), label: labelBounds(of: index, table))
    }

    private static func labelBounds(of index: Int, _ table: ElementTable) -> Rectangle? {
        table.element(index).children.first { isDiagram($0, "BPMNLabel", table) }.flatMap {
            bounds(in: $0, table)
        }
    }

    private static func bounds(in index: Int, _ table: ElementTable) -> Rectangle? {
        guard let child = table.element(index).children.first(where: { table.element($0).name == "Bounds" })
        else {
            return nil
        }
        let element = table.element(child)
        guard let x = number(element["x"]), let y = number(element["y"]),
            let width = number(element["width"]),
            let height = number(element["height"]), width >= 0, height >= 0
        else { return nil }
        return Rectangle(x: x, y: y, width: width, height: height)
    }

    private static func number(_ text: String?) -> Double? {
        guard let text, let value = Double(text.filter { !$0.isWhitespace }), value.isFinite,
            abs(value) <= most
        else { return nil }
        return value
    }
}
