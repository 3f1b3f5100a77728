import BPMN
import Diagnostics
import StructuredData
import Testing

@Suite("Rules") struct RuleTests {
    /// The rule that each constraint of the public suite is checked by.
    static let rules: [String: Rule] = [
        "EXT004": .mimeType, "EXT006": .referenceKind, "EXT009": .referenceKind, "EXT010": .mimeType,
        "EXT011": .escalationCode, "EXT012": .formalExpression, "EXT013": .expressionBody,
        "EXT018": .gatewayDirection,
        "EXT019": .gatewayDirection, "EXT022": .eventSubProcessFlow, "EXT023": .reference,
        "EXT024": .sequenceFlowImmediate, "EXT027": .choreographyReference, "EXT030": .multiplicity,
        "EXT033": .referenceKind, "EXT036": .choreographyInProcess, "EXT037": .tokenQuantity,
        "EXT039": .resourceAssignment, "EXT043": .operationData, "EXT045": .operationData,
        "EXT046": .operationData,
        "EXT047": .operationData, "EXT048": .operationData, "EXT050": .operationData, "EXT053": .scriptFormat,
        "EXT054": .oneLoop, "EXT055": .oneLoop, "EXT056": .choreographyInProcess,
        "EXT057": .eventSubProcessFlow,
        "EXT060": .transactionMethod, "EXT065": .bindingData, "EXT069": .loopData, "EXT070": .loopData,
        "EXT076": .dataReferenceName, "EXT080": .dataDirection, "EXT081": .collectionFlag,
        "EXT082": .dataDirection,
        "EXT084": .dataSets, "EXT086": .dataSets, "EXT087": .dataSetPairs, "EXT088": .dataSets,
        "EXT090": .dataSets,
        "EXT095": .eventDefinitionShared, "EXT096": .startIncoming, "EXT098": .startTrigger,
        "EXT099": .calledStart,
        "EXT102": .messageFlowEnds, "EXT103": .messageFlowEnds, "EXT104": .endOutgoing, "EXT106": .cancelEnd,
        "EXT109": .messageFlowEnds, "EXT112": .boundaryFlow, "EXT114": .compensationFlow,
        "EXT115": .intermediateFlow,
        "EXT116": .intermediateFlow, "EXT117": .linkFlow, "EXT120": .boundaryCancel, "EXT125": .linkTarget,
        "EXT126": .linkTarget, "EXT127": .messageReference, "EXT129": .eventSubProcessStart,
        "EXT130": .boundaryTrigger,
        "EXT132": .timerValue, "EXT133": .timerValue, "EXT134": .timerValue, "EXT135": .gatewayDegree,
        "EXT149": .intermediateTrigger, "EXT150": .connected, "REF": .referenceKind,
    ]

    /// Each illegal model is refused for what is wrong with it, not for something else.
    @Test func modelsAreRefusedByTheRightRule() throws {
        guard let data = ConformanceData(suite: "bpmn-illegal") else {
            return print("bpmn-illegal is absent: skipped")
        }
        var checked = 0
        for item in try data.cases() {
            guard let name = item["rule"]?.string, let file = item["file"]?.string,
                let rule = Self.rules[name]
            else {
                continue
            }
            checked += 1
            let found = violations(of: try data.bytes(file)).map(\.rule)
            #expect(found.contains(rule), "\(file): \(found.map(\.rawValue))")
        }
        #expect(checked >= 145)
    }

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

    /// The reference models of the interchange group load, and those that do not say they are executable are not deployed.
    @Test func modelsThatAreNotExecutableAreNotDeployed() throws {
        guard let data = ConformanceData(suite: "bpmn-miwg") else {
            return print("bpmn-miwg is absent: skipped")
        }
        for file in data.models() where file.hasPrefix("A") {
            let definitions = try Definitions(parsing: data.bytes(file))
            #expect(throws: BPMNError.self) { try Deployment(definitions) }
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
