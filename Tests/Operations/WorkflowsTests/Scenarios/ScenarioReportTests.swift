import BPMN
import Diagnostics
import StructuredData
import Testing

@testable import Workflows

@Suite("Reports of scenarios") struct ScenarioReportTests {
    private static func summary() async throws -> ScenarioSummary {
        let body = """
            <startEvent id="s"/><userTask id="u" name="Say &lt;yes&gt;"/><boundaryEvent id="b" attachedToRef="u">
            \(timer("PT1H"))</boundaryEvent><endEvent id="e"/><endEvent id="f"/>\(flows("s > u > e", "b > f"))
            """
        return ScenarioSummary([
            try await report(
                body,
                """
                coverage: 90%
                scenarios:
                  - {name: done, steps: [{complete: u}], expect: {trace: [s, u, e]}}
                  - {name: "left & <undone>", expect: {trace: [s, u, e]}}
                """)
        ])
    }

    @Test func text() async throws {
        let summary = try await Self.summary()
        #expect(
            ScenarioText(summary).text == """
                t.yaml → p.bpmn
                  ✓ done
                  ✗ left & <undone>
                      t.yaml:5:31: `completed` was expected, but the process is `waiting` at `u`
                      t.yaml:5:40: `u` was expected after `s`, and nothing came
                            s
                          - u
                          - e

                p.bpmn: 62.5 % covered, 5 of 8 elements (1 of 1 activities, 2 of 3 events, 0 of 1 boundary events, 2 of 3 sequence flows)
                  not covered: line 5, boundary event `b`
                  not covered: line 6, event `f`
                  not covered: line 8, sequence flow `b-f`
                  t.yaml:2:11: 90 % has to be covered

                2 scenarios: 1 passed, 1 failed

                """)
        #expect(ScenarioText(summary, unicode: false).text.utf8.allSatisfy { $0 < 0x80 })
    }

    @Test func json() async throws {
        let json = try await Self.summary().json
        #expect(json.value(at: "/passed") == false)
        #expect(json.value(at: "/files/0/scenarios/0/trace") == ["s", "u", "e"])
        #expect(
            json.value(at: "/files/0/scenarios/1/failures/1/place") == [
                "file": "t.yaml", "line": 5, "column": 40,
            ])
        #expect(json.value(at: "/files/0/scenarios/1/failures/1/details") == ["  s", "- u", "- e"])
        #expect(json.value(at: "/models/0/kinds/sequence flows") == ["covered": 2, "total": 3])
        #expect(json.value(at: "/models/0/enough") == false)
        #expect(
            json.value(at: "/models/0/elements/1") == [
                "id": "u", "kind": "activity", "line": 5, "name": "Say <yes>", "visits": 2,
            ])
        #expect(try JSON(parsing: json.canonicalBytes).canonicalBytes == json.canonicalBytes)
    }

    @Test func junit() async throws {
        let text = ScenarioJUnit(try await Self.summary()).text
        #expect(
            text.hasPrefix(
                "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"uvmgr workflow test\" tests=\"3\" failures=\"2\" errors=\"0\">"
            ))
        #expect(text.contains("<testcase classname=\"uvmgr.workflow.p.bpmn\" name=\"done\" time=\"0.000\"/>"))
        #expect(text.contains("name=\"left &amp; &lt;undone&gt;\""))
        #expect(text.contains("<failure type=\"scenario\" message=\"62.5 % is covered, 90 % has to be\">"))
        #expect(isWellFormed(text))
        #expect(!isWellFormed(text.replacing("&amp;", with: "&")))
        #expect(text.split(separator: "<testcase ").count == 4)
        #expect(text.split(separator: "<failure ").count == 3)
    }

    /// A reader of BPMN is one of XML, and says when that is what is wrong.
    private func isWellFormed(_ text: String) -> Bool {
        do throws(BPMNError) {
            _ = try Definitions(parsing: Array(text.utf8))
            return true
        } catch {
            guard case .illegal(let violations) = error else { return false }
            return !violations.contains { $0.rule == .wellFormed }
        }
    }

    @Test func severalFilesCoverOneModelTogether() async throws {
        let body = """
            <startEvent id="s"/><exclusiveGateway id="g" default="no"/><endEvent id="a"/><endEvent id="b"/>
            \(flows("s > g"))<sequenceFlow id="no" sourceRef="g" targetRef="a"/>
            <sequenceFlow id="yes" sourceRef="g" targetRef="b"><conditionExpression xsi:type="tFormalExpression">
            x</conditionExpression></sequenceFlow>
            """
        func covering(_ x: Bool) async throws -> ScenarioReport {
            try await report(
                body,
                "coverage: 100%\nscenarios: [{name: a, start: {variables: {x: \(x)}}, expect: {state: completed}}]"
            )
        }
        let (yes, no) = (try await covering(true), try await covering(false))
        #expect(!ScenarioSummary([yes]).passed && !ScenarioSummary([no]).passed)
        let both = ScenarioSummary([yes, no])
        #expect(both.models.count == 1)
        #expect(both.passed)
        #expect(both.models[0].coverage.elements.first { $0.id == "s" }?.visits == 2)
    }

    static let spans: [(TimeSpan, String)] = [
        (TimeSpan(milliseconds: 0), "PT0S"), (TimeSpan(milliseconds: 1), "PT0.001S"),
        (TimeSpan(milliseconds: 61_500), "PT1M1.500S"), (TimeSpan(milliseconds: 90_000_000), "P1DT1H"),
        (TimeSpan(milliseconds: -1000), "-PT1S"), (TimeSpan(months: 2, milliseconds: 60_000), "P2MT1M"),
    ]

    @Test(arguments: spans) func lengthsOfTime(_ span: TimeSpan, _ text: String) {
        #expect(span.words == text)
        #expect(TimeSpan(iso: text) == span)
    }

    @Test func longTracesAreShownAroundTheirDifferences() throws {
        let many = (0..<20).map { "a\($0)" }
        let difference = try #require(TraceDifference(many + ["x"], actual: many + ["y"]))
        #expect(difference.headline == "`x` was expected after `a19`, `y` came instead")
        #expect(difference.lines == ["  … 17 as expected", "  a17", "  a18", "  a19", "- x", "+ y"])
        #expect(TraceDifference(many, actual: many) == nil)
    }

    @Test func lessThanAllNeverReadsAsAll() {
        #expect(percent(99.99) == "99.9 %")
        #expect(percent(100) == "100 %")
        #expect(percent(0.05) == "0 %")
    }
}
