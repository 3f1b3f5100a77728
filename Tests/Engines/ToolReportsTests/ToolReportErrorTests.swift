import Diagnostics
import Testing
import ToolReports

@Suite("Wording of report errors")
struct ToolReportErrorTests {
    static let errors: [ToolReportError] = [
        .empty(.junit), .tooLarge(.regex, limit: 9), .malformed(.mypy, reason: "r", line: 2, column: 3),
        .wrongShape(.sarif, pointer: "/runs/0", expected: "an object"),
        .contradiction(.cobertura, reason: "r"),
        .pointerNotFound(pointer: "/a/b", missing: "/a"), .notANumber(.jsonPointer, source: "/a", text: "x"),
        .badPattern(pattern: "(", reason: "r"), .noSuchGroup(pattern: "(a)", group: "n"),
        .noMatch(pattern: "a"),
    ]

    @Test(arguments: errors) func everyErrorHasCodeMessageAndHint(error: ToolReportError) {
        let diagnostic = error.diagnostic
        #expect(diagnostic.code.hasPrefix("report.") && diagnostic.hint?.isEmpty == false)
        #expect(!diagnostic.message.hasSuffix(".") && diagnostic.message.contains("`"))
        let isPattern = if case .badPattern = error { true } else { false }
        #expect(diagnostic.exit == (isPattern ? .usage : .undecided))
    }

    @Test func codesDiffer() { #expect(Set(Self.errors.map(\.diagnostic.code)).count == Self.errors.count) }
}
