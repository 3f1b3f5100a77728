extension ExtensionReader {
    /// Extensions of Camunda 7.
    mutating func camunda(_ item: ExtensionItem) throws(Refusal) -> ExtensionOutcome {
        if item.element != nil { return try camundaElement(item) }
        switch item.name {
        case "type", "topic": return try camundaTopic(item)
        case "class", "delegateExpression", "variableMappingClass", "variableMappingDelegateExpression":
            throw binding(item, "calls Java code by `camunda:\(item.name)`")
        case "expression": return try camundaExpression(item)
        case "resultVariable":
            change(item) {
                $0.resultVariable = item.value
                $0.service?.resultVariable = item.value
            }
            return .mapped("the result goes into `\(item.value)`")
        case "decisionRef":
            let id = try juelValue(item.value, item.place)
            change(item) { $0.decision = DecisionCall(id: id) }
            return .mapped("the decision `\(item.value)`")
        case "resource":
            throw Refusal(
                message: "the script of `\(id(item.owner))` is in another file",
                hint: "write it into the task")
        case "caseRef":
            throw Refusal(message: "cases of CMMN are not run here", hint: "call a process")
        case "collection", "elementVariable": return try camundaLoop(item)
        case "assignee", "candidateUsers", "candidateGroups", "dueDate", "followUpDate", "priority",
            "formKey", "formRef":
            return try camundaPeople(item)
        case "errorCodeVariable", "escalationCodeVariable":
            change(item) {
                $0.message = ($0.message ?? MessageSettings()).with { $0.variable = item.value }
            }
            return .mapped("the code goes into `\(item.value)`")
        case "errorMessageVariable":
            throw Refusal(
                message: "an error carries nothing but its code here", hint: "use `camunda:errorCodeVariable`"
            )
        case "async", "asyncBefore", "asyncAfter", "exclusive":
            return .ignored("every step is durable here")
        case "calledElementBinding", "calledElementVersion", "calledElementVersionTag",
            "calledElementTenantId":
            return .ignored("the called process is always that of this file")
        case "variableName", "variableEvents":
            return .ignored("the condition is looked at after every change")
        default:
            if camundaInformation.contains(item.name) { return .ignored("it does not change what runs") }
            throw Refusal(
                message: "`camunda:\(item.name)` of `\(id(item.owner))` is not known",
                hint: DeploymentFault.Reason.suggestion(
                    for: item.name, among: camundaKnown + camundaInformation))
        }
    }

    func binding(_ item: ExtensionItem, _ what: String) -> Refusal {
        Refusal(
            reason: .missingService, message: "`\(id(item.owner))` \(what), which is not run here",
            hint: "bind it to a command: `implementation=\"uvmgr:command\"` with "
                + "`<uvmgr:service><uvmgr:parameter name=\"run\" value=\"…\"/></uvmgr:service>`, or to a job by "
                + "`camunda:type=\"external\" camunda:topic=\"…\"`")
    }

    private mutating func camundaTopic(_ item: ExtensionItem) throws(Refusal) -> ExtensionOutcome {
        let other = item.name == "type" ? "topic" : "type"
        let partner = document.elements[item.holder].attributes.first {
            $0.namespace == item.dialect.namespace && $0.name == other
        }?.value
        if item.name == "type" {
            guard item.value == "external" else { throw binding(item, "is of the type `\(item.value)`") }
            guard partner != nil else { throw binding(item, "is external, but names no topic") }
            return .mapped("work for a worker")
        }
        guard partner == "external" else { throw binding(item, "has a topic, but is not external") }
        guard case .text(let topic) = try juelValue(item.value, item.place) else {
            throw Refusal(
                reason: .extensionValue, message: "the topic is only known while the process runs",
                hint: "write a fixed text")
        }
        change(item) {
            var service = ServiceCall(operation: "job:\(topic)")
            if let retry = $0.service?.retry { service.retry = retry }
            service.resultVariable = $0.resultVariable
            $0.service = service
            $0.keepsResults = true
        }
        return .mapped("a job of the type `\(topic)`")
    }

    /// An expression that only computes is a script; one that calls a bean cannot be translated.
    private mutating func camundaExpression(_ item: ExtensionItem) throws(Refusal) -> ExtensionOutcome {
        let value: SettingValue
        do { value = try juelValue(item.value, item.place) } catch {
            throw Refusal(
                reason: .missingService, message: error.message,
                hint: binding(item, "").hint)
        }
        let text =
            switch value {
            case .text(let text): feelString(text)
            case .expression(let expression): expression.text
            }
        change(item) { $0.script = AttachedScript(language: "feel", text: text, place: item.place) }
        return .mapped("a script in FEEL")
    }

    private mutating func camundaLoop(_ item: ExtensionItem) throws(Refusal) -> ExtensionOutcome {
        var loop = settings[id(item.owner)]?.loop ?? LoopSettings()
        if item.name == "elementVariable" {
            loop.item = item.value
        } else {
            switch try juelValue(item.value, item.place) {
            case .text(let name):
                loop.collection = ProcessExpression(name, language: "feel", place: item.place)
            case .expression(let expression): loop.collection = expression
            }
        }
        change(item) { $0.loop = loop }
        return .mapped("the items of the loop")
    }

    private mutating func camundaPeople(_ item: ExtensionItem) throws(Refusal) -> ExtensionOutcome {
        let value = try juelValue(item.value, item.place)
        change(item) {
            var people = $0.people ?? HumanTask()
            switch item.name {
            case "assignee": people.assignee = value
            case "candidateUsers": people.candidateUsers = value
            case "candidateGroups": people.candidateGroups = value
            case "dueDate": people.due = value
            case "followUpDate": people.followUp = value
            case "priority": people.priority = value
            case "formKey": people.formKey = item.value
            default: people.formID = item.value
            }
            $0.people = people
        }
        return .mapped("who does it, when and how")
    }
}

private let camundaInformation: Set<String> = [
    "historyTimeToLive", "versionTag", "candidateStarterUsers", "candidateStarterGroups",
    "isStartableInTasklist", "jobPriority", "taskPriority", "diagramRelationId", "modelerTemplate",
    "modelerTemplateVersion", "modelerTemplateIcon", "initiator", "formRefBinding", "formRefVersion",
    "decisionRefBinding", "decisionRefVersion", "decisionRefVersionTag", "decisionRefTenantId",
    "mapDecisionResult", "errorMessage",
]
private let camundaKnown = [
    "type", "topic", "class", "delegateExpression", "expression", "resultVariable", "decisionRef",
    "collection", "elementVariable", "assignee", "candidateUsers", "candidateGroups", "dueDate",
    "followUpDate", "priority", "formKey", "formRef", "asyncBefore", "asyncAfter", "exclusive",
    "calledElementBinding", "errorCodeVariable", "escalationCodeVariable",
]
