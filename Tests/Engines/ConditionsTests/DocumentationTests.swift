import Conditions
import Diagnostics
import Foundation
import Testing

/// The tables of `docs/conditions.md` say what the code does.
@Suite struct DocumentationTests {
    /// The cells of the rows of every table in a section, without the heading rows.
    private func rows(ofSection title: String) throws -> [[String]] {
        let page = URL(filePath: #filePath + "/../../../../docs/conditions.md").standardizedFileURL
        let lines = try String(contentsOf: page, encoding: .utf8).split(separator: "\n")
        let section = lines.drop { $0 != "## \(title)" }.dropFirst().prefix { !$0.hasPrefix("## ") }
        return section.filter { $0.hasPrefix("| `") }.map { line in
            line.split(separator: "|").map { $0.trimmingCharacters(in: .whitespaces) }
        }
    }

    private func code(_ cell: String) -> String { cell.trimmingCharacters(in: ["`"]) }

    @Test func everyExampleIsACondition() throws {
        let rows = try rows(ofSection: "Examples")
        #expect(rows.count >= 10)
        for row in rows { #expect(throws: Never.self) { try Condition(parsing: code(row[0])) } }
    }

    @Test func everyErrorIsPrintedSo() throws {
        let rows = try rows(ofSection: "Errors")
        #expect(rows.count >= 15)
        for row in rows {
            let error = try #require(throws: ConditionError.self) {
                let condition = try Condition(parsing: code(row[0]))
                try condition.check(against: ["line": .ratio, "branch": .ratio], main: "line", kinds: [])
            }
            #expect([error.message, error.hint] == Array(row[1...]), "\(row[0])")
        }
    }

    @Test func everyKindIsUnderstood() throws {
        let rows = try rows(ofSection: "Kinds of findings")
        #expect(rows.count == FindingKind.allCases.count)
        for row in rows {
            let kind = try Condition(parsing: "no \(code(row[0]))")
            for word in row[1].split(separator: ", ") {
                #expect(try Condition(parsing: "no \(code(String(word)))") == kind)
            }
        }
    }

    @Test func theErrorInFullPointsAtItsPlace() throws {
        let error = try #require(throws: ConditionError.self) {
            try Condition(parsing: ">= 80ms").check(against: ["line": .ratio], main: "line", kinds: [])
        }
        let line = "coverage = \">= 80ms\""
        let found = error.diagnostic(file: "pyproject.toml", line: 2, column: 13, sourceLine: line)
        #expect(found.place?.description == "pyproject.toml:2:16")
        #expect(found.place?.length == 4)
    }
}
