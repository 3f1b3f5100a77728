import BPMN
import StructuredData
import Testing

/// What the engine evaluates itself: on scopes, calls, events and loops.
@Suite("Mappings of scopes and events") struct ExtensionScopeTests {
    static func host(_ dialect: Dialect, _ xml: String, _ roots: String = "") throws -> DialectHost {
        try DialectHost(file(dialect, xml, roots))
    }

    static func body(_ inner: String) -> String {
        "<startEvent id='is'/>\(inner)<endEvent id='ie'/><sequenceFlow id='i1' sourceRef='is' targetRef='i'/>"
            + "<sequenceFlow id='i2' sourceRef='i' targetRef='ie'/>"
    }

    /// Each mapping sees those before it; inputs hide what is outside, outputs write outside and never the inner variable.
    @Test func subprocesses() throws {
        let inner = Self.body(
            "<scriptTask id='i' scriptFormat='feel'><script>{seen: a}</script></scriptTask>")
        var host = try Self.host(
            .uvmgr,
            "<subProcess id='n'><extensionElements><uvmgr:input target='a' source='=a + 1'/>"
                + "<uvmgr:input target='b' source='=a * 10'/><uvmgr:output target='a' source='=b'/>"
                + "<uvmgr:output target='c.d' source='=a'/></extensionElements>\(inner)</subProcess>")
        try host.start(["a": 1, "c": ["e": 5]])
        #expect(host.result["a"] == 20 && host.result["b"] == nil && host.result["seen"] == 2)
        #expect(host.result["c"] == ["d": 20, "e": 5])
    }

    /// Each run of a loop has inputs of its own, and gives one result.
    @Test(arguments: [true, false]) func loops(isSequential: Bool) throws {
        let inner = Self.body(
            "<scriptTask id='i' scriptFormat='feel'><script>{noise: a}</script></scriptTask>")
        var host = try Self.host(
            .uvmgr,
            "<subProcess id='n'><extensionElements><uvmgr:input target='a' source='=x * 2'/>"
                + "<uvmgr:output target='r' source='=a + loopCounter'/>"
                + "<uvmgr:loop collection='=[1, 2, 3]' item='x' outputs='all' output='=r'/></extensionElements>"
                + "<multiInstanceLoopCharacteristics isSequential='\(isSequential)'/>\(inner)</subProcess>")
        try host.start()
        #expect(host.result["all"] == [3, 6, 9] && host.result["r"] == nil && host.result["a"] == nil)
    }

    /// A call passes its inputs alone and takes back its outputs alone, in each run of a loop.
    @Test func calls() throws {
        let called =
            "<process id='q' isExecutable='true'>"
            + Self.body(
                "<scriptTask id='i' scriptFormat='feel'><script>{out: n * 10, hidden: secret = null}</script></scriptTask>"
            )
            + "</process>"
        var host = try Self.host(
            .uvmgr,
            "<callActivity id='n' calledElement='q'><extensionElements><uvmgr:input target='n' source='=x'/>"
                + "<uvmgr:output target='r' source='=[out, hidden]'/><uvmgr:call passes='inputs' returns='outputs'/>"
                + "<uvmgr:loop collection='=xs' item='x' outputs='all' output='=r'/></extensionElements>"
                + "<multiInstanceLoopCharacteristics/></callActivity>", called)
        try host.start(["xs": [1, 2], "secret": 1])
        #expect(host.result["all"] == [[10, true], [20, true]])
        #expect(host.result["out"] == nil && host.result["hidden"] == nil)
    }

    /// A boundary event keeps what came: of a message its members by outputs, of an error its code.
    @Test func boundaryEvents() throws {
        let boundary =
            "<boundaryEvent id='b' attachedToRef='n'><extensionElements><zeebe:ioMapping>"
            + "<zeebe:output source='=why' target='reason'/></zeebe:ioMapping></extensionElements>"
            + "<messageEventDefinition messageRef='M'/></boundaryEvent>"
            + "<sequenceFlow id='bf' sourceRef='b' targetRef='be'/><endEvent id='be'/>"
        var host = try Self.host(.camunda8, task("userTask", "", "") + boundary)
        host.held = ["n"]
        try host.start()
        try host.feed(.message(name: "m", payload: ["why": "late", "noise": 1]))
        #expect(host.result == ["reason": "late"] && host.trace == ["completed"])

        let error =
            "<boundaryEvent id='b' attachedToRef='n'><errorEventDefinition camunda:errorCodeVariable='code'/></boundaryEvent>"
            + "<sequenceFlow id='bf' sourceRef='b' targetRef='be'/><endEvent id='be'/>"
        var failing = try Self.host(.camunda7, task("userTask", "", "") + error)
        failing.held = ["n"]
        try failing.start()
        try failing.feed(.failed(instance: failing.open["n"] ?? 0, code: "E7"))
        #expect(failing.result == ["code": "E7"])
    }

