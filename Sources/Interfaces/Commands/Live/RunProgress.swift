import Capabilities
import DefinitionOfDone
import Synchronization
import Telemetry

/// Shows a run while it happens: redrawn in place on a terminal, as lines that stay elsewhere.
final class RunProgress: RunObserver {
    enum Manner: Sendable { case silent, lines, live }

    private struct Content {
        var progress = ProgressState()
        var output = OutputLines()
        var tick = 0
    }

    private let manner: Manner
    /// Whether what tools print is shown.
    private let streams: Bool
    private let console: Console
    private let style: TextStyle
    private let size: @Sendable () -> Terminal.Size
    private let redactor: Redactor
    private let content = Mutex(Content())

    init(
        _ manner: Manner, streams: Bool, console: Console, style: TextStyle,
        size: @escaping @Sendable () -> Terminal.Size, redactor: Redactor
    ) {
        (self.manner, self.streams, self.console) = (manner, streams, console)
        (self.style, self.size, self.redactor) = (style, size, redactor)
    }

    func runChanged(_ event: RunEvent, state: RunState) {
        let row = content.withLock { $0.progress.apply(event, state, at: .now) }
        guard let row else { return }
        if streams, case .ended = row.phase {
            show(content.withLock { $0.output.rest(row.name) }, of: row.name)
        }
        if manner == .lines { line(row) }
    }

    func activity(_ name: String, isRunning: Bool) {
        content.withLock { $0.progress.activity(name, isRunning: isRunning, at: .now) }
        if manner == .lines, isRunning { console.say("\(name) …\n") }
    }

    func output(_ gate: String, _ output: ProcessOutput) {
        guard streams else { return }
        show(content.withLock { $0.output.lines(gate, output) }, of: gate)
    }

    /// Redraws ten times a second until the task is cancelled; off a terminal it returns at once.
    func animate() async {
        guard manner == .live else { return }
        while !Task.isCancelled {
            draw()
            // Only cancellation throws, and that is the end.
            do { try await Task.sleep(for: .milliseconds(100)) } catch { return }
        }
    }

    /// Takes the region away, so that what comes next stands in its place.
    func finish() {
        if manner == .live { console.draw([]) }
    }

    private func draw() {
        let size = size()
        let lines = content.withLock { content in
            content.tick += 1
            let frame = ProgressFrame(
                style: style, columns: size.columns, rows: size.rows, tick: content.tick)
            return frame.lines(content.progress, at: .now)
        }
        console.draw(lines)
    }

    private func line(_ row: ProgressState.Row) {
        let name = row.name.neutralised
        switch row.phase {
        case .waiting: break
        case .running(_, let tool):
            // A gate of uvmgr's own is over as soon as it is begun.
            if let tool { console.say("\(name): started, \(tool.neutralised)\n") }
        case .ended(let ending): console.say("\(name): \(ending.text.neutralised)\n")
        }
    }

    private func show(_ lines: [String], of gate: String) {
        guard !lines.isEmpty else { return }
        let width = content.withLock { $0.progress.nameWidth }
        let prefix = style.paint("\(gate.neutralised.filled(to: width)) |", .dim)
        console.say(lines.map { "\(prefix) \(redactor.redact($0).neutralisedInLine)\n" }.joined())
    }
}
