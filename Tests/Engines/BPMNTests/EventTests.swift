import BPMN
import StructuredData
import Testing

@Suite("Events") struct EventTests {
    static let roots =
        "<message id='M' name='msg'/><signal id='S' name='sig'/><error id='E' errorCode='E1'/>"
        + "<error id='F' errorCode='E2'/><escalation id='X' escalationCode='X1'/>"

    static func definition(_ kind: String) -> String {
        switch kind {
        case "message": "<messageEventDefinition messageRef='M'/>"
        case "signal": "<signalEventDefinition signalRef='S'/>"
        case "timer": timer("timeDuration", "PT5S")
        case "conditional":
            "<conditionalEventDefinition><condition xsi:type='tFormalExpression'>n > 1</condition>"
                + "</conditionalEventDefinition>"
        case "error": "<errorEventDefinition errorRef='E'/>"
        case "anyError": "<errorEventDefinition/>"
        case "escalation": "<escalationEventDefinition escalationRef='X'/>"
        case "compensation": "<compensateEventDefinition/>"
        default: "<\(kind)EventDefinition/>"
        }
    }

    static func timer(_ kind: String, _ text: String) -> String {
        "<timerEventDefinition><\(kind) xsi:type='tFormalExpression'>\(text)</\(kind)></timerEventDefinition>"
    }

    /// What triggers each kind from outside.
    static func trigger(_ kind: String, _ run: inout Scenario) throws {
        switch kind {
        case "message": try run.feed(.message(name: "msg"))
        case "signal": try run.feed(.signal(name: "sig"))
        case "timer": try run.advance(5000)
        default: try run.complete("set", ["n": 2])
        }
    }

    static let kinds = ["message", "signal", "timer", "conditional"]

    /// Every catching kind as an intermediate event; with its twin in which nothing comes.
    @Test(arguments: kinds) func intermediate(kind: String) throws {
        let body =
            plainEnds + tasks("a", "set") + gateway("parallel", "k")
            + "<intermediateCatchEvent id='c'>\(Self.definition(kind))</intermediateCatchEvent>"
        var run = try Scenario(
            body, ["s > k", "k > c", "k > set", "c > a", "a > e", "set > e"], roots: Self.roots)
        run.holds = ["set"]
        try run.start(["n": 0])
        #expect(run.trace == [])
        try Self.trigger(kind, &run)
        #expect(run.trace.contains("a"))
    }

    /// Every catching kind at the boundary of a task, interrupting it or not; and not coming.
    @Test(arguments: kinds, [true, false]) func boundary(kind: String, interrupts: Bool) throws {
        let body =
            plainEnds + tasks("a", "t", "set", "next") + gateway("parallel", "k") + gateway("exclusive", "m")
            + "<boundaryEvent id='b' attachedToRef='t' cancelActivity='\(interrupts)'>\(Self.definition(kind))"
            + "</boundaryEvent>"
        let flows = [
            "s > k", "k > t", "k > set", "b > a", "a > m", "set > m", "t > next", "next > m", "m > e",
        ]
        var run = try Scenario(body, flows, roots: Self.roots)
        run.holds = ["t", "set"]
        try run.start(["n": 0])
        try Self.trigger(kind, &run)
        let expected = interrupts ? ["a", "t cancelled"] : ["a"]
        #expect(run.trace.filter { $0 != "set" && $0 != "completed" }.sorted() == expected)
        if !interrupts {
            try run.complete("t")
            #expect(run.trace.contains("next"))
        }
        run = try Scenario(body, flows, roots: Self.roots)
        run.holds = ["t", "set"]
        try run.start(["n": 0])
        try run.complete("t")
        try Self.trigger(kind, &run)
        #expect(!run.trace.contains("a") && run.trace.contains("next"))
    }

