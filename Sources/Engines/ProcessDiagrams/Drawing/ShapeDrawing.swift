/// Shapes other than activities, events and gateways.
enum ShapeDrawing {
    static func draw(_ shape: DiagramLayout.Shape, _ svg: inout SVGText) {
        let box = shape.bounds
        switch shape.symbol {
        case .event(let event): EventDrawing.draw(event, box, &svg)
        case .gateway(let gateway): GatewayDrawing.draw(gateway, box, &svg)
        case .activity(let activity): ActivityDrawing.draw(activity, shape, &svg)
        case .data(let data): self.data(data, box, &svg)
        case .dataStore: store(box, &svg)
        case .annotation: annotation(shape, &svg)
        case .group: group(shape, &svg)
        case .pool(let isMultiple): pool(shape, isMultiple: isMultiple, &svg)
        case .lane: lane(shape, &svg)
        case .message:
            svg.rectangle(box, "s")
            svg.path(SVGText.path([Point(box.x, box.y), box.centre, Point(box.maxX, box.y)]), "o")
        case .conversation(let isCall, let isCompound):
            conversation(shape, isCall: isCall, isCompound: isCompound, &svg)
        case .choreography(let isCompound): choreography(shape, isCompound: isCompound, &svg)
        }
        if let label = shape.label {
            svg.lines(label.lines, size: label.size, x: label.bounds.centre.x, top: label.bounds.y)
        }
    }

    private static func data(_ data: DataSymbol, _ box: Rectangle, _ svg: inout SVGText) {
        let fold = min(12, box.width / 3, box.height / 3)
        let corner = Point(box.maxX - fold, box.y)
        svg.path(
            SVGText.path(
                [
                    Point(box.x, box.y), corner, Point(box.maxX, box.y + fold), Point(box.maxX, box.maxY),
                    Point(box.x, box.maxY),
                ], closed: true), "s")
        svg.path(SVGText.path([corner, Point(corner.x, box.y + fold), Point(box.maxX, box.y + fold)]), "i")
        if data.kind != .object {
            svg.open(
                "g", ["transform": "translate(\(SVGText.number(box.x + 4)) \(SVGText.number(box.y + 5)))"])
            svg.path("M0 3.2h8v-3.2l6 5.5-6 5.5v-3.2h-8z", data.kind == .input ? "i" : "f")
            svg.close("g")
        }
        if data.isCollection { bars(Point(box.centre.x, box.maxY - 12), &svg) }
    }

    private static func bars(_ top: Point, _ svg: inout SVGText) {
        let (x, y) = (SVGText.number(top.x - 4), SVGText.number(top.y))
        svg.path("M\(x) \(y)v9m4-9v9m4-9v9", "o")
    }

    private static func store(_ box: Rectangle, _ svg: inout SVGText) {
        let (rx, ry) = (SVGText.number(box.width / 2), SVGText.number(min(8, box.height / 6)))
        let (x, y) = (SVGText.number(box.x), SVGText.number(box.y + min(8, box.height / 6)))
        let width = SVGText.number(box.width)
        let height = SVGText.number(box.height - 2 * min(8, box.height / 6))
        svg.path("M\(x) \(y)a\(rx) \(ry) 0 0 1 \(width) 0v\(height)a\(rx) \(ry) 0 0 1 -\(width) 0z", "s")
        for level in 0..<3 {
            let top = SVGText.number(box.y + min(8, box.height / 6) + Double(level) * min(5, box.height / 10))
            svg.path("M\(x) \(top)a\(rx) \(ry) 0 0 0 \(width) 0", "i")
        }
    }

    private static func annotation(_ shape: DiagramLayout.Shape, _ svg: inout SVGText) {
        let box = shape.bounds
        svg.path(
            SVGText.path([
                Point(box.x + 12, box.y), Point(box.x, box.y), Point(box.x, box.maxY),
                Point(box.x + 12, box.maxY),
            ]), "o")
        let text = TextWrapping.wrap(
            shape.name, width: max(20, box.width - 9), size: 11, lines: max(1, Int((box.height + 4) / 14)))
        svg.lines(
            text.lines, size: text.size, x: box.x + 6, top: box.centre.y - text.height / 2, anchor: "start")
    }

