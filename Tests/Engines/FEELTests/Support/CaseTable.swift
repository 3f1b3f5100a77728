import Foundation

@testable import FEEL

/// A row of a fixture: an expression and what it gives.
struct CaseRow: CustomStringConvertible {
    enum Expectation {
        /// Equal to the value of this expression.
        case value(String)
        /// Null with a report.
        case reportedNull
        /// Not an expression.
        case error
    }

    let place: String
    let expression: String
    let expectation: Expectation

    var description: String { place }

    static let fixtures = URL(filePath: #filePath + "/../../Fixtures").standardizedFileURL

    /// Rows `expression => result`, without those that begin with `#`.
    static func rows(of name: String) -> [CaseRow] {
        let text = (try? String(contentsOf: fixtures.appending(path: name + ".cases"), encoding: .utf8)) ?? ""
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false).enumerated()
        return lines.compactMap { index, line in
            guard !line.hasPrefix("#"), let arrow = line.range(of: " => ", options: .backwards) else {
                return nil
            }
            let result = String(line[arrow.upperBound...])
            let expectation: Expectation =
                switch result {
                case "error": .error
                case "null!": .reportedNull
                default: .value(result)
                }
            return CaseRow(
                place: "\(name):\(index + 1)", expression: String(line[..<arrow.lowerBound]),
                expectation: expectation)
        }
    }
}

/// What the expressions of the fixtures may use.
let testVariables: FEELContext = [
    "x": 5, "name": "Ada", "numbers": [1, 2, 3, 4], "monthly income - costs": 120, "it's fine": true,
    "person": .context([
        "first name": "Ada", "age": 36, "address": .context(["city": "London"]),
    ]),
]
let testNames = FEELNames(of: testVariables)
let testScope: FEELEnvironment = {
    var environment = testEnvironment
    environment.variables = testVariables
    return environment
}()
