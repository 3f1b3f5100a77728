import ArgumentParser
import BPMN
import Capabilities
import DefinitionOfDone
import Diagnostics
import Ledger
import StructuredData
import Workflows

/// `uvmgr workflow list`.
struct WorkflowList: Command {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "The instances on record, the newest first.",
        usage: "uvmgr workflow list [--limit <number>] [<options>]",
        discussion: """
            EXAMPLES:
              uvmgr workflow list
              uvmgr workflow list --state waiting --format json

            \(Help.commonExitCodes)
            """)

    @Option(name: .shortAndLong, help: ArgumentHelp("How many at most.", valueName: "number"))
    var limit = 20
    @Option(
        help: ArgumentHelp(
            "Only those that stand so: completed, failed, cancelled, incident, waiting, exhausted or ready.",
            valueName: "state"))
    var state: String?
    @OptionGroup var answer: AnswerOptions
    @OptionGroup(title: "Global options") var global: GlobalOptions

    var answersInJSON: Bool { answer.format == .json }

    private static let states = [
        "completed", "failed", "cancelled", "incident", "waiting", "exhausted", "ready",
    ]

    func validate() throws {
        guard limit >= 1 else {
            throw ValidationError("`--limit` is a whole number of at least 1, not \(limit)")
        }
        if let state, !Self.states.contains(state) {
            throw ValidationError("`--state` is one of \(Self.states.joined(separator: ", ")), not \(state)")
        }
    }

    func run(in session: Session) async throws -> ExitStatus {
        var rows: [(InstanceSummary, InstanceView)] = []
        do {
            let runs = try session.recordedWorkflows()
            for summary in try await runs.streams(limit: state == nil ? limit : 10_000)
            where rows.count < limit {
                let view = InstanceView(try await runs.state(of: summary.id))
                if state == nil || view.standing.name == state { rows.append((summary, view)) }
            }
        } catch WorkflowError.noWorkflows {}
        switch answer.format {
        case .json:
            try session.answer([
                "schema": "uvmgr.workflows/1", "workflows": .array(rows.map { json($0, $1) }),
            ])
        case .text where rows.isEmpty:
            session.note("no workflow instance; start one with `uvmgr workflow run FILE`")
        case .text: try session.answer(table(rows, session.style))
        }
        return .success
    }

    private func json(_ summary: InstanceSummary, _ view: InstanceView) -> JSON {
        [
            "id": .string(summary.id), "state": .string(view.standing.name),
            "process": .string(view.start.process), "file": .string(view.file),
            "steps": .integer(Int64(view.steps)),
            "started": .string(Instant(nanoseconds: summary.started).rfc3339),
            "changed": .string(Instant(nanoseconds: summary.lastTime).rfc3339),
        ]
    }

    private func table(_ rows: [(InstanceSummary, InstanceView)], _ style: TextStyle) -> String {
        var table = Table(header: ["instance", "started", "state", "process", "steps", "next"], right: [4])
        table.rows = rows.map { summary, view in
            let next =
                view.work.first ?? view.tasks.first?.element
                ?? view.choices.first(where: \.isAwaited)?.element ?? view.waits.first?.element
                ?? view.incidents.first?.element
            return [
                Table.Cell(String(summary.id.prefix(13))),
                Table.Cell(Instant(nanoseconds: summary.started).rfc3339, .dim),
                Table.Cell(view.standing.name, view.standing.paint), Table.Cell(view.start.process),
                Table.Cell(String(view.steps)), Table.Cell(view.standing.hasEnded ? "" : next ?? ""),
            ]
        }
        return table.lines(style).joined(separator: "\n") + "\n"
    }
}

extension WorkflowStanding {
    var paint: TextStyle.Paint {
        switch self {
        case .completed: .green
        case .failed, .incidents: .red
        case .cancelled, .exhausted: .yellow
        case .waiting, .ready: .cyan
        }
    }
}

