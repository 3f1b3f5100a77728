import BPMN
import Capabilities
import DefinitionOfDone
import Diagnostics
import StructuredData
import Workflows

/// An instance in words.
struct InstanceText {
    let view: InstanceView
    let style: TextStyle
    let width: Int

    var text: String { lines.joined(separator: "\n") + "\n" }

    private var lines: [String] {
        var lines = [head]
        lines += variables
        lines += section("to do by people", view.tasks.map(task))
        lines += section("waiting for", view.waits.map(wait))
        lines += section("to do by services", view.work.map(\.neutralised))
        lines += section(
            "incidents",
            view.incidents.map { "\($0.id)  \($0.element.map { "\($0): " } ?? "")\($0.message)".neutralised })
        if let hint { lines.append(style.paint(hint, .dim)) }
        return lines
    }

    private var head: String {
        let (words, paint): (String, TextStyle.Paint) =
            switch view.standing {
            case .completed: ("completed", .green)
            case .failed(let code):
                ("failed" + (code.map { " with the error \($0.neutralised)" } ?? ""), .red)
            case .cancelled: ("cancelled", .yellow)
            case .incidents(let ids):
                (ids.count == 1 ? "has an incident" : "has \(ids.count) incidents", .red)
            case .waiting: ("waits", .cyan)
            case .exhausted: ("has taken all its steps", .yellow)
            case .ready: ("can go on", .cyan)
            }
        let process = style.paint(view.start.process.neutralised, .bold)
        return "\(process) \(style.paint(words, paint)) after \(view.steps) steps  "
            + style.paint(view.id, .dim)
    }

    private var variables: [String] {
        guard !view.variables.isEmpty else { return [] }
        let rows = view.variables.sorted { $0.key < $1.key }.map { name, value in
            [
                Table.Cell(name, .dim),
                Table.Cell(value.canonical.truncated(to: max(20, width - 30), unicode: style.unicode)),
            ]
        }
        return Table(rows: rows).lines(style, indent: 2)
    }

    private func section(_ title: String, _ rows: [String]) -> [String] {
        rows.isEmpty ? [] : ["\(title):"] + rows.map { "  " + $0 }
    }

    private func task(_ task: InstanceView.OpenTask) -> String {
        let parts = [
            task.element, task.name, task.assignee.map { "for \($0)" }, task.groups.map { "for \($0)" },
            task.instructions,
        ]
        return parts.compactMap { $0?.neutralised }.joined(separator: "  ")
    }

    private func wait(_ wait: InstanceView.Wait) -> String {
        let what =
            switch wait.kind {
            case .message: "the message `\(wait.name)`"
            case .signal: "the signal `\(wait.name)`"
            case .timer:
                "the time " + (wait.due.map { Instant(nanoseconds: $0 * 1_000_000).rfc3339 } ?? "")
            case .conditional: "a condition"
            }
        return "\(what)  (\(wait.element))".neutralised
    }

    private var hint: String? {
        let id = String(view.id.prefix(13))
        if let task = view.tasks.first {
            return "complete one with: uvmgr workflow task complete \(id) \(task.element)"
        }
        switch view.standing {
        case .incidents: return "try again with: uvmgr workflow resume \(id) --retry"
        case .exhausted, .ready: return "go on with: uvmgr workflow resume \(id)"
        default: return nil
        }
    }
}

extension Session {
    /// Prints where an instance stands, and says what to exit with.
    func publish(_ state: WorkflowState, standing: WorkflowStanding? = nil, _ form: AnswerForm) throws
        -> ExitStatus
    {
        let view = InstanceView(state, standing: standing)
        switch form {
        case .json: try answer(view.json)
        case .text: try answer(InstanceText(view: view, style: style, width: size.columns).text)
        }
        return view.standing.exit
    }

    /// Drives an instance with everything around it, and prints where it stands then.
    func drive(
        _ instance: WorkflowInstance, in runs: WorkflowRuns, _ choice: WorkflowDriveOptions,
        _ progress: WorkflowProgress, _ form: AnswerForm
    ) async throws -> ExitStatus {
        let isDriven: Interruptible<Bool>
        do {
            isDriven = try await interruptibly(
                by: runtime.signals(), onSignal: { stopping($0) }, beside: progress.animate
            ) { try await runs.drive(instance, choice.drive(self)) }
        } catch {
            progress.finish()
            if case CommandError.interrupted = error {
                note("resume with: uvmgr workflow resume \(instance.id.prefix(13))")
            }
            throw error
        }
        progress.finish()
        if !isDriven.value { note("another process drives this instance; it goes on there") }
        return try publish(await instance.state, standing: await instance.standing, form)
    }
}
