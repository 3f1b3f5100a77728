import Foundation
import Testing

@testable import DefinitionOfDone

@Suite struct JUnitReportTests {
    /// Reads a report as Jenkins does, and prints `name result` for each case.
    ///
    /// It holds elements and attributes against the schema of Jenkins' xUnit plugin, counts again, and looks for test
    /// cases that would hide each other.
    static let reader = """
        import sys, xml.etree.ElementTree as ET
        allowed = {
            "testsuites": ({"name", "time", "tests", "failures", "errors"}, {"testsuite"}),
            "testsuite": ({"name", "tests", "failures", "errors", "group", "time", "skipped", "timestamp", "hostname",
                           "id", "package", "file", "log", "url"},
                          {"testsuite", "properties", "testcase", "system-out", "system-err"}),
            "properties": (set(), {"property"}), "property": ({"name", "value"}, set()),
            "testcase": ({"name", "time", "classname", "group"},
                         {"skipped", "error", "failure", "system-out", "system-err"}),
            "failure": ({"type", "message"}, set()), "error": ({"type", "message"}, set()),
            "skipped": ({"type", "message"}, set()),
        }
        root = ET.parse(sys.argv[1]).getroot()
        assert root.tag == "testsuites"
        for node in root.iter():
            attributes, children = allowed[node.tag]
            assert set(node.attrib) <= attributes, (node.tag, node.attrib)
            assert {child.tag for child in node} <= children, node.tag
        def number(node, tag): return sum(1 for case in node.iter("testcase") if case.find(tag) is not None)
        for node in [root, *root.iter("testsuite")]:
            cases = list(node.iter("testcase"))
            assert int(node.get("tests")) == len(cases)
            assert int(node.get("failures")) == number(node, "failure")
            assert int(node.get("errors")) == number(node, "error")
            if node.tag == "testsuite": assert int(node.get("skipped")) == number(node, "skipped")
            if node.get("time"): assert float(node.get("time")) >= 0
        names = [(case.get("classname"), case.get("name")) for case in root.iter("testcase")]
        assert len(set(names)) == len(names)
        for case in root.iter("testcase"):
            assert len(case) <= 1
            float(case.get("time"))
            print(case.get("name"), case[0].tag if len(case) else "passed")
        """

    private func results(_ run: RunState) throws -> [String] {
        try Python.run(Self.reader, input: report(run, as: .junit, options: ReportOptions()))
            .split(separator: "\n").map(String.init)
    }

    @Test(.enabled(if: Python.isPresent), arguments: SampleRun.all)
    func everyGateIsOneCase(_ sample: SampleRun) throws {
        let order = GateKind.allCases
        let expected = order.flatMap { kind in sample.state.views.filter { $0.planned.kind == kind } }
        let words = expected.map { view in
            let element =
                switch view.status {
                case .passed, .reported: "passed"
                case .failed: "failure"
                case .undecided: "error"
                case .waived, .notMeasured, nil: "skipped"
                }
            return "\(view.name) \(element)"
        }
        #expect(try results(sample.state) == words)
    }

    @Test(.enabled(if: Python.isPresent)) func aRunWithoutEventsIsAnEmptyReport() throws {
        #expect(try results(RunState(id: "r")).isEmpty)
    }

    @Test(.enabled(if: Python.isPresent)) func textSurvives() throws {
        let program = """
            import sys, xml.etree.ElementTree as ET
            print(next(ET.parse(sys.argv[1]).getroot().iter("failure")).text, end="")
            """
        let text = try Python.run(
            program, input: report(SampleRun.hostile.state, as: .junit, options: ReportOptions()))
        #expect(text.contains(#"src/a|b <c>,d:e.py:1:2 E|1`]]> first second ::error::third ]]> & <b>"#))
        #expect(text.contains(#"\x1b[31mred"#))
    }

    @Test func xmlLeavesNothingForbidden() {
        #expect(
            "<a b=\"c\">&\u{0}\u{1B}\u{FFFF}\n".xmlEscaped
                == "&lt;a b=&quot;c&quot;&gt;&amp;\\u0\\u1b\\uffff\n")
    }
}
