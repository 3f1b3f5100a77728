import BPMN
import Foundation
import ProcessDiagrams
import Testing

/// Properties that hold for the diagrams of every public model.
@Suite("Public models") struct PublicModelTests {
    private static let suites = [("bpmn-miwg", 14), ("bpmn-execution", 83), ("bpmn-scale", 20)]

    @Test(arguments: suites) func theirDiagramsAreSound(suite: String, count: Int) throws {
        let files = ModelFiles.suite(suite)
        guard !files.isEmpty else { return print("\(suite) is absent: skipped") }
        #expect(files.count >= count)
        for file in files {
            let model = try ModelFiles.load(file)
            for plane in DiagramLayout.planes(of: model) where plane.hasInterchange {
                let layout = try DiagramLayout(of: model, .plane(plane.id))
                let faults = LayoutCheck(layout, isOwn: false).faults
                #expect(faults.isEmpty, "\(file.lastPathComponent) \(plane.id)")
            }
        }
    }

    @Test(arguments: suites) func theirOwnLayoutsAreSound(suite: String, count: Int) throws {
        for file in ModelFiles.suite(suite) {
            let model = try ModelFiles.load(file)
            let layout = try DiagramLayout(of: model, .ownLayout(of: nil))
            #expect(LayoutCheck(layout, isOwn: true).faults.isEmpty, "\(file.lastPathComponent)")
            #expect(try layout == DiagramLayout(of: model, .ownLayout(of: nil)))
            let pools = model.collaborations.first { !$0.participants.isEmpty }?.participants.compactMap(
                \.process)
            let shown = model.processes.filter { process in pools.map { $0.contains(process.id) } ?? true }
            let nodes = shown.flatMap { Definitions.nodes(in: $0.body) }
            let drawn = layout.shapes.filter { $0.symbol.isFlowNode }.map(\.id)
            #expect(!nodes.isEmpty || suite == "bpmn-miwg")
            #expect(drawn.sorted() == nodes.sorted(), "\(file.lastPathComponent)")
        }
    }

    /// Every flow node that the first plane of a file places is drawn, exactly once.
    @Test func whatTheInterchangePlacesIsDrawn() throws {
        let files = ModelFiles.suite("bpmn-miwg")
        guard !files.isEmpty else { return print("bpmn-miwg is absent: skipped") }
        for file in files {
            let model = try ModelFiles.load(file)
            let text = try String(contentsOf: file, encoding: .utf8)
            let plane = try #require(text.split(separator: "BPMNPlane", maxSplits: 2).dropFirst().first)
            let placed = plane.matches(of: /BPMNShape[^>]*bpmnElement="(?:\w+:)?([^"]+)"/).map {
                String($0.1)
            }
            let nodes = Set(model.processes.flatMap { Definitions.nodes(in: $0.body) })
            let svg = try #require(SVGDocument(DiagramRendering(DiagramLayout(of: model)).svg()))
            #expect(!placed.isEmpty)
            for id in placed where nodes.contains(id) {
                #expect(svg.ids.count { $0 == id } == 1, "\(file.lastPathComponent) \(id)")
            }
        }
    }

    /// A label of an own layout hides no other label and no shape.
    @Test(arguments: suites) func labelsOfOwnLayoutsAreReadable(suite: String, count: Int) throws {
        for file in ModelFiles.suite(suite) {
            let layout = try DiagramLayout(of: ModelFiles.load(file), .ownLayout(of: nil))
            let labels = (layout.shapes.compactMap(\.label) + layout.lines.compactMap(\.label)).map(\.bounds)
            let solid = layout.shapes.filter { $0.symbol.isFlowNode && !$0.isExpanded }.map { shape in
                if case .gateway = shape.symbol { shape.bounds.shrunk(12) } else { shape.bounds.shrunk(1) }
            }
            let all =
                labels.map { (box: $0.shrunk(1), isLabel: true) } + solid.map { (box: $0, isLabel: false) }
            let sorted = all.sorted { $0.box.x < $1.box.x }
            for (index, first) in sorted.enumerated() {
                for second in sorted[(index + 1)...] {
                    if second.box.x >= first.box.maxX { break }
                    let hides = (first.isLabel || second.isLabel) && first.box.meets(second.box)
                    #expect(!hides, "\(file.lastPathComponent): a label at \(first.box) or \(second.box)")
                }
            }
        }
    }
}

extension Rectangle {
    fileprivate func shrunk(_ by: Double) -> Rectangle {
        Rectangle(x: x + by, y: y + by, width: width - 2 * by, height: height - 2 * by)
    }

    fileprivate func meets(_ other: Rectangle) -> Bool {
        x < other.maxX && other.x < maxX && y < other.maxY && other.y < maxY
    }
}
