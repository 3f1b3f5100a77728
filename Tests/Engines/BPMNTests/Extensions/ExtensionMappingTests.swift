import BPMN
import Testing

/// What each extension of each dialect becomes.
@Suite("Extensions that are mapped") struct ExtensionMappingTests {
    struct Row: Sendable, CustomTestStringConvertible {
        let dialect: Dialect
        /// What stands at the element `n`.
        let xml: String
        let holds: @Sendable (ElementSettings) -> Bool

        init(_ dialect: Dialect, _ xml: String, _ holds: @escaping @Sendable (ElementSettings) -> Bool) {
            (self.dialect, self.xml, self.holds) = (dialect, xml, holds)
        }
        var testDescription: String { xml }
    }

    static func service(_ settings: ElementSettings) -> ServiceCall {
        settings.service ?? ServiceCall(operation: "none")
    }
    static func feel(_ text: String) -> SettingValue {
        .expression(ProcessExpression(text, language: "feel"))
    }
    static func python(_ text: String) -> SettingValue {
        .expression(ProcessExpression(text, language: "python"))
    }

    static let command =
        "<uvmgr:parameter name='run' value='uv build'/>"
    static let uvmgr: [Row] = [
        Row(
            .uvmgr,
            task(
                "serviceTask", "implementation='uvmgr:command'",
                "<uvmgr:service effect='atMostOnce' timeout='PT30S' key='=orderId' result='report'>\(command)"
                    + "<uvmgr:parameter name='input' value='=a + 1'/><uvmgr:retry attempts='5' delay='PT2S' factor='3' "
                    + "jitter='0.1' limit='PT1M30S'/></uvmgr:service>")
        ) {
            let call = service($0)
            return call.operation == "uvmgr:command" && call.effect == .atMostOnce
                && call.timeout == TimeSpan(milliseconds: 30_000) && call.idempotencyKey == feel("orderId")
                && call.resultVariable == "report"
                && call.parameters.map(\.value) == [.text("uv build"), feel("a + 1")]
                && call.retry.attempts == 5 && call.retry.delay == TimeSpan(milliseconds: 2000)
                && call.retry.factor == 3 && call.retry.jitter == 0.1
                && call.retry.limit == TimeSpan(milliseconds: 90_000)
        },
        Row(
            .uvmgr,
            task("serviceTask", "implementation='uvmgr:command'", "<uvmgr:service>\(command)</uvmgr:service>")
        ) {
            service($0).retry == RetryPolicy(attempts: 3) && service($0).effect == .idempotent
                && service($0).retry.delay == TimeSpan(milliseconds: 1000) && service($0).retry.factor == 2
                && service($0).retry.jitter == 0.2
                && service($0).retry.limit == TimeSpan(milliseconds: 60_000)
        },
        Row(
            .uvmgr,
            task(
                "serviceTask", "implementation='uvmgr:command'",
                "<uvmgr:service effect='atMostOnce'>\(command)</uvmgr:service>")
        ) { service($0).retry.attempts == 1 },
        Row(
            .uvmgr,
            task(
                "sendTask", "",
                "<uvmgr:service operation='uvmgr:http'><uvmgr:parameter name='url' value='https://a.example'/>"
                    + "<uvmgr:header name='h' value='v'/></uvmgr:service>")
        ) { service($0).operation == "uvmgr:http" && service($0).headers.map(\.name) == ["h"] },
        Row(
            .uvmgr,
            task(
                "userTask", "",
                "<uvmgr:input target='x' source='=a + 1'/><uvmgr:output target='y.z' source='b'/>")
        ) {
            $0.inputs == [VariableMapping(target: "x", source: feel("a + 1"))]
                && $0.outputs == [VariableMapping(target: "y.z", source: .text("b"))]
        },
        Row(.uvmgr, task("userTask", "", "<uvmgr:input target='x' source='=a' language='python'/>")) {
            $0.inputs.map(\.source) == [python("a")]
        },
        Row(
            .uvmgr,
            task(
                "userTask", "",
                "<uvmgr:script when='before' language='python'>a = 1</uvmgr:script><uvmgr:script when='after'>{b: 2}</uvmgr:script>"
            )
        ) {
            $0.before == [AttachedScript(language: "python", text: "a = 1")]
                && $0.after == [AttachedScript(language: "feel", text: "{b: 2}")]
        },
        Row(
            .uvmgr,
            task(
                "userTask", "",
                "<uvmgr:task assignee='ann' candidateUsers='=users' candidateGroups='a,b' due='=date' followUp='2026-01-01' "
                    + "priority='5' formKey='k' formId='f'><uvmgr:instructions>Do it.</uvmgr:instructions></uvmgr:task>"
            )
        ) {
            let people = $0.people ?? HumanTask()
            return people.assignee == .text("ann") && people.candidateUsers == feel("users")
                && people.candidateGroups == .text("a,b") && people.due == feel("date")
                && people.followUp == .text("2026-01-01") && people.priority == .text("5")
                && people.formKey == "k" && people.formID == "f" && people.instructions == "Do it."
        },
    ]

