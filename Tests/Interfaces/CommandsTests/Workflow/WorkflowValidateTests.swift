import StructuredData
import Testing

@testable import Commands

/// What `workflow validate` finds before anything runs.
@Suite struct WorkflowValidateTests {
    struct Row: Sendable, CustomTestStringConvertible {
        let name: String
        let body: String
        var exit: UInt8 = 1
        let said: [String]
        var testDescription: String { name }
    }

    private static func python(_ text: String, _ id: String = "t", _ more: String = "") -> (String, String) {
        (id, "<scriptTask id=\"\(id)\" scriptFormat=\"python\">\(more)<script>\(text)</script></scriptTask>")
    }

    static let rows = [
        Row(
            name: "a script that is no Python", body: WorkflowBench.chain(python("\nx = 1\ny = (\n")),
            said: [
                "error: the script of `t` is no Python: '(' was never closed\n  --> p.bpmn:9:5\n  |\n9 | y = (\n"
                    + "  |     ^"
            ]),
        Row(
            name: "a script with a margin", body: WorkflowBench.chain(python("\n    x = 1\n    y = 2\n")),
            exit: 0,
            said: ["can be run: p, 3 elements"]),
        Row(
            name: "a condition that is no Python",
            body: "<startEvent id=\"s\"/><exclusiveGateway id=\"g\" default=\"d\"/><endEvent id=\"e\"/>"
                + "<endEvent id=\"e2\"/><sequenceFlow id=\"f\" sourceRef=\"s\" targetRef=\"g\"/>"
                + "<sequenceFlow id=\"d\" sourceRef=\"g\" targetRef=\"e\"/>"
                + "<sequenceFlow id=\"y\" sourceRef=\"g\" targetRef=\"e2\">\n<conditionExpression "
                + "xsi:type=\"tFormalExpression\" language=\"python\">a &gt; b c</conditionExpression></sequenceFlow>",
            said: [
                "error: the expression of `y` is no Python", "--> p.bpmn:7:78",
                "language=\"python\">a &gt; b c<",
            ]),
        Row(
            name: "a condition that is no FEEL",
            body: "<startEvent id=\"s\"/><exclusiveGateway id=\"g\" default=\"d\"/><endEvent id=\"e\"/>"
                + "<endEvent id=\"e2\"/><sequenceFlow id=\"f\" sourceRef=\"s\" targetRef=\"g\"/>"
                + "<sequenceFlow id=\"d\" sourceRef=\"g\" targetRef=\"e\"/>"
                + "<sequenceFlow id=\"y\" sourceRef=\"g\" targetRef=\"e2\">\n<conditionExpression "
                + "xsi:type=\"tFormalExpression\">\na = 1 and\n  b == 2\n</conditionExpression></sequenceFlow>",
            said: ["  --> p.bpmn:9:5\n", "9 |   b == 2\n  |     ^^"]),
        Row(
            name: "a command line with an open quote",
            body: WorkflowBench.chain(
                (
                    "t",
                    "<serviceTask id=\"t\" implementation=\"uvmgr:command\"><extensionElements><uvmgr:service>"
                        + "<uvmgr:parameter name=\"run\" value=\"sh -c 'echo\"/></uvmgr:service>"
                        + "</extensionElements></serviceTask>"
                )),
            said: ["its command line `sh -c 'echo` has a quote that is not closed"]),
        Row(
            name: "a process that calls itself",
            body: WorkflowBench.chain(("c", "<callActivity id=\"c\" calledElement=\"p\"/>")), exit: 0,
            said: ["warning: `c` calls its own process `p` again, and no condition stands on the way"]),
        Row(
            name: "instructions that are not understood",
            body: WorkflowBench.chain(
                (
                    "t",
                    "<userTask id=\"t\"><extensionElements><spiffworkflow:instructionsForEndUser>{{ a }} "
                        + "{{ a + 1 }}</spiffworkflow:instructionsForEndUser></extensionElements></userTask>"
                )), exit: 0,
            said: ["warning: the instructions of `t` are shown with `{{ a + 1 }}` as it is written"]),
        Row(
            name: "a script before a script task",
            body: WorkflowBench.chain(
                python(
                    "x = 1", "t",
                    "<extensionElements><spiffworkflow:preScript>y = 1</spiffworkflow:preScript></extensionElements>"
                )
            ), exit: 0,
            said: ["warning: `spiffworkflow:preScript` of `t` is left aside: SpiffWorkflow does not run it"]),
    ]

