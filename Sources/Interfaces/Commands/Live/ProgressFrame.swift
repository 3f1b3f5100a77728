import DefinitionOfDone

/// Draws a ``ProgressState``: one line a gate, each at most as wide as the terminal, all at most as high.
struct ProgressFrame {
    let style: TextStyle
    let columns: Int
    let rows: Int
    /// Counts redraws; turns the spinner.
    let tick: Int

    private static let spinner = Array("⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏")
    private static let plainSpinner = Array("|/-\\")

    func lines(_ state: ProgressState, at now: ContinuousClock.Instant) -> [String] {
        let width = state.nameWidth
        let activities = state.activities.map {
            line(turning, "\($0.name) \(($0.since.duration(to: now)).brief)", .cyan)
        }
        // The cursor needs the last line of the screen for itself.
        let room = max(1, rows - 1 - activities.count)
        guard state.rows.count > room else {
            return activities + state.rows.map { line($0, width, now) }
        }
        // What runs is of interest first; the others are counted.
        let running = state.rows.filter(\.isRunning).prefix(max(0, room - 1))
        let ended = state.rows.count { $0.hasEnded }
        let waiting = state.rows.count - ended - state.rows.count(where: \.isRunning)
        let more = state.rows.count - ended - waiting - running.count
        let counts = [(more, "more running"), (ended, "ended"), (waiting, "waiting")].filter { $0.0 > 0 }
        let rest = counts.map { "\($0.0) \($0.1)" }.joined(separator: ", ")
        return activities + running.map { line($0, width, now) } + [line(style.sign("…", "..."), rest, .dim)]
    }

    private var turning: String {
        let signs = style.unicode ? Self.spinner : Self.plainSpinner
        return String(signs[tick % signs.count])
    }

    private func line(_ row: ProgressState.Row, _ width: Int, _ now: ContinuousClock.Instant) -> String {
        let name = row.name.neutralised.filled(to: width)
        switch row.phase {
        case .waiting: return line(" ", "\(name)  waiting", .dim)
        case .running(let since, let tool):
            let elapsed = since.duration(to: now).brief.filled(to: 8, before: true)
            return line(turning, "\(name)  \(elapsed)\(tool.map { "  \($0)" } ?? "")", .cyan)
        case .ended(let ending):
            let (sign, paint): (String, TextStyle.Paint) =
                switch ending.mark {
                case .measured: (style.sign("•", "*"), .plain)
                case .reused: (style.sign("=", "="), .dim)
                case .nothing: ("-", .dim)
                case .failed: ("!", .yellow)
                case .cancelled: (style.sign("×", "x"), .yellow)
                }
            return line(sign, "\(name)  \(ending.text)", paint)
        }
    }

    private func line(_ sign: String, _ text: String, _ paint: TextStyle.Paint) -> String {
        // One column stays free: terminals differ in what they do at the edge.
        style.paint(
            "\(sign) \(text.neutralisedInLine)".truncated(to: max(1, columns - 1), unicode: style.unicode),
            paint)
    }
}

extension ProgressState.Row {
    fileprivate var isRunning: Bool { if case .running = phase { true } else { false } }
    fileprivate var hasEnded: Bool { if case .ended = phase { true } else { false } }
}

extension String {
    /// On one line and harmless, but with runs of spaces kept, which align columns.
    var neutralisedInLine: String { neutralisedLines.joined(separator: " ") }
}

extension String {
    /// The text with spaces behind it, or before it, up to so many columns.
    func filled(to width: Int, before: Bool = false) -> String {
        let space = String(repeating: " ", count: max(0, width - displayWidth))
        return before ? space + self : self + space
    }
}
