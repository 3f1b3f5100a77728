import BPMN
import Diagnostics
import Testing

/// What has no meaning here is said before anything runs.
@Suite("Extensions that are refused") struct ExtensionRefusalTests {
    typealias Row = (Dialect, String, DeploymentFault.Reason, String, String)

    static let uvmgr: [Row] = [
        (.uvmgr, task("userTask", "", "<uvmgr:servise/>"), .unknownExtension, "`servise`", "`service`"),
        (.uvmgr, task("userTask", "uvmgr:retry='1'", ""), .unknownExtension, "`retry`", "`dialect`"),
        (
            .uvmgr, task("serviceTask", "implementation='uvmgr:command'", "<uvmgr:service timout='PT1S'/>"),
            .unknownExtension, "`timout`", "`timeout`"
        ),
        (
            .uvmgr,
            task(
                "serviceTask", "implementation='uvmgr:command'",
                "<uvmgr:service><uvmgr:parameter name='runn' value='x'/></uvmgr:service>"), .unknownExtension,
            "no parameter `runn`", "`run`"
        ),
        (
            .uvmgr, task("serviceTask", "implementation='uvmgr:comand'", "<uvmgr:service/>"), .missingService,
            "`uvmgr:comand`", "`uvmgr:command`"
        ),
        (
            .uvmgr, task("serviceTask", "implementation='uvmgr:http'", ""), .missingService, "needs `url`",
            "uvmgr:parameter"
        ),
        (
            .uvmgr, task("serviceTask", "implementation='uvmgr:gate'", "<uvmgr:service/>"), .missingService,
            "needs `name`", "uvmgr:parameter"
        ),
        (
            .uvmgr, task("serviceTask", "", "<uvmgr:service/>"), .missingService, "which service",
            "uvmgr:command"
        ),
        (
            .uvmgr,
            task(
                "serviceTask", "implementation='uvmgr:command'",
                "<uvmgr:service effect='idempotnt'><uvmgr:parameter name='run' value='x'/></uvmgr:service>"),
            .extensionValue, "`idempotnt`", "`idempotent`"
        ),
        (
            .uvmgr,
            task(
                "serviceTask", "implementation='uvmgr:command'",
                "<uvmgr:service timeout='30'><uvmgr:parameter name='run' value='x'/></uvmgr:service>"),
            .extensionValue, "`30`", "PT30S"
        ),
        (
            .uvmgr,
            task(
                "serviceTask", "implementation='uvmgr:command'",
                "<uvmgr:service><uvmgr:parameter name='run' value='x'/><uvmgr:retry attempts='0'/></uvmgr:service>"
            ),
            .extensionValue, "`attempts` is `0`", "whole number"
        ),
        (
            .uvmgr,
            task(
                "serviceTask", "implementation='uvmgr:command'",
                "<uvmgr:service><uvmgr:parameter name='run' value='x'/><uvmgr:parameter name='program' value='x'/></uvmgr:service>"
            ),
            .missingService, "exactly one of", "uvmgr:parameter"
        ),
        (
            .uvmgr, task("userTask", "", "<uvmgr:script when='during'/>"), .extensionValue, "`during`",
            "before"
        ),
        (.uvmgr, task("userTask", "", "<uvmgr:input source='x'/>"), .extensionValue, "no `target`", "say it"),
        (
            .uvmgr, gateway("parallel", "n").split("<uvmgr:input target='x' source='y'/>"),
            .extensionValue, "takes inputs", "before it"
        ),
        (
            .uvmgr, gateway("parallel", "n").split("<uvmgr:script when='after'>1</uvmgr:script>"), .script,
            "a gateway", "script task"
        ),
        (
            .uvmgr, task("receiveTask", "messageRef='M'", "<uvmgr:service operation='job:x'/>"),
            .extensionValue, "calls a service", "service task"
        ),
    ]

