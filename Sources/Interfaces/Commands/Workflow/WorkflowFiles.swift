import ArgumentParser
import BPMN
import Capabilities
import DefinitionOfDone
import Diagnostics
import StructuredData
import Workflows

/// `uvmgr workflow import`.
struct WorkflowImport: Command {
    static let configuration = CommandConfiguration(
        commandName: "import",
        abstract: "Turn a file of SpiffWorkflow or Camunda into standard BPMN with uvmgr's extensions.",
        usage: "uvmgr workflow import <file> [--output <file>] [<options>]",
        discussion: """
            EXAMPLES:
              uvmgr workflow import order.bpmn --output workflows/order.bpmn
              uvmgr workflow import camunda.bpmn --format json

            Such files also run as they are. The import tells what became of each extension: mapped, ignored \
            because it does not change what runs, or refused because it would and has no meaning here. \
            Diagrams and everything else in the file are kept.

            \(Help.exitCodes([
                " 0": "everything was mapped or can be ignored", " 1": "something was refused; it is still there",
                " 2": "usage error, or a file that cannot be read",
            ]))
            """)

    @Argument(help: ArgumentHelp("A BPMN file.", valueName: "file"), completion: .file(extensions: ["bpmn"]))
    var file: String
    @Option(
        name: .shortAndLong,
        help: ArgumentHelp("Write here instead of to standard output.", valueName: "file"),
        completion: .file(extensions: ["bpmn"]))
    var output: String?
    @Flag(help: "Write over a file that is there.")
    var force = false
    @OptionGroup var answer: AnswerOptions
    @OptionGroup(title: "Global options") var global: GlobalOptions

    var answersInJSON: Bool { answer.format == .json }

    func run(in session: Session) async throws -> ExitStatus {
        let bytes: [UInt8]
        do { bytes = try session.files.read(session.path(file)) } catch { throw WorkflowError.file(error) }
        let (xml, notes) = try Definitions.read(bytes, file: file).imported()
        if let output { try session.write(xml, to: output, force: force) }
        switch answer.format {
        case .json:
            try session.answer([
                "schema": "uvmgr.workflow-import/1", "file": .string(file), "notes": .array(notes.map(json)),
                "bpmn": output == nil ? .string(xml) : .null,
            ])
        case .text:
            if output == nil { try session.answer(xml) }
            console(session, notes)
        }
        return notes.contains { $0.outcome == .refused } ? .no : .success
    }

    private func console(_ session: Session, _ notes: [ImportNote]) {
        let style = session.errorStyle
        var table = Table()
        table.rows = notes.map { note in
            let paint: TextStyle.Paint =
                switch note.outcome {
                case .mapped: .green
                case .ignored: .dim
                case .refused: .red
                }
            return [
                Table.Cell("\(file):\(note.place.line)", .dim), Table.Cell(note.outcome.rawValue, paint),
                Table.Cell(note.element), Table.Cell(note.name), Table.Cell(note.message),
            ]
        }
        session.note(table.lines(style).joined(separator: "\n"))
    }

    private func json(_ note: ImportNote) -> JSON {
        [
            "outcome": .string(note.outcome.rawValue), "element": .string(note.element),
            "name": .string(note.name), "message": .string(note.message),
            "line": .integer(Int64(note.place.line)),
        ]
    }
}

/// `uvmgr workflow new`.
struct WorkflowNew: Command {
    static let configuration = CommandConfiguration(
        commandName: "new",
        abstract: "Write a process to begin with: `dod` is the one that validations follow.",
        usage: "uvmgr workflow new <template> [--output <file>] [<options>]",
        discussion: """
            EXAMPLES:
              uvmgr workflow new dod
              uvmgr workflow new dod --output processes/done.bpmn

            Writes `workflows/<template>.bpmn`, with a diagram for any BPMN modeller. To have validations follow \
            your own process, say `process = "workflows/dod.bpmn"` in `[tool.uvmgr.dod]`.

            \(Help.commonExitCodes)
            """)

    @Argument(help: ArgumentHelp("The template: dod.", valueName: "template"), completion: .list(["dod"]))
    var template: String
    @Option(
        name: .shortAndLong, help: ArgumentHelp("Write here instead.", valueName: "file"),
        completion: .file(extensions: ["bpmn"]))
    var output: String?
    @Flag(help: "Write over a file that is there.")
    var force = false
    @OptionGroup(title: "Global options") var global: GlobalOptions

    var answersInJSON: Bool { false }

    func validate() throws {
        if template != "dod" { throw ValidationError("there is no template `\(template)`; there is: dod") }
    }

    func run(in session: Session) async throws -> ExitStatus {
        let file = output ?? "workflows/\(template).bpmn"
        try session.write(RunProcess.template, to: file, force: force)
        session.note("wrote \(file)")
        return .success
    }
}

