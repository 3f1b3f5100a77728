import BPMN
import StructuredData
import Testing

@Suite("Subprocesses, errors and compensation") struct SubProcessTests {
    static let roots = EventTests.roots

    /// A subprocess `u` with the end `x` of some kind, and a boundary event `b` of another.
    private func run(
        end: String, boundary: String, interrupts: Bool = true, kind: String = "subProcess",
        inner: String = ""
    ) throws -> Scenario {
        let body =
            plainEnds + tasks("ok", "caught")
            + "<\(kind) id='u'><startEvent id='us'/>\(tasks("w"))<endEvent id='x'>\(EventTests.definition(end))</endEvent>"
            + inner + Scenario.flows(["us > w", "w > x"]) + "</\(kind)>"
            + "<boundaryEvent id='b' attachedToRef='u' cancelActivity='\(interrupts)'>"
            + "\(EventTests.definition(boundary))</boundaryEvent>"
        var run = try Scenario(
            body, ["s > u", "u > ok", "b > caught", "ok > e", "caught > e"], roots: Self.roots)
        try run.start()
        return run
    }

    @Test(arguments: [
        ("error", "error", true, ["w", "caught", "completed"]),
        ("error", "anyError", true, ["w", "caught", "completed"]),
        ("escalation", "escalation", true, ["w", "caught", "completed"]),
        ("escalation", "escalation", false, ["w", "ok", "caught", "completed"]),
        ("signal", "signal", false, ["w", "caught", "ok", "completed"]),
        ("escalation", "signal", true, ["w", "ok", "completed"]),
        ("error", "signal", true, ["w", "failed E1"]),
    ])
    func endEventsAndBoundaries(end: String, boundary: String, interrupts: Bool, expected: [String]) throws {
        #expect(
            try run(end: end, boundary: boundary, interrupts: interrupts).trace.sorted() == expected.sorted())
    }

    @Test func cancelOfATransactionUndoesWhatWasDone() throws {
        let inner =
            "<boundaryEvent id='wb' attachedToRef='w'><compensateEventDefinition/></boundaryEvent>"
            + "<serviceTask id='undo' isForCompensation='true'/><association id='as' sourceRef='wb' targetRef='undo'/>"
        let run = try run(end: "cancel", boundary: "cancel", kind: "transaction", inner: inner)
        #expect(run.trace == ["w", "undo", "caught", "completed"])
    }

    @Test func errorsOfTasksAreCaughtByCode() throws {
        let body =
            plainEnds + tasks("t", "one", "two", "any")
            + "<boundaryEvent id='b1' attachedToRef='t'><errorEventDefinition errorRef='E'/></boundaryEvent>"
            + "<boundaryEvent id='b2' attachedToRef='t'><errorEventDefinition errorRef='F'/></boundaryEvent>"
            + "<boundaryEvent id='b3' attachedToRef='t'><errorEventDefinition/></boundaryEvent>"
        let flows = ["s > t", "b1 > one", "b2 > two", "b3 > any", "t > e", "one > e", "two > e", "any > e"]
        for (code, handler) in [("E1", "one"), ("E2", "two"), ("E9", "any")] {
            var run = try Scenario(body, flows, roots: Self.roots)
            run.errors["t"] = code
            try run.start()
            #expect(run.trace == ["t", handler, "completed"])
        }
        var run = try Scenario(body, flows, roots: Self.roots)
        try run.start()
        #expect(run.trace == ["t", "completed"])
    }

    /// A technical failure is an incident, not a BPMN error; resolving it asks for the work again.
    @Test func technicalFailuresAreIncidents() throws {
        var run = try Scenario(plainEnds + tasks("t"), ["s > t", "t > e"])
        run.errors["t"] = ""
        try run.start()
        #expect(run.trace == ["t", "incident work"])
        run.errors = [:]
        try run.feed(.resolve(incident: try #require(run.state.incidents.keys.first)))
        #expect(run.trace == ["t", "incident work", "t", "completed"] && run.state.incidents.isEmpty)
    }

    @Test func anUncaughtErrorEndsTheProcess() throws {
        var run = try Scenario(
            plainEnds + tasks("t", "long") + gateway("parallel", "k"),
            ["s > k", "k > long", "k > t", "t > e", "long > e"])
        run.errors["t"] = "E7"
        run.holds = ["long"]
        try run.start()
        #expect(run.trace == ["t", "long cancelled", "failed E7"] && run.state.running.isEmpty)
    }

    private static func undoable(_ ids: [String]) -> String {
        ids.map { id in
            "<boundaryEvent id='b\(id)' attachedToRef='\(id)'><compensateEventDefinition/></boundaryEvent>"
                + "<serviceTask id='u\(id)' isForCompensation='true'/>"
                + "<association id='l\(id)' sourceRef='b\(id)' targetRef='u\(id)'/>"
        }.joined()
    }

    /// In reverse order, once, and only what completed.
    @Test func compensationRunsBackwards() throws {
        let body =
            plainEnds + tasks("a", "b", "c", "z") + Self.undoable(["a", "b", "c"])
            + "<intermediateThrowEvent id='x'><compensateEventDefinition/></intermediateThrowEvent>"
            + "<intermediateThrowEvent id='y'><compensateEventDefinition/></intermediateThrowEvent>"
        var run = try Scenario(body, ["s > a", "a > b", "b > x", "x > y", "y > c", "c > z", "z > e"])
        try run.start()
        #expect(run.trace == ["a", "b", "ub", "ua", "c", "z", "completed"])
    }

    @Test func compensationOfOneActivity() throws {
        let body =
            plainEnds + tasks("a", "b") + Self.undoable(["a", "b"])
            + "<intermediateThrowEvent id='x'><compensateEventDefinition activityRef='a'/></intermediateThrowEvent>"
        var run = try Scenario(body, ["s > a", "a > b", "b > x", "x > e"])
        try run.start()
        #expect(run.trace == ["a", "b", "ua", "completed"])
    }

    /// A completed subprocess without a handler is undone from inside.
    @Test func compensationOfASubProcess() throws {
        let body =
            plainEnds
            + "<subProcess id='u'><startEvent id='us'/>\(tasks("a", "b"))\(Self.undoable(["a", "b"]))"
            + "<endEvent id='ue'/>\(Scenario.flows(["us > a", "a > b", "b > ue"]))</subProcess>"
            + "<intermediateThrowEvent id='x'><compensateEventDefinition activityRef='u'/></intermediateThrowEvent>"
        var run = try Scenario(body, ["s > u", "u > x", "x > e"])
        try run.start()
        #expect(run.trace == ["a", "b", "ub", "ua", "completed"])
    }

    @Test func compensationThatIsNotWaitedFor() throws {
        let body =
            plainEnds + tasks("a", "z") + Self.undoable(["a"])
            + "<intermediateThrowEvent id='x'><compensateEventDefinition waitForCompletion='false'/>"
            + "</intermediateThrowEvent>"
        var run = try Scenario(body, ["s > a", "a > x", "x > z", "z > e"])
        run.holds = ["ua"]
        try run.start()
        #expect(run.trace == ["a", "z"])
        try run.complete("ua")
        #expect(run.trace == ["a", "z", "ua", "completed"])
    }

    @Test func errorEventSubProcessReplacesItsScope() throws {
        let body =
            plainEnds + tasks("after")
            + "<subProcess id='u'><startEvent id='us'/>\(gateway("parallel", "k"))\(tasks("long", "bad"))"
            + "<endEvent id='ue'/>"
            + Scenario.flows(["us > k", "k > long", "k > bad", "long > ue", "bad > ue"])
            + "<subProcess id='v' triggeredByEvent='true'><startEvent id='vs'><errorEventDefinition errorRef='E'/>"
            + "</startEvent>\(tasks("fix"))<endEvent id='ve'/>\(Scenario.flows(["vs > fix", "fix > ve"]))</subProcess>"
            + "</subProcess>"
        var run = try Scenario(body, ["s > u", "u > after", "after > e"], roots: Self.roots)
        run.holds = ["long"]
        run.errors["bad"] = "E1"
        try run.start()
        #expect(run.trace == ["bad", "long cancelled", "fix", "after", "completed"])
    }

    @Test(arguments: [true, false]) func adHoc(isSequential: Bool) throws {
        let body =
            plainEnds + "<adHocSubProcess id='u' ordering='\(isSequential ? "Sequential" : "Parallel")'>"
            + tasks("a", "b", "c")
            + "<completionCondition xsi:type='tFormalExpression'>n >= 2</completionCondition></adHocSubProcess>"
        var run = try Scenario(body, ["s > u", "u > e"])
        run.holds = ["c"]
        run.outputs = ["a": ["n": 1], "b": ["n": 2]]
        try run.start(["n": 0])
        #expect(
            run.trace == (isSequential ? ["a", "b", "completed"] : ["a", "b", "c cancelled", "completed"]))
    }

    /// Without its condition holding it stays open, and activities can be chosen again.
    @Test func adHocActivitiesAreChosen() throws {
        let body =
            plainEnds + "<adHocSubProcess id='u'>\(tasks("a"))"
            + "<completionCondition xsi:type='tFormalExpression'>n >= 2</completionCondition></adHocSubProcess>"
        var run = try Scenario(body, ["s > u", "u > e"])
        run.outputs = ["a": ["n": 1]]
        try run.start(["n": 0])
        #expect(run.trace == ["a"])
        run.outputs = ["a": ["n": 2]]
        let scope = try #require(
            run.events.compactMap { event in
                if case .elementActivated(let activation) = event, activation.element == "u" {
                    activation.instance
                } else {
                    nil
                }
            }.first)
        try run.feed(.choose(scope: scope, element: "a"))
        #expect(run.trace == ["a", "a", "completed"])
    }

    private func waitingForAChoice(_ ordering: String) throws -> Scenario {
        let body =
            plainEnds + "<adHocSubProcess id='u' name='As needed' ordering='\(ordering)'>\(tasks("a", "b"))"
            + "<completionCondition xsi:type='tFormalExpression'>n >= 2</completionCondition></adHocSubProcess>"
        var run = try Scenario(body, ["s > u", "u > e"])
        try run.start(["n": 0])
        return run
    }

    @Test(arguments: ["Parallel", "Sequential"]) func whatCanBeChosenIsKnown(_ ordering: String) throws {
        var run = try waitingForAChoice(ordering)
        let choice = try #require(run.state.choices(in: run.deployment).first)
        #expect(choice.element == "u" && choice.name == "As needed" && choice.condition == "n >= 2")
        #expect(choice.activities == ["a", "b"] && choice.isAwaited)
        run.holds = ["b"]
        try run.feed(.choose(scope: choice.scope, element: "b"))
        let isSequential = ordering == "Sequential"
        let busy = run.state.choices(in: run.deployment)
        #expect(busy.map(\.isAwaited) == (isSequential ? [] : [false]))
        if isSequential {
            #expect(throws: BPMNError.self) { try run.feed(.choose(scope: choice.scope, element: "a")) }
        }
        try run.complete("b", ["n": 2])
        #expect(run.trace == ["a", "b", "b", "completed"])
        #expect(run.state.choices(in: run.deployment).isEmpty)
    }

    @Test func variablesFromOutsideCanEndAnAdHocSubProcess() throws {
        var run = try waitingForAChoice("Parallel")
        let process = try #require(run.state.running.first)
        try run.feed(.assign(instance: process, variables: ["n": 1]))
        #expect(run.trace == ["a", "b"])
        try run.feed(.assign(instance: process, variables: ["n": 2]))
        #expect(run.trace == ["a", "b", "completed"])
    }
}
