import DefinitionOfDone
import Diagnostics
import StructuredData
import Testing

@testable import Commands

@Suite struct DiagnosticTextTests {
    private func lines(_ excerpt: String, column: Int, length: Int) -> [String] {
        let place = SourcePlace(file: "a.toml", line: 12, column: column, length: length)
        let diagnostic = Diagnostic(code: "x", message: "no", place: place, excerpt: excerpt, hint: "mend it")
        return DiagnosticText(diagnostic: diagnostic, style: TextStyle()).lines()
    }

    @Test func pointsAtThePlace() {
        #expect(
            lines("covrage = 1", column: 1, length: 7) == [
                "error: no", "  --> a.toml:12:1", "   |", "12 | covrage = 1", "   | ^^^^^^^", "hint: mend it",
            ])
    }

    @Test(arguments: [
        ("\tx = 1", 2, "   |     ^"), ("漢字 = 1", 4, "   |      ^"), ("a", 9, "   |  ^"), ("", 1, "   | ^"),
    ])
    func caretStandsUnderTheColumn(_ row: (excerpt: String, column: Int, caret: String)) {
        #expect(lines(row.excerpt, column: row.column, length: 1)[4] == row.caret)
    }

    @Test func longLinesAreCutAroundThePlace() throws {
        let text = String(repeating: "a", count: 5000) + "bad" + String(repeating: "c", count: 5000)
        let shown = lines(text, column: 5001, length: 3)
        #expect(shown[3].count < 120)
        let caret = try #require(shown[4].firstIndex(of: "^"))
        #expect(shown[3][caret...].hasPrefix("bad"))
    }

    @Test func nothingSteersTheTerminal() {
        let diagnostic = Diagnostic(code: "x", message: "a\u{1B}[2Jb", hint: "c\u{07}")
        let text = DiagnosticText(diagnostic: diagnostic, style: TextStyle()).text()
        #expect(!text.unicodeScalars.contains { $0.value < 0x20 && $0 != "\n" })
    }

    @Test func jsonHasAllMembers() {
        let place = SourcePlace(file: "a.toml", line: 3)
        let json = Diagnostic(code: "a.b", message: "m", place: place, hint: "h", exit: .unavailable).json
        #expect(json["schema"] == "uvmgr.error/1")
        #expect(json["exitCode"] == 69)
        #expect(json.value(at: "/error/code") == "a.b")
        #expect(json.value(at: "/error/place/line") == 3)
        #expect(json.value(at: "/error/hint") == "h")
    }
}
