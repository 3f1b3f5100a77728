import Testing
import ToolReports

@Suite("coverage json")
struct CoverageJSONReportTests {
    struct Row: Sendable, CustomTestStringConvertible {
        let file: String
        let lines: [Int]
        let branches: [Int?]
        let missing: Set<Int>
        var testDescription: String { file }
    }

    @Test(arguments: [
        Row(file: "coverage-3.json", lines: [10, 12], branches: [4, 6], missing: [9, 18]),
        Row(file: "coverage-2.json", lines: [8, 12], branches: [2, 6], missing: [9, 16, 17, 18]),
        Row(file: "coverage-2-lines.json", lines: [8, 12], branches: [nil, nil], missing: [9, 16, 17, 18]),
    ]) func realReports(_ row: Row) throws {
        let report = try CoverageJSONReport(parsing: Fixture.bytes(row.file))
        #expect([report.totals.coveredLines, report.totals.statements] == row.lines)
        #expect([report.totals.coveredBranches, report.totals.branches] == row.branches)
        #expect(report.files.map(\.path) == ["src/shop/__init__.py", "src/shop/cart.py"])
        #expect(report.files[1].missingLines == row.missing)
        #expect(report.files[1].excludedLines.contains(21))
    }

    @Test func branchesAndRatios() throws {
        let report = try CoverageJSONReport(parsing: Fixture.bytes("coverage-3.json"))
        #expect(report.measuresBranches)
        #expect(report.files[1].missingBranches.map { [$0.from, $0.to] } == [[8, 9], [16, 18]])
        #expect(report.totals.lineRatio == 10.0 / 12 && report.totals.branchRatio == 4.0 / 6)
        #expect(report.files[0].counts.lineRatio == nil && report.files[0].counts.branchRatio == nil)
    }

    /// Each edit of a true report makes it a false one.
    @Test(arguments: [
        (
            #""missing_lines": [9, 18], "excluded_lines": [21"#,
            #""missing_lines": [9], "excluded_lines": [21"#, "contradiction"
        ),
        (#""executed_lines": [3, 6, 7, 8, 10"#, #""executed_lines": [3, 6, 7, 8, 9"#, "contradiction"),
        (
            #""missing_branches": [[8, 9], [16, 18]], "functions""#,
            #""missing_branches": [[8, 9]], "functions""#, "contradiction"
        ),
        (
            #""missing_branches": [[8, 9], [16, 18]], "functions""#,
            #""missing_branches": [[8], [16, 18]], "functions""#, "wrong-shape"
        ),
        (
            #""totals": {"covered_lines": 10, "num_statements": 12"#,
            #""totals": {"covered_lines": 11, "num_statements": 13"#, "contradiction"
        ),
        (#""totals": {"covered_lines": 10"#, #""totals": {"covered_lines": 11"#, "contradiction"),
        (
            #""totals": {"covered_lines": 10"#, #""totals": {"covered_lines": 9223372036854775807"#,
            "contradiction"
        ),
        (#""totals": {"covered_lines": 10"#, #""totals": {"covered_lines": -10"#, "wrong-shape"),
        (#""totals": {"#, #""total": {"#, "wrong-shape"), (#""format": 3"#, #""format": 9"#, "wrong-shape"),
        (#""branch_coverage": true"#, #""branch_coverage": 1"#, "wrong-shape"),
        (#""excluded_lines": [21"#, #""excluded_lines": [0"#, "wrong-shape"),
    ]) func falsified(from: String, to: String, code: String) throws {
        let text = String(decoding: try Fixture.bytes("coverage-3.json"), as: UTF8.self)
        let range = try #require(text.firstRange(of: from))
        let edited = text.replacingCharacters(range, with: to)
        #expect(performing: { try CoverageJSONReport(parsing: bytes(edited)) }, throws: hasCode(code))
    }

    @Test(arguments: [
        ("", "empty"), ("[]", "wrong-shape"), ("{}", "wrong-shape"), ("{", "malformed"),
        ("coverage", "malformed"),
    ])
    func refused(text: String, code: String) {
        #expect(performing: { try CoverageJSONReport(parsing: bytes(text)) }, throws: hasCode(code))
    }
}

extension String {
    func replacingCharacters(_ range: Range<String.Index>, with text: String) -> String {
        String(self[..<range.lowerBound]) + text + String(self[range.upperBound...])
    }
}