/// `uvmgr workflow migrate`.
struct WorkflowMigrate: Command {
    static let configuration = CommandConfiguration(
        commandName: "migrate", abstract: "Move a running instance to a new version of its model.",
        usage: "uvmgr workflow migrate <instance> --to <file> [--map <old=new>] … [--dry-run] [<options>]",
        discussion: """
            EXAMPLES:
              uvmgr workflow migrate last --to release-v2.bpmn --dry-run
              uvmgr workflow migrate 01926f3a --to release-v2.bpmn --map review=second-review

            Everything that is active goes on in the element of the same id, or of the one that `--map` \
            names. The plan tells what becomes of each; where something has no place in the new model, nothing \
            is changed.

            \(Help.exitCodes([
                " 0": "moved; with `--dry-run`: can be moved", " 1": "cannot be moved",
                " 2": "usage or configuration error", "69": "something outside is missing or unavailable",
            ]))
            """)

    static let isAlwaysTraced = true

    @OptionGroup var instance: InstanceArgument
    @Option(
        help: ArgumentHelp("The new version of the model.", valueName: "file"),
        completion: .file(extensions: ["bpmn"]))
    var to: String
    @Option(
        help: ArgumentHelp("An element that is called otherwise now. May be repeated.", valueName: "old=new"))
    var map: [String] = []
    @Flag(help: "Only tell the plan.")
    var dryRun = false
    @OptionGroup var answer: AnswerOptions
    @OptionGroup(title: "Global options") var global: GlobalOptions

    var answersInJSON: Bool { answer.format == .json }

    func validate() throws {
        for pair in map where pair.split(separator: "=").count != 2 {
            throw ValidationError("`--map` is written `old=new`, not `\(pair)`")
        }
    }

    func run(in session: Session) async throws -> ExitStatus {
        let models = try instance.models(session)
        let new = try session.model(to)
        var mapping: [String: String] = [:]
        for pair in map {
            let parts = pair.split(separator: "=").map(String.init)
            mapping[parts[0]] = parts[1]
        }
        let recorded = try session.recordedWorkflows(models)
        let id = try await recorded.find(instance.name)
        let state = try await recorded.state(of: id)
        if state.standing.hasEnded { throw WorkflowError.ended(id: id, standing: state.standing.name) }
        let plan = state.process.migrationPlan(
            from: state.model.deployment, to: new.deployment, mapping: mapping)
        if plan.isPossible, !dryRun {
            let names = mapping
            try await session.withWorkflows(try .parse([]), models: models + [new]) { runs in
                let opened = try await runs.open(id)
                try await opened.migrate(to: new, names)
            }
        }
        try publish(plan, id, session)
        return plan.isPossible ? .success : .no
    }

    private func publish(_ plan: MigrationPlan, _ id: String, _ session: Session) throws {
        let isDone = plan.isPossible && !dryRun
        if answer.format == .json {
            return try session.answer([
                "schema": "uvmgr.workflow-migration/1", "id": .string(id), "possible": .bool(plan.isPossible),
                "migrated": .bool(isDone),
                "steps": .array(plan.steps.map(\.json)),
            ])
        }
        let style = session.style
        var table = Table()
        table.rows = plan.steps.map { step in
            let (words, paint) = step.words
            return [
                Table.Cell(step.element.isEmpty ? "the process" : step.element),
                Table.Cell(step.subject.rawValue, .dim), Table.Cell(words, paint),
            ]
        }
        let end =
            isDone
            ? style.paint("moved \(id)", .green)
            : plan.isPossible ? "can be moved" : style.paint("cannot be moved", .red)
        try session.answer((table.lines(style) + [end]).joined(separator: "\n") + "\n")
    }
}

extension MigrationStep {
    fileprivate var words: (String, TextStyle.Paint) {
        switch change {
        case .kept: ("stays", .plain)
        case .moved(let target): ("goes on in \(target)", .cyan)
        case .added: ("begins", .green)
        case .removed: ("ends", .yellow)
        case .refused(let reason): (reason, .red)
        }
    }

    fileprivate var json: JSON {
        [
            "subject": .string(subject.rawValue), "instance": .integer(Int64(instance)),
            "element": .string(element), "change": .string(name), "detail": detail,
        ]
    }

    private var name: String {
        switch change {
        case .kept: "kept"
        case .moved: "moved"
        case .added: "added"
        case .removed: "removed"
        case .refused: "refused"
        }
    }

    private var detail: JSON {
        switch change {
        case .moved(let target): .string(target)
        case .refused(let reason): .string(reason)
        default: .null
        }
    }
}

extension Session {
    /// Writes a file that a command makes; one that is there is left unless the user says otherwise.
    func write(_ text: String, to file: String, force: Bool) throws {
        let path = path(file)
        if !force, files.isFile(path) { throw CommandError.fileExists(file) }
        do {
            let folder = path.split(separator: "/").dropLast().map { "/" + $0 }.joined()
            if !folder.isEmpty { try files.makeDirectory(folder) }
            try files.write(Array(text.utf8), to: path)
        } catch { throw CommandError.file(error) }
    }
}
