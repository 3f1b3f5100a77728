import Testing
import ToolReports

@Suite("Cobertura XML")
struct CoberturaReportTests {
    @Test func branches() throws {
        let report = try CoberturaReport(parsing: Fixture.bytes("cobertura.xml"))
        #expect(report.sources == ["/project/src/shop"])
        #expect(report.files.map(\.path) == ["__init__.py", "cart.py"])
        #expect(report.files[1].missedLines == [9, 18] && report.files[1].coveredLines.count == 10)
        #expect(report.coveredLines == 10 && report.lines == 12 && report.lineRate == 10.0 / 12)
        #expect(report.coveredBranches == 4 && report.branches == 6 && report.branchRate == 4.0 / 6)
    }

    @Test func linesOnly() throws {
        let report = try CoberturaReport(parsing: Fixture.bytes("cobertura-lines.xml"))
        #expect(report.lineRate == 8.0 / 12 && report.branchRate == nil)
    }

    private static func document(_ root: String, _ lines: String) -> String {
        "<coverage \(root)><packages><package><classes><class filename='a.py'><lines>\(lines)</lines></class></classes>"
            + "</package></packages></coverage>"
    }

    /// The classes of one file are one file, and methods repeat lines of their class.
    @Test func classesOfOneFile() throws {
        let text = """
            <coverage lines-valid="4" lines-covered="3"><packages><package><classes>
            <class filename="A.java"><methods><method><lines><line number="1" hits="1"/></lines></method></methods>
              <lines><line number="1" hits="1"/><line number="2" hits="0"/></lines></class>
            <class filename="A.java"><lines><line number="2" hits="1"/><line number="3" hits="1"/></lines></class>
            </classes></package></packages></coverage>
            """
        let report = try CoberturaReport(parsing: bytes(text))
        #expect(report.files.map(\.coveredLines) == [[1, 2, 3]] && report.lineRate == 1)
    }

    @Test func claimedRatesCountOnlyWithoutLines() throws {
        let claimed = "<coverage line-rate='0.5' branch-rate='0.25'><packages/></coverage>"
        let report = try CoberturaReport(parsing: bytes(claimed))
        #expect(report.lineRate == 0.5 && report.branchRate == 0.25)
        let counted = "<coverage line-rate='1' lines-valid='0' branch-rate='0'><packages/></coverage>"
        #expect(try CoberturaReport(parsing: bytes(counted)).lineRate == nil)
    }

    @Test(arguments: [
        ("", "empty"), ("<coverage/>", "wrong-shape"), ("<a/>", "wrong-shape"),
        (document("lines-valid='2'", "<line number='1' hits='1'/>"), "contradiction"),
        (document("lines-covered='1'", "<line number='1' hits='0'/>"), "contradiction"),
        (document("branches-valid='1'", "<line number='1' hits='0'/>"), "contradiction"),
        (document("", "<line number='0' hits='0'/>"), "wrong-shape"),
        (document("", "<line number='1'/>"), "wrong-shape"),
        (document("", "<line number='1' hits='-1'/>"), "wrong-shape"),
        (document("", "<line number='1' hits='1' condition-coverage='50% (2/1)'/>"), "wrong-shape"),
        (document("", "<line number='1' hits='1' condition-coverage='50%'/>"), "wrong-shape"),
        (document("line-rate='0.5'", "<line number='1' hits='1'/>"), "contradiction"),
        (document("line-rate='2'", ""), "wrong-shape"), (document("line-rate='x'", ""), "wrong-shape"),
        (
            "<coverage><packages><package><classes><class/></classes></package></packages></coverage>",
            "wrong-shape"
        ),
    ]) func refused(text: String, code: String) {
        #expect(performing: { try CoberturaReport(parsing: bytes(text)) }, throws: hasCode(code))
    }
}
