import ArgumentParser
import Capabilities
import DefinitionOfDone
import Diagnostics
import Projects
import StructuredData
import Workflows

/// `uvmgr workflow test`.
struct WorkflowTest: Command {
    static let configuration = CommandConfiguration(
        commandName: "test",
        abstract: "Run scenario files against their models, with virtual time and coverage.",
        usage: "uvmgr workflow test [<file> …] [<options>]",
        discussion: """
            EXAMPLES:
              uvmgr workflow test
              uvmgr workflow test workflows/release.scenarios.yaml --scenario 'a rejected release'
              uvmgr workflow test --junit report.xml

            Without files all `*.scenarios.yaml` in `workflows/` and the working directory are run. Services \
            answer as the scenario says, scripts run for real, time is virtual, and nothing is put on record.

            \(Help.exitCodes([
                " 0": "all pass, and enough is covered", " 1": "a scenario fails, or too little is covered",
                " 2": "usage error, or a file that cannot be read", "69": "something outside is missing",
            ]))
            """)

    @Argument(
        help: ArgumentHelp("Scenario files.", valueName: "file"), completion: .file(extensions: ["yaml"]))
    var files: [String] = []
    @Option(help: ArgumentHelp("Only the scenario of this name. May be repeated.", valueName: "name"))
    var scenario: [String] = []
    @Option(help: ArgumentHelp("Write a JUnit report here too.", valueName: "file"), completion: .file())
    var junit: String?
    @Option(
        help: ArgumentHelp(
            "The Python that runs scripts; otherwise the project's, or `python3`.", valueName: "path"),
        completion: .file())
    var python: String?
    @Flag(help: "Let scripts compute and nothing else: no files, processes or network.")
    var isolateScripts = false
    @OptionGroup var answer: AnswerOptions
    @OptionGroup(title: "Global options") var global: GlobalOptions

    var answersInJSON: Bool { answer.format == .json }

    func run(in session: Session) async throws -> ExitStatus {
        let found = files.isEmpty ? try here(session) : files
        guard !found.isEmpty else { throw CommandError.noScenarios }
        let names = scenario.isEmpty ? nil : Set(scenario)
        let runners = try found.map { try load($0, session) }
        let reports = try await session.withScripts(python: python, isIsolated: isolateScripts) { scripts in
            var reports: [ScenarioReport] = []
            for (file, model) in runners {
                reports.append(
                    try await ScenarioRunner(file, model: model, scripts: scripts).run(named: names))
            }
            return reports
        }
        let summary = ScenarioSummary(reports)
        switch answer.format {
        case .json: try session.answer(summary.json)
        case .text: try session.answer(ScenarioText(summary, unicode: session.style.unicode).text)
        }
        if let junit {
            do {
                try session.files.write(Array(ScenarioJUnit(summary).text.utf8), to: session.path(junit))
            } catch { throw CommandError.file(error) }
        }
        return summary.exit
    }

    private func load(_ file: String, _ session: Session) throws(WorkflowError) -> (
        ScenarioFile, WorkflowModel
    ) {
        let bytes: [UInt8]
        do { bytes = try session.files.read(session.path(file)) } catch { throw .file(error) }
        let scenarios = try ScenarioFile(parsing: bytes, file: file)
        return (scenarios, try session.model(scenarios.modelPath))
    }

    /// The scenario files of the working directory and its `workflows`.
    private func here(_ session: Session) throws -> [String] {
        var found: [String] = []
        for folder in ["", "workflows/"]
        where folder.isEmpty || session.files.isDirectory(session.path(folder)) {
            let names: [String]
            do throws(FileError) {
                names = try session.files.list(session.path(folder.isEmpty ? "." : folder))
            } catch {
                throw WorkflowError.file(error)
            }
            found += names.filter { $0.hasSuffix(".scenarios.yaml") || $0.hasSuffix(".scenarios.yml") }
                .sorted()
                .map { folder + $0 }
        }
        return found
    }
}
