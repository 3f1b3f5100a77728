import ArgumentParser
import BPMN
import Diagnostics
import StructuredData
import Workflows

/// `uvmgr workflow run`.
struct WorkflowRun: Command {
    static let configuration = CommandConfiguration(
        commandName: "run", abstract: "Start a process of a BPMN file and drive it as far as it goes.",
        usage: "uvmgr workflow run <file> [--process <id>] [--set <name=value>] … [<options>]",
        discussion: """
            EXAMPLES:
              uvmgr workflow run release.bpmn --set version='"1.2.0"'
              uvmgr workflow run order.bpmn --message OrderPlaced --variables order.json
              uvmgr workflow run camunda.bpmn --job send-mail='python mail.py'
              uvmgr workflow run approval.bpmn --listen --max-wait 8h

            Every step is on record in `.uvmgr/ledger.db` before anything outside is touched, so that a \
            process that was killed goes on with `uvmgr workflow resume`. It ends here when the process has \
            ended, or when only people, messages or signals can help.

            \(exitCodes)
            """)

    static let exitCodes = Help.exitCodes([
        "  0": "the process has completed, or waits for people, messages or signals",
        "  1": "it ended by an error or was cancelled",
        "  2": "usage or configuration error, or the model cannot be run",
        "  3": "it has an incident, or has taken all its steps",
        " 69": "something outside is missing or unavailable",
        "130": "interrupted; 143 terminated: `resume` goes on",
    ])

    static let isAlwaysTraced = true

    @Argument(help: ArgumentHelp("A BPMN file.", valueName: "file"), completion: .file(extensions: ["bpmn"]))
    var file: String
    @Option(help: ArgumentHelp("The process to start, where the file has several.", valueName: "id"))
    var process: String?
    @Option(help: ArgumentHelp("Start at this start event, such as one with a timer.", valueName: "id"))
    var start: String?
    @Option(help: ArgumentHelp("Start with this message; its payload are the variables.", valueName: "name"))
    var message: String?
    @Option(help: ArgumentHelp("Start with this signal; its payload are the variables.", valueName: "name"))
    var signal: String?
    @OptionGroup var variables: VariableOptions
    @OptionGroup var choice: WorkflowDriveOptions
    @OptionGroup var answer: AnswerOptions
    @OptionGroup(title: "Global options") var global: GlobalOptions

    var answersInJSON: Bool { answer.format == .json }

    func validate() throws {
        if [start, message, signal].compactMap(\.self).count > 1 {
            throw ValidationError("`--start`, `--message` and `--signal` exclude each other")
        }
    }

    func run(in session: Session) async throws -> ExitStatus {
        let model = try session.model(file)
        let name = try model.process(named: process)
        let values = try variables.read(session)
        let trigger: WorkflowRuns.Trigger =
            if let message {
                .message(message, payload: .object(values))
            } else if let signal {
                .signal(signal, payload: .object(values))
            } else {
                .plain(element: start)
            }
        let progress = WorkflowProgress(model, in: session)
        return try await session.withWorkflows(choice) { runs in
            let instance = try await runs.start(
                model, process: name, trigger: trigger, variables: values, observer: progress,
                stepLimit: choice.maxSteps)
            return try await session.drive(instance, in: runs, choice, progress, answer.format)
        }
    }
}

/// `uvmgr workflow resume`.
struct WorkflowResume: Command {
    static let configuration = CommandConfiguration(
        commandName: "resume",
        abstract: "Go on with an instance: after an interruption, an incident, a wait.",
        usage: "uvmgr workflow resume [<instance>] [--retry] [<options>]",
        discussion: """
            EXAMPLES:
              uvmgr workflow resume
              uvmgr workflow resume 01926f3a --retry
              uvmgr workflow resume last --retry --set url='"https://example.org"'

            Timers that came due meanwhile fire now. Work that was cut short is done again with the same \
            idempotency key; work that may be done at most once becomes an incident.

            \(WorkflowRun.exitCodes)
            """)

    static let isAlwaysTraced = true

    @OptionGroup var instance: InstanceArgument
    @Flag(help: "Try again what incidents have stopped.")
    var retry = false
    @Option(help: ArgumentHelp("Try again only this incident. May be repeated.", valueName: "number"))
    var incident: [Int] = []
    @OptionGroup var variables: VariableOptions
    @OptionGroup var choice: WorkflowDriveOptions
    @OptionGroup var answer: AnswerOptions
    @OptionGroup(title: "Global options") var global: GlobalOptions

    var answersInJSON: Bool { answer.format == .json }

    func run(in session: Session) async throws -> ExitStatus {
        let values = try variables.read(session)
        let models = try instance.models(session)
        let recorded = try session.recordedWorkflows(models)
        let id = try await recorded.find(instance.name)
        let state = try await recorded.state(of: id)
        let progress = WorkflowProgress(state.model, from: state, in: session)
        return try await session.withWorkflows(choice, models: models) { runs in
            let opened = try await runs.open(id, observer: progress, stepLimit: choice.maxSteps)
            if !values.isEmpty, let process = state.process.running.first {
                try await opened.take(
                    .assign(instance: process, variables: values.mapValues { $0.settled() }))
            }
            let open = await opened.state.process.incidents.keys.sorted()
            for wanted in incident where !open.contains(wanted) {
                throw WorkflowError.noSuchIncident(wanted, open: open)
            }
            for number in retry ? open : incident { try await opened.take(.resolve(incident: number)) }
            return try await session.drive(opened, in: runs, choice, progress, answer.format)
        }
    }
}

/// Which instance is meant.
struct InstanceArgument: ParsableArguments, Sendable {
    @Argument(
        help: ArgumentHelp("The id of an instance, the start of one, or `last`.", valueName: "instance"))
    var name = "last"

    @Option(
        help: ArgumentHelp("The model's file, where it is not on record.", valueName: "file"),
        completion: .file(extensions: ["bpmn"]))
    var model: String?

    /// The model that was named, if one was.
    func models(_ session: Session) throws(WorkflowError) -> [WorkflowModel] {
        guard let model else { return [] }
        return [try session.model(model)]
    }
}
