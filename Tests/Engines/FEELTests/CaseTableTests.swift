import Diagnostics
import Testing

@testable import FEEL

/// Expressions with their results, a file for each chapter of the language.
@Suite("FEEL by example") struct CaseTableTests {
    static let files = [
        "literals", "arithmetic", "comparison", "collections", "conversions", "strings", "lists", "numbers",
        "temporal", "ranges", "contexts", "extremes",
    ]

    @Test func theTablesAreThere() {
        let counts = Self.files.map { CaseRow.rows(of: $0).count }
        #expect(counts.allSatisfy { $0 >= 20 })
        #expect(counts.reduce(0, +) >= 900)
    }

    @Test(arguments: files) func expressionsGiveTheirResults(_ file: String) throws {
        for row in CaseRow.rows(of: file) { try check(row) }
    }

    private func check(_ row: CaseRow) throws {
        let outcome: FEELOutcome
        do throws(FEELError) {
            let expression = try FEELExpression(parsing: row.expression, names: testNames)
            outcome = try expression.outcome(in: testScope)
        } catch {
            guard case .error = row.expectation else {
                Issue.record("\(row.place): \(row.expression): \(error.diagnostic.message)")
                return
            }
            return
        }
        switch row.expectation {
        case .error: Issue.record("\(row.place): \(row.expression) was read, and gave \(outcome.value)")
        case .reportedNull:
            #expect(outcome.value == .null, "\(row.place): \(row.expression)")
            #expect(!outcome.reports.isEmpty, "\(row.place): \(row.expression) reported nothing")
        case .value(let text):
            let expected = try FEELExpression(parsing: text, names: testNames).evaluate(in: testScope)
            #expect(outcome.value == expected, "\(row.place): \(row.expression)")
        }
    }
}
