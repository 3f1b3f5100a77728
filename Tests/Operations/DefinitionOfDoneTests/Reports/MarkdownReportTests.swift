import Conditions
import Testing

@testable import DefinitionOfDone

@Suite struct MarkdownReportTests {
    @Test func everyRowOfTheTableHasFiveCells() {
        for sample in SampleRun.all {
            let text = report(sample.state, as: .markdown, options: ReportOptions())
            let rows = text.split(separator: "\n").filter { $0.hasPrefix("| ") }
            #expect(rows.count == sample.state.plan.count + 1)
            for row in rows { #expect(row.replacing(#"\|"#, with: "").count { $0 == "|" } == 6, "\(row)") }
        }
    }

    @Test func aCommentIsNeverTooLong() {
        let findings = (1...400).map { number in
            Finding(
                gate: "lint", kind: "errors", rule: "E\(number)", severity: .high,
                message: String(repeating: "界", count: 400))
        }
        let own = (1...30).map { number in
            GateRun(
                gate: "own-\(number)", kind: .quality, outcome: .measured,
                findings: findings.map {
                    Finding(
                        gate: "own-\(number)", kind: "errors", rule: $0.rule, severity: .high,
                        message: $0.message)
                })
        }
        let run = SampleRun("long", gates: own).state
        var options = ReportOptions()
        options.maximumFindings = 100
        let text = report(run, as: .markdown, options: options)
        #expect(text.utf8.count < 65_536)
        #expect(text.contains("Left out for the length of a comment: "))
        #expect(text.contains("`own-30`"))
    }
}
