import BPMN
import StructuredData
import Testing

/// A parallel multiple start event waits for all its parts.
@Suite struct GatheringStartTests {
    private static func process(_ definitions: String, roots: String = "") throws -> Scenario {
        let parts = "<message id='m1' name='A'/><message id='m2' name='B'/><signal id='x'/><signal id='y'/>"
        return try Scenario(
            "<startEvent id='s' parallelMultiple='true'>\(definitions)</startEvent><endEvent id='e'/>"
                + tasks("a"), ["s > a", "a > e"], roots: parts + roots)
    }

    private static let messages =
        "<messageEventDefinition messageRef='m1'/><messageEventDefinition messageRef='m2'/>"
    private static let signals =
        "<signalEventDefinition signalRef='x'/><signalEventDefinition signalRef='y'/>"
    private static let mixed =
        "<messageEventDefinition messageRef='m1'/><signalEventDefinition signalRef='y'/>"

    struct Row: Sendable, CustomTestStringConvertible {
        let name: String
        let definitions: String
        let inputs: [ProcessInput]
        var testDescription: String { name }
    }

    static let rows = [
        Row(
            name: "messages in order", definitions: messages,
            inputs: [.message(name: "A", payload: ["n": 1]), .message(name: "B", payload: ["k": 2])]),
        Row(
            name: "messages the other way round", definitions: messages,
            inputs: [.message(name: "B", payload: ["k": 2]), .message(name: "A", payload: ["n": 1])]),
        Row(
            name: "signals", definitions: signals,
            inputs: [.signal(name: "x", payload: ["n": 1]), .signal(name: "y", payload: ["k": 2])]),
        Row(
            name: "a message and a signal", definitions: mixed,
            inputs: [.signal(name: "y", payload: ["k": 2]), .message(name: "A", payload: ["n": 1])]),
    ]

    @Test(arguments: rows) func startsWhenAllHaveCome(_ row: Row) throws {
        var run = try Self.process(row.definitions)
        try run.feed(row.inputs[0])
        #expect(run.trace == [])
        #expect(run.state.running.count == 1)
        #expect(run.state.waits.map(\.element) == ["s"])
        try run.feed(row.inputs[1])
        #expect(run.trace == ["a", "completed"])
        #expect(run.state.running == [])
        #expect(run.result == ["n": 1, "k": 2])
    }

    @Test func theSamePartAgainBeginsAnotherOne() throws {
        var run = try Self.process(Self.messages)
        try run.feed(.message(name: "A"))
        try run.feed(.message(name: "A"))
        #expect(run.state.running.count == 2)
        try run.feed(.message(name: "B"))
        #expect(run.trace == ["a", "completed"])
        try run.feed(.message(name: "B"))
        #expect(run.trace == ["a", "completed", "a", "completed"])
    }

    @Test func eachConversationGathersItsOwn() throws {
        let retrieval = ["m1", "m2"].map {
            "<correlationPropertyRetrievalExpression messageRef='\($0)'><messagePath>order</messagePath>"
                + "</correlationPropertyRetrievalExpression>"
        }.joined()
        var run = try Self.process(
            Self.messages,
            roots: "<correlationProperty id='P'>\(retrieval)</correlationProperty><collaboration id='co'>"
                + "<participant id='pa' processRef='p'/><correlationKey id='K'>"
                + "<correlationPropertyRef>P</correlationPropertyRef></correlationKey></collaboration>")
        try run.feed(.message(name: "A", payload: ["order": 1]))
        try run.feed(.message(name: "B", payload: ["order": 2]))
        #expect(run.trace == [])
        #expect(run.state.running.count == 2)
        try run.feed(.message(name: "B", payload: ["order": 1]))
        #expect(run.trace == ["a", "completed"])
        try run.feed(.message(name: "A", payload: ["order": 2]))
        #expect(run.trace == ["a", "completed", "a", "completed"])
    }

    @Test func whoNamesTheStartEventSaysThatAllHasCome() throws {
        var run = try Self.process(Self.messages)
        try run.feed(.start(process: "p", element: "s"))
        #expect(run.trace == ["a", "completed"])
    }

    @Test func aMultipleStartEventTakesTheFirst() throws {
        var run = try Scenario(
            "<startEvent id='s'>\(Self.signals)</startEvent>\(tasks("a"))", ["s > a"],
            roots: "<signal id='x'/><signal id='y'/>")
        try run.feed(.signal(name: "y"))
        #expect(run.trace == ["a", "completed"])
    }
}