    /// Every catching kind as the start of an event subprocess of the process itself.
    @Test(arguments: kinds, [true, false]) func eventSubProcess(kind: String, interrupts: Bool) throws {
        let body =
            plainEnds + tasks("set", "t") + gateway("parallel", "k")
            + "<subProcess id='v' triggeredByEvent='true'><startEvent id='vs' isInterrupting='\(interrupts)'>"
            + "\(Self.definition(kind))</startEvent>\(tasks("a"))<endEvent id='ve'/>"
            + Scenario.flows(["vs > a", "a > ve"]) + "</subProcess>"
        var run = try Scenario(body, ["s > k", "k > set", "k > t", "set > e", "t > e"], roots: Self.roots)
        run.holds = ["set", "t"]
        try run.start(["n": 0])
        try Self.trigger(kind, &run)
        if interrupts {
            let others = kind == "conditional" ? ["t cancelled"] : ["set cancelled", "t cancelled"]
            #expect(run.trace.filter { $0 != "set" }.sorted() == ["a", "completed"] + others)
        } else {
            #expect(run.trace.filter { $0 != "set" } == ["a"])
            try run.complete("t")
            if kind != "conditional" { try run.complete("set") }
            #expect(run.trace.last == "completed")
        }
    }

    @Test(arguments: [("message", ["msg"]), ("signal", ["sig"]), ("escalation", [])])
    func throwing(kind: String, sent: [String]) throws {
        for element in ["intermediateThrowEvent", "endEvent"] {
            let isEnd = element == "endEvent"
            var run = try Scenario(
                "<startEvent id='s'/>\(tasks("a"))<\(element) id='x'>\(Self.definition(kind))</\(element)>"
                    + (isEnd ? "" : "<endEvent id='e'/>"),
                ["s > a", "a > x"] + (isEnd ? [] : ["x > e"]), roots: Self.roots)
            try run.start()
            #expect(run.trace == ["a", "completed"] && run.sent == sent)
        }
    }

    @Test func signalsStartProcessesAndReachAllListeners() throws {
        let roots =
            Self.roots
            + "<process id='q' isExecutable='true'><startEvent id='qs'>\(Self.definition("signal"))</startEvent>"
            + tasks("q1") + Scenario.flows(["qs > q1"]) + "</process>"
        let body =
            plainEnds + tasks("a", "b") + gateway("parallel", "k")
            + "<intermediateCatchEvent id='c'>\(Self.definition("signal"))</intermediateCatchEvent>"
            + "<intermediateCatchEvent id='d'>\(Self.definition("signal"))</intermediateCatchEvent>"
        var run = try Scenario(
            body, ["s > k", "k > c", "k > d", "c > a", "d > b", "a > e", "b > e"], roots: roots)
        try run.start()
        try run.feed(.signal(name: "sig"))
        #expect(run.trace.sorted() == ["a", "b", "completed", "completed", "q1"])
        try run.feed(.signal(name: "other"))
        #expect(run.trace.count == 5)
    }

    @Test(arguments: [(true, ["x", "y"]), (false, ["x"]), (false, ["y"])])
    func multiple(isParallel: Bool, signals: [String]) throws {
        let roots = "<signal id='x'/><signal id='y'/>"
        let body =
            plainEnds + tasks("a")
            + "<intermediateCatchEvent id='c' parallelMultiple='\(isParallel)'><signalEventDefinition signalRef='x'/>"
            + "<signalEventDefinition signalRef='y'/></intermediateCatchEvent>"
        var run = try Scenario(body, ["s > c", "c > a", "a > e"], roots: roots)
        try run.start()
        for signal in signals {
            #expect(run.trace == [])
            try run.feed(.signal(name: signal))
        }
        #expect(run.trace == ["a", "completed"])
    }

    @Test func timersOfAllKinds() throws {
        let cases: [(String, String, Int64, Int)] = [
            ("timeDate", "1970-01-01T00:01:00Z", 60_000, 1), ("timeDuration", "PT1M", 60_000, 1),
            ("timeCycle", "R3/PT20S", 60_000, 3), ("timeDuration", "${delay}", 60_000, 1),
        ]
        for (kind, text, due, count) in cases {
            var run = try Scenario(
                plainEnds + tasks("a")
                    + "<intermediateCatchEvent id='c'>\(Self.timer(kind, text))</intermediateCatchEvent>",
                ["s > c", "c > a", "a > e"])
            try run.start(["delay": "PT1M"])
            try run.advance(due - 1)
            #expect(run.trace.count == count - 1, "\(text)")
            try run.advance(1)
            #expect(run.trace == Array(repeating: "a", count: count) + ["completed"], "\(text)")
        }
    }

