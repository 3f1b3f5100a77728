import BPMN
import StructuredData
import Testing

@Suite("Messages, calls and data") struct CollaborationTests {
    @Test func callActivitiesShareVariables() throws {
        let roots =
            "<process id='q' isExecutable='true'>\(plainEnds.replacing("'s'", with: "'qs'").replacing("'e'", with: "'qe'"))"
            + tasks("q1") + Scenario.flows(["qs > q1", "q1 > qe"]) + "</process>"
        var run = try Scenario(
            plainEnds + "<callActivity id='c' calledElement='q'/>" + tasks("z"), ["s > c", "c > z", "z > e"],
            roots: roots)
        run.outputs["q1"] = ["y": 2]
        try run.start(["x": 1])
        #expect(run.trace == ["q1", "z", "completed"])
        #expect(run.result == ["x": 1, "y": 2])
    }

    /// With data inputs and outputs only these go in and out.
    @Test func callActivitiesMapData() throws {
        let roots =
            "<process id='q' isExecutable='true'><ioSpecification><dataInput id='qi' name='given'/>"
            + "<dataOutput id='qo' name='made'/><inputSet><dataInputRefs>qi</dataInputRefs></inputSet>"
            + "<outputSet><dataOutputRefs>qo</dataOutputRefs></outputSet></ioSpecification>"
            + "<startEvent id='qs'/><endEvent id='qe'/>\(tasks("q1"))\(Scenario.flows(["qs > q1", "q1 > qe"]))</process>"
        let call =
            "<dataObject id='a' name='from'/><dataObject id='b' name='to'/><callActivity id='c' calledElement='q'>"
            + "<ioSpecification><dataInput id='ci' name='given'/><dataOutput id='co' name='made'/><inputSet>"
            + "<dataInputRefs>ci</dataInputRefs></inputSet><outputSet><dataOutputRefs>co</dataOutputRefs></outputSet>"
            + "</ioSpecification><dataInputAssociation id='x1'><sourceRef>a</sourceRef><targetRef>ci</targetRef>"
            + "</dataInputAssociation><dataOutputAssociation id='x2'><sourceRef>co</sourceRef><targetRef>b</targetRef>"
            + "</dataOutputAssociation></callActivity>"
        var run = try Scenario(plainEnds + call, ["s > c", "c > e"], roots: roots)
        run.holds = ["q1"]
        try run.start(["from": 7, "secret": 1])
        let work = try #require(run.held["q1"]?.first)
        #expect(run.state.variable("given", of: work) == 7 && run.state.variable("secret", of: work) == nil)
        try run.complete("q1", ["made": 8])
        #expect(run.result["to"] == 8 && run.result["made"] == nil)
    }

    @Test func globalTasksAreWork() throws {
        var run = try Scenario(
            plainEnds + "<callActivity id='c' calledElement='g'/>", ["s > c", "c > e"],
            roots: "<globalUserTask id='g'/>")
        try run.start()
        #expect(run.trace == ["c", "completed"])
    }

    /// A message that comes before anybody waits for it is kept.
    @Test func messagesAreKept() throws {
        let body = plainEnds + tasks("t") + "<receiveTask id='r' messageRef='M'/>"
        var run = try Scenario(body, ["s > t", "t > r", "r > e"], roots: EventTests.roots)
        run.holds = ["t"]
        try run.start()
        try run.feed(.message(name: "msg", payload: ["v": 5]))
        try run.complete("t")
        #expect(run.trace == ["t", "completed"] && run.result["v"] == 5)
    }

    private static let correlation =
        "<message id='M' name='msg'/><correlationProperty id='P'><correlationPropertyRetrievalExpression messageRef='M'>"
        + "<messagePath>order</messagePath></correlationPropertyRetrievalExpression></correlationProperty>"
        + "<collaboration id='co'><participant id='pa' processRef='p'/><correlationKey id='K'>"
        + "<correlationPropertyRef>P</correlationPropertyRef></correlationKey></collaboration>"

    /// Each instance takes the message of its own order.
    @Test func messagesFindTheirInstance() throws {
        let body =
            "<correlationSubscription id='cs' correlationKeyRef='K'><correlationPropertyBinding "
            + "correlationPropertyRef='P'><dataPath>myOrder</dataPath></correlationPropertyBinding>"
            + "</correlationSubscription>" + plainEnds + "<receiveTask id='r' messageRef='M'/>"
        var run = try Scenario(body, ["s > r", "r > e"], roots: Self.correlation)
        for order in [1, 2, 3] { try run.start(["myOrder": .integer(Int64(order))]) }
        try run.feed(.message(name: "msg", payload: ["order": 2, "v": "for two"]))
        #expect(run.trace == ["completed"] && run.result["myOrder"] == 2 && run.result["v"] == "for two")
        try run.feed(.message(name: "msg", payload: ["order": 9]))
        #expect(run.trace == ["completed"] && run.state.running.count == 2)
    }

