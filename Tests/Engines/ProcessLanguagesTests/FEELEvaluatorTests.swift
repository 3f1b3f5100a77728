import BPMN
import Diagnostics
import StructuredData
import Testing

@testable import ProcessLanguages

@Suite("FEEL in processes") struct FEELEvaluatorTests {
    static let values: [(String, [String: JSON], JSON)] = [
        ("x < 1000", ["x": 5], true),
        ("=x < 1000", ["x": 5000], false),
        ("order total * 2", ["order total": 21, "order": 1], 42),
        ("contains(test, \"a\")", ["test": "bar"], true),
        ("{a: x, b: [1, 2]}", ["x": 1], ["a": 1, "b": [1, 2]]),
        ("if not(lint_ok) then \"no\" else \"yes\"", ["lint_ok": false], "no"),
        ("count(items[item > 2])", ["items": [1, 2, 3, 4], "unused": ["deep": true]], 2),
        ("@\"PT5S\" + duration(\"PT1S\")", [:], "PT6S"),
    ]

    @Test(arguments: values)
    func value(text: String, variables: [String: JSON], expected: JSON) throws {
        let evaluator = FEELEvaluator()
        let expression = ProcessExpression(text)
        for _ in 0..<2 {
            #expect(try evaluator.evaluate(expression, variables: Variables(variables)) == expected)
        }
    }

    static let failures: [(String, String?, String)] = [
        ("x <", nil, "is no FEEL"),
        ("1 / 0", nil, "has no value"),
        ("x > 5", "groovy", "`groovy`"),
        ("x > 5", "python", "nothing here runs it"),
    ]

    @Test(arguments: failures)
    func failure(text: String, language: String?, said: String) {
        let expression = ProcessExpression(text, language: language)
        do {
            let value = try FEELEvaluator().evaluate(expression, variables: Variables(["x": 1]))
            Issue.record("`\(text)` gave \(value)")
        } catch {
            #expect(error.message.contains(said))
        }
    }

    @Test func languagesByName() {
        let names: [(String?, ExpressionLanguage?)] = [
            (nil, .feel), ("", .feel), ("FEEL", .feel),
            ("https://www.omg.org/spec/DMN/20191111/FEEL/", .feel),
            ("http://www.w3.org/1999/XPath", .feel), ("text/python", .python), ("Python", .python),
            ("groovy", nil),
        ]
        for (name, language) in names { #expect(ExpressionLanguage(named: name) == language) }
    }

    @Test func faultsHaveTheirPlace() throws {
        let text = """
            <definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"
                xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" targetNamespace="t">
              <process id="p" isExecutable="true">
                <startEvent id="s"/><sequenceFlow id="f" sourceRef="s" targetRef="g"/>
                <exclusiveGateway id="g" default="d"/>
                <sequenceFlow id="c" sourceRef="g" targetRef="e">
                  <conditionExpression xsi:type="tFormalExpression">x == 1</conditionExpression>
                </sequenceFlow>
                <sequenceFlow id="d" sourceRef="g" targetRef="e"/><endEvent id="e"/>
              </process>
            </definitions>
            """
        let bytes = Array(text.utf8)
        let faults = try Definitions(parsing: bytes).expressionFaults(file: "p.bpmn", bytes)
        #expect(faults.count == 1)
        #expect(faults.first?.place?.line == 7)
        #expect(faults.first?.message.contains("`c`") == true)
        #expect(faults.first?.hint == "equality is written `=`")
        #expect(faults.first?.place?.column == 59)
        #expect(
            faults.first?.excerpt
                == "      <conditionExpression xsi:type=\"tFormalExpression\">x == 1</conditionExpression>"
        )
    }

    struct PlaceRow: Sendable, CustomTestStringConvertible {
        let name: String
        let file: String
        let text: String
        var line = 1
        let column: Int
        let expected: WrittenText.Place?
        var testDescription: String { name }
    }

    static let places = [
        PlaceRow(
            name: "as it is", file: "<a>\n<c>x == 1</c>", text: "x == 1", column: 3,
            expected: .init(line: 2, column: 6, excerpt: "<c>x == 1</c>")),
        PlaceRow(
            name: "with entities before it", file: "\n<c>a &gt; 1 &amp; b</c>", text: "a > 1 & b", column: 7,
            expected: .init(line: 2, column: 13, excerpt: "<c>a &gt; 1 &amp; b</c>")),
        PlaceRow(
            name: "in a later line", file: "\n<s>\n  x = 1\n  y = (\n</s>", text: "x = 1\n  y = (", line: 2,
            column: 7,
            expected: .init(line: 4, column: 7, excerpt: "  y = (")),
        PlaceRow(
            name: "not within a word", file: "\n<ax b=\"x\">x</ax>", text: "x", column: 1,
            expected: .init(line: 2, column: 8, excerpt: "<ax b=\"x\">x</ax>")),
        PlaceRow(
            name: "written otherwise", file: "\n<c>&#120; == 1</c>", text: "x == 1", column: 1, expected: nil),
    ]

    @Test(arguments: places) func textsAreFoundInTheirFile(_ row: PlaceRow) {
        let found = WrittenText(row.file).place(line: row.line, column: row.column, of: row.text, from: 2)
        #expect(found == row.expected)
    }

    @Test func expressionsOfPeopleAndLoopsAreChecked() throws {
        let text = """
            <definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" targetNamespace="t"
                xmlns:uvmgr="urn:uvmgr:bpmn:1">
              <process id="p" isExecutable="true">
                <startEvent id="s"/><sequenceFlow id="f" sourceRef="s" targetRef="u"/>
                <userTask id="u"><extensionElements><uvmgr:task assignee="=[1"/>
                  <uvmgr:loop collection="=[1" item="i"/></extensionElements>
                  <multiInstanceLoopCharacteristics/></userTask>
              </process>
            </definitions>
            """
        let bytes = Array(text.utf8)
        let deployment = try Deployment(Definitions(parsing: bytes))
        let faults = deployment.definitions.expressionFaults(file: "p.bpmn", bytes)
        #expect(faults.map(\.place?.line) == [5, 6])
        #expect(faults.first?.place?.column == 66)
    }
}
