import BPMN
import Diagnostics
import StructuredData
import Testing

@Suite("Rules") struct RuleTests {
    @Test func everyRuleHasAHintAndASection() {
        for rule in Rule.allCases {
            #expect(!rule.hint.isEmpty && rule.section.first?.isNumber == true)
            #expect(rule.rawValue.split(separator: ".").count == 2)
        }
    }

    /// A model and the one rule that it breaks; what is around it is legal.
    static let broken: [(String, [String], Rule)] = [
        (
            plainEnds + tasks("a") + gateway("eventBased", "g"), ["s > g", "g > a", "g > e", "a > e"],
            .eventGatewayTarget
        ),
        (plainEnds + "<task id='a' default='s_a'/>", ["s > a", "a > e"], .defaultFlow),
        (plainEnds + tasks("a"), ["s > a : true", "a > e"], .sequenceFlowCondition),
        (plainEnds + "<unheardOf id='u'/>", ["s > e"], .knownElement),
        (
            plainEnds
                + "<subProcess id='u'><startEvent id='us'/>\(tasks("x"))\(Scenario.flows(["us > x"]))</subProcess>",
            ["s > u", "u > e", "x > e"], .sequenceFlowScope
        ),
        (
            plainEnds + "<endEvent id='z'><timerEventDefinition/></endEvent>" + gateway("parallel", "k"),
            ["s > k", "k > z", "k > e"], .endResult
        ),
        (
            plainEnds + "<endEvent id='z'><errorEventDefinition/></endEvent>" + gateway("parallel", "k"),
            ["s > k", "k > z", "k > e"], .errorCode
        ),
        (
            plainEnds + tasks("a", "b") + "<boundaryEvent id='x' attachedToRef='a' cancelActivity='false'>"
                + "<errorEventDefinition/></boundaryEvent>", ["s > a", "a > e", "x > b", "b > e"],
            .boundaryCancel
        ),
        (
            plainEnds + "<scriptTask id='a'><script>x = 1</script></scriptTask>", ["s > a", "a > e"],
            .scriptFormat
        ),
        (plainEnds + tasks("a", "b"), ["s > a", "a > e", "b > e"], .connected),
        (
            "<startEvent id='s'/>" + tasks("a") + "<sequenceFlow id='f' sourceRef='s'/>", ["s > a"],
            .sequenceFlowEnds
        ),
    ]

    @Test(arguments: broken) func oneRuleIsBroken(body: String, flows: [String], rule: Rule) throws {
        let found = violations(of: Array(Scenario.text(body, flows).utf8))
        #expect(Set(found.map(\.rule)) == [rule], "\(found.map(\.message))")
    }

    /// Legal models that cannot be executed are refused when they are deployed.
    static let undeployable: [(String, [String], DeploymentFault.Reason)] = [
        ("", [], .empty), (plainEnds + "<callActivity id='c'/>", ["s > c", "c > e"], .missingCall),
        (plainEnds + "<receiveTask id='r'/>", ["s > r", "r > e"], .missingTrigger),
        (
            plainEnds + "<intermediateCatchEvent id='r'><signalEventDefinition/></intermediateCatchEvent>",
            ["s > r", "r > e"], .missingTrigger
        ),
        (
            plainEnds + "<intermediateCatchEvent id='r'><timerEventDefinition/></intermediateCatchEvent>",
            ["s > r", "r > e"], .missingTrigger
        ),
        (
            plainEnds + tasks("a")
                + "<boundaryEvent id='b' attachedToRef='a'><compensateEventDefinition/></boundaryEvent>",
            ["s > a", "a > e"], .missingHandler
        ),
        (
            plainEnds + tasks("a") + gateway("exclusive", "x"), ["s > x", "x > a", "x > e", "a > e"],
            .missingCondition
        ),
        (
            plainEnds + "<task id='a'><multiInstanceLoopCharacteristics/></task>", ["s > a", "a > e"],
            .missingCardinality
        ),
        (
            plainEnds + "<task id='a'><standardLoopCharacteristics/></task>", ["s > a", "a > e"],
            .missingCardinality
        ),
        (
            plainEnds + "<transaction id='t' method='##Store'><task id='a'/></transaction>",
            ["s > t", "t > e"],
            .unsupported
        ),
    ]

    @Test(arguments: undeployable) func whatCannotRunIsNotDeployed(
        body: String, flows: [String], reason: DeploymentFault.Reason
    ) throws {
        let definitions = try Definitions(parsing: Array(Scenario.text(body, flows).utf8))
        do {
            _ = try Deployment(definitions, file: "x.bpmn")
            Issue.record("it was deployed")
        } catch {
            guard case .notExecutable(let faults) = error else {
                Issue.record("\(error)")
                return
            }
            #expect(Set(faults.map(\.reason)) == [reason], "\(faults.map(\.message))")
            #expect(error.diagnostic.hint?.isEmpty == false && error.diagnostic.place?.file == "x.bpmn")
        }
    }
}

/// What is wrong with a file; nothing if it loads.
func violations(of bytes: [UInt8]) -> [Violation] {
    do {
        _ = try Definitions(parsing: bytes, file: "a.bpmn")
    } catch {
        if case .illegal(let violations) = error { return violations }
    }
    return []
}
