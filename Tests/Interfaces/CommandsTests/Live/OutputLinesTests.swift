import Capabilities
import Testing

@testable import Commands

@Suite struct OutputLinesTests {
    private func output(_ text: String, _ stream: ProcessOutput.Stream = .standardOutput) -> ProcessOutput {
        ProcessOutput(stream: stream, bytes: Array(text.utf8))
    }

    @Test func linesAreWholeHoweverTheyCome() {
        var lines = OutputLines()
        #expect(lines.lines("a", output("one\ntw")) == ["one"])
        #expect(lines.lines("b", output("other\n")) == ["other"])
        #expect(lines.lines("a", output("err\n", .standardError)) == ["err"])
        #expect(lines.lines("a", output("o\n\nend")) == ["two", ""])
        #expect(lines.rest("a") == ["end"])
        #expect(lines.rest("a").isEmpty)
    }

    @Test func aCharacterCutInTwoIsWhole() {
        var lines = OutputLines()
        let bytes = Array("ü\n".utf8)
        _ = lines.lines("a", ProcessOutput(stream: .standardOutput, bytes: [bytes[0]]))
        #expect(lines.lines("a", ProcessOutput(stream: .standardOutput, bytes: Array(bytes[1...]))) == ["ü"])
    }

    @Test func aProgressBarIsShownAsItWasLast() {
        var lines = OutputLines()
        #expect(lines.lines("a", output("10%\r50%\r100%\n")) == ["100%"])
        #expect(lines.lines("a", output("windows\r\n")) == ["windows"])
    }

    @Test func aLineWithoutEndIsCut() {
        var lines = OutputLines()
        let piece = String(repeating: "x", count: 100_000)
        let cut = lines.lines("a", output(piece))
        #expect(cut.map(\.utf8.count) == [OutputLines.limit])
        #expect(lines.rest("a").map(\.utf8.count) == [100_000 - OutputLines.limit])
    }
}
