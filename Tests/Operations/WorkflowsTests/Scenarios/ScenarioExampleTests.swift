import Foundation
import Processes
import PythonScripts
import StructuredData
import Testing

@testable import Workflows

/// The example that the documentation shows, with what the documentation says comes of it.
@Suite("The example of scenarios") struct ScenarioExampleTests {
    static let root = URL(filePath: #filePath + "/../../../../..").standardizedFileURL
    static let name = "Examples/release/release.scenarios.yaml"

    static func contents(_ path: String) throws -> String {
        try String(contentsOf: root.appending(path: path), encoding: .utf8)
    }

    private func report(_ text: String) async throws -> ScenarioReport {
        let bench = try Bench()
        let file = try ScenarioFile(parsing: Array(text.utf8), file: Self.name)
        #expect(file.modelPath == "Examples/release/release.bpmn")
        let model = try WorkflowModel(Array(try Self.contents(file.modelPath).utf8), file: file.modelPath)
        let python = try #require(bench.runner.find("python3", path: Bench.environment["PATH"] ?? ""))
        let settings = PythonSettings(
            interpreter: python, environment: Bench.environment, workingDirectory: bench.folder)
        return try await withPythonSession(settings, starter: bench.runner) { session in
            try await ScenarioRunner(file, model: model, scripts: PythonScriptHost(session) { _ in }).run()
        }
    }

    private func shown(_ report: ScenarioReport) -> String { ScenarioText(ScenarioSummary([report])).text }

    @Test func allOfItPassesAndAllIsCovered() async throws {
        let text = try Self.contents(Self.name)
        let report = try await report(text)
        #expect(report.failures == [], "\(shown(report))")
        #expect(report.coverage.percent == 100)
        #expect(report.results.count == 6)
        let page = try Self.contents("docs/workflow-tests.md")
        #expect(page.contains("```yaml\n\(text)```"))
        #expect(page.contains(shown(report)), "\(shown(report))")
    }

    @Test func theDocumentedFailureIsTrue() async throws {
        var text = try Self.contents(Self.name)
        text = text.replacing("decision: \"no\"", with: "decision: \"yes\"")
        let end = try #require(text.range(of: "\n  - name: the maintainers are reminded"))
        let report = try await report(String(text[..<end.lowerBound]))
        #expect(!report.failures.isEmpty)
        let page = try Self.contents("docs/workflow-tests.md")
        #expect(page.contains("```text\n\(shown(report))```"), "\(shown(report))")
    }
}