    static let spiff: [Row] = [
        Row(.spiff, task("manualTask", "", "<spiffworkflow:preScript>a = 1</spiffworkflow:preScript>")) {
            $0.before == [AttachedScript(language: "python", text: "a = 1")]
        },
        Row(.spiff, task("manualTask", "", "<spiffworkflow:postScript>a = 1</spiffworkflow:postScript>")) {
            $0.after == [AttachedScript(language: "python", text: "a = 1")]
        },
        Row(
            .spiff,
            task(
                "serviceTask", "",
                "<spiffworkflow:serviceTaskOperator id='x/Y'><spiffworkflow:parameters/></spiffworkflow:serviceTaskOperator>"
            )
        ) {
            service($0).operation == "job:x/Y" && service($0).resultVariable == "spiff__n_result"
                && service($0).retry.attempts == 1
        },
        Row(
            .spiff,
            task(
                "userTask", "",
                "<spiffworkflow:instructionsForEndUser># Hi</spiffworkflow:instructionsForEndUser>")
        ) { $0.people?.instructions == "# Hi" },
        Row(
            .spiff,
            task(
                "receiveTask", "messageRef='M'",
                "<spiffworkflow:messageVariable>got</spiffworkflow:messageVariable>")
        ) { $0.message == MessageSettings(variable: "got") },
        Row(
            .spiff,
            task(
                "sendTask", "messageRef='M'",
                "<spiffworkflow:messagePayload>{'a': b}</spiffworkflow:messagePayload>")
        ) { $0.message?.payload == ProcessExpression("{'a': b}", language: "python") },
        Row(
            .spiff,
            "<intermediateThrowEvent id='n'><signalEventDefinition signalRef='S'><extensionElements>"
                + "<spiffworkflow:payloadExpression>x</spiffworkflow:payloadExpression></extensionElements>"
                + "</signalEventDefinition></intermediateThrowEvent>"
        ) { $0.message?.payload?.text == "x" },
    ]

    static let camunda8: [Row] = [
        Row(.camunda8, task("serviceTask", "", "<zeebe:taskDefinition type='a' retries='7'/>")) {
            service($0).operation == "job:a" && service($0).retry.attempts == 7
        },
        Row(.camunda8, task("businessRuleTask", "", "<zeebe:taskDefinition type='=\"a b\"'/>")) {
            service($0).operation == "job:a b" && service($0).retry.attempts == 3
        },
        Row(
            .camunda8,
            task(
                "serviceTask", "",
                "<zeebe:taskHeaders><zeebe:header key='k' value='v'/></zeebe:taskHeaders><zeebe:taskDefinition type='a'/>"
            )
        ) { service($0).headers == [.init(name: "k", value: .text("v"))] },
        Row(
            .camunda8,
            task("userTask", "", "<zeebe:ioMapping><zeebe:input source='=a' target='b'/></zeebe:ioMapping>")
        ) {
            $0.inputs == [VariableMapping(target: "b", source: feel("a"))] && !$0.keepsResults
        },
        Row(
            .camunda8,
            task(
                "userTask", "",
                "<zeebe:assignmentDefinition assignee='ann' candidateUsers='=us'/><zeebe:taskSchedule dueDate='=d' followUpDate='=f'/>"
                    + "<zeebe:priorityDefinition priority='50'/><zeebe:formDefinition formKey='k'/>")
        ) {
            let people = $0.people ?? HumanTask()
            return people.assignee == .text("ann") && people.candidateUsers == feel("us")
                && people.due == feel("d") && people.followUp == feel("f") && people.priority == .text("50")
                && people.formKey == "k"
        },
        Row(.camunda8, task("scriptTask", "", "<zeebe:script expression='=a + b' resultVariable='c'/>")) {
            $0.script == AttachedScript(language: "feel", text: "a + b") && $0.resultVariable == "c"
        },
        Row(
            .camunda8,
            task(
                "callActivity", "", "<zeebe:calledElement processId='p' propagateAllChildVariables='false'/>")
        ) {
            $0.call == CallSettings(process: "p", passesAll: true, returnsAll: false)
        },
        Row(
            .camunda8,
            "<serviceTask id='n'><multiInstanceLoopCharacteristics><extensionElements><zeebe:loopCharacteristics "
                + "inputCollection='=a.b' inputElement='c' outputCollection='d' outputElement='=e + 1'/></extensionElements>"
                + "</multiInstanceLoopCharacteristics></serviceTask>"
        ) {
            $0.loop?.collection?.text == "a.b" && $0.loop?.item == "c" && $0.loop?.outputs == "d"
                && $0.loop?.output == ProcessExpression("e + 1", language: "feel")
        },
    ]

