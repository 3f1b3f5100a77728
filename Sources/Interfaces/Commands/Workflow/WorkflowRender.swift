import ArgumentParser
import BPMN
import Capabilities
import DefinitionOfDone
import Diagnostics
import Ledger
import ProcessDiagrams
import StructuredData
import Workflows

/// `uvmgr workflow render`.
struct WorkflowRender: Command {
    static let configuration = CommandConfiguration(
        commandName: "render", abstract: "Draw a model, or an instance with the way it took, as SVG.",
        usage: "uvmgr workflow render <file|instance> [--output <file>] [<options>]",
        discussion: """
            EXAMPLES:
              uvmgr workflow render release.bpmn --output release.svg
              uvmgr workflow render last --output run.svg
              uvmgr workflow render 01926f3a --at 12 > then.svg

            Uses the diagram of the file, or a layout of its own where the file has none. For an instance the \
            drawing tells the way taken, how often each element was visited, how long it took, what is at work \
            and what went wrong.

            \(Help.commonExitCodes)
            """)

    @Argument(help: ArgumentHelp("A BPMN file, or an instance by its id or `last`.", valueName: "what"))
    var what: String
    @Option(
        name: .shortAndLong,
        help: ArgumentHelp("Write here instead of to standard output.", valueName: "file"),
        completion: .file(extensions: ["svg"]))
    var output: String?
    @Option(help: ArgumentHelp("Which diagram, or whose: its id.", valueName: "id"))
    var diagram: String?
    @Flag(help: "Lay the model out anew, whatever its diagram says.")
    var ownLayout = false
    @Option(help: ArgumentHelp("The instance as it was after so many steps.", valueName: "step"))
    var at: Int?
    @Option(
        help: ArgumentHelp("The model's file, where it is not on record.", valueName: "file"),
        completion: .file(extensions: ["bpmn"]))
    var model: String?
    @OptionGroup(title: "Global options") var global: GlobalOptions

    var answersInJSON: Bool { false }

    func run(in session: Session) async throws -> ExitStatus {
        let isFile = session.files.isFile(session.path(what))
        let (definitions, marks) = isFile ? (try definitions(session), nil) : try await instance(session)
        let choice: DiagramChoice =
            ownLayout ? .ownLayout(of: diagram) : diagram.map { .plane($0) } ?? .main
        let layout = try DiagramLayout(of: definitions, choice)
        let svg = DiagramRendering(layout, marks: marks).svg()
        guard let output else {
            try session.answer(svg)
            return .success
        }
        do { try session.files.write(Array(svg.utf8), to: session.path(output)) } catch {
            throw CommandError.file(error)
        }
        session.note("wrote \(output)")
        return .success
    }

    /// Of a file that need not be executable.
    private func definitions(_ session: Session) throws -> Definitions {
        do {
            return try Definitions.read(try session.files.read(session.path(what)), file: what)
        } catch let error as FileError { throw WorkflowError.file(error) }
    }

    private func instance(_ session: Session) async throws -> (Definitions, RunMarks?) {
        let models = try model.map { [try session.model($0)] } ?? []
        let runs = try session.recordedWorkflows(models)
        let id = try await runs.find(what)
        if let at, case let last = try await runs.state(of: id).process.version, !(1...max(1, last) ~= at) {
            throw WorkflowError.noSuchStep(at, last: last)
        }
        let state = try await runs.state(of: id, upTo: at ?? .max)
        let events: [Event]
        do { events = try await runs.services.store.read(stream: WorkflowStreams.stream(of: id)) } catch {
            throw WorkflowError.ledger(error)
        }
        let trace = try WorkflowTrace(of: events, id: id, upTo: at ?? .max)
        return (state.model.definitions, RunMarks(trace, state))
    }
}

extension RunMarks {
    /// What a run did, for the drawing.
    init(_ trace: WorkflowTrace, _ state: WorkflowState) {
        let elements = trace.marks.mapValues { marks in
            Element(
                visits: marks.visits, isActive: marks.active > 0, isCompleted: marks.completed > 0,
                isCancelled: marks.cancelled > 0 && marks.completed == 0, failure: marks.incidents.last,
                milliseconds: marks.completed > 0 ? marks.duration / 1_000_000 : nil)
        }
        let span = trace.span
        let isRun = state.id.hasPrefix(WorkflowStreams.runPrefix)
        self.init(
            run: Run(
                id: isRun ? String(state.id.dropFirst(WorkflowStreams.runPrefix.count)) : state.id,
                state: state.standing.name,
                start: span.map { TimeInstant(milliseconds: $0.lowerBound / 1_000_000) },
                duration: span.map { ($0.upperBound - $0.lowerBound) / 1_000_000 }),
            elements: elements, flows: trace.flows)
    }
}
