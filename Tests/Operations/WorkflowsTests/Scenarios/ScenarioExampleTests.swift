import Foundation
import Processes
import PythonScripts
import StructuredData
import Testing

@testable import Workflows

/// The example that the documentation shows.
@Suite("The example of scenarios") struct ScenarioExampleTests {
    static let folder = URL(filePath: #filePath + "/../../../../../Examples/release").standardizedFileURL

    static func contents(_ name: String) throws -> [UInt8] {
        Array(try Data(contentsOf: folder.appending(path: name)))
    }

    @Test func allOfItPassesAndAllIsCovered() async throws {
        let bench = try Bench()
        let file = try ScenarioFile(
            parsing: try Self.contents("release.scenarios.yaml"),
            file: "Examples/release/release.scenarios.yaml"
        )
        #expect(file.modelPath == "Examples/release/release.bpmn")
        let model = try WorkflowModel(try Self.contents(file.model), file: file.modelPath)
        let python = try #require(bench.runner.find("python3", path: Bench.environment["PATH"] ?? ""))
        let settings = PythonSettings(
            interpreter: python, environment: Bench.environment, workingDirectory: bench.folder)
        let report = try await withPythonSession(settings, starter: bench.runner) { session in
            try await ScenarioRunner(file, model: model, scripts: PythonScriptHost(session) { _ in }).run()
        }
        let text = ScenarioText(ScenarioSummary([report])).text
        #expect(report.failures == [], "\(text)")
        #expect(report.coverage.percent == 100, "\(text)")
        #expect(report.results.count == 6)
    }
}
