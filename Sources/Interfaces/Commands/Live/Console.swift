import DefinitionOfDone
import Synchronization

/// Standard error: lines that stay, and below them a region that is redrawn in place.
///
/// The cursor is never hidden and always rests below the region, so whatever ends the process leaves the terminal as a
/// user expects it.
final class Console: Sendable {
    private struct State {
        /// The lines of the region that are on the screen.
        var drawn: [String] = []
    }

    private let state = Mutex(State())
    private let write: @Sendable (String) -> Void
    private let columns: @Sendable () -> Int

    /// - Parameters:
    ///   - write: Takes text for the terminal, in one piece for each change.
    ///   - columns: The width of the terminal now.
    init(write: @escaping @Sendable (String) -> Void, columns: @escaping @Sendable () -> Int) {
        (self.write, self.columns) = (write, columns)
    }

    /// Writes text that ends in a line break, above the region.
    func say(_ text: String) {
        state.withLock { state in
            guard !state.drawn.isEmpty else { return write(text) }
            write(home(state.drawn) + "\u{1B}[J" + text + region(state.drawn))
        }
    }

    /// Shows these lines in the place of the region's old ones; none takes the region away.
    func draw(_ lines: [String]) {
        state.withLock { state in
            guard lines != state.drawn else { return }
            write(home(state.drawn) + region(lines) + "\u{1B}[J")
            state.drawn = lines
        }
    }

    /// Each line, with what was behind it before taken away.
    private func region(_ lines: [String]) -> String { lines.map { $0 + "\u{1B}[K\n" }.joined() }

    /// Moves the cursor to the first line of a region.
    ///
    /// If the terminal became narrower, its lines have been wrapped.
    private func home(_ lines: [String]) -> String {
        let width = max(1, columns())
        let rows = lines.reduce(0) { $0 + max(1, ($1.withoutPaint.displayWidth + width - 1) / width) }
        return rows == 0 ? "" : "\r\u{1B}[\(rows)A"
    }
}

extension String {
    /// The text without SGR sequences.
    var withoutPaint: String {
        guard contains("\u{1B}") else { return self }
        var text = ""
        var isSequence = false
        for scalar in unicodeScalars {
            if scalar == "\u{1B}" { isSequence = true }
            if !isSequence { text.unicodeScalars.append(scalar) }
            if isSequence, scalar == "m" { isSequence = false }
        }
        return text
    }
}