    @Test(arguments: rows) func found(_ row: Row) async throws {
        let bench = try WorkflowBench()
        try bench.model(row.body)
        let result = await bench.run("validate", "p.bpmn", "--color", "never")
        #expect(result.exit == row.exit)
        for said in row.said { #expect(result.output.contains(said), "\(result.all)") }
    }

    @Test func callsThroughOthersAreFoundAndThoseUnderAConditionAreNot() async throws {
        let bench = try WorkflowBench()
        let called = WorkflowBench.chain(("c", "<callActivity id=\"c\" calledElement=\"q\"/>"))
        func other(_ body: String) -> String { "<process id=\"q\" isExecutable=\"true\">\(body)</process>" }
        try bench.model(
            called,
            beside: other(
                "<startEvent id=\"qs\"/><callActivity id=\"qc\" calledElement=\"p\"/>"
                    + "<sequenceFlow id=\"qf\" sourceRef=\"qs\" targetRef=\"qc\"/>"))
        let endless = await bench.run("validate", "p.bpmn")
        #expect(endless.output.contains("`c` calls its own process `p` again through `q`, and no condition"))
        try bench.model(
            called,
            beside: other(
                "<startEvent id=\"qs\"/><exclusiveGateway id=\"qg\" default=\"qd\"/><endEvent id=\"qe\"/>"
                    + "<callActivity id=\"qc\" calledElement=\"p\"/>"
                    + "<sequenceFlow id=\"qf\" sourceRef=\"qs\" targetRef=\"qg\"/>"
                    + "<sequenceFlow id=\"qz\" sourceRef=\"qc\" targetRef=\"qe\"/>"
                    + "<sequenceFlow id=\"qd\" sourceRef=\"qg\" targetRef=\"qe\"/>"
                    + "<sequenceFlow id=\"qy\" sourceRef=\"qg\" targetRef=\"qc\">\(WorkflowBench.condition("more"))"
                    + "</sequenceFlow>"))
        let bounded = await bench.run("validate", "p.bpmn")
        #expect(bounded.exit == 0 && !bounded.output.contains("no condition stands"))
    }

    @Test func withoutPythonItIsSaidThatNobodyLooked() async throws {
        let bench = try WorkflowBench()
        try bench.model(WorkflowBench.chain(Self.python("x = (")))
        let result = await bench.workshop.run(["workflow", "validate", "p.bpmn"], in: "models")
        #expect(result.exit == 0)
        #expect(result.output.contains("warning: its Python was not checked: there is no `python3`"))
        let named = await bench.run("validate", "p.bpmn", "--python", "/nowhere/python")
        #expect(named.exit == 69 && named.errors.contains("there is no Python `/nowhere/python`"))
    }

    @Test func aFileThatWasCutOffSaysWhatIsMissing() async throws {
        let bench = try WorkflowBench()
        try bench.model(WorkflowBench.chain(("t", "<task id=\"t\"/>")))
        let whole = try bench.workshop.read("models/p.bpmn")
        for cut in ["<endEvent id=\"e\"/>", "<endEvent id="] {
            let end = try #require(whole.firstRange(of: cut)?.upperBound)
            try bench.workshop.write(String(whole[..<end]), to: "models/p.bpmn")
            let result = await bench.run("validate", "p.bpmn")
            #expect(result.exit == 1)
            #expect(
                result.output.contains(
                    "error: the file ends before `</process>`, which closes the element of line 5\n  --> p.bpmn:8:"
                ),
                "\(result.output)")
        }
        try bench.workshop.write("<a><b></a>", to: "models/p.bpmn")
        #expect(await bench.run("validate", "p.bpmn").output.contains("mismatched tag"))
    }
}
