import BPMN
import StructuredData
import Testing

@Suite("Gateways") struct GatewayTests {
    static let inclusive =
        plainEnds + tasks("a", "b", "c") + gateway("inclusive", "i", "default='i_c'")
        + gateway("inclusive", "j")
    static let inclusiveFlows = [
        "s > i", "i > a : x < 2", "i > b : x < 3", "i > c", "a > j", "b > j", "c > j", "j > z", "z > e",
    ]

    @Test(arguments: [
        (1, ["a", "b", "z", "completed"]), (2, ["b", "z", "completed"]), (3, ["c", "z", "completed"]),
    ])
    func inclusive(x: Int, expected: [String]) throws {
        var run = try Scenario(Self.inclusive + tasks("z"), Self.inclusiveFlows)
        try run.start(["x": .integer(Int64(x))])
        #expect(run.trace == expected)
    }

    /// The join waits for a branch that is still under way, however long it is, and not for one that never began.
    @Test func inclusiveJoinWaitsUpstream() throws {
        var run = try Scenario(
            Self.inclusive + tasks("z", "late"),
            Self.inclusiveFlows.map { $0 == "b > j" ? "b > late" : $0 } + ["late > j"])
        run.holds = ["late"]
        try run.start(["x": 1])
        #expect(run.trace == ["a", "b"])
        try run.complete("late")
        #expect(run.trace == ["a", "b", "late", "z", "completed"])
    }

    /// A branch that turns back and may come later keeps the join waiting.
    @Test func inclusiveJoinBehindALoop() throws {
        var run = try Scenario(
            plainEnds + tasks("a", "b", "r", "z") + gateway("parallel", "k") + gateway("exclusive", "m")
                + gateway("exclusive", "g", "default='g_j'") + gateway("inclusive", "j"),
            [
                "s > k", "k > m", "k > b", "m > a", "a > g", "g > r : n < 1", "r > m", "g > j", "b > j",
                "j > z",
                "z > e",
            ])
        run.outputs["r"] = ["n": 1]
        try run.start(["n": 0])
        #expect(run.trace.sorted() == ["a", "a", "b", "completed", "r", "z"])
    }

    @Test func parallelJoinTakesOneTokenOfEach() throws {
        var run = try Scenario(
            plainEnds + tasks("a", "b", "z") + gateway("parallel", "k") + gateway("parallel", "j"),
            ["s > k", "k > a", "k > b", "a > j", "b > j", "j > z", "z > e"])
        run.holds = ["b"]
        try run.start()
        #expect(run.trace == ["a"])
        try run.complete("b")
        #expect(run.trace == ["a", "b", "z", "completed"])
    }

    /// Two tokens on one side of a join and none on the other can never go on.
    @Test func aDeadlockIsAnIncident() throws {
        var run = try Scenario(
            plainEnds + tasks("a", "b") + gateway("exclusive", "x", "default='x_b'")
                + gateway("parallel", "j"),
            ["s > x", "x > a : n < 1", "x > b", "a > j", "b > j", "j > e"])
        try run.start(["n": 0])
        #expect(run.trace == ["a", "incident deadlock"])
        #expect(run.state.incidents.values.first?.message.contains("`j`") == true)
    }

    @Test func noFlowIsAnIncidentThatCanBeResolved() throws {
        var run = try Scenario(
            plainEnds + tasks("a", "b") + gateway("exclusive", "x"),
            ["s > x", "x > a : n < 1", "x > b : n > 5", "a > e", "b > e"])
        try run.start(["n": 3])
        #expect(run.trace == ["incident noFlow"])
        let incident = try #require(run.state.incidents.keys.first)
        try run.feed(.resolve(incident: incident))
        #expect(run.trace == ["incident noFlow", "incident noFlow"])
    }

    static let raced =
        plainEnds + tasks("a", "b", "c") + gateway("eventBased", "g")
        + "<intermediateCatchEvent id='m'><messageEventDefinition messageRef='M'/></intermediateCatchEvent>"
        + "<intermediateCatchEvent id='t'><timerEventDefinition><timeDuration xsi:type='tFormalExpression'>PT5S"
        + "</timeDuration></timerEventDefinition></intermediateCatchEvent><receiveTask id='r' messageRef='N'/>"
    static let racedRoots = "<message id='M' name='first'/><message id='N' name='second'/>"
    static let racedFlows = [
        "s > g", "g > m", "g > t", "g > r", "m > a", "t > b", "r > c", "a > e", "b > e", "c > e",
    ]

