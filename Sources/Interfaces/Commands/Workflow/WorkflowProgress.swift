import BPMN
import Capabilities
import DefinitionOfDone
import Synchronization
import Telemetry
import Workflows

/// Shows the way of the tokens while an instance runs: what has ended as lines that stay, what is at work below them.
final class WorkflowProgress: WorkflowObserver {
    private struct Row {
        let name: String
        let since: ContinuousClock.Instant
        var attempt: Int
    }

    private struct Content {
        /// Elements at work, by instance.
        var elements: [Int: (id: String, since: ContinuousClock.Instant?)] = [:]
        var rows: [Int: Row] = [:]
        var lines = 0
        var tick = 0
        var steps = 0
        var waitsUntil: Int64?
    }

    private let manner: RunProgress.Manner
    private let streams: Bool
    private let console: Console
    private let style: TextStyle
    private let columns: @Sendable () -> Int
    private let redactor: Redactor
    private let names: [String: (name: String, kind: FlowNode.Kind)]
    private let content = Mutex(Content())

    /// How many elements are told one by one; of a long loop the rest is counted.
    private static let lineLimit = 200

    /// - Parameters:
    ///   - model: Knows the names of elements.
    ///   - state: Where an instance stands that goes on; its elements began before, nobody knows here when.
    ///   - session: Where it shows.
    init(_ model: WorkflowModel?, from state: WorkflowState? = nil, in session: Session) {
        manner = session.manner
        streams = session.options.verbose > 0
        (console, style) = (session.console, session.errorStyle)
        columns = { session.size.columns }
        redactor = Redactor(environment: session.environment)
        names = Dictionary(
            (model?.nodes ?? []).map { node in
                let name = node.name.flatMap { $0.isEmpty ? nil : $0 } ?? node.id
                return (node.id, (name.neutralised, node.kind))
            }
        ) { first, _ in first }
        guard let state else { return }
        let known = state.process.elementsAtWork(in: state.model.deployment)
        content.withLock { $0.elements = known.mapValues { ($0, nil) } }
    }

    func workflowChanged(_ event: ProcessEvent, state _: ProcessState) {
        let line = content.withLock { content -> String? in
            content.steps += 1
            return self.line(event, &content)
        }
        guard let line, manner != .silent else { return }
        let count = content.withLock { content in
            content.lines += 1
            return content.lines
        }
        if count <= Self.lineLimit { console.say(line + "\n") }
        if count == Self.lineLimit { console.say(style.sign("…", "...") + "\n") }
    }

    func workBegan(_ item: WorkItem, attempt: Int) {
        content.withLock {
            $0.waitsUntil = nil
            $0.rows[item.instance] = Row(name: name(item.element), since: .now, attempt: attempt)
        }
    }

    func workFailed(_ item: WorkItem, attempt: Int, message: String, retryAfter: Duration) {
        content.withLock { $0.rows[item.instance] = nil }
        guard manner != .silent else { return }
        let text = "\(name(item.element)): attempt \(attempt) failed, \(redactor.redact(message).neutralised)"
        console.say(style.paint("! \(text); again in \(retryAfter.brief)", .yellow) + "\n")
    }

    func workPrinted(_ item: WorkItem, _ output: ProcessOutput) {
        guard streams else { return }
        let prefix = style.paint("\(name(item.element)) |", .dim)
        let lines = String(decoding: output.bytes, as: UTF8.self).split(whereSeparator: \.isNewline)
        console.say(lines.map { "\(prefix) \(redactor.redact(String($0)).neutralisedInLine)\n" }.joined())
    }

    func workflowWaits(until time: Int64?) { content.withLock { $0.waitsUntil = time } }

    private func name(_ element: String) -> String { names[element]?.name ?? element.neutralised }

    // MARK: - Lines

    private func line(_ event: ProcessEvent, _ content: inout Content) -> String? {
        switch event {
        case .elementActivated(let activation) where activation.mode != .iteration:
            content.elements[activation.instance] = (activation.element, .now)
        case .elementCompleted(let instance, let flows):
            content.rows[instance] = nil
            guard let (id, since) = content.elements.removeValue(forKey: instance) else { return nil }
            return completed(id, since, flows)
        case .elementCancelled(let instance):
            content.rows[instance] = nil
            guard let (id, _) = content.elements.removeValue(forKey: instance) else { return nil }
            return style.paint("\(style.sign("×", "x")) \(name(id)) cancelled", .dim)
        case .workCompleted(let instance, _), .workFailed(let instance, _, _): content.rows[instance] = nil
        case .incidentRaised(let incident):
            return style.paint(
                "! incident \(incident.id): \(redactor.redact(incident.message).neutralised)", .red)
        case .errorThrown(let instance, let code, let handler):
            let place = content.elements[instance].map { name($0.id) } ?? "the process"
            let rest = handler.map { ", caught by \(name($0.element))" } ?? ", caught by nobody"
            return style.paint("! \(place) threw the error \(code ?? "")\(rest)".neutralised, .yellow)
        default: break
        }
        return nil
    }

    private func completed(_ id: String, _ since: ContinuousClock.Instant?, _ flows: [String]) -> String {
        let time = since.map { ContinuousClock.now - $0 } ?? .zero
        let sign = style.paint(style.sign("✓", "ok"), .green)
        let took = time >= .milliseconds(10) ? "  " + style.paint(time.brief, .dim) : ""
        let way =
            isGateway(id) && flows.count == 1
            ? style.paint("  \(style.sign("→", "->")) \(flows[0].neutralised)", .dim) : ""
        return "\(sign) \(name(id))\(took)\(way)"
    }

    private func isGateway(_ id: String) -> Bool {
        switch names[id]?.kind {
        case .exclusiveGateway, .inclusiveGateway, .complexGateway: true
        default: false
        }
    }

    // MARK: - The region

    /// Redraws ten times a second until the task is cancelled; off a terminal it returns at once.
    func animate() async {
        guard manner == .live else { return }
        while !Task.isCancelled {
            console.draw(frame())
            do { try await Task.sleep(for: .milliseconds(100)) } catch { return }
        }
    }

    /// Takes the region away, and tells what was only counted.
    func finish() {
        if manner == .live { console.draw([]) }
        let (lines, steps) = content.withLock { ($0.lines, $0.steps) }
        if lines > Self.lineLimit, manner != .silent {
            let more = (lines - Self.lineLimit).counted("more element")
            console.say("\(more), \(steps.counted("step"))\n")
        }
    }

    private func frame() -> [String] {
        let spinner = style.unicode ? Array("⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏") : Array("|/-\\")
        return content.withLock { content in
            content.tick += 1
            let turning = String(spinner[content.tick % spinner.count])
            var lines = content.rows.sorted { $0.key < $1.key }.prefix(10).map { _, row in
                let attempt = row.attempt > 1 ? " (attempt \(row.attempt))" : ""
                return "\(turning) \(row.name)\(attempt)  \(row.since.duration(to: .now).brief)"
            }
            if lines.isEmpty, let until = content.waitsUntil {
                lines = ["\(turning) waiting until \(Instant(milliseconds: until).rfc3339)"]
            }
            let width = max(10, columns() - 1)
            return lines.map { style.paint($0.truncated(to: width, unicode: style.unicode), .cyan) }
        }
    }
}
