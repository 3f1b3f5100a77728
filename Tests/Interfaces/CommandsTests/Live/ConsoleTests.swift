import Synchronization
import Testing

@testable import Commands

/// A small terminal: enough of ECMA-48 for what the console writes, with lines that wrap.
private struct Screen {
    let columns: Int
    var lines: [[Character]] = [[]]
    var (row, column) = (0, 0)

    init(columns: Int) { self.columns = columns }

    var text: [String] { lines.map { String($0) } }

    mutating func feed(_ text: String) {
        var rest = Substring(text)
        while let character = rest.popFirst() {
            switch character {
            case "\u{1B}":
                let body = rest.dropFirst().prefix { !$0.isLetter }
                rest = rest.dropFirst(1 + body.count)
                let number = Int(body) ?? 1
                switch rest.popFirst() {
                case "A": row = max(0, row - number)
                case "K": lines[row].removeSubrange(min(column, lines[row].count)...)
                case "J":
                    lines[row].removeSubrange(min(column, lines[row].count)...)
                    lines.removeSubrange((row + 1)...)
                default: Issue.record("an unknown sequence")
                }
            case "\r": column = 0
            case "\n": (row, column) = (row + 1, 0)
            default: put(character)
            }
            while lines.count <= row { lines.append([]) }
        }
    }

    private mutating func put(_ character: Character) {
        if column == columns { (row, column) = (row + 1, 0) }
        while lines.count <= row { lines.append([]) }
        while lines[row].count <= column { lines[row].append(" ") }
        lines[row][column] = character
        column += 1
    }
}

@Suite struct ConsoleTests {
    /// What a terminal shows after these steps.
    private func shown(columns: Int = 20, _ steps: (Console) -> Void) -> [String] {
        let screen = Mutex(Screen(columns: columns))
        let console = Console(write: { text in screen.withLock { $0.feed(text) } }, columns: { columns })
        steps(console)
        return screen.withLock { $0.text }
    }

    @Test func theRegionIsRedrawnInItsPlace() {
        let text = shown { console in
            console.say("first\n")
            console.draw(["one long line", "two"])
            console.draw(["one", "two", "three"])
        }
        #expect(text == ["first", "one", "two", "three", ""])
    }

    @Test func whatIsSaidStandsAboveTheRegion() {
        let text = shown { console in
            console.draw(["a", "b"])
            console.say("said\nand more\n")
        }
        #expect(text == ["said", "and more", "a", "b", ""])
    }

    @Test func theRegionGoesWithoutATrace() {
        let text = shown { console in
            console.say("before\n")
            console.draw(["a", "b", "c"])
            console.draw(["a"])
            console.draw([])
            console.say("after\n")
        }
        #expect(text == ["before", "after", ""])
    }

    @Test func linesThatANarrowerTerminalWrappedAreFound() {
        let width = Mutex(30)
        let written = Mutex("")
        let console = Console(
            write: { text in written.withLock { $0 += text } }, columns: { width.withLock { $0 } })
        console.draw([String(repeating: "x", count: 25), "\u{1B}[36mshort\u{1B}[0m"])
        width.withLock { $0 = 10 }
        written.withLock { $0 = "" }
        console.draw([])
        // 25 columns fill three rows of ten.
        #expect(written.withLock { $0 } == "\r\u{1B}[4A\u{1B}[J")
    }

    @Test func withoutARegionNothingButTextIsWritten() {
        let written = Mutex("")
        let console = Console(write: { text in written.withLock { $0 += text } }, columns: { 80 })
        console.say("plain\n")
        console.draw([])
        #expect(written.withLock { $0 } == "plain\n")
    }
}