    /// A message without the key belongs to nobody.
    @Test func messagesWithoutKey() throws {
        let keyed =
            "<message id='K' name='k'><extensionElements><zeebe:subscription correlationKey='=id'/></extensionElements></message>"
        var host = try Self.host(.camunda8, task("receiveTask", "messageRef='K'", ""), keyed)
        try host.start(["id": "a"])
        try host.feed(.message(name: "k", payload: ["x": 1]))
        try host.feed(.message(name: "k", payload: ["id": "b"]))
        #expect(host.trace.isEmpty)
        try host.feed(.message(name: "k", payload: ["id": "a"]))
        #expect(host.trace == ["completed"])
        var keyless = try Self.host(.camunda8, task("receiveTask", "messageRef='K'", ""), keyed)
        try keyless.start()
        #expect(keyless.trace.first?.hasPrefix("incident") == true)
    }

    /// Scripts beside a subprocess keep the conditions of its flows, which are looked at after the script.
    @Test func scriptsAround() throws {
        let script = "<spiffworkflow:postScript>x = 2</spiffworkflow:postScript>"
        let more =
            "<sequenceFlow id='c' sourceRef='n' targetRef='z'><conditionExpression>x == 2</conditionExpression></sequenceFlow>"
            + "<userTask id='z'/><sequenceFlow id='ze' sourceRef='z' targetRef='e'/>"
        let xml =
            "<subProcess id='n' default='f2'><extensionElements>\(script)</extensionElements>"
            + "\(Self.body("<userTask id='i'/>"))</subProcess>\(more)"
        var host = try Self.host(.spiff, xml)
        try host.start(["x": 1])
        #expect(host.trace == ["i", "n.after", "z", "completed"])
    }

    /// A property of a message must be equal to an expression over the process.
    @Test func processVariableCorrelation() throws {
        let roots =
            "<correlationProperty id='uid'><correlationPropertyRetrievalExpression messageRef='M'><formalExpression>uid"
            + "</formalExpression></correlationPropertyRetrievalExpression></correlationProperty>"
        let xml =
            "<intermediateCatchEvent id='n'><messageEventDefinition messageRef='M'><extensionElements>"
            + "<spiffworkflow:processVariableCorrelation><spiffworkflow:propertyId>uid</spiffworkflow:propertyId>"
            + "<spiffworkflow:expression>me</spiffworkflow:expression></spiffworkflow:processVariableCorrelation>"
            + "</extensionElements></messageEventDefinition></intermediateCatchEvent>"
        let text = file(.spiff, xml, roots)
        for text in [text, try Definitions(parsing: Array(text.utf8)).imported().xml] {
            var host = try DialectHost(text)
            try host.start(["me": 7])
            try host.feed(.message(name: "m", payload: ["uid": 8]))
            #expect(host.trace.isEmpty)
            try host.feed(.message(name: "m", payload: ["uid": 7]))
            #expect(host.trace == ["completed"])
        }
    }

    /// What a signal carries goes into one variable.
    @Test func signals() throws {
        let root =
            "<signal id='T' name='t'><extensionElements><spiffworkflow:variableName>v</spiffworkflow:variableName></extensionElements></signal>"
        var host = try Self.host(
            .spiff,
            "<intermediateCatchEvent id='n'><signalEventDefinition signalRef='T'/></intermediateCatchEvent>",
            root)
        try host.start()
        try host.feed(.signal(name: "t", payload: 5))
        #expect(host.result == ["v": 5])
    }

    @Test func whatIsNoListIsAnIncident() throws {
        var host = try Self.host(
            .camunda7,
            "<task id='n'><multiInstanceLoopCharacteristics camunda:collection='${a.b}'/></task>")
        try host.start(["a": ["b": 1]])
        #expect(host.trace == ["incident `a.b` of `n` is no list"])
    }
}
