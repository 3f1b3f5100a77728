import ArgumentParser
import BPMN
import DefinitionOfDone
import Diagnostics
import PythonScripts
import StructuredData
import Workflows

/// `uvmgr workflow validate`.
struct WorkflowValidate: Command {
    static let configuration = CommandConfiguration(
        commandName: "validate", abstract: "Can these models be run, and run to an end?",
        usage: "uvmgr workflow validate <file> … [<options>]",
        discussion: """
            EXAMPLES:
              uvmgr workflow validate workflows/release.bpmn
              uvmgr workflow validate *.bpmn --format json

            Checks the form of a model, the rules of BPMN 2.0.2, what can be executed here, expressions, \
            Python and its conditions, the bindings of service tasks, and whether a process can get stuck or \
            calls itself without end: each problem with its rule, element, file and line, a way into a deadlock \
            as the elements on it. No script is run.

            \(Help.exitCodes([
                " 0": "all can be run", " 1": "a model has faults", " 2": "usage or configuration error",
            ]))
            """)

    @Argument(help: ArgumentHelp("BPMN files.", valueName: "file"), completion: .file(extensions: ["bpmn"]))
    var files: [String]
    @Option(
        help: ArgumentHelp(
            "Binds a job type to a command, as 'type=command line'. May be repeated.", valueName: "binding"))
    var job: [String] = []
    @Option(
        help: ArgumentHelp(
            "The Python that scripts are checked with; otherwise the project's, or `python3`.",
            valueName: "path"), completion: .file())
    var python: String?
    @Flag(help: "Take warnings, such as a possible deadlock, for faults.")
    var strict = false
    @OptionGroup var answer: AnswerOptions
    @OptionGroup(title: "Global options") var global: GlobalOptions

    var answersInJSON: Bool { answer.format == .json }

    func validate() throws {
        try JobBinding.check(job)
    }

    func run(in session: Session) async throws -> ExitStatus {
        let handlers = try session.handlers(
            jobs: job, try session.workflowFolder(), isLook: true)
        var documents: [JSON] = []
        var isGood = true
        for file in files {
            var report = ModelReport(file: file, session: session, handlers: handlers)
            try await report.checkPython(session, python)
            isGood = isGood && report.isGood(strict: strict)
            switch answer.format {
            case .json: documents.append(report.json)
            case .text: try session.answer(report.text(session.style))
            }
        }
        if answer.format == .json {
            try session.answer(["schema": "uvmgr.workflow-models/1", "models": .array(documents)])
        }
        return isGood ? .success : .no
    }
}

/// What is to be said of one model file.
private struct ModelReport {
    let file: String
    private(set) var faults: [Diagnostic] = []
    private(set) var warnings: [Diagnostic] = []
    private(set) var model: WorkflowModel?

    init(file: String, session: Session, handlers: WorkHandlers) {
        self.file = file
        do {
            let model = try session.model(file)
            self.model = model
            faults = model.bindingFaults(handlers)
            warnings = model.soundnessWarnings() + model.surprises()
        } catch {
            faults = error.all
        }
    }

    /// Has Python look at all its texts at once.
    mutating func checkPython(_ session: Session, _ python: String?) async throws {
        guard let model, case let texts = model.pythonTexts, !texts.isEmpty else { return }
        guard let settings = try session.pythonSettings(python) else {
            return warnings.append(model.uncheckedPython("there is no `python3`"))
        }
        do throws(ScriptError) {
            let checker = PythonSyntax(settings, runner: session.runtime.machine.runner)
            faults += texts.diagnostics(try await checker.faults(of: texts.texts))
        } catch .cancelled { throw ScriptError.cancelled } catch {
            warnings.append(model.uncheckedPython(error.diagnostic.message))
        }
    }

    func isGood(strict: Bool) -> Bool { faults.isEmpty && (!strict || warnings.isEmpty) }

    var json: JSON {
        [
            "file": .string(file), "valid": .bool(faults.isEmpty),
            "processes": .array((model?.deployment.processes ?? []).map(JSON.string)),
            "faults": .array(faults.map(\.json)), "warnings": .array(warnings.map(\.json)),
        ]
    }

    func text(_ style: TextStyle) -> String {
        var text = faults.map { DiagnosticText(diagnostic: $0, style: style).text() }.joined()
        text += warnings.map { DiagnosticText(diagnostic: $0, style: style).text("warning") }.joined()
        let count = model?.nodes.count ?? 0
        let sign = faults.isEmpty ? style.paint(style.sign("✓", "ok"), .green) : style.paint("!", .red)
        let words =
            faults.isEmpty
            ? "can be run: \(model?.deployment.processes.joined(separator: ", ") ?? ""), \(count.counted("element"))"
            : faults.count.counted("fault")
        return text + "\(sign) \(file.neutralised): \(words)\n"
    }
}