    private static func group(_ shape: DiagramLayout.Shape, _ svg: inout SVGText) {
        svg.rectangle(shape.bounds, "g", radius: 8)
        guard !shape.name.isEmpty else { return }
        let text = TextWrapping.wrap(shape.name, width: max(20, shape.bounds.width - 12), size: 11, lines: 2)
        svg.lines(
            text.lines, size: text.size, x: shape.bounds.centre.x, top: shape.bounds.y + 4, style: "q")
    }

    // MARK: - Pools and lanes

    private static func pool(_ shape: DiagramLayout.Shape, isMultiple: Bool, _ svg: inout SVGText) {
        let box = shape.bounds
        if shape.isExpanded {
            svg.rectangle(box, "c")
            title(shape, hasRule: true, &svg)
        } else {
            svg.rectangle(box, "h")
            let isUpright = box.height > box.width * 2
            let length = isUpright ? box.height : box.width
            let text = TextWrapping.fit(
                shape.name, width: max(12, length - 16),
                height: max(14, (isUpright ? box.width : box.height) - 8))
            if isUpright {
                turned(text, centre: box.centre, &svg)
            } else {
                svg.lines(text.lines, size: text.size, x: box.centre.x, top: box.centre.y - text.height / 2)
            }
        }
        if isMultiple { bars(Point(box.centre.x, box.maxY - 13), &svg) }
    }

    private static func lane(_ shape: DiagramLayout.Shape, _ svg: inout SVGText) {
        svg.rectangle(shape.bounds, "lane")
        title(shape, hasRule: false, &svg)
    }

    /// The name of a pool or lane: upright at the left, or across at the top of vertical ones.
    private static func title(_ shape: DiagramLayout.Shape, hasRule: Bool, _ svg: inout SVGText) {
        let box = shape.bounds
        let head =
            shape.isHorizontal
            ? Rectangle(x: box.x, y: box.y, width: min(30, box.width), height: box.height)
            : Rectangle(x: box.x, y: box.y, width: box.width, height: min(30, box.height))
        if hasRule { svg.rectangle(head, "h") }
        guard !shape.name.isEmpty else { return }
        let length = shape.isHorizontal ? head.height : head.width
        let text = TextWrapping.fit(shape.name, width: max(12, length - 8), height: 28)
        if shape.isHorizontal {
            turned(text, centre: head.centre, &svg)
        } else {
            svg.lines(text.lines, size: text.size, x: head.centre.x, top: head.centre.y - text.height / 2)
        }
    }

    private static func turned(_ text: WrappedText, centre: Point, _ svg: inout SVGText) {
        svg.open(
            "g",
            ["transform": "translate(\(SVGText.number(centre.x)) \(SVGText.number(centre.y))) rotate(-90)"])
        svg.lines(text.lines, size: text.size, x: 0, top: -text.height / 2)
        svg.close("g")
    }

    // MARK: - Conversations and choreographies

    private static func conversation(
        _ shape: DiagramLayout.Shape, isCall: Bool, isCompound: Bool, _ svg: inout SVGText
    ) {
        let box = shape.bounds
        let side = box.width / 4
        let corners = [
            Point(box.x, box.centre.y), Point(box.x + side, box.y), Point(box.maxX - side, box.y),
            Point(box.maxX, box.centre.y), Point(box.maxX - side, box.maxY), Point(box.x + side, box.maxY),
        ]
        svg.path(SVGText.path(corners, closed: true), isCall ? "s thick" : "s")
        inner(shape, isCompound: isCompound, &svg)
    }

    private static func choreography(_ shape: DiagramLayout.Shape, isCompound: Bool, _ svg: inout SVGText) {
        svg.rectangle(shape.bounds, "s", radius: 8)
        inner(shape, isCompound: isCompound, &svg)
    }

    private static func inner(_ shape: DiagramLayout.Shape, isCompound: Bool, _ svg: inout SVGText) {
        let box = shape.bounds
        let text = TextWrapping.fit(
            shape.name, width: max(12, box.width - 12), height: max(12, box.height - 8))
        svg.lines(text.lines, size: text.size, x: box.centre.x, top: box.centre.y - text.height / 2)
        guard isCompound else { return }
        svg.open(
            "g",
            ["transform": "translate(\(SVGText.number(box.centre.x - 7)) \(SVGText.number(box.maxY - 16)))"])
        svg.path("M.5.5h13v13h-13zM7 3.4v7.2M3.4 7h7.2", "i")
        svg.close("g")
    }
}
