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
    /// Whether it is told as it once was, so that nothing can be done about it.
    var isPast = false

    var text: String { lines.joined(separator: "\n") + "\n" }

    private var lines: [String] {
        var lines = [head]
        lines += variables
        lines += section("to do by people", view.tasks.flatMap(task))
        lines += section("to be chosen", view.choices.filter(\.isAwaited).map(choice))
        lines += section("waiting for", view.waits.map(wait))
        if !view.standing.hasEnded { lines += section("messages that are kept", view.kept.map(kept)) }
        lines += section("to do by services", view.work.map(\.neutralised))
        lines += section("to be tried again", view.retries.map(retry))
        lines += section(
            "incidents",
            view.incidents.map { "\($0.id)  \($0.element.map { "\($0): " } ?? "")\($0.message)".neutralised })
        if !isPast, let hint { lines.append(style.paint(hint, .dim)) }
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
            case .exhausted where isPast, .ready where isPast: ("was under way", .cyan)
            case .exhausted: ("has taken all its steps", .yellow)
            case .ready: ("can go on", .cyan)
            }
        let process = style.paint(view.start.process.neutralised, .bold)
        return "\(process) \(style.paint(words, paint)) after \(view.steps.counted("step"))  "
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

    private func task(_ task: InstanceView.OpenTask) -> [String] {
        let parts = [task.element, task.name, task.forWhom, task.due.map { "due \($0)" }, task.instructions]
        return [parts.compactMap { $0?.neutralised }.joined(separator: "  ")]
            + task.problems.map { style.paint("  ! \($0.neutralised)", .yellow) }
    }

    private func choice(_ choice: AdHocChoice) -> String {
        let until = choice.condition.map { ", until \($0)" } ?? ""
        let words = choice.activities.joined(separator: ", ")
        return "\(words)  (\(choice.name.map { "\($0), " } ?? "")\(choice.element)\(until))".neutralised
    }

    private func wait(_ wait: InstanceView.Wait) -> String {
        let what =
            switch wait.kind {
            case .message: "the message `\(wait.name)`" + keyed(wait.correlation)
            case .signal: "the signal `\(wait.name)`"
            case .timer:
                "the time " + (wait.due.map { Instant(milliseconds: $0).rfc3339 } ?? "")
            case .conditional: "a condition"
            }
        return "\(what)  (\(wait.element))".neutralised
    }

    private func kept(_ message: ThrownMessage) -> String {
        "the message `\(message.name)`\(keyed(message.correlation))".neutralised
    }

    private func retry(_ retry: InstanceView.Retry) -> String {
        let due = Instant(milliseconds: retry.due).rfc3339
        return "\(retry.element)  attempt \(retry.attempt) at \(due), after: \(retry.message)".neutralised
    }

    private var hint: String? {
        let id = WorkflowStreams.short(view.id)
        if let task = view.tasks.first {
            let answer = view.id.hasPrefix(WorkflowStreams.runPrefix) ? RunProcess.answers[task.element] : nil
            let setting = answer.map { " --set \($0)=true" } ?? ""
            return "complete one with: uvmgr workflow task complete \(id) \(task.element)\(setting)"
        }
        if let choice = view.choices.first(where: \.isAwaited), let activity = choice.activities.first {
            return "choose one with: uvmgr workflow choose \(id) \(activity)"
        }
        switch view.standing {
        // Gates and the decision of a run are the matter of its own command.
        case .incidents where view.id.hasPrefix(WorkflowStreams.runPrefix),
            .exhausted where view.id.hasPrefix(WorkflowStreams.runPrefix),
            .ready where view.id.hasPrefix(WorkflowStreams.runPrefix):
            return "go on with: uvmgr dod resume \(id.dropFirst(WorkflowStreams.runPrefix.count))"
        case .incidents: return "try again with: uvmgr workflow resume \(id) --retry"
        case .exhausted, .ready: return "go on with: uvmgr workflow resume \(id)"
        default: return nil
        }
    }
}

/// What tells messages of one name apart, as the end of a phrase.
func keyed(_ correlation: [String: JSON]) -> String {
    if correlation.isEmpty { return "" }
    let keys = correlation.sorted { $0.key < $1.key }.map { name, value in
        // Camunda's key is one for each message, and a list of one value.
        guard name.hasPrefix("correlationKey."), let key = value.array?.first else {
            return "`\(name)` = \(value.canonical)"
        }
        return "`correlationKey` = \(key.canonical)"
    }
    return " with \(keys.joined(separator: " and "))"
}

extension InstanceView.OpenTask {
    /// The person, else those who may do it.
    var forWhom: String? {
        let whom = [assignee, users, groups].compactMap(\.self)
        return whom.isEmpty ? nil : "for \(whom.joined(separator: ", "))"
    }
}

extension Int {
    /// `1 step`, `2 steps`.
    func counted(_ noun: String) -> String { "\(self) \(noun)\(self == 1 ? "" : "s")" }
}

extension Session {
    /// Prints where an instance stands, and says what to exit with.
    ///
    /// - Parameters:
    ///   - state: What is known of it.
    ///   - standing: Where it stands, where more is known than is on record.
    ///   - form: Text or JSON.
    ///   - isPast: Whether it is told as it once was.
    /// - Returns: What a command exits with that leaves an instance so.
    /// - Throws: ``CommandError`` where it cannot be printed.
    func publish(
        _ state: WorkflowState, standing: WorkflowStanding? = nil, _ form: AnswerForm, isPast: Bool = false
    ) throws -> ExitStatus {
        let view = InstanceView(state, standing: standing)
        switch form {
        case .json: try answer(view.json)
        case .text:
            try answer(InstanceText(view: view, style: style, width: size.columns, isPast: isPast).text)
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
                note("resume with: uvmgr workflow resume \(WorkflowStreams.short(instance.id))")
            }
            throw error
        }
        progress.finish()
        if !isDriven.value { note("another process drives this instance; it goes on there") }
        return try publish(await instance.state, standing: await instance.standing, form)
    }
}