    @Test func theFirstEventDecides() throws {
        var run = try Scenario(Self.raced, Self.racedFlows, roots: Self.racedRoots)
        try run.start()
        try run.feed(.message(name: "first"))
        #expect(run.trace == ["a", "completed"])
        #expect(run.events.contains { if case .sequenceFlowTaken(_, "g_m") = $0 { true } else { false } })
        try run.advance(10_000)
        #expect(run.trace == ["a", "completed"] && run.state.nextTimer == nil)

        run = try Scenario(Self.raced, Self.racedFlows, roots: Self.racedRoots)
        try run.start()
        try run.advance(4_999)
        #expect(run.trace == [])
        try run.advance(1)
        #expect(run.trace == ["b", "completed"])

        run = try Scenario(Self.raced, Self.racedFlows, roots: Self.racedRoots)
        try run.start()
        try run.feed(.message(name: "second"))
        #expect(run.trace == ["c", "completed"])
    }

    /// Two of three open the gateway; the third only resets it.
    @Test func aComplexGatewayOpensOnceAndResets() throws {
        var run = try Scenario(
            plainEnds + tasks("a", "b", "c", "z") + gateway("parallel", "k")
                + "<complexGateway id='j'><activationCondition xsi:type='tFormalExpression'>activationCount >= 2"
                + "</activationCondition></complexGateway>",
            ["s > k", "k > a", "k > b", "k > c", "a > j", "b > j", "c > j", "j > z", "z > e"])
        run.holds = ["c"]
        try run.start()
        #expect(run.trace == ["a", "b", "z"])
        try run.complete("c")
        #expect(run.trace == ["a", "b", "z", "c", "completed"])
    }

    @Test func conditionsAndDefaultsOfActivities() throws {
        let flows = ["s > t", "t > a : n < 1", "t > b : n < 2", "t > c", "a > e", "b > e", "c > e"]
        var run = try Scenario(plainEnds + "<task id='t' default='t_c'/>" + tasks("a", "b", "c"), flows)
        try run.start(["n": 0])
        #expect(run.trace == ["a", "b", "completed"])
        run = try Scenario(plainEnds + "<task id='t' default='t_c'/>" + tasks("a", "b", "c"), flows)
        try run.start(["n": 5])
        #expect(run.trace == ["c", "completed"])
    }

    @Test func aMessageStartsAnEventBasedGateway() throws {
        var run = try Scenario(
            "<endEvent id='e'/><eventBasedGateway id='g' instantiate='true'/>" + tasks("a", "b")
                + "<receiveTask id='m' messageRef='M'/><receiveTask id='n' messageRef='N'/>",
            ["g > m", "g > n", "m > a", "n > b", "a > e", "b > e"], roots: Self.racedRoots)
        try run.feed(.message(name: "second"))
        #expect(run.trace == ["b", "completed"])
    }

    @Test func aParallelEventBasedGatewayWaitsForAll() throws {
        var run = try Scenario(
            "<endEvent id='e'/><eventBasedGateway id='g' instantiate='true' eventGatewayType='Parallel'/>"
                + tasks("a", "b")
                + "<receiveTask id='m' messageRef='M'/><receiveTask id='n' messageRef='N'/>",
            ["g > m", "g > n", "m > a", "n > b", "a > e", "b > e"], roots: Self.racedRoots)
        try run.feed(.message(name: "second"))
        #expect(run.trace == ["b"])
        try run.feed(.message(name: "first"))
        #expect(run.trace == ["b", "a", "completed"])
    }

    /// Hundreds of branches into one inclusive join.
    @Test func wideInclusiveJoins() throws {
        let ids = (0..<300).map { "t\($0)" }
        var run = try Scenario(
            plainEnds + ids.map { tasks($0) }.joined() + gateway("inclusive", "i") + gateway("inclusive", "j")
                + tasks("z"),
            ["s > i", "j > z", "z > e"] + ids.flatMap { ["i > \($0) : true", "\($0) > j"] })
        try run.start()
        #expect(run.trace == ids + ["z", "completed"])
    }
}