    @Test func aTimerThatMakesNoSenseIsAnIncident() throws {
        var run = try Scenario(
            plainEnds
                + "<intermediateCatchEvent id='c'>\(Self.timer("timeDuration", "${delay}"))</intermediateCatchEvent>",
            ["s > c", "c > e"])
        try run.start(["delay": "soon"])
        #expect(run.trace == ["incident timer"])
    }

    @Test func terminateEndsEverythingInItsScope() throws {
        let body =
            plainEnds + tasks("after")
            + "<subProcess id='u'><startEvent id='us'/>\(gateway("parallel", "k"))\(tasks("long", "short"))"
            + "<endEvent id='ue'/><endEvent id='ux'><terminateEventDefinition/></endEvent>"
            + Scenario.flows(["us > k", "k > long", "k > short", "long > ue", "short > ux"]) + "</subProcess>"
        var run = try Scenario(body, ["s > u", "u > after", "after > e"])
        run.holds = ["long"]
        try run.start()
        #expect(run.trace == ["short", "long cancelled", "after", "completed"])
    }

    /// When a timer starts a process is the host's matter; it starts by that event.
    @Test func timersStartProcesses() throws {
        var run = try Scenario(
            "<startEvent id='t'>\(Self.timer("timeCycle", "R/P1D"))</startEvent><endEvent id='e'/>"
                + tasks("a"),
            ["t > a", "a > e"])
        let starts = run.deployment.timerStarts(of: "p")
        #expect(starts.map(\.element) == ["t"] && !run.deployment.startsPlainly("p"))
        #expect(throws: BPMNError.self) { try run.engine.handle(.start(process: "p"), in: &run.state) }
        try run.feed(.start(process: "p", element: "t"))
        #expect(run.trace == ["a", "completed"])
    }

    /// A boundary timer that repeats fires until its activity ends.
    @Test func repeatedBoundaryTimers() throws {
        var run = try Scenario(
            plainEnds + tasks("t", "remind")
                + "<boundaryEvent id='b' attachedToRef='t' cancelActivity='false'>\(Self.timer("timeCycle", "R/PT10S"))"
                + "</boundaryEvent>", ["s > t", "t > e", "b > remind", "remind > e"])
        run.holds = ["t"]
        try run.start()
        try run.advance(35_000)
        #expect(run.trace == ["remind", "remind", "remind"])
        try run.complete("t")
        #expect(run.trace == ["remind", "remind", "remind", "t", "completed"] && run.state.nextTimer == nil)
    }

    /// Months are added to the day that the timer fell on, not to a number of days.
    @Test func monthlyTimers() throws {
        var run = try Scenario(
            plainEnds + tasks("a")
                + "<intermediateCatchEvent id='c'>\(Self.timer("timeCycle", "R2/P1M"))</intermediateCatchEvent>",
            ["s > c", "c > a", "a > e"])
        try run.start()
        let february = try #require(TimeInstant(iso: "1970-02-01"))
        let march = try #require(TimeInstant(iso: "1970-03-01"))
        #expect(run.state.nextTimer == february)
        try run.feed(.advance(to: february))
        #expect(run.trace == ["a"] && run.state.nextTimer == march)
        try run.feed(.advance(to: march))
        #expect(run.trace == ["a", "a", "completed"])
    }

    /// A condition that holds from the start begins its event subprocess, and the scope begins all the same.
    @Test(arguments: [(true, ["a", "completed"]), (false, ["a", "completed", "t"])])
    func conditionsThatHoldAtOnce(interrupts: Bool, expected: [String]) throws {
        let body =
            plainEnds + tasks("t")
            + "<subProcess id='v' triggeredByEvent='true'><startEvent id='vs' isInterrupting='\(interrupts)'>"
            + "\(Self.definition("conditional"))</startEvent>\(tasks("a"))<endEvent id='ve'/>"
            + Scenario.flows(["vs > a", "a > ve"]) + "</subProcess>"
        var run = try Scenario(body, ["s > t", "t > e"])
        try run.start(["n": 2])
        #expect(run.trace.sorted() == expected)
    }
}
