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
        let faults = try Definitions(parsing: Array(text.utf8)).expressionFaults(file: "p.bpmn")
        #expect(faults.count == 1)
        #expect(faults.first?.place?.line == 7)
        #expect(faults.first?.message.contains("`c`") == true)
        #expect(faults.first?.hint == "equality is written `=`")
    }
}