    static let camunda7: [Row] = [
        Row(.camunda7, task("serviceTask", "camunda:type='external' camunda:topic='t'", "")) {
            service($0).operation == "job:t" && $0.keepsResults
        },
        Row(
            .camunda7,
            task(
                "serviceTask", "camunda:type='external' camunda:topic='t'",
                "<camunda:failedJobRetryTimeCycle>PT10S,PT40S,PT1M</camunda:failedJobRetryTimeCycle>")
        ) {
            service($0).retry
                == RetryPolicy(
                    attempts: 4, delay: TimeSpan(milliseconds: 10_000), factor: 4, jitter: 0,
                    limit: TimeSpan(milliseconds: 60_000))
        },
        Row(
            .camunda7,
            task("serviceTask", "camunda:expression='${a.b &gt; 1}' camunda:resultVariable='r'", "")
        ) {
            $0.script?.text == "a.b > 1" && $0.resultVariable == "r"
        },
        Row(
            .camunda7,
            task(
                "userTask",
                "camunda:assignee='ann' camunda:candidateUsers='a,b' camunda:candidateGroups='${g}' camunda:dueDate='${d}' "
                    + "camunda:followUpDate='2026-01-01' camunda:priority='7' camunda:formRef='f'", "")
        ) {
            let people = $0.people ?? HumanTask()
            return people.assignee == .text("ann") && people.candidateUsers == .text("a,b")
                && people.candidateGroups == feel("g") && people.due == feel("d")
                && people.followUp == .text("2026-01-01") && people.priority == .text("7")
                && people.formID == "f"
        },
        Row(
            .camunda7,
            task(
                "userTask", "",
                "<camunda:inputOutput><camunda:inputParameter name='a'><camunda:script scriptFormat='python'>b + 1</camunda:script>"
                    + "</camunda:inputParameter></camunda:inputOutput>")
        ) { $0.inputs.map(\.source) == [python("b + 1")] },
        Row(
            .camunda7,
            task(
                "callActivity", "calledElement='p'",
                "<camunda:in variables='all'/><camunda:out source='a' target='b'/>")
        ) {
            $0.call == CallSettings(passesAll: true, returnsAll: false)
                && $0.outputs == [VariableMapping(target: "b", source: feel("a"))]
        },
        Row(
            .camunda7,
            "<task id='n'><multiInstanceLoopCharacteristics camunda:collection='list' camunda:elementVariable='x'/></task>"
        ) { $0.loop?.collection?.text == "list" && $0.loop?.item == "x" },
        Row(
            .camunda7,
            "<endEvent id='n'><messageEventDefinition messageRef='M' camunda:type='external' camunda:topic='t'/></endEvent>"
        ) { service($0).operation == "job:t" },
    ]

    @Test(arguments: uvmgr + spiff + camunda8 + camunda7) func settings(row: Row) throws {
        let model = try Definitions(parsing: Array(file(row.dialect, row.xml).utf8))
        let extensions = model.extensions()
        let settings = try #require(extensions.settings["n"], "\(extensions.notes)")
        #expect(row.holds(settings), "\(settings)")
        #expect(extensions.faults.isEmpty && !extensions.notes.contains { $0.outcome == .refused })
        #expect(model.dialect == row.dialect)
        let imported = try Definitions(parsing: Array(model.imported().xml.utf8))
        #expect(imported.extensions().settings == extensions.settings, "\(model.imported().xml)")
    }

