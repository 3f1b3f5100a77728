import BPMN
import ProcessDiagrams
import Testing

/// Layouts of files that say nothing about places.
@Suite("Own layout") struct OwnLayoutTests {
    private func centre(_ id: String, _ layout: DiagramLayout) throws -> Point {
        try #require(layout.shape(id)).bounds.centre
    }

    @Test func theHappyPathIsStraight() throws {
        let model = try ModelFiles.process(
            """
            <startEvent id='s'/><exclusiveGateway id='g'/><task id='a'/><task id='b'/><task id='x'/>
            <exclusiveGateway id='j'/><endEvent id='e'/><endEvent id='f'><errorEventDefinition/></endEvent>
            """, ["s > g", "g > x", "x > j", "g > a", "a > b", "b > j", "j > e", "g > f"])
        let layout = try DiagramLayout(of: model)
        #expect(LayoutCheck(layout, isOwn: true).faults.isEmpty)
        let path = try ["s", "g", "a", "b", "j", "e"].map { try centre($0, layout) }
        #expect(Set(path.map(\.y)).count == 1 && path.map(\.x) == path.map(\.x).sorted())
        let (x, f) = (try centre("x", layout), try centre("f", layout))
        #expect(x.y != path[0].y && f.y != path[0].y)
        #expect(layout.lines.first { $0.id == "a_b" }?.points.count == 2)
    }

    @Test func backEdgesRunAround() throws {
        let model = try ModelFiles.process(
            "<startEvent id='s'/><task id='a'/><task id='b'/><exclusiveGateway id='g'/><endEvent id='e'/>",
            ["s > a", "a > b", "b > g", "g > e", "g > a", "b > b"])
        let layout = try DiagramLayout(of: model)
        #expect(LayoutCheck(layout, isOwn: true).faults.isEmpty)
        let back = try #require(layout.lines.first { $0.id == "g_a" })
        let top = try #require(layout.shape("b")).bounds.y
        #expect(back.points.count == 4 && back.points[1].y < top && back.points[1].y == back.points[2].y)
        #expect(layout.lines.contains { $0.id == "b_b" })
    }

    @Test func theFixtureLooksAsDrawnByHand() throws {
        let layout = try DiagramLayout(of: ModelFiles.fixture("sale.bpmn"))
        #expect(LayoutCheck(layout, isOwn: true).faults.isEmpty)
        func box(_ id: String) throws -> Rectangle { try #require(layout.shape(id)).bounds }
        let (upper, lower, pool) = (try box("l1"), try box("l2"), try box("P1"))
        #expect(upper.maxY == lower.y && upper.width == lower.width && pool.maxY == lower.maxY)
        #expect(try box("P0").maxY < pool.y && box("P2").y > pool.maxY && box("P0").width == pool.width)
        for (node, lane) in [("s", upper), ("conf", upper), ("sub", lower), ("esc", lower), ("es", lower)] {
            let inner = try box(node)
            #expect(inner.y >= lane.y && inner.maxY <= lane.maxY && inner.x > lane.x, "\(node)")
        }
        let (sub, timer) = (try box("sub"), try box("b1"))
        #expect(timer.centre.y == sub.maxY && timer.x > sub.x && timer.maxX < sub.maxX)
        #expect(try box("pick").x > sub.x && box("e1").maxX < sub.maxX)
        #expect(try box("ta").maxY < box("chk").y && abs(box("ta").centre.x - box("chk").centre.x) < 1)
        #expect(layout.lines.count { $0.connection == .messageFlow } == 3)
    }

    @Test func processesWithoutCollaborationStandInFrames() throws {
        let model = try ModelFiles.model(
            "<process id='p' name='One'><task id='a'/></process><process id='q'><task id='b'/></process>")
        let layout = try DiagramLayout(of: model)
        #expect(layout.shapes.map(\.id) == ["p", "q", "a", "b"] && layout.shape("q")?.name == "q")
        #expect(try DiagramLayout(of: model, .plane("q")).shapes.map(\.id) == ["b"])
        #expect(DiagramLayout.planes(of: model).map(\.id) == ["p", "q"])
    }

    /// Any graph at all: random flows with cycles, boundary events and lanes.
    @Test(arguments: 0..<40) func randomGraphsAreSound(seed: Int) throws {
        var random = Lehmer(seed: seed)
        let count = 2 + random.next(30)
        var pairs: Set<[Int]> = []
        for _ in 0..<(count * 3 / 2) { pairs.insert([random.next(count), random.next(count)]) }
        var flows = Set(pairs.map { "n\($0[0]) > n\($0[1])" })
        var body = ""
        for index in 0..<count {
            let (leaving, entering) = (pairs.count { $0[0] == index }, pairs.count { $0[1] == index })
            switch (leaving > 0 && entering > 0, leaving + entering > 2, random.next(3)) {
            case (true, true, 0): body += "<exclusiveGateway id='n\(index)' name='Which way is right?'/>"
            case (true, _, 1): body += "<intermediateThrowEvent id='n\(index)' name='Event \(index)'/>"
            default:
                body += "<task id='n\(index)' name='Do number \(index)'/>"
                guard random.next(4) == 0 else { continue }
                body += "<boundaryEvent id='b\(index)' attachedToRef='n\(index)' name='Late'>"
                body += "<timerEventDefinition id='t\(index)'/></boundaryEvent>"
                flows.insert("b\(index) > n\(random.next(count))")
            }
        }
        if seed % 3 == 0 {
            let lanes = (0..<3).map { lane in
                let nodes = (0..<count).filter { $0 % 3 == lane }.map { "<flowNodeRef>n\($0)</flowNodeRef>" }
                return "<lane id='l\(lane)'>\(nodes.joined())</lane>"
            }
            body = "<laneSet id='ls'>\(lanes.joined())</laneSet>" + body
        }
        let layout = try DiagramLayout(of: ModelFiles.process(body, flows.sorted()))
        #expect(LayoutCheck(layout, isOwn: true).faults.isEmpty)
        #expect(layout.lines.count == flows.count)
    }

    /// Large graphs of every shape end, whatever the number of long lines.
    @Test(arguments: ["line", "fan", "ladder", "random"]) func largeGraphsAreSound(kind: String) throws {
        let count = 300
        var random = Lehmer(seed: 7)
        let flows: Set<String> =
            switch kind {
            case "line": Set((1..<count).map { "n\($0 - 1) > n\($0)" })
            case "fan": Set((1..<count - 1).flatMap { ["n0 > n\($0)", "n\($0) > n\(count - 1)"] })
            case "ladder": Set((1..<count).flatMap { ["n\($0 - 1) > n\($0)", "n0 > n\($0)"] })
            default:
                Set(
                    (1..<count).flatMap {
                        ["n\(random.next($0)) > n\($0)", "n\($0) > n\(random.next(count))"]
                    })
            }
        let body = (0..<count).map { "<task id='n\($0)'/>" }.joined()
        let layout = try DiagramLayout(of: ModelFiles.process(body, flows.sorted()))
        #expect(layout.shapes.count == count && layout.lines.count == flows.count)
        #expect(LayoutCheck(layout, isOwn: true).faults.isEmpty)
    }
}

/// Numbers that are the same on every machine.
struct Lehmer {
    private var state: UInt64

    init(seed: Int) { state = UInt64(seed) &* 7919 &+ 12_345 }

    mutating func next(_ bound: Int) -> Int {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return Int((state >> 33) % UInt64(bound))
    }
}
