import Diagnostics
import Testing

@testable import FEEL

@Suite("FEEL unary tests") struct UnaryTestsTests {
    @Test func testsHoldOrNot() throws {
        let rows = CaseRow.rows(of: "unary")
        #expect(rows.count >= 50)
        for row in rows {
            let parts = row.expression.split(separator: " |", maxSplits: 1, omittingEmptySubsequences: false)
                .map(String.init)
            let input = try FEELExpression(parsing: parts[0], names: testNames).evaluate(in: testScope)
            let tests: UnaryTests
            do throws(FEELError) { tests = try UnaryTests(parsing: parts[1], names: testNames) } catch {
                if case .error = row.expectation { continue }
                Issue.record("\(row.place): \(row.expression): \(error.diagnostic.message)")
                continue
            }
            guard case .value(let text) = row.expectation else {
                Issue.record("\(row.place): \(row.expression) was read")
                continue
            }
            let expected = try FEELExpression(parsing: text).evaluate()
            let value = try tests.evaluate(input: input, in: testScope)
            #expect(value == expected, "\(row.place): \(row.expression)")
        }
    }

    @Test func theInputIsUnknownOutsideOfTests() {
        #expect(throws: FEELError.self) { try FEELExpression(parsing: "? > 1") }
    }
}
