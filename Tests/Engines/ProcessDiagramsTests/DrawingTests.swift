import BPMN
import Foundation
import ProcessDiagrams
import Testing

/// What is drawn for each element.
@Suite("Drawing") struct DrawingTests {
    /// A drawing of an element `a`, with what it needs around it to be legal.
    private func svg(_ body: String, _ flows: [String] = []) throws -> SVGDocument {
        var (body, flows) = (body, flows)
        if body.contains("Gateway") || body.contains("Throw") {
            body += "<task id='x'/><task id='y'/><task id='z'/>"
            flows += body.contains("Gateway") ? ["x > a", "a > y", "a > z"] : ["x > a", "a > y"]
        }
        let model = try ModelFiles.process(body, flows)
        return try #require(SVGDocument(DiagramRendering(DiagramLayout(of: model)).svg()))
    }

    /// No two symbols look alike, and each says what it is.
    @Test(arguments: [
        ("<task id='a'/>", "task"), ("<userTask id='a'/>", "user task"),
        ("<manualTask id='a'/>", "manual task"),
        ("<serviceTask id='a'/>", "service task"), ("<scriptTask id='a'/>", "script task"),
        ("<businessRuleTask id='a'/>", "business rule task"), ("<sendTask id='a'/>", "send task"),
        ("<receiveTask id='a'/>", "receive task"), ("<callActivity id='a'/>", "call activity"),
        ("<subProcess id='a'/>", "subprocess"), ("<transaction id='a'/>", "transaction"),
        ("<task id='a'><standardLoopCharacteristics id='l'/></task>", "task, looping"),
        ("<exclusiveGateway id='a'/>", "exclusive gateway"),
        ("<parallelGateway id='a'/>", "parallel gateway"),
        ("<inclusiveGateway id='a'/>", "inclusive gateway"), ("<complexGateway id='a'/>", "complex gateway"),
        ("<startEvent id='a'/>", "start event"), ("<endEvent id='a'/>", "end event"),
        ("<intermediateThrowEvent id='a'/>", "intermediate throwing event"),
        ("<endEvent id='a'><terminateEventDefinition id='d'/></endEvent>", "terminate end event"),
        ("<startEvent id='a'><timerEventDefinition id='d'/></startEvent>", "timer start event"),
        (
            "<startEvent id='a'><conditionalEventDefinition id='d'><condition/></conditionalEventDefinition></startEvent>",
            "conditional start event"
        ),
        ("<dataStoreReference id='a'/>", "data store"),
        ("<textAnnotation id='a'><text>x</text></textAnnotation>", "annotation"),
    ])
    func everySymbolSaysWhatItIs(markup: String, kind: String) throws {
        let drawn = try svg(markup)
        #expect(drawn.texts("desc", in: "a") == [kind])
        #expect(drawn.elements.first?.attributes["role"] == "img")
    }

    @Test func symbolsDiffer() throws {
        let tags = [
            "task", "userTask", "manualTask", "serviceTask", "scriptTask", "businessRuleTask", "sendTask",
            "receiveTask",
            "callActivity", "subProcess", "transaction", "exclusiveGateway", "parallelGateway",
            "inclusiveGateway",
            "complexGateway", "startEvent", "endEvent", "intermediateThrowEvent",
        ]
        let drawings = try tags.map { tag in
            try svg("<\(tag) id='a'/>").drawing(of: "a")
        }
        #expect(Set(drawings).count == tags.count)
    }

    @Test func flowsShowDefaultsAndConditions() throws {
        let drawn = try svg(
            """
            <startEvent id='s'/><task id='a' default='d'/><endEvent id='e'/>
            <sequenceFlow id='d' sourceRef='a' targetRef='e'/>
            <sequenceFlow id='c' sourceRef='a' targetRef='e'><conditionExpression>x</conditionExpression></sequenceFlow>
            """, ["s > a"])
        #expect(drawn.texts("title", in: "d") == ["default sequence flow"])
        #expect(drawn.texts("title", in: "c") == ["conditional sequence flow"])
        #expect(drawn.texts("title", in: "s_a") == ["sequence flow"])
    }

    @Test func nothingOutsideIsReferredTo() throws {
        let text = try DiagramRendering(DiagramLayout(of: ModelFiles.fixture("sale.bpmn"))).svg()
        for word in ["href", "<script", "url(", "@import", "@font-face", "<image", "<foreignObject"] {
            #expect(!text.contains(word))
        }
        #expect(text.contains("prefers-color-scheme:dark"))
    }

    /// A changed picture must be looked at, then `UVMGR_RECORD=1` writes it anew.
    @Test func theFixtureIsDrawnAsBefore() throws {
        let file = ModelFiles.fixtures.appending(path: "review.svg")
        let model = try ModelFiles.fixture("review.bpmn")
        let text = try DiagramRendering(DiagramLayout(of: model)).svg()
        if ProcessInfo.processInfo.environment["UVMGR_RECORD"] != nil {
            try text.write(to: file, atomically: true, encoding: .utf8)
        }
        #expect(try String(contentsOf: file, encoding: .utf8) == text)
    }
}
