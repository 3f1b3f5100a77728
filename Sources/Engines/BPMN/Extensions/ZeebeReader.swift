extension ExtensionReader {
    /// Extensions of Camunda 8.
    mutating func zeebe(_ item: ExtensionItem) throws(Refusal) -> ExtensionOutcome {
        switch item.name {
        case "taskDefinition": return try zeebeJob(item)
        case "taskHeaders": return try zeebeHeaders(item)
        case "ioMapping": return try zeebeMapping(item)
        case "subscription": return try zeebeSubscription(item)
        case "loopCharacteristics": return try zeebeLoop(item)
        case "calledElement": return try zeebeCall(item)
        case "calledDecision": return try zeebeDecision(item)
        case "script": return try zeebeScript(item)
        case "assignmentDefinition", "taskSchedule", "priorityDefinition", "formDefinition":
            return zeebePeople(item)
        case "executionListeners", "taskListeners":
            if parts(of: item).isEmpty { return .ignored("it is empty") }
            throw Refusal(
                message: "`\(id(item.owner))` has listeners, which are not called here",
                hint: "put service tasks before or after it")
        case "adHoc", "agentDefinition":
            throw Refusal(
                message: "`zeebe:\(item.name)` of `\(id(item.owner))` would choose its activities elsewhere",
                hint: "choose them by an input to the ad-hoc subprocess, or use a multi-instance activity")
        case "conditionalFilter":
            throw Refusal(
                message: "conditions are looked at after every change here, not after those of a filter",
                hint: "remove `zeebe:conditionalFilter`")
        default:
            if zeebeInformation.contains(item.name) { return .ignored("it does not change what runs") }
            throw Refusal(
                message: "`zeebe:\(item.name)` of `\(id(item.owner))` is not known",
                hint: DeploymentFault.Reason.suggestion(for: item.name, among: zeebeKnown))
        }
    }

    private mutating func zeebeJob(_ item: ExtensionItem) throws(Refusal) -> ExtensionOutcome {
        let written = try required(item.element, "type", of: "zeebe:taskDefinition")
        let type = try fixedText(written, "type", item.place)
        let retries = try fixedText(attribute(item.element, "retries") ?? "3", "retries", item.place)
        guard let attempts = Int(retries), attempts >= 0 else {
            throw Refusal(
                reason: .extensionValue, message: "`retries` is `\(retries)`", hint: "write a whole number")
        }
        change(item) {
            var service = ServiceCall(operation: "job:\(type)")
            service.headers = $0.service?.headers ?? []
            service.retry.attempts = max(1, attempts)
            $0.service = service
        }
        return .mapped("a job of the type `\(type)`")
    }

    private mutating func zeebeHeaders(_ item: ExtensionItem) throws(Refusal) -> ExtensionOutcome {
        var headers: [ServiceCall.Parameter] = []
        for part in parts(of: item) {
            let name = try required(part, "key", of: "zeebe:header")
            let value = feelValue(document.elements[part]["value"] ?? "", document.elements[part].place)
            headers.append(.init(name: name, value: value))
        }
        change(item) {
            if $0.service == nil { $0.service = ServiceCall(operation: "") }
            $0.service?.headers = headers
        }
        return .mapped(counted(headers.count, "header"))
    }

    private mutating func zeebeMapping(_ item: ExtensionItem) throws(Refusal) -> ExtensionOutcome {
        var (inputs, outputs): ([VariableMapping], [VariableMapping]) = ([], [])
        for part in parts(of: item) {
            let target = try required(part, "target", of: "zeebe:\(kind(part))")
            let source = feelValue(
                trimmed(document.elements[part]["source"] ?? ""), document.elements[part].place)
            let mapping = VariableMapping(target: target, source: source)
            if kind(part) == "input" { inputs.append(mapping) } else { outputs.append(mapping) }
        }
        change(item) {
            $0.inputs += inputs
            $0.outputs += outputs
        }
        return .mapped("\(counted(inputs.count, "input")) and \(counted(outputs.count, "output"))")
    }

    private mutating func zeebeSubscription(_ item: ExtensionItem) throws(Refusal) -> ExtensionOutcome {
        guard let text = attribute(item.element, "correlationKey") else { return .ignored("it is empty") }
        let key = try feelExpression(text, "correlationKey", item.place)
        change(item) { $0.correlationKey = key }
        return .mapped("messages are told apart by `\(key.text)`")
    }

    private mutating func zeebeLoop(_ item: ExtensionItem) throws(Refusal) -> ExtensionOutcome {
        var loop = LoopSettings()
        let collection = try required(item.element, "inputCollection", of: "zeebe:loopCharacteristics")
        loop.collection = try feelExpression(collection, "inputCollection", item.place)
        loop.item = attribute(item.element, "inputElement")
        loop.outputs = attribute(item.element, "outputCollection")
        if let output = attribute(item.element, "outputElement") {
            loop.output = try feelExpression(output, "outputElement", item.place)
        }
        change(item) { $0.loop = loop }
        return .mapped("an instance for each item")
    }

    private mutating func zeebeCall(_ item: ExtensionItem) throws(Refusal) -> ExtensionOutcome {
        let written = try required(item.element, "processId", of: "zeebe:calledElement")
        let process = try fixedText(written, "processId", item.place)
        let passes = attribute(item.element, "propagateAllParentVariables") != "false"
        let returns = attribute(item.element, "propagateAllChildVariables") != "false"
        change(item) {
            $0.call = CallSettings(process: process, passesAll: passes, returnsAll: returns)
        }
        return .mapped("calls `\(process)` of this file")
    }

    private mutating func zeebeDecision(_ item: ExtensionItem) throws(Refusal) -> ExtensionOutcome {
        let written = try required(item.element, "decisionId", of: "zeebe:calledDecision")
        let result = attribute(item.element, "resultVariable")
        let id = feelValue(written, item.place)
        change(item) {
            $0.decision = DecisionCall(id: id)
            $0.resultVariable = result
        }
        return .mapped("the decision `\(written)`")
    }

    private mutating func zeebeScript(_ item: ExtensionItem) throws(Refusal) -> ExtensionOutcome {
        let text = try required(item.element, "expression", of: "zeebe:script")
        let expression = try feelExpression(text, "expression", item.place)
        let result = attribute(item.element, "resultVariable")
        change(item) {
            $0.script = AttachedScript(language: "feel", text: expression.text, place: item.place)
            $0.resultVariable = result
        }
        return .mapped("a script in FEEL")
    }

    private mutating func zeebePeople(_ item: ExtensionItem) -> ExtensionOutcome {
        func value(_ name: String) -> SettingValue? {
            attribute(item.element, name).map { feelValue($0, item.place) }
        }
        let form = attribute(item.element, "formKey") ?? attribute(item.element, "externalReference")
        let (assignee, users, groups) = (value("assignee"), value("candidateUsers"), value("candidateGroups"))
        let (due, followUp, priority) = (value("dueDate"), value("followUpDate"), value("priority"))
        let formID = attribute(item.element, "formId")
        change(item) {
            var people = $0.people ?? HumanTask()
            people.assignee = assignee ?? people.assignee
            people.candidateUsers = users ?? people.candidateUsers
            people.candidateGroups = groups ?? people.candidateGroups
            people.due = due ?? people.due
            people.followUp = followUp ?? people.followUp
            people.priority = priority ?? people.priority
            people.formKey = form ?? people.formKey
            people.formID = formID ?? people.formID
            $0.people = people
        }
        return .mapped("who does it, when and how")
    }
}

private let zeebeInformation: Set<String> = [
    "versionTag", "userTaskForm", "userTask", "properties", "modelerTemplate", "modelerTemplateVersion",
    "modelerTemplateIcon", "retryCounter", "linkedResources", "jobPriorityDefinition",
]
private let zeebeKnown = [
    "taskDefinition", "taskHeaders", "ioMapping", "subscription", "loopCharacteristics", "calledElement",
    "calledDecision", "script", "assignmentDefinition", "taskSchedule", "priorityDefinition",
    "formDefinition", "executionListeners", "taskListeners", "versionTag", "userTaskForm", "userTask",
    "properties",
]

/// `1 input`, `2 inputs`.
private func counted(_ count: Int, _ noun: String) -> String { "\(count) \(noun)\(count == 1 ? "" : "s")" }
