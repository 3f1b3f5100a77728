import Foundation
import Testing

@testable import DefinitionOfDone

@Suite struct TextReportTests {
    private func text(_ run: RunState, _ change: (inout ReportOptions) -> Void = { _ in }) -> String {
        var options = ReportOptions()
        change(&options)
        return report(run, as: .text, options: options)
    }

    @Test(arguments: SampleRun.all) func nothingActsOnTheTerminal(_ sample: SampleRun) {
        for scalar in text(sample.state).unicodeScalars where scalar != "\n" {
            #expect(scalar.properties.generalCategory != .control)
            #expect(!(0x202A...0x202E).contains(scalar.value))
        }
    }

    @Test(arguments: SampleRun.all) func coloursChangeNothingElse(_ sample: SampleRun) {
        let coloured = text(sample.state) { $0.colour = true }
        #expect(coloured.replacing(/\u{1B}\[[0-9]+m/, with: "") == text(sample.state))
    }

    @Test(arguments: [20, 60, 80, 200]) func pathsStayInOnePiece(_ width: Int) {
        let text = text(SampleRun.notDone.state) { $0.width = width }
        #expect(text.contains("      src/orders/api.py:3:8 F401"))
    }

    @Test func asciiIsAscii() {
        let text = text(SampleRun.notDone.state) { $0.unicode = false }
        #expect(text.utf8.allSatisfy { $0 < 0x80 })
    }

    @Test func aWaiverThatEndedIsTheLastFailure() throws {
        let text = text(SampleRun.expiredWaiver.state)
        let gate = try #require(text.range(of: "✗ vulnerabilities"))
        let waiver = try #require(text.range(of: "✗ waivers"))
        #expect(gate.lowerBound < waiver.lowerBound)
        #expect(text.contains("pyproject.toml:41 waiver.expired"))
    }

    @Test func theCommandsToTypeNextAreTheCallersIfItNamesThem() {
        let text = text(SampleRun.notDone.state) { $0.nextCommands = ["make lint", "make test"] }
        #expect(text.contains("next   make lint\nnext   make test\n"))
    }

    @Test func commandsAreQuotedForAShell() {
        #expect(shellWords(["a", "b c", "", "it's", "x=1"]) == #"a 'b c' '' 'it'\''s' x=1"#)
        #expect(shellWords(["'\u{301}"]) == "''\\''\u{301}'")
        let own = SampleRun(
            "own", gates: [GateRun(gate: "my gate", kind: .quality, outcome: .failedToRun("no"))]
        ).state
        #expect(own.nextCommands == ["uvmgr dod explain \(own.id) 'my gate'"])
    }
}
