import BPMN
import StructuredData
import Testing

@Suite("Loops") struct LoopTests {
    private func process(_ loop: String, extra: String = "", io: String = "") -> String {
        plainEnds + tasks("z") + "<serviceTask id='t'>\(io)\(loop)</serviceTask>" + extra
    }

    private func multi(_ content: String, _ attributes: String = "") -> String {
        "<multiInstanceLoopCharacteristics \(attributes)>\(content)</multiInstanceLoopCharacteristics>"
    }

    private func formal(_ name: String, _ text: String) -> String {
        "<\(name) xsi:type='tFormalExpression'>\(text)</\(name)>"
    }

    @Test(arguments: [
        ("", "n &lt; 3", 3), ("testBefore='true'", "n &lt; 0", 0), ("", "n &lt; 0", 1),
        ("loopMaximum='2'", "true", 2),
    ])
    func standard(attributes: String, condition: String, count: Int) throws {
        let loop =
            "<standardLoopCharacteristics \(attributes)>\(formal("loopCondition", condition))</standardLoopCharacteristics>"
        var run = try Scenario(process(loop), ["s > t", "t > z", "z > e"])
        run.holds = ["t"]
        try run.start(["n": 0])
        var done: Int64 = 0
        while run.held["t"]?.isEmpty == false {
            done += 1
            try run.complete("t", ["n": .integer(done)])
        }
        #expect(run.trace == Array(repeating: "t", count: count) + ["z", "completed"])
    }

    @Test(arguments: [true, false]) func collections(isSequential: Bool) throws {
        let loop = multi(
            "<loopDataInputRef>items</loopDataInputRef><loopDataOutputRef>results</loopDataOutputRef>"
                + "<inputDataItem id='item'/><outputDataItem id='out'/>", "isSequential='\(isSequential)'")
        var run = try Scenario(process(loop), ["s > t", "t > z", "z > e"])
        run.holds = ["t"]
        try run.start(["items": ["a", "b", "c"]])
        #expect(run.held["t"]?.count == (isSequential ? 1 : 3))
        var round: Int64 = 0
        // The newest first: results keep the order of the items.
        while let instance = run.held["t"]?.popLast() {
            round += 1
            let item = run.state.variable("item", of: instance)
            #expect(run.state.variable("loopCounter", of: instance)?.integer != nil)
            try run.feed(
                .completed(instance: instance, output: ["out": .array([item ?? .null, .integer(round)])]))
        }
        let expected: JSON =
            isSequential ? [["a", 1], ["b", 2], ["c", 3]] : [["a", 3], ["b", 2], ["c", 1]]
        #expect(run.result["results"] == expected)
        #expect(run.result["item"] == nil && run.trace == ["z", "completed"])
    }

    @Test func anEmptyCollectionIsPassed() throws {
        let loop = multi("<loopDataInputRef>items</loopDataInputRef>")
        var run = try Scenario(process(loop), ["s > t", "t > z", "z > e"])
        try run.start(["items": []])
        #expect(run.trace == ["z", "completed"])
        run = try Scenario(process(loop), ["s > t", "t > z", "z > e"])
        try run.start(["items": "no list"])
        #expect(run.trace == ["incident data"])
    }

    @Test func aCompletionConditionEndsTheRest() throws {
        let loop = multi(
            formal("loopCardinality", "3") + formal("completionCondition", "numberOfCompletedInstances >= 2"))
        var run = try Scenario(process(loop), ["s > t", "t > z", "z > e"])
        run.holds = ["t"]
        try run.start()
        try run.complete("t")
        #expect(run.trace == ["t"])
        try run.complete("t")
        #expect(run.trace == ["t", "t", "t cancelled", "z", "completed"])
    }

    @Test func anInterruptingBoundaryEndsAllInstances() throws {
        let loop = multi(formal("loopCardinality", "3"))
        var run = try Scenario(
            process(
                loop,
                extra:
                    "<boundaryEvent id='b' attachedToRef='t'>\(EventTests.definition("error"))</boundaryEvent>"
                    + tasks("caught")), ["s > t", "t > z", "z > e", "b > caught", "caught > e"],
            roots: EventTests.roots)
        run.holds = ["t"]
        try run.start()
        let failing = run.held["t"]?.removeFirst() ?? 0
        try run.feed(.failed(instance: failing, code: "E1"))
        #expect(run.trace == ["t cancelled", "t cancelled", "caught", "completed"])
    }

    @Test func subProcessesLoopWithVariablesOfTheirOwn() throws {
        let body =
            plainEnds
            + "<subProcess id='u'>\(multi("<loopDataInputRef>items</loopDataInputRef><inputDataItem id='item'/>"))"
            + "<startEvent id='us'/>\(tasks("w"))<endEvent id='ue'/>\(Scenario.flows(["us > w", "w > ue"]))</subProcess>"
        var run = try Scenario(body, ["s > u", "u > e"])
        run.holds = ["w"]
        try run.start(["items": [1, 2]])
        let seen = run.held["w"]?.map { run.state.variable("item", of: $0) }
        #expect(seen == [1, 2])
        try run.complete("w")
        try run.complete("w")
        #expect(run.trace == ["w", "w", "completed"])
    }

    /// An endless loop ends with its budget, and can go on.
    @Test func budgetsEndEndlessLoops() throws {
        let body = plainEnds + gateway("exclusive", "m") + gateway("exclusive", "g", "default='g_m'")
        let run = try Scenario(body, ["s > m", "m > g", "g > m", "g > e : n > 5"])
        var state = ProcessState()
        let first = try run.engine.handle(.start(process: "p", variables: ["n": 0]), in: &state, budget: 1000)
        #expect(first.isExhausted && first.events.count == 1000)
        #expect(throws: BPMNError.self) { try run.engine.handle(.signal(name: "x"), in: &state) }
        let second = try run.engine.handle(.resume, in: &state, budget: 10)
        #expect(second.isExhausted && second.events.count == 10)
        let root = try #require(state.running.first)
        let last = try run.engine.handle(.cancel(process: root), in: &state)
        #expect(!last.isExhausted && state.running.isEmpty && state.isQuiet)
    }
}
