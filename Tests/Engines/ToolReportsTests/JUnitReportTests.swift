import Testing
import ToolReports

@Suite("JUnit XML")
struct JUnitReportTests {
    struct Row: Sendable, CustomTestStringConvertible {
        let file: String
        /// Passed, failed, errored, skipped.
        let counts: [Int]
        var testDescription: String { file }
    }

    @Test(arguments: [
        Row(file: "junit-pytest.xml", counts: [3, 1, 1, 2]),
        Row(file: "junit-pytest-double.xml", counts: [1, 2, 2, 0]),
        Row(file: "junit-pytest-collect.xml", counts: [0, 0, 1, 0]),
        Row(file: "junit-pytest-subtests.xml", counts: [0, 2, 0, 0]),
        Row(file: "junit-unittest.xml", counts: [1, 2, 1, 1]),
    ]) func realReports(_ row: Row) throws {
        let report = try JUnitReport(parsing: Fixture.bytes(row.file))
        #expect(JUnitReport.Outcome.allCases.map(report.count) == row.counts)
        #expect(report.suites.count == 1)
    }

    @Test func casesOfPytest() throws {
        let cases = try JUnitReport(parsing: Fixture.bytes("junit-pytest.xml")).cases
        let failure = try #require(cases.first { $0.name == "test_label_fails" })
        #expect(failure.className == "tests.test_cart")
        #expect(
            failure.message?.hasPrefix("AssertionError: wörds & <markup>\nassert 'many' == 'several'") == true
        )
        #expect(failure.text.hasSuffix("tests/test_cart.py:10: AssertionError"))
        #expect((failure.time ?? 0) > 0 && failure.file == nil && failure.line == nil)
        #expect(cases.last?.name == "test_param[2]")
        #expect(cases.first { $0.name == "test_skipped" }?.message == "later")
        let placed = try JUnitReport(parsing: Fixture.bytes("junit-pytest-double.xml")).cases
        #expect(placed.first?.file == "tests/test_double.py" && placed.first?.line == 9)
    }

    @Test func textInCDATA() throws {
        let report = try JUnitReport(parsing: Fixture.bytes("junit-unittest.xml"))
        let error = try #require(report.cases.first { $0.outcome == .errored })
        #expect(error.message == "bäd" && error.text.contains("ValueError: bäd"))
        #expect(report.suites.first?.declaredTests == 5)
    }

    /// Surefire has one suite a file, commas in times, and flaky and rerun elements; others nest suites.
    @Test func otherDialects() throws {
        let surefire = """
            <?xml version="1.0" encoding="UTF-8"?>
            <!DOCTYPE testsuite SYSTEM "http://example.org/none.dtd">
            <testsuite name="a.B" time="1,234.5" tests="3" errors="0" skipped="1" failures="0">
              <properties><property name="p" value="v"/></properties>
              <testcase name="one" classname="a.B" time="1,234.5"/>
              <testcase name="two" classname="a.B"><skipped/></testcase>
              <testcase name="three"><flakyFailure message="m">t</flakyFailure></testcase>
              <system-out><![CDATA[<!ENTITY not a declaration> ]]></system-out>
            </testsuite>
            """
        let report = try JUnitReport(parsing: bytes(surefire))
        #expect(report.cases.map(\.outcome) == [.passed, .skipped, .passed])
        #expect(report.cases[0].time == 1234.5 && report.cases[2].className.isEmpty)
        let nested =
            "<testsuites><testsuite name='o'><testsuite name='i'><testcase name='t'/></testsuite></testsuite></testsuites>"
        #expect(try JUnitReport(parsing: bytes(nested)).suites.map(\.name) == ["i"])
        #expect(try JUnitReport(parsing: bytes("<testsuites/>")).cases.isEmpty)
    }

    @Test(arguments: [
        ("", "empty"), (" \n", "empty"), ("{}", "malformed"), ("<testsuite>", "malformed"),
        ("<html/>", "wrong-shape"),
        ("<testsuite><testcase name='a'></testsuite>", "malformed"),
        ("<testsuite/><testsuite/>", "malformed"),
        ("<testsuite><testcase/></testsuite>", "wrong-shape"), ("<testsuite tests='x'/>", "wrong-shape"),
        ("<testsuite tests='-1'/>", "wrong-shape"), ("<testsuite tests='1'/>", "contradiction"),
        ("<testsuite><testcase name='a' time='nan'/></testsuite>", "wrong-shape"),
        ("<testsuite failures='0'><testcase name='a'><failure/></testcase></testsuite>", "contradiction"),
        ("<testsuite errors='1'><testcase name='a'/></testsuite>", "contradiction"),
        ("<testsuite skipped='1'><testcase name='a'/></testsuite>", "contradiction"),
        ("<testsuite tests='2'><testcase name='a'/></testsuite>", "contradiction"),
        (
            "<testsuites failures='2'><testsuite><testcase name='a'/></testsuite></testsuites>",
            "contradiction"
        ),
        (
            "<testsuites name='pytest tests'><testsuite name='pytest' tests='3'/></testsuites>",
            "contradiction"
        ),
        (
            "<testsuites name='pytest tests'><testsuite tests='0'><testcase name='a'/></testsuite></testsuites>",
            "contradiction"
        ),
    ]) func refused(text: String, code: String) {
        #expect(performing: { try JUnitReport(parsing: bytes(text)) }, throws: hasCode(code))
    }

    /// A report that was cut off at any byte is an error.
    @Test func truncated() throws {
        let whole = try Fixture.bytes("junit-pytest.xml")
        for count in stride(from: 0, to: whole.count, by: 7) {
            #expect(throws: ToolReportError.self) { try JUnitReport(parsing: Array(whole[..<count])) }
        }
    }
}
