import Diagnostics
import StructuredData
import Testing

@testable import Workflows

@Suite("Running scenarios") struct ScenarioRunTests {
    @Test(arguments: ScenarioStories.passing.map(\.name)) func passes(_ name: String) async throws {
        let story = try #require(ScenarioStories.passing.first { $0.name == name })
        let report = try await report(story.body, story.scenarios, beside: story.beside)
        let summary = ScenarioSummary([report])
        #expect(report.failures == [])
        #expect(!report.results.isEmpty)
        #expect(summary.passed, "\(ScenarioText(summary).text)")
    }

    @Test(arguments: ScenarioStories.failing.map(\.name)) func fails(_ name: String) async throws {
        let story = try #require(ScenarioStories.failing.first { $0.name == name })
        let report = try await report(story.body, "scenarios:\n  - name: n\n" + story.scenario)
        #expect(report.failures == story.failures)
        #expect(report.results.flatMap(\.failures).flatMap(\.details) == story.details)
        #expect(!ScenarioSummary([report]).passed)
    }

    @Test func theTablesAreThere() {
        #expect(ScenarioStories.passing.count >= 20)
        #expect(ScenarioStories.failing.count >= 20)
    }

    /// Message steps, with what is said of each: messages and signals want someone who waits.
    static let traffic: [(String, [String])] = [
        ("{message: Paid}, {complete: u}", ["5 step: nothing waits for the message `Paid`; it waits at `u`"]),
        ("{message: {name: Paid, early: true}}, {complete: u}", []),
        ("{complete: u}, {message: Paid}", []),
        (
            "{complete: u}, {message: Paid}, {message: {name: Paid, early: true}}",
            ["5 step: nothing ever took the message `Paid`"]
        ),
        ("{signal: Go}, {complete: u}", ["5 step: nothing waits for the signal `Go`; it waits at `u`"]),
    ]

    @Test(arguments: traffic) func someoneHasToWait(_ steps: String, _ failures: [String]) async throws {
        let body = """
            <startEvent id="s"/><userTask id="u"/><intermediateCatchEvent id="c"><messageEventDefinition
            messageRef="m"/></intermediateCatchEvent><endEvent id="e"/>\(flows("s > u > c > e"))
            """
        let scenarios = "scenarios:\n  - name: n\n    expect: {visits: [s]}\n    steps: [\(steps)]\n"
        let report = try await report(
            body, scenarios, beside: "<message id=\"m\" name=\"Paid\"/><signal id=\"g\" name=\"Go\"/>")
        #expect(report.failures == failures)
    }

    /// Python that says yes to every question.
    private struct AffirmingHost: ScriptHost {
        func execute(_: String, variables: [String: JSON]) async throws(WorkFailure) -> [String: JSON] {
            ["seen": .array(variables.keys.sorted().map(JSON.string))]
        }
        func evaluate(_: String, variables _: [String: JSON]) async throws(WorkFailure) -> JSON { true }
    }

    @Test func pythonIsAskedUnlessItIsStubbed() async throws {
        let body = """
            <startEvent id="s"/><scriptTask id="a" scriptFormat="python"><script>x</script></scriptTask>
            <exclusiveGateway id="g" default="no"/><endEvent id="e"/><endEvent id="f"/>\(flows("s > a > g"))
            <sequenceFlow id="no" sourceRef="g" targetRef="f"/><sequenceFlow id="yes" sourceRef="g" targetRef="e">
            <conditionExpression xsi:type="tFormalExpression" language="python">n > 1</conditionExpression>
            </sequenceFlow>
            """
        let scenarios = """
            scenarios:
              - name: real
                start: {variables: {n: 2}}
                expect: {trace: [s, a, e], variables: {seen: [n]}}
              - name: stubbed
                scripts: stubbed
                services: {a: {result: {}}}
                expect: {incidents: [{element: g, message: Python is not run}]}
              - {name: without an answer, scripts: stubbed, expect: {trace: [s]}}
            """
        let report = try await report(body, scenarios, scripts: AffirmingHost())
        #expect(
            report.failures == ["10 services: scripts are stubbed, and nothing says what `a` gives"])
    }

    @Test func whichProcessIsMeantHasToBeClear() throws {
        let text = "model: p.bpmn\nscenarios: [{name: a, expect: {state: completed}}]"
        let two = """
            <process id="q" isExecutable="true"><startEvent id="s"/><endEvent id="e"/>\(flows("s > e"))</process>
            """
        let model = try model(chain([]), beside: two)
        #expect(faults(text, in: model).map(\.code) == ["scenario.process"])
        #expect(faults(text + "\nprocess: x", in: model).map(\.code) == ["scenario.process"])
        #expect(faults(text + "\nprocess: q", in: model).isEmpty)
    }

    /// The same file gives the same report, whatever ran before.
    @Test func scenariosDoNotSeeEachOther() async throws {
        let story = try #require(ScenarioStories.passing.first { $0.name.hasPrefix("attempts again") })
        let first = try await report(story.body, story.scenarios)
        #expect(try await report(story.body, story.scenarios) == first)
    }

    @Test func someScenariosOnly() async throws {
        let text = """
            model: p.bpmn
            coverage: 100%
            scenarios:
              - {name: a, expect: {state: completed}}
              - {name: b, expect: {state: failed}}
            """
        let file = try ScenarioFile(parsing: Array(text.utf8), file: "t.yaml")
        let body = "<startEvent id=\"s\"/><task id=\"t\"/><endEvent id=\"e\"/>\(flows("s > t > e"))"
        let runner = try ScenarioRunner(file, model: try model(body), scripts: NoScriptHost(""))
        let report = try await runner.run(named: ["a"])
        #expect(report.results.map(\.name) == ["a"])
        #expect(report.leftOut == 1)
        #expect(ScenarioSummary([report]).exit == .success)
        #expect(ScenarioSummary([try await runner.run(named: [])]).exit == .usage)
        #expect(ScenarioSummary([try await runner.run()]).exit == .no)
    }

    @Test func beingCancelledEndsTheRun() async throws {
        let text =
            "model: p.bpmn\nscenarios:\n  - {name: a, services: {c: {result: {}}}, expect: {trace: [start]}}\n"
        let file = try ScenarioFile(parsing: Array(text.utf8), file: "t.yaml")
        let runner = try ScenarioRunner(
            file, model: try model(chain([command("c", "x")])), scripts: NoScriptHost(""))
        let task = Task { () throws(WorkflowError) -> ScenarioReport in
            withUnsafeCurrentTask { $0?.cancel() }
            return try await runner.run()
        }
        await #expect(throws: WorkflowError.cancelled) { try await task.value }
    }
}
