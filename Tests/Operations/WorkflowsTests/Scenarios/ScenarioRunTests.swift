import Diagnostics
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
