import Testing
import ToolReports

@Suite("ruff")
struct RuffReportTests {
    @Test func check() throws {
        let problems = try RuffReport(parsing: Fixture.bytes("ruff.json")).problems
        #expect(problems.map(\.rule) == ["invalid-syntax", "invalid-syntax", "F401", "RET505"])
        #expect(problems.map(\.fix) == [nil, nil, .safe, .safe])
        let unused = problems[2]
        #expect(
            unused.file == "/project/src/shop/cart.py" && unused.line == 3 && unused.column == 8
                && unused.endColumn == 10)
        #expect(unused.severity == .error && unused.url == "https://docs.astral.sh/ruff/rules/unused-import")
        #expect(try RuffReport(parsing: bytes("[]\n")).problems.isEmpty)
    }

    @Test func olderAndPlacelessEntries() throws {
        let text = #"""
            [{"code": null, "filename": "a.py", "location": {"row": 1, "column": 2}, "message": "SyntaxError: x"},
             {"code": "io", "filename": "b.py", "location": null, "message": "m", "severity": "warning",
              "fix": {"applicability": "unsafe"}}]
            """#
        let problems = try RuffReport(parsing: bytes(text)).problems
        #expect(problems[0].rule == nil && problems[0].line == 1)
        #expect(problems[1].line == nil && problems[1].severity == .warning && problems[1].fix == .unsafe)
    }

    @Test(arguments: [
        ("", "empty"), ("{}", "wrong-shape"), ("[1]", "wrong-shape"), ("[{}]", "wrong-shape"),
        ("[", "malformed"), ("ruff failed", "malformed"),
        (#"[{"filename": "a", "message": "m", "location": {"row": 0, "column": 1}}]"#, "wrong-shape"),
        (#"[{"filename": "a", "message": "m", "severity": "odd"}]"#, "wrong-shape"),
        (#"[{"filename": "a", "message": "m", "fix": {"applicability": "odd"}}]"#, "wrong-shape"),
    ]) func refused(text: String, code: String) {
        #expect(performing: { try RuffReport(parsing: bytes(text)) }, throws: hasCode(code))
    }

    @Test func format() throws {
        let report = try RuffFormatReport(parsing: Fixture.bytes("ruff-format.json"))
        #expect(report.unformatted == ["/project/src/shop/ugly.py"])
        #expect(report.errors.map(\.rule) == ["invalid-syntax"] && report.errors[0].line == 1)
        #expect(try RuffFormatReport(parsing: bytes("[]")).unformatted.isEmpty)
    }

    @Test func formatInWords() throws {
        let text =
            "error: Failed to parse src/b.py:1:7: Expected a parameter\nWould reformat: src/a b.py\r\nWould reformat: c.py\n2 files would be reformatted, 1 file already formatted\n"
        let report = try RuffFormatReport(parsing: bytes(text))
        #expect(report.unformatted == ["src/a b.py", "c.py"])
        #expect(report.errors.map(\.file) == ["src/b.py"] && report.errors[0].column == 7)
        #expect(try RuffFormatReport(parsing: bytes("3 files already formatted\n")).unformatted.isEmpty)
        let diff = String(decoding: try Fixture.bytes("ruff-format.txt"), as: UTF8.self)
        #expect(performing: { try RuffFormatReport(parsing: bytes(diff)) }, throws: hasCode("contradiction"))
    }

    @Test(arguments: [
        ("", "empty"), ("nothing\n", "malformed"), ("Would reformat: a.py\n", "malformed"),
        ("Would reformat: a.py\n2 files would be reformatted\n", "contradiction"),
    ])
    func refusedFormat(text: String, code: String) {
        #expect(performing: { try RuffFormatReport(parsing: bytes(text)) }, throws: hasCode(code))
    }
}