/// `uvmgr workflow show`.
struct WorkflowShow: Command {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "Where an instance stands: variables, open tasks, what it waits for.",
        usage: "uvmgr workflow show [<instance>] [--at <step>] [<options>]",
        discussion: """
            EXAMPLES:
              uvmgr workflow show
              uvmgr workflow show 01926f3a --at 12
              uvmgr workflow show last --format json

            \(Help.commonExitCodes)
            """)

    @OptionGroup var instance: InstanceArgument
    @Option(help: ArgumentHelp("As it was after so many steps.", valueName: "step"))
    var at: Int?
    @OptionGroup var answer: AnswerOptions
    @OptionGroup(title: "Global options") var global: GlobalOptions

    var answersInJSON: Bool { answer.format == .json }

    func run(in session: Session) async throws -> ExitStatus {
        let runs = try session.recordedWorkflows(try instance.models(session))
        let id = try await runs.find(instance.name)
        let now = try await runs.state(of: id)
        let last = now.process.version
        if let at, !(1...max(1, last) ~= at) { throw WorkflowError.noSuchStep(at, last: last) }
        let state = if let at { try await runs.state(of: id, upTo: at) } else { now }
        _ = try session.publish(state, answer.format, isPast: state.process.version < last)
        return .success
    }
}

/// `uvmgr workflow replay`.
struct WorkflowReplayCommand: Command {
    static let configuration = CommandConfiguration(
        commandName: "replay", abstract: "Recompute an instance from its record and compare every step.",
        usage: "uvmgr workflow replay [<instance>] [<options>]",
        discussion: """
            EXAMPLES:
              uvmgr workflow replay
              uvmgr workflow replay 01926f3a --format json

            Gives every input on record to the engine again and holds what it decides against what it \
            decided then. Nothing outside is asked; the first difference ends it.

            \(Help.exitCodes([
                " 0": "every step is the same", " 1": "a step differs", " 2": "usage or configuration error",
                "69": "the record cannot be read",
            ]))
            """)

    @OptionGroup var instance: InstanceArgument
    @OptionGroup var answer: AnswerOptions
    @OptionGroup(title: "Global options") var global: GlobalOptions

    var answersInJSON: Bool { answer.format == .json }

    func run(in session: Session) async throws -> ExitStatus {
        let runs = try session.recordedWorkflows(try instance.models(session))
        let id = try await runs.find(instance.name)
        let events: [Event]
        do { events = try await runs.services.store.read(stream: WorkflowStreams.stream(of: id)) } catch {
            throw WorkflowError.ledger(error)
        }
        let report = try WorkflowReplay(runs.services, library: runs.library).replay(events, of: id)
        switch answer.format {
        case .json: try session.answer(json(report, id))
        case .text: try session.answer(text(report, session.style))
        }
        return report.divergence == nil ? .success : .no
    }

    private func json(_ report: ReplayReport, _ id: String) -> JSON {
        .members([
            "schema": "uvmgr.workflow-replay/1", "id": .string(id), "steps": .integer(Int64(report.steps)),
            "inputs": .integer(Int64(report.inputs)), "same": .bool(report.divergence == nil),
            "divergence": report.divergence.map {
                [
                    "step": .integer(Int64($0.version)), "event": .integer(Int64($0.event)),
                    "recorded": $0.recorded ?? .null, "recomputed": $0.recomputed ?? .null,
                ]
            },
        ])
    }

    private func text(_ report: ReplayReport, _ style: TextStyle) -> String {
        guard let divergence = report.divergence else {
            let sign = style.paint(style.sign("✓", "ok"), .green)
            return
                "\(sign) \(report.steps.counted("step")) after \(report.inputs.counted("input")), all the same\n"
        }
        return """
            \(style.paint("!", .red)) step \(divergence.version) differs (event \(divergence.event) of the instance)
              recorded    \(divergence.recorded?.canonical.neutralised ?? "nothing")
              recomputed  \(divergence.recomputed?.canonical.neutralised ?? "nothing")

            """
    }
}