    static let spiff: [Row] = [
        (
            .spiff, task("userTask", "", "<spiffworkflow:preScripts/>"), .unknownExtension, "preScripts",
            "`preScript`"
        ),
        (
            .spiff,
            task(
                "businessRuleTask", "", "<spiffworkflow:calledDecisionId>d</spiffworkflow:calledDecisionId>"),
            .decision, "the decision `d`", "script"
        ),
        (
            .spiff,
            gateway("parallel", "n").split("<spiffworkflow:preScript>a = 1</spiffworkflow:preScript>"),
            .script, "a gateway", "script task"
        ),
        (
            .spiff,
            "<endEvent id='n'><extensionElements><spiffworkflow:postScript>a = 1</spiffworkflow:postScript></extensionElements></endEvent>",
            .script, "nothing comes after", "script task"
        ),
    ]

    static let camunda8: [Row] = [
        (
            .camunda8, task("serviceTask", "", "<zeebe:taskDefinition type='=kind'/>"), .extensionValue,
            "while the process runs", "fixed text"
        ),
        (
            .camunda8, task("serviceTask", "", "<zeebe:taskDefinition/>"), .extensionValue, "no `type`",
            "say it"
        ),
        (
            .camunda8,
            task(
                "userTask", "",
                "<zeebe:executionListeners><zeebe:executionListener eventType='start' type='x'/></zeebe:executionListeners>"
            ),
            .unknownExtension, "listeners", "service tasks"
        ),
        (.camunda8, task("userTask", "", "<zeebe:ioMaping/>"), .unknownExtension, "ioMaping", "`ioMapping`"),
        (
            .camunda8, task("callActivity", "", "<zeebe:calledElement processId='=x'/>"), .extensionValue,
            "`processId`", "fixed text"
        ),
        (
            .camunda8,
            task("businessRuleTask", "", "<zeebe:calledDecision decisionId='d' resultVariable='r'/>"),
            .decision, "the decision `d`", "script"
        ),
        (
            .camunda8,
            "<intermediateCatchEvent id='n'><conditionalEventDefinition><condition>a</condition>"
                + "</conditionalEventDefinition></intermediateCatchEvent>", .expression, "fixed text", "`=`"
        ),
        (
            .camunda8,
            "<intermediateCatchEvent id='n'><timerEventDefinition><timeCycle>0 0 9 * * MON</timeCycle>"
                + "</timerEventDefinition></intermediateCatchEvent>", .expression, "no time of ISO 8601",
            "R/PT5M"
        ),
        (
            .camunda8,
            "<adHocSubProcess id='n'><extensionElements><zeebe:adHoc activeElementsCollection='=x'/></extensionElements><task id='t'/></adHocSubProcess>",
            .unknownExtension, "zeebe:adHoc", "ad-hoc"
        ),
    ]

    static let camunda7: [Row] = [
        (
            .camunda7, task("serviceTask", "camunda:class='a.B'", ""), .missingService, "Java code",
            "uvmgr:command"
        ),
        (
            .camunda7, task("serviceTask", "camunda:delegateExpression='${b}'", ""), .missingService,
            "Java code", "uvmgr:command"
        ),
        (
            .camunda7, task("serviceTask", "camunda:expression='${bean.run(x)}'", ""), .missingService,
            "at character 8", "uvmgr:command"
        ),
        (
            .camunda7, task("serviceTask", "camunda:type='mail'", ""), .missingService, "`mail`",
            "uvmgr:command"
        ),
        (
            .camunda7, task("serviceTask", "camunda:type='external'", ""), .missingService, "no topic",
            "uvmgr:command"
        ),
        (
            .camunda7,
            task(
                "serviceTask", "",
                "<camunda:connector><camunda:connectorId>h</camunda:connectorId></camunda:connector>"),
            .missingService, "connector", "uvmgr:command"
        ),
        (
            .camunda7, task("userTask", "", "<camunda:taskListener event='create' class='a.B'/>"),
            .unknownExtension, "listener", "script"
        ),
        (
            .camunda7, task("userTask", "", "<camunda:executionListener event='start' class='a.B'/>"),
            .unknownExtension, "listener", "script"
        ),
        (.camunda7, task("userTask", "camunda:asignee='x'", ""), .unknownExtension, "asignee", "`assignee`"),
        (
            .camunda7, task("userTask", "camunda:assignee='${s.find(x)}'", ""), .expression, "at character 5",
            "FEEL"
        ),
        (
            .camunda7,
            task("userTask", "", "<camunda:failedJobRetryTimeCycle>often</camunda:failedJobRetryTimeCycle>"),
            .extensionValue, "`often`", "R3/PT10S"
        ),
        (
            .camunda7,
            task("scriptTask", "scriptFormat='groovy'", "").replacing(
                "></scriptTask>", "><script>x</script></scriptTask>"), .script, "groovy", "FEEL or Python"
        ),
        (
            .camunda7, task("scriptTask", "scriptFormat='python' camunda:resource='x.py'", ""),
            .unknownExtension, "another file", "write it"
        ),
        (
            .camunda7, task("businessRuleTask", "camunda:decisionRef='d'", ""), .decision, "the decision `d`",
            "script"
        ),
        (.camunda7, task("callActivity", "camunda:caseRef='c'", ""), .unknownExtension, "CMMN", "process"),
        (
            .camunda7,
            "<intermediateCatchEvent id='n'><timerEventDefinition><timeDuration>${bean.delay()}</timeDuration>"
                + "</timerEventDefinition></intermediateCatchEvent>", .expression, "`delay`", "FEEL"
        ),
    ]