    @Test func processesTalk() throws {
        let roots =
            "<message id='ask'/><message id='answer'/>"
            + "<process id='q' isExecutable='true'><startEvent id='qs'><messageEventDefinition messageRef='ask'/>"
            + "</startEvent>\(tasks("think"))<endEvent id='qe'><messageEventDefinition messageRef='answer'/></endEvent>"
            + Scenario.flows(["qs > think", "think > qe"]) + "</process>"
        var run = try Scenario(
            plainEnds + "<sendTask id='a' messageRef='ask'/><receiveTask id='b' messageRef='answer'/>",
            ["s > a", "a > b", "b > e"], roots: roots)
        try run.start()
        #expect(run.trace.sorted() == ["completed", "completed", "think"] && run.sent == ["ask", "answer"])
    }

    @Test func dataAssociationsAndStores() throws {
        let roots = "<dataStore id='ds' name='shelf'/>"
        let body =
            plainEnds + "<dataObject id='o' name='thing'/><dataStoreReference id='sr' dataStoreRef='ds'/>"
            + "<serviceTask id='t'><ioSpecification><dataInput id='i' name='in'/><dataOutput id='x' name='out'/>"
            + "<inputSet><dataInputRefs>i</dataInputRefs></inputSet><outputSet><dataOutputRefs>x</dataOutputRefs>"
            + "</outputSet></ioSpecification><dataInputAssociation id='a1'><sourceRef>o</sourceRef><targetRef>i"
            + "</targetRef><assignment><from xsi:type='tFormalExpression'>thing + 1</from>"
            + "<to xsi:type='tFormalExpression'>i</to></assignment></dataInputAssociation>"
            + "<dataOutputAssociation id='a2'><sourceRef>x</sourceRef><targetRef>sr</targetRef></dataOutputAssociation>"
            + "</serviceTask>"
        var run = try Scenario(body, ["s > t", "t > e"], roots: roots)
        run.holds = ["t"]
        try run.start(["thing": 4])
        let item = try #require(run.held["t"]?.first.flatMap { run.engine.workItem($0, run.state) })
        #expect(item.inputs == ["in": 5])
        try run.complete("t", ["out": 6])
        #expect(run.state.stores == ["shelf": 6] && run.result["out"] == nil)
    }

    @Test func inputsThatDoNotFitAreRefused() throws {
        var run = try Scenario(plainEnds + tasks("t"), ["s > t", "t > e"])
        run.holds = ["t"]
        try run.start()
        let work = try #require(run.held["t"]?.first)
        let before = run.state
        let inputs: [ProcessInput] = [
            .start(process: "nothing"), .completed(instance: 99), .completed(instance: work, output: 5),
            .failed(instance: 99, code: nil), .resolve(incident: 1), .cancel(process: 77),
            .choose(scope: 1, element: "t"), .start(process: "p", element: "t"),
        ]
        for input in inputs {
            #expect(throws: BPMNError.self, "\(input)") { try run.engine.handle(input, in: &run.state) }
            #expect(run.state == before)
        }
    }

    /// Two processes wait for one message: the message flow says whose it is; one to a black box leaves the file.
    @Test(arguments: [("qr", ["completed", "q1"]), ("wr", ["completed", "w1"]), ("black", ["completed"])])
    func messageFlowsLead(target: String, expected: [String]) throws {
        let partners = ["q", "w"].map { id in
            "<process id='\(id)' isExecutable='true'>\(tasks("\(id)1"))"
                + "<receiveTask id='\(id)r' messageRef='ask' instantiate='true'/>\(Scenario.flows(["\(id)r > \(id)1"]))</process>"
        }
        let roots =
            "<message id='ask'/><collaboration id='co'><participant id='pp' processRef='p'/><participant id='pq' "
            + "processRef='q'/><participant id='pw' processRef='w'/><participant id='black'/>"
            + "<messageFlow id='mf' sourceRef='a' targetRef='\(target)'/></collaboration>" + partners.joined()
        var run = try Scenario(
            plainEnds + "<sendTask id='a' messageRef='ask'/>", ["s > a", "a > e"], roots: roots)
        try run.start()
        #expect(Set(run.trace) == Set(expected) && run.sent == ["ask"])
    }
}