    /// What does not change what runs is noted and kept.
    static let ignored: [(Dialect, String, String)] = [
        (.camunda7, task("userTask", "camunda:asyncBefore='true'", ""), "camunda:asyncBefore"),
        (.camunda7, task("userTask", "camunda:exclusive='false'", ""), "camunda:exclusive"),
        (.camunda7, task("userTask", "camunda:jobPriority='3'", ""), "camunda:jobPriority"),
        (
            .camunda7,
            task("userTask", "", "<camunda:formData><camunda:formField id='a'/></camunda:formData>"),
            "camunda:formData"
        ),
        (.camunda7, task("userTask", "", "<camunda:properties/>"), "camunda:properties"),
        (
            .camunda7,
            task(
                "userTask", "", "<camunda:failedJobRetryTimeCycle>R3/PT1S</camunda:failedJobRetryTimeCycle>"),
            "userTask"
        ),
        (.camunda8, task("userTask", "", "<zeebe:userTask/>"), "zeebe:userTask"),
        (.camunda8, task("userTask", "zeebe:modelerTemplate='t'", ""), "zeebe:modelerTemplate"),
        (.camunda8, task("userTask", "", "<zeebe:properties/>"), "zeebe:properties"),
        (.spiff, task("scriptTask", "", "<spiffworkflow:unitTests/>"), "spiffworkflow:unitTests"),
        (.spiff, task("userTask", "", "<spiffworkflow:preScript/>"), "spiffworkflow:preScript"),
        (
            .spiff, task("scriptTask", "", "<spiffworkflow:preScript>a = 1</spiffworkflow:preScript>"),
            "spiffworkflow:preScript"
        ),
        (
            .spiff, task("scriptTask", "", "<spiffworkflow:postScript>a = 1</spiffworkflow:postScript>"),
            "spiffworkflow:postScript"
        ),
        (.plain, task("userTask", "", "<x:hint xmlns:x='urn:x'/>"), "x:hint"),
    ]

    @Test(arguments: ignored) func noted(dialect: Dialect, xml: String, name: String) throws {
        let model = try Definitions(parsing: Array(file(dialect, xml).utf8))
        let deployment = try Deployment(model)
        let note = try #require(deployment.notes.first { $0.outcome == .ignored && $0.name == name })
        #expect(note.element == "n" && note.place.line == 2 && !note.message.isEmpty)
        #expect(model.written().contains("id=\"n\""))
    }
}

/// A task `n` with attributes and extension elements.
func task(_ kind: String, _ attributes: String, _ extensions: String) -> String {
    let inner = extensions.isEmpty ? "" : "<extensionElements>\(extensions)</extensionElements>"
    return "<\(kind) id='n' \(attributes)>\(inner)</\(kind)>"
}

/// A file with the element `n`, which stands in line 2, between a start and an end.
func file(_ dialect: Dialect, _ xml: String, _ roots: String = "") -> String {
    let prefixes: [Dialect: String] = [
        .uvmgr: "uvmgr", .spiff: "spiffworkflow", .camunda7: "camunda", .camunda8: "zeebe",
    ]
    let declaration = prefixes[dialect].map { " xmlns:\($0)='\(dialect.namespace ?? "")'" } ?? ""
    let leaves =
        xml.hasPrefix("<endEvent")
        ? "" : "<sequenceFlow id='f2' sourceRef='n' targetRef='e'/><endEvent id='e'/>"
    return "<definitions id='defs' targetNamespace='t' xmlns='http://www.omg.org/spec/BPMN/20100524/MODEL' "
        + "xmlns:xsi='http://www.w3.org/2001/XMLSchema-instance'\(declaration)><message id='M' name='m'/>"
        + "<signal id='S' name='s'/>\(roots)<process id='p' isExecutable='true'><startEvent id='s'/>\n\(xml)\n"
        + "<sequenceFlow id='f1' sourceRef='s' targetRef='n'/>\(leaves)</process></definitions>"
}
