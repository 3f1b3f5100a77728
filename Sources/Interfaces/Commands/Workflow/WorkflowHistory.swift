import ArgumentParser
import BPMN
import Capabilities
import DefinitionOfDone
import Diagnostics
import Ledger
import StructuredData
import Workflows

/// `uvmgr workflow history`.
struct WorkflowHistory: Command {
    static let configuration = CommandConfiguration(
        commandName: "history",
        abstract: "The steps of an instance, forwards or backwards, with the state at any of them.",
        usage: "uvmgr workflow history [<instance>] [--from <step>] [--backwards] [<options>]",
        discussion: """
            EXAMPLES:
              uvmgr workflow history
              uvmgr workflow history last --element review
              uvmgr workflow history --from 40 --backwards --limit 10
              uvmgr workflow history --from 12 --limit 1 --state

            \(Help.commonExitCodes)
            """)

    @OptionGroup var instance: InstanceArgument
    @Option(help: ArgumentHelp("Begin at this step.", valueName: "step"))
    var from: Int?
    @Flag(help: "From the last step, or that of `--from`, to the first.")
    var backwards = false
    @Option(name: .shortAndLong, help: ArgumentHelp("Only so many steps.", valueName: "number"))
    var limit: Int?
    @Option(help: ArgumentHelp("Only steps of this element or flow.", valueName: "id"))
    var element: String?
    @Flag(help: "Tell the variables after each step.")
    var state = false
    @OptionGroup var answer: AnswerOptions
    @OptionGroup(title: "Global options") var global: GlobalOptions

    var answersInJSON: Bool { answer.format == .json }

    func validate() throws {
        if let limit, limit < 1 {
            throw ValidationError("`--limit` is a whole number of at least 1, not \(limit)")
        }
    }

    func run(in session: Session) async throws -> ExitStatus {
        let runs = try session.recordedWorkflows(try instance.models(session))
        let id = try await runs.find(instance.name)
        let events: [Event]
        do { events = try await runs.services.store.read(stream: WorkflowStreams.stream(of: id)) } catch {
            throw WorkflowError.ledger(error)
        }
        let trace = try WorkflowTrace(of: events, id: id)
        let last = trace.steps.last?.version ?? 0
        if let from, !(1...max(1, last) ~= from) { throw WorkflowError.noSuchStep(from, last: last) }
        var steps = trace.steps.filter { step in
            (element == nil || step.element == element)
                && from.map { backwards ? step.version <= $0 : step.version >= $0 } ?? true
        }
        if backwards { steps.reverse() }
        if let limit { steps = Array(steps.prefix(limit)) }
        let variables = state ? try await variables(of: steps, id, runs) : [:]
        switch answer.format {
        case .json:
            try session.answer([
                "schema": "uvmgr.workflow-history/1", "id": .string(id),
                "steps": .array(steps.map { json($0, variables[$0.version]) }),
            ])
        case .text: try session.answer(text(steps, variables, session))
        }
        return .success
    }

    /// The variables of the first process after each step.
    private func variables(
        of steps: [TracedStep], _ id: String, _ runs: WorkflowRuns
    ) async throws -> [Int: [String: JSON]] {
        var found: [Int: [String: JSON]] = [:]
        for step in steps {
            found[step.version] = InstanceView(try await runs.state(of: id, upTo: step.version)).variables
        }
        return found
    }

    private func json(_ step: TracedStep, _ variables: [String: JSON]?) -> JSON {
        .members([
            "step": .integer(Int64(step.version)), "time": .string(Instant(nanoseconds: step.time).rfc3339),
            "element": step.element.map(JSON.string), "event": step.event.json,
            "variables": variables.map(JSON.object),
        ])
    }

    private func text(
        _ steps: [TracedStep], _ variables: [Int: [String: JSON]], _ session: Session
    ) -> String {
        let style = session.style
        let room = room(for: steps, session)
        var table = Table(right: [0])
        table.rows = steps.map { step in
            var words = step.words
            if let values = variables[step.version] { words += "  " + JSON.object(values).canonical }
            return [
                Table.Cell(String(step.version)),
                Table.Cell(Instant(nanoseconds: step.time).rfc3339, .dim),
                Table.Cell(step.event.type, .bold), Table.Cell(step.element ?? ""),
                Table.Cell(room.map { words.truncated(to: $0, unicode: style.unicode) } ?? words),
            ]
        }
        return table.lines(style).map { $0 + "\n" }.joined()
    }

    /// What a terminal leaves for the last column; `nil` where lines may have any length.
    private func room(for steps: [TracedStep], _ session: Session) -> Int? {
        guard session.runtime.terminal.isOutputTerminal else { return nil }
        let columns: [(TracedStep) -> String] = [
            { String($0.version) }, { Instant(nanoseconds: $0.time).rfc3339 }, { $0.event.type },
            { $0.element ?? "" },
        ]
        let used = columns.map { column in (steps.map { column($0).displayWidth }.max() ?? 0) + 2 }
        return max(10, session.size.columns - used.reduce(0, +))
    }
}

extension TracedStep {
    /// What its event tells besides its element.
    fileprivate var words: String {
        switch event {
        case .elementCompleted(_, let flows): flows.joined(separator: ", ")
        case .workCompleted(_, let output): output.isNull ? "" : output.canonical
        case .workFailed(_, let code, let message): [code, message].compactMap(\.self).joined(separator: " ")
        case .variablesSet(_, let writes):
            writes.map { "\($0.name) = \($0.value.canonical)" }.joined(separator: ", ")
        case .dataBound(_, let values), .variablesAssigned(_, let values): JSON.object(values).canonical
        case .messageThrown(let message): "\(message.name) \(message.payload.canonical)"
        case .signalThrown(_, let name, let payload): "\(name) \(payload.canonical)"
        case .errorThrown(_, let code, let handler):
            "\(code ?? "") \(handler.map { "caught by \($0.element)" } ?? "caught by nobody")"
        case .incidentRaised(let incident): incident.message
        case .subscribed(let subscription):
            subscription.due.map { Instant(milliseconds: $0).rfc3339 } ?? subscription.name
        case .clockSet(let time), .clockAdvanced(let time): Instant(milliseconds: time).rfc3339
        case .processStarted(let start): JSON.object(start.variables).canonical
        default: ""
        }
    }
}
