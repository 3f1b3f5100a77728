import BPMN
import ProcessDiagrams
import StructuredData
import Testing

/// What a run did, on the diagram.
@Suite("Run marks") struct RunMarksTests {
    private static let marks = RunMarks(
        run: .init(
            id: "run-7", state: "running", start: TimeInstant(milliseconds: 1_772_366_400_000),
            duration: 3_723_000),
        elements: [
            "start": .init(visits: 1, isCompleted: true),
            "read": .init(visits: 3, isCompleted: true, milliseconds: 4500),
            "good": .init(visits: 3, isCompleted: true),
            "mend": .init(visits: 2, isActive: true, isCompleted: true),
            "merge": .init(visits: 1, isCompleted: true, failure: "exit <1>"),
        ], flows: ["f1": 1, "f2": 3, "yes": 1, "no": 2, "again": 2])

    private func drawing(_ marks: RunMarks) throws -> SVGDocument {
        let layout = try DiagramLayout(of: ModelFiles.fixture("review.bpmn"))
        return try #require(SVGDocument(DiagramRendering(layout, marks: marks).svg()))
    }

    @Test func statesAreDrawn() throws {
        let svg = try drawing(Self.marks)
        let styles = ["start": "done", "read": "done", "mend": "active", "merge": "failed", "done": "idle"]
        for (id, style) in styles { #expect(svg.style(of: id) == style, "\(id)") }
        #expect(svg.style(of: "f1") == "done" && svg.style(of: "f3") == "idle")
        #expect(svg.texts("title", in: "merge") == ["Merge: failed: exit <1>"])
        #expect(
            svg.texts("desc", in: "read") == ["user task, completed, reached 3 times, took 4.5 s, mean 1.5 s"]
        )
        #expect(svg.texts("desc", in: "f2") == ["taken 3 times"])
    }

    @Test func badgesAndLegendAreDrawn() throws {
        let svg = try drawing(Self.marks)
        let texts = svg.elements.filter { $0.name == "text" }.map(\.text)
        #expect(texts.contains("run run-7 · running · started 2026-03-01 12:00:00 UTC · took 1 h 2 min"))
        #expect(texts.contains("4.5 s (mean 1.5 s)") && texts.contains("3×") && texts.contains("failed"))
    }

    @Test func unknownIdsAreIgnored() throws {
        let plain = try drawing(RunMarks())
        let strange = try drawing(
            RunMarks(elements: ["nobody": .init(visits: 9)], flows: ["nothing": -3, "f1": -1]))
        #expect(plain.elements.count == strange.elements.count && strange.style(of: "f1") == "idle")
    }

    @Test(arguments: [
        (Int64(-5), "0 ms"), (0, "0 ms"), (999, "999 ms"), (1000, "1 s"), (3400, "3.4 s"), (59_999, "59 s"),
        (60_000, "1 min"), (125_000, "2 min 5 s"), (3_780_000, "1 h 3 min"), (187_200_000, "2 d 4 h"),
        (Int64.max, "106751991167 d 7 h"),
    ])
    func durationsAreReadable(milliseconds: Int64, text: String) throws {
        let marks = RunMarks(elements: [
            "read": .init(visits: 1, isCompleted: true, milliseconds: milliseconds)
        ])
        #expect(try drawing(marks).elements.contains { $0.name == "text" && $0.text == text })
    }

    /// Real events of the engine: a loop twice round, then a failure.
    @Test func eventsOfARunBecomeMarks() throws {
        let model = try ModelFiles.model(
            """
            <process id='p' isExecutable='true'><startEvent id='s'/><userTask id='a'/><userTask id='b'/><endEvent id='e'/>
            <sequenceFlow id='s_a' sourceRef='s' targetRef='a'/><sequenceFlow id='a_b' sourceRef='a' targetRef='b'/>
            <sequenceFlow id='b_e' sourceRef='b' targetRef='e'/></process>
            """)
        let engine = ProcessEngine(try Deployment(model, file: "test.bpmn"), evaluator: NoLanguage())
        var state = ProcessState()
        var events = try engine.handle(.start(process: "p"), in: &state).events
        func open() -> Int? {
            events.compactMap { if case .workRequested(let instance) = $0 { instance } else { nil } }.last
        }
        #expect(RunMarks(of: events).elements["a"] == .init(visits: 1, isActive: true))
        events += try engine.handle(.completed(instance: try #require(open())), in: &state).events
        events += try engine.handle(
            .failed(instance: try #require(open()), code: nil, message: "no disk"), in: &state
        )
        .events
        let marks = RunMarks(of: events)
        #expect(marks.flows == ["s_a": 1, "a_b": 1] && marks.elements["e"] == nil)
        #expect(marks.elements["a"] == .init(visits: 1, isCompleted: true))
        #expect(marks.elements["b"]?.failure?.contains("no disk") == true)
    }
}

/// The models here have no expressions.
private struct NoLanguage: ExpressionEvaluator {
    func evaluate(_ expression: ProcessExpression, variables: Variables) throws(ExpressionFailure) -> JSON {
        throw ExpressionFailure("there is no language")
    }
}
