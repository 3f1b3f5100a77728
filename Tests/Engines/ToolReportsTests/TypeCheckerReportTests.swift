import Diagnostics
import Testing
import ToolReports

@Suite("mypy, pyright and ty")
struct TypeCheckerReportTests {
    @Test func mypy() throws {
        let report = try MypyReport(parsing: Fixture.bytes("mypy.jsonl"))
        #expect(
            report.problems.map(\.rule) == [
                "return-value", "import-not-found", "call-overload", "misc", "override",
            ])
        #expect(report.problems.map(\.severity) == [.error, .error, .error, .note, .error])
        #expect(
            report.problems[0].line == 18 && report.problems[0].column == 12
                && report.problems[0].endColumn == 17)
        #expect(
            report.problems[2].notes == [
                "Possible overload variants:\n    def f(x: int) -> int\n    def f(x: str) -> str"
            ])
        #expect(report.other.isEmpty)
    }

    /// Notes belong to the error of their line; what is not JSON is kept.
    @Test func mypyNotesAndOtherLines() throws {
        let text = #"""
            a.py: error: Cannot read file
            {"file": "a.py", "line": 3, "column": 0, "message": "m", "hint": null, "code": "arg-type", "severity": "error"}
            {"file": "a.py", "line": 3, "column": 0, "message": "n1", "hint": null, "code": null, "severity": "note"}

            {"file": "a.py", "line": 3, "column": 0, "message": "n2", "hint": "h", "code": null, "severity": "note"}
            {"file": "a.py", "line": 4, "column": -1, "message": "n3", "hint": null, "code": null, "severity": "note"}
            Success: no issues found
            """#
        let report = try MypyReport(parsing: bytes(text))
        #expect(report.problems.map(\.message) == ["m", "n3"])
        #expect(report.problems[0].notes == ["n1", "n2", "h"] && report.problems[0].column == 1)
        #expect(report.problems[1].column == nil && report.problems[1].line == 4)
        #expect(report.other == ["a.py: error: Cannot read file", "Success: no issues found"])
        #expect(try MypyReport(parsing: []).problems.isEmpty)
    }

    @Test func textOfOldMypy() {
        let report = MypyReport(
            text: """
                a.py:3:5: error: Incompatible types: "int", "str"  [arg-type]
                a.py:3:5: note: See https://mypy.example
                b/c.py: error: Cannot find "[x]"
                d.py:7: note: Revealed type is "list[int]"
                Found 2 errors in 2 files (checked 3 source files)
                """)
        #expect(report.problems.map(\.file) == ["a.py", "b/c.py", "d.py"])
        #expect(
            report.problems.map(\.line) == [3, nil, 7] && report.problems.map(\.column) == [5, nil, nil])
        #expect(report.problems.map(\.rule) == ["arg-type", nil, nil])
        #expect(report.problems.map(\.severity) == [.error, .error, .note])
        #expect(report.problems[0].message == #"Incompatible types: "int", "str""#)
        #expect(report.problems[0].notes == ["See https://mypy.example"])
        #expect(report.other.count == 1)
    }

    @Test(arguments: [
        (#"{"file": "a.py", "line": 1"#, "malformed"), ("{}", "wrong-shape"),
        (#"{"file": "a", "line": 1, "column": 1, "message": "m", "severity": "odd"}"#, "wrong-shape"),
        (#"{"file": "a", "line": 1.5, "column": 1, "message": "m", "severity": "error"}"#, "wrong-shape"),
    ]) func refusedMypy(text: String, code: String) {
        #expect(performing: { try MypyReport(parsing: bytes("\n" + text)) }, throws: hasCode(code))
        #expect {
            try MypyReport(parsing: bytes("\n" + text))
        } throws: {
            ($0 as? ToolReportError)?.diagnostic.message.contains("line 2") == true
        }
    }

    @Test func pyright() throws {
        let report = try PyrightReport(parsing: Fixture.bytes("pyright.json"))
        #expect(report.filesAnalyzed == 2 && report.problems.count == 6)
        #expect(
            report.problems[0].line == 18 && report.problems[0].column == 12
                && report.problems[0].rule == "reportReturnType")
        #expect(report.problems[0].message == #"Type "int" is not assignable to return type "str""#)
        #expect(report.problems[0].notes == [#""int" is not assignable to "str""#])
        #expect(report.problems[4].severity == .note && report.problems[4].rule == nil)
    }

    @Test(arguments: [
        ("\"errorCount\": 5", "\"errorCount\": 4", "contradiction"),
        ("\"warningCount\": 0", "\"warningCount\": 1", "contradiction"),
        ("\"summary\"", "\"summaries\"", "wrong-shape"),
        ("\"severity\": \"error\"", "\"severity\": \"odd\"", "wrong-shape"),
        ("\"severity\": \"error\"", "\"severity\": \"unreachable\"", "contradiction"),
        ("\"line\": 17", "\"line\": -1", "wrong-shape"),
    ])
    func falsifiedPyright(from: String, to: String, code: String) throws {
        let text = String(decoding: try Fixture.bytes("pyright.json"), as: UTF8.self)
        let edited = text.replacingCharacters(try #require(text.firstRange(of: from)), with: to)
        #expect(performing: { try PyrightReport(parsing: bytes(edited)) }, throws: hasCode(code))
    }

    @Test func ty() throws {
        let problems = try TyReport(parsing: Fixture.bytes("ty.gitlab.json")).problems
        #expect(
            problems.map(\.rule) == [
                "import-not-found", "no-matching-overload", "undefined-reveal", "revealed-type",
                "incompatible-method-override",
            ])
        #expect(problems.map(\.severity) == [.error, .error, .warning, .note, .error])
        #expect(problems[0].message == "Cannot resolve imported module `nosuchmodule`")
        #expect(
            problems[0].file == "typed.py" && problems[0].line == 2 && problems[0].column == 8
                && problems[0].endColumn == 20)
        #expect(try TyReport(parsing: bytes("[]")).problems.isEmpty)
    }

    @Test(arguments: [
        ("", "empty"), ("{}", "wrong-shape"), ("[{}]", "wrong-shape"), ("All checks passed!", "malformed"),
        ("[", "malformed"),
    ])
    func refusedArrays(text: String, code: String) {
        #expect(performing: { try TyReport(parsing: bytes(text)) }, throws: hasCode(code))
        let object = code == "wrong-shape" ? "{}" : text
        #expect(performing: { try PyrightReport(parsing: bytes(object)) }, throws: hasCode(code))
    }
}