    @Test(arguments: uvmgr + spiff + camunda8 + camunda7) func refusal(row: Row) throws {
        let (dialect, xml, reason, message, hint) = row
        let model = try Definitions(parsing: Array(file(dialect, xml).utf8), file: "x.bpmn")
        let faults = try faults(of: model)
        let fault = try #require(faults.first { $0.reason == reason }, "\(faults)")
        #expect(fault.message.contains(message) && fault.hint.contains(hint), "\(fault)")
        #expect(fault.element == "n" && fault.place.line == 2 && fault.file == "x.bpmn")
        // What was not mapped stays, so that it is refused again.
        let imported = try Definitions(parsing: Array(model.imported().xml.utf8))
        #expect(try self.faults(of: imported).contains { $0.reason == reason }, "\(model.imported().xml)")
    }

    private func faults(of model: Definitions) throws -> [DeploymentFault] {
        do {
            _ = try Deployment(model, file: "x.bpmn")
        } catch {
            guard case .notExecutable(let faults) = error else { throw error }
            #expect(error.diagnostic.hint == faults[0].hint && error.diagnostic.place?.file == "x.bpmn")
            return faults
        }
        return []
    }

    @Test func conditionsAreRefusedToo() throws {
        let flow =
            "<exclusiveGateway id='n' default='f2'/><sequenceFlow id='c' sourceRef='n' targetRef='z'>"
            + "<conditionExpression>${a.isOpen(b)}</conditionExpression></sequenceFlow><endEvent id='z'/>"
        let faults = try faults(of: Definitions(parsing: Array(file(.camunda7, flow).utf8)))
        #expect(faults.map(\.reason) == [.expression] && faults[0].element == "c")
        let named = "<message id='N' name='=a + b'/>"
        let message =
            "<intermediateCatchEvent id='n'><messageEventDefinition messageRef='N'/></intermediateCatchEvent>"
        let names = try self.faults(of: Definitions(parsing: Array(file(.camunda8, message, named).utf8)))
        #expect(names.map(\.reason) == [.extensionValue] && names[0].element == "N")
    }

    /// Models that are not executable may say what they want.
    @Test func onlyExecutableProcessesAreRefused() throws {
        let other =
            "<process id='q'><serviceTask id='j' camunda:class='a.B'/></process>"
        let model = try Definitions(
            parsing: Array(file(.camunda7, task("userTask", "", ""), other).utf8))
        #expect(try faults(of: model).isEmpty && model.extensions().faults.isEmpty)
        #expect(model.extensions().notes.map(\.outcome) == [.refused])
    }
}

extension String {
    /// A gateway with extension elements and a second flow out of it.
    fileprivate func split(_ extensions: String) -> String {
        replacing("/>", with: "><extensionElements>")
            + "\(extensions)</extensionElements></parallelGateway><endEvent id='z'/>"
            + "<sequenceFlow id='g' sourceRef='n' targetRef='z'/>"
    }

    fileprivate func replacing(_ part: String, _ other: String) -> String { replacing(part, with: other) }
}
