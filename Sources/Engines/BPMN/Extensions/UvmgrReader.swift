extension ExtensionReader {
    /// uvmgr's own extensions; what is not known is refused, since a misspelt word would be a silent change.
    mutating func uvmgr(_ item: ExtensionItem) throws(Refusal) -> ExtensionOutcome {
        guard item.element != nil else {
            if item.name == "dialect" { return .mapped("the dialect") }
            throw unknown(item.name, "attribute", ["dialect"])
        }
        guard let known = uvmgrAttributes[item.name] else {
            throw unknown(item.name, "element", uvmgrAttributes.keys.sorted())
        }
        try expectAttributes(item.element, known, item.name)
        switch item.name {
        case "service": return try uvmgrService(item)
        case "input", "output", "correlation": return try uvmgrMapping(item)
        case "script": return try uvmgrScript(item)
        case "task": return uvmgrTask(item)
        case "result": return try uvmgrResult(item)
        case "decision":
            let id = try required(item.element, "id", of: "uvmgr:decision")
            let value = uvmgrValue(id, item)
            change(item) { $0.decision = DecisionCall(id: value) }
        case "call": try uvmgrCall(item)
        case "message": uvmgrMessage(item)
        default: uvmgrLoop(item)
        }
        return .mapped("read")
    }

    private func unknown(_ name: String, _ what: String, _ known: [String]) -> Refusal {
        Refusal(
            message: "uvmgr has no \(what) `\(name)`",
            hint: DeploymentFault.Reason.suggestion(for: name, among: known))
    }

    private func expectAttributes(_ element: Int?, _ known: [String], _ name: String) throws(Refusal) {
        guard let element else { return }
        for attribute in document.elements[element].attributes
        where attribute.namespace.isEmpty && attribute.prefix.isEmpty && attribute.name != "xmlns" {
            if !known.contains(attribute.name) {
                throw Refusal(
                    message: "`uvmgr:\(name)` has no attribute `\(attribute.name)`",
                    hint: DeploymentFault.Reason.suggestion(for: attribute.name, among: known))
            }
        }
    }

    private func uvmgrValue(_ text: String, _ item: ExtensionItem, at index: Int? = nil) -> SettingValue {
        let element = index ?? item.element
        return feelValue(
            text, element.map { document.elements[$0].place } ?? item.place,
            language: attribute(element, "language").map(normalisedLanguage) ?? "feel")
    }

    private func optional(_ name: String, _ item: ExtensionItem) -> SettingValue? {
        attribute(item.element, name).map { uvmgrValue($0, item) }
    }

    private func expression(_ name: String, _ item: ExtensionItem) -> ProcessExpression? {
        guard let text = attribute(item.element, name) else { return nil }
        let language = attribute(item.element, "language").map(normalisedLanguage) ?? "feel"
        return ProcessExpression(
            text.hasPrefix("=") ? trimmed(String(text.dropFirst())) : text, language: language,
            place: item.place)
    }

    private mutating func uvmgrMapping(_ item: ExtensionItem) throws(Refusal) -> ExtensionOutcome {
        let target = try required(item.element, "target", of: "uvmgr:\(item.name)")
        guard let source = item.element.flatMap({ document.elements[$0]["source"] }) else {
            throw Refusal(
                reason: .extensionValue, message: "`uvmgr:\(item.name)` has no `source`", hint: "say it")
        }
        let mapping = VariableMapping(target: target, source: uvmgrValue(source, item))
        change(item) {
            switch item.name {
            case "input": $0.inputs.append(mapping)
            case "output": $0.outputs.append(mapping)
            default: $0.correlations.append(mapping)
            }
        }
        return .mapped("the variable `\(target)`")
    }

    private mutating func uvmgrScript(_ item: ExtensionItem) throws(Refusal) -> ExtensionOutcome {
        let script = AttachedScript(
            language: normalisedLanguage(attribute(item.element, "language") ?? "feel"), text: item.value,
            runsOnce: attribute(item.element, "once") == "true", place: item.place)
        switch attribute(item.element, "when") {
        case "before": change(item) { $0.before.append(script) }
        case "after": change(item) { $0.after.append(script) }
        case nil: change(item) { $0.script = script }
        case let other?:
            throw Refusal(
                reason: .extensionValue, message: "a script runs `before` or `after`, not `\(other)`",
                hint: DeploymentFault.Reason.suggestion(for: other, among: ["before", "after"]))
        }
        return .mapped("a script")
    }

    private mutating func uvmgrTask(_ item: ExtensionItem) -> ExtensionOutcome {
        var people = HumanTask()
        people.assignee = optional("assignee", item)
        people.candidateUsers = optional("candidateUsers", item)
        people.candidateGroups = optional("candidateGroups", item)
        people.due = optional("due", item)
        people.followUp = optional("followUp", item)
        people.priority = optional("priority", item)
        people.formKey = attribute(item.element, "formKey")
        people.formID = attribute(item.element, "formId")
        if let child = parts(of: item).first(where: { kind($0) == "instructions" }) {
            people.instructions = document.text(of: child)
        }
        change(item) { $0.people = people }
        return .mapped("who does it")
    }

    private mutating func uvmgrResult(_ item: ExtensionItem) throws(Refusal) -> ExtensionOutcome {
        let variable = attribute(item.element, "variable")
        let keeps = attribute(item.element, "keep") == "true"
        change(item) {
            $0.resultVariable = variable
            $0.keepsResults = keeps
        }
        return .mapped("where the result goes")
    }

    private mutating func uvmgrCall(_ item: ExtensionItem) throws(Refusal) {
        let process = attribute(item.element, "process")
        let passes = try choice("passes", item, ["all", "inputs"])
        let returns = try choice("returns", item, ["all", "outputs"])
        change(item) {
            $0.call = CallSettings(
                process: process, passesAll: passes == "all", returnsAll: returns == "all")
        }
    }

    func choice(_ name: String, _ item: ExtensionItem, _ known: [String]) throws(Refusal) -> String {
        guard let value = attribute(item.element, name) else { return known[0] }
        guard known.contains(value) else {
            throw Refusal(
                reason: .extensionValue, message: "`\(name)` is `\(value)`",
                hint: DeploymentFault.Reason.suggestion(for: value, among: known))
        }
        return value
    }

    private mutating func uvmgrMessage(_ item: ExtensionItem) {
        let payload = expression("payload", item)
        let variable = attribute(item.element, "variable")
        let key = expression("correlation", item)
        change(item) {
            if payload != nil || variable != nil {
                $0.message = MessageSettings(payload: payload, variable: variable)
            }
            if let key { $0.correlationKey = key }
        }
    }

    private mutating func uvmgrLoop(_ item: ExtensionItem) {
        var loop = LoopSettings()
        loop.collection = expression("collection", item)
        loop.item = attribute(item.element, "item")
        loop.outputs = attribute(item.element, "outputs")
        loop.output = expression("output", item)
        change(item) { $0.loop = loop }
    }
}

private let uvmgrAttributes: [String: [String]] = [
    "service": ["operation", "effect", "timeout", "key", "result", "language"],
    "input": ["target", "source", "language"], "output": ["target", "source", "language"],
    "correlation": ["target", "source", "language"], "script": ["when", "language", "once"],
    "task": [
        "assignee", "candidateUsers", "candidateGroups", "due", "followUp", "priority", "formKey", "formId",
        "language",
    ],
    "result": ["variable", "keep"], "decision": ["id", "language"],
    "call": ["process", "passes", "returns"],
    "message": ["payload", "variable", "correlation", "language"],
    "loop": ["collection", "item", "outputs", "output", "language"],
]
