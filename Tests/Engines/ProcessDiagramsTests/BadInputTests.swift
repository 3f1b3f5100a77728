import BPMN
import Diagnostics
import ProcessDiagrams
import Testing

/// Files that are legal but whose diagrams are not sound.
@Suite("Bad input") struct BadInputTests {
    private static let body = "<startEvent id='s'/><task id='a' name='A'/><endEvent id='e'/>"
    private static let flows = ["s > a", "a > e"]

    private func diagram(_ shapes: String) -> String {
        "<di:BPMNDiagram id='D'><di:BPMNPlane id='P' bpmnElement='p'>\(shapes)</di:BPMNPlane></di:BPMNDiagram>"
    }

    private func shape(_ id: String, _ x: String, _ y: String, _ width: String, _ height: String) -> String {
        "<di:BPMNShape id='\(id)_di' bpmnElement='\(id)'><dc:Bounds x='\(x)' y='\(y)' width='\(width)' height='\(height)'/>"
            + "</di:BPMNShape>"
    }

    /// What has no sound place gets one, below what has.
    @Test(arguments: [
        ("NaN", "0", "100", "80"), ("0", "INF", "100", "80"), ("0", "0", "-100", "80"), ("0", "0", "0", "80"),
        ("1e300", "0", "100", "80"), ("0", "0", "100", "1e9"), ("-1e7", "0", "100", "80"),
        ("x", "", "100", "80"),
    ])
    func unsoundBoundsAreReplaced(x: String, y: String, width: String, height: String) throws {
        let shapes =
            shape("s", "0", "0", "36", "36") + shape("a", x, y, width, height)
            + shape("e", "300", "0", "36", "36")
        let model = try ModelFiles.process(Self.body, Self.flows, diagram: diagram(shapes))
        let layout = try DiagramLayout(of: model)
        #expect(LayoutCheck(layout, isOwn: true).faults.isEmpty)
        let added = try #require(layout.shape("a"))
        #expect(added.bounds.y > 36 && layout.lines.count == 2 && layout.bounds.width < 1000)
    }

    @Test func missingReferencesAndDegenerateLinesAreMended() throws {
        let edges = """
            <di:BPMNEdge id='x' bpmnElement='nobody'><w:waypoint x='0' y='0'/><w:waypoint x='9' y='9'/></di:BPMNEdge>
            <di:BPMNEdge id='y' bpmnElement='s_a'><w:waypoint x='5' y='5'/><w:waypoint x='5' y='5'/></di:BPMNEdge>
            <di:BPMNEdge id='z' bpmnElement='a_e'><w:waypoint x='NaN' y='5'/></di:BPMNEdge>
            """
        let shapes =
            shape("s", "0", "0", "36", "36") + shape("a", "100", "0", "100", "80")
            + shape("a", "0", "0", "9", "9")
            + shape("e", "300", "20", "36", "36") + shape("ghost", "0", "0", "100", "80")
        let model = try ModelFiles.process(Self.body, Self.flows, diagram: diagram(shapes + edges))
        let layout = try DiagramLayout(of: model)
        #expect(layout.shapes.map(\.id).sorted() == ["a", "e", "s"] && layout.lines.count == 2)
        #expect(LayoutCheck(layout, isOwn: false).faults.isEmpty)
    }

    /// Way points that end far from their shapes, or all within one.
    @Test(arguments: [
        [(500.0, 500.0), (600.0, 600.0)], [(10.0, 10.0), (12.0, 12.0)], [(150.0, 40.0), (18.0, 18.0)],
        [(-5000.0, 3.0), (18.0, 18.0), (150.0, 40.0), (18.0, 18.0), (150.0, 40.0)],
    ])
    func linesEndOnBorders(points: [(Double, Double)]) throws {
        let way = points.map { "<w:waypoint x='\($0.0)' y='\($0.1)'/>" }.joined()
        let edge = "<di:BPMNEdge id='y' bpmnElement='s_a'>\(way)</di:BPMNEdge>"
        let shapes = shape("s", "0", "0", "36", "36") + shape("a", "100", "0", "100", "80") + edge
        let model = try ModelFiles.process(Self.body, Self.flows, diagram: diagram(shapes))
        #expect(try LayoutCheck(DiagramLayout(of: model), isOwn: false).faults.isEmpty)
    }

    @Test func anEmptyPlaneIsNoDiagram() throws {
        let model = try ModelFiles.process(Self.body, Self.flows, diagram: diagram(""))
        #expect(DiagramLayout.planes(of: model).map(\.hasInterchange) == [false])
        #expect(try DiagramLayout(of: model).shapes.count == 3)
    }

    @Test func nothingToDrawIsSaid() throws {
        let model = try ModelFiles.model("<message id='m' name='m'/>")
        #expect(throws: ProcessDiagramsError.nothingToDraw) { try DiagramLayout(of: model) }
    }

    @Test func anUnknownPlaneIsNamed() throws {
        let model = try ModelFiles.process(Self.body, Self.flows)
        #expect(throws: ProcessDiagramsError.unknownPlane("q", known: ["p", "p"])) {
            try DiagramLayout(of: model, .plane("q"))
        }
        #expect(
            ProcessDiagramsError.unknownPlane("order", known: ["orders"]).diagnostic.hint
                == "did you mean `orders`?")
    }

    /// As deep as a file may be nested.
    @Test func deepNestingIsDrawn() throws {
        let depth = 58
        let open = (0..<depth).map { "<subProcess id='s\($0)'>" }.joined()
        let close = String(repeating: "</subProcess>", count: depth)
        let model = try ModelFiles.process("\(open)<task id='a'/>\(close)", [])
        let layout = try DiagramLayout(of: model)
        #expect(layout.shapes.count == depth + 1 && LayoutCheck(layout, isOwn: true).faults.isEmpty)
        #expect(layout.shape("a")?.depth == depth)
    }

    /// Control characters, markup and characters that turn text around.
    @Test func namesAreEscaped() throws {
        let name = "&lt;b&gt; &amp;amp; &quot;x&quot; &#9;&#10;\u{202E}evil\u{85}\u{2028}]]&gt;"
        let model = try ModelFiles.process("<task id='a' name='\(name)'/>", [])
        let text = try DiagramRendering(DiagramLayout(of: model)).svg()
        let svg = try #require(SVGDocument(text))
        #expect(svg.texts("title", in: "a").first?.hasPrefix("<b> &amp; \"x\" ") == true)
        #expect(
            !text.unicodeScalars.contains {
                $0.value < 0x20 && $0 != "\n" || (0x7F..<0xA0).contains($0.value)
            })
        #expect(!text.contains("\u{202E}") && !text.contains("<b>"))
    }

    @Test func longWordsAndTextsStayInTheirShapes() throws {
        let long = String(repeating: "Donaudampfschifffahrt", count: 60)
        let model = try ModelFiles.process(
            "<task id='a' name='\(long)'/><startEvent id='s' name='\(long)'/>", ["s > a"])
        let layout = try DiagramLayout(of: model)
        #expect(LayoutCheck(layout, isOwn: true).faults.isEmpty)
        let svg = try #require(SVGDocument(DiagramRendering(layout).svg()))
        #expect(
            svg.texts("text", in: "a").count <= 8 && svg.texts("text", in: "a").last?.hasSuffix("…") == true)
    }
}
