extension ExtensionReader {
    /// Extensions of SpiffWorkflow.
    mutating func spiff(_ item: ExtensionItem) throws(Refusal) -> ExtensionOutcome {
        switch item.name {
        case "preScript", "postScript": return try spiffScript(item)
        case "serviceTaskOperator": return try spiffOperator(item)
        case "instructionsForEndUser":
            change(item) { $0.people = ($0.people ?? HumanTask()).with { $0.instructions = item.value } }
            return .mapped("instructions for the person who does it")
        case "calledDecisionId":
            change(item) { $0.decision = DecisionCall(id: .text(item.value)) }
            return .mapped("the decision `\(item.value)`")
        case "messagePayload", "payloadExpression":
            try expectMessage(item)
            let payload = ProcessExpression(item.value, language: "python", place: item.place)
            change(item) { $0.message = ($0.message ?? MessageSettings()).with { $0.payload = payload } }
            return .mapped("what is sent")
        case "messageVariable", "variableName":
            try expectMessage(item)
            change(item) {
                $0.message = ($0.message ?? MessageSettings()).with { $0.variable = item.value }
            }
            return .mapped("what is received goes into `\(item.value)`")
        case "processVariableCorrelation": return try spiffCorrelation(item)
        case "properties": return spiffProperties(item)
        case "scriptsOnInstances":
            return .mapped(
                item.value == "true" ? "scripts run in each instance" : "scripts run around the loop")
        default:
            if spiffInformation.contains(item.name) {
                return .ignored("it does not change what runs")
            }
            throw Refusal(
                message: "`spiffworkflow:\(item.name)` of `\(id(item.owner))` is not known",
                hint: DeploymentFault.Reason.suggestion(for: item.name, among: spiffKnown))
        }
    }

    private mutating func spiffScript(_ item: ExtensionItem) throws(Refusal) -> ExtensionOutcome {
        if item.value.isEmpty { return .ignored("it is empty") }
        // SpiffWorkflow 3.2 reads them at every kind of task but this one.
        if kind(item.owner) == "scriptTask" {
            return .ignored(ImportNote.notRunByPeer)
        }
        let script = AttachedScript(
            language: "python", text: item.value, runsOnce: !scriptsRunInInstances(item.owner),
            place: item.place)
        if item.name == "preScript" {
            change(item) { $0.before.append(script) }
            return .mapped("a script before it")
        }
        change(item) { $0.after.append(script) }
        return .mapped("a script after it")
    }

    /// Without the flag a looping task runs its scripts once, before and after all of its instances.
    private func scriptsRunInInstances(_ owner: Int) -> Bool {
        let loops = ["multiInstanceLoopCharacteristics", "standardLoopCharacteristics"].compactMap {
            document.child(of: owner, $0)
        }
        return loops.allSatisfy { loop in
            document.elements[loop].attributes.contains {
                $0.namespace == Dialect.spiff.namespace && $0.name == "scriptsOnInstances"
                    && $0.value == "true"
            }
        }
    }

    /// Only messages and signals carry something along.
    private func expectMessage(_ item: ExtensionItem) throws(Refusal) {
        let owner = kind(item.owner)
        if owner == "error" || owner == "escalation" {
            throw Refusal(
                message: "an \(owner) carries nothing but its code here, not `\(item.name)`",
                hint: "set a variable before it is thrown")
        }
    }

    private mutating func spiffOperator(_ item: ExtensionItem) throws(Refusal) -> ExtensionOutcome {
        let type = try required(item.element, "id", of: "spiffworkflow:serviceTaskOperator")
        var service = ServiceCall(operation: "job:\(type)")
        service.resultVariable =
            attribute(item.element, "resultVariable") ?? "spiff__\(id(item.owner))_result"
        service.retry.attempts = 1
        for part in parts(of: item) {
            switch kind(part) {
            case "parameters":
                for parameter in document.children(of: part) where kind(parameter) == "parameter" {
                    let name = try required(parameter, "id", of: "spiffworkflow:parameter")
                    guard let value = attribute(parameter, "value") else { continue }
                    service.parameters.append(
                        .init(name: name, value: pythonValue(value, document.elements[parameter].place)))
                }
            case "retry":
                let retries = attribute(part, "retries").flatMap { Int($0) } ?? 0
                service.retry.attempts = max(1, retries + 1)
                if let base = attribute(part, "backoff_base").flatMap({ Double($0) }), base >= 1 {
                    service.retry.factor = base
                }
            default:
                throw Refusal(
                    message: "`spiffworkflow:\(kind(part))` of an operator is not known",
                    hint: "use `parameters` or `retry`")
            }
        }
        change(item) { $0.service = service }
        return .mapped("a job of the type `\(type)`")
    }

    /// A property of the message, and the expression over the process that it must be equal to.
    private mutating func spiffCorrelation(_ item: ExtensionItem) throws(Refusal) -> ExtensionOutcome {
        func text(_ name: String) throws(Refusal) -> String {
            guard let part = parts(of: item).first(where: { kind($0) == name }),
                case let text = document.text(of: part), !text.isEmpty
            else {
                throw Refusal(
                    reason: .extensionValue, message: "`spiffworkflow:\(item.name)` has no `\(name)`",
                    hint: "say it")
            }
            return text
        }
        let property = try text("propertyId")
        let source = SettingValue.expression(
            ProcessExpression(try text("expression"), language: "python", place: item.place))
        change(item) { $0.correlations.append(VariableMapping(target: property, source: source)) }
        return .mapped("messages belong to it by `\(property)`")
    }

    private mutating func spiffProperties(_ item: ExtensionItem) -> ExtensionOutcome {
        for part in parts(of: item) where attribute(part, "name") == "formJsonSchemaFilename" {
            guard let form = attribute(part, "value") else { continue }
            change(item) { $0.people = ($0.people ?? HumanTask()).with { $0.formKey = form } }
            return .mapped("the form `\(form)`")
        }
        return .ignored("properties do not change what runs")
    }
}

/// What modellers of Spiff keep in a file for themselves.
private let spiffInformation: Set<String> = [
    "unitTests", "category", "guestConfirmation", "signalButtonLabel", "taskMetadataValues", "allowGuest",
    "isOutputSynced", "propagateCategory",
]
private let spiffKnown = [
    "preScript", "postScript", "serviceTaskOperator", "instructionsForEndUser", "calledDecisionId",
    "processVariableCorrelation", "messagePayload", "messageVariable", "payloadExpression", "variableName",
    "properties", "unitTests",
]

extension HumanTask {
    func with(_ change: (inout HumanTask) -> Void) -> HumanTask {
        var copy = self
        change(&copy)
        return copy
    }
}

extension MessageSettings {
    func with(_ change: (inout MessageSettings) -> Void) -> MessageSettings {
        var copy = self
        change(&copy)
        return copy
    }
}
