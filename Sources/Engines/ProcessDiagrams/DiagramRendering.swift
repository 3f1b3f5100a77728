/// Draws a layout as SVG 1.1.
///
/// The text is complete in itself: no font, script, image or address outside is used. Every element is a group with the
/// id of its element, a `title` and, where there is more to say, a `desc`; colours follow the viewer's light or dark scheme.
public struct DiagramRendering: Sendable {
    public let layout: DiagramLayout
    /// What a run did; `nil` draws the model alone.
    public let marks: RunMarks?
    private static let margin = 20.0

    public init(_ layout: DiagramLayout, marks: RunMarks? = nil) {
        (self.layout, self.marks) = (layout, marks)
    }

    /// What can be seen of the plane: the diagram, its margin and the legend.
    public var viewBox: Rectangle {
        var box = layout.bounds.inset(by: 0)
        box = Rectangle(
            x: box.x - Self.margin, y: box.y - Self.margin, width: box.width + 2 * Self.margin,
            height: box.height + 2 * Self.margin)
        if marks != nil {
            box.height += Legend.height
            box.width = max(box.width, Legend.width(marks?.run) + 2 * Self.margin)
        }
        let (left, top) = (box.x.rounded(.down), box.y.rounded(.down))
        return Rectangle(
            x: left, y: top, width: (box.maxX - left).rounded(.up), height: (box.maxY - top).rounded(.up))
    }

    /// The SVG document.
    public func svg() -> String {
        var svg = SVGText()
        let box = viewBox
        let numbers = [box.x, box.y, box.width, box.height].map(SVGText.number)
        svg.raw("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n")
        svg.open(
            "svg",
            [
                "xmlns": "http://www.w3.org/2000/svg", "version": "1.1", "role": "img", "width": numbers[2],
                "height": numbers[3], "viewBox": numbers.joined(separator: " "),
            ])
        svg.element("title", layout.title.isEmpty ? "Process diagram" : layout.title)
        svg.element("desc", description)
        svg.raw("<style>\(StyleSheet.text(withRun: marks != nil))</style>\n")
        svg.rectangle(box, "paper")
        drawContent(&svg)
        if let marks {
            Legend.draw(
                marks.run, at: Point(box.x + Self.margin, layout.bounds.maxY + Self.margin + 8), &svg)
        }
        svg.close("svg")
        return svg.text
    }

    private var description: String {
        let nodes = layout.shapes.filter { $0.symbol.isFlowNode }.count
        let base = "BPMN diagram with \(nodes) flow elements and \(layout.lines.count) lines"
        guard let run = marks?.run else { return base }
        return "\(base); \(Legend.text(run))"
    }

    /// Frames first, then lines, then what stands in the frames, and marks on top.
    private func drawContent(_ svg: inout SVGText) {
        let isFrame = layout.shapes.map { shape in
            switch shape.symbol {
            case .pool, .lane: true
            default: shape.isExpanded
            }
        }
        for (shape, isFrame) in zip(layout.shapes, isFrame) where isFrame { draw(shape, &svg) }
        // What was taken lies above what was not.
        let taken = layout.lines.map { (marks?.flows[$0.id] ?? 0) > 0 }
        for (line, isTaken) in zip(layout.lines, taken) where !isTaken { draw(line, &svg) }
        for (line, isTaken) in zip(layout.lines, taken) where isTaken { draw(line, &svg) }
        for (shape, isFrame) in zip(layout.shapes, isFrame) where !isFrame { draw(shape, &svg) }
        guard let marks else { return }
        for line in layout.lines { MarkDrawing.draw(times: marks.flows[line.id] ?? 0, at: line, &svg) }
        for shape in layout.shapes {
            if let mark = marks.elements[shape.id] { MarkDrawing.draw(mark, at: shape, &svg) }
        }
    }

    private func draw(_ shape: DiagramLayout.Shape, _ svg: inout SVGText) {
        let mark = marks?.elements[shape.id]
        let state = MarkState(mark)
        var style: String?
        // Frames, data and notes do not run; only what runs is dimmed when it did not.
        if marks != nil, shape.symbol.isFlowNode, !(shape.isExpanded && state == .idle) {
            style = state.rawValue
        }
        svg.open("g", ["id": shape.id, "class": style])
        svg.element("title", title(shape.name, Wording.kind(shape.symbol), mark))
        svg.element("desc", Wording.description(shape.symbol, mark))
        ShapeDrawing.draw(shape, &svg)
        svg.close("g")
    }

    private func draw(_ line: DiagramLayout.Line, _ svg: inout SVGText) {
        let times = marks?.flows[line.id] ?? 0
        var style: String?
        if marks != nil, case .sequenceFlow = line.connection { style = times > 0 ? "done" : "idle" }
        if marks != nil, times > 0 { style = "done" }
        svg.open("g", ["id": line.id, "class": style])
        svg.element("title", title(line.name, Wording.kind(line.connection), nil))
        if marks != nil { svg.element("desc", times == 1 ? "taken once" : "taken \(times) times") }
        LineDrawing.draw(line, &svg)
        svg.close("g")
    }

    private func title(_ name: String, _ kind: String, _ mark: RunMarks.Element?) -> String {
        let words = name.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        let base = words.isEmpty ? kind : words
        return mark?.failure.map { "\(base): failed: \($0)" } ?? base
    }
}
