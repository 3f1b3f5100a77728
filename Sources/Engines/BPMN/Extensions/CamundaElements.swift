extension ExtensionReader {
    mutating func camundaElement(_ item: ExtensionItem) throws(Refusal) -> ExtensionOutcome {
        switch item.name {
        case "inputOutput": return try camundaMapping(item)
        case "in", "out": return try camundaVariables(item)
        case "failedJobRetryTimeCycle": return try camundaRetry(item)
        case "connector": throw binding(item, "uses a connector")
        case "executionListener", "taskListener":
            throw Refusal(
                message: "`\(id(item.owner))` has a listener, which is not called here",
                hint: "put script or service tasks before or after it")
        case "field": throw binding(item, "fills a field of Java code")
        case "errorEventDefinition":
            throw Refusal(
                message: "`\(id(item.owner))` makes errors by looking at its worker's failures",
                hint: "let the worker answer with the code of a BPMN error")
        case "properties", "formData", "formProperty", "potentialStarter":
            return .ignored("it does not change what runs")
        default:
            throw Refusal(
                message: "`camunda:\(item.name)` of `\(id(item.owner))` is not known",
                hint: DeploymentFault.Reason.suggestion(
                    for: item.name,
                    among: [
                        "inputOutput", "in", "out", "failedJobRetryTimeCycle", "properties", "formData",
                    ]))
        }
    }

    private mutating func camundaMapping(_ item: ExtensionItem) throws(Refusal) -> ExtensionOutcome {
        for part in parts(of: item) {
            let name = try required(part, "name", of: "camunda:\(kind(part))")
            let mapping = VariableMapping(target: name, source: try camundaValue(part))
            let isInput = kind(part) == "inputParameter"
            change(item) {
                if isInput {
                    $0.inputs.append(mapping)
                } else {
                    $0.outputs.append(mapping)
                }
                // Results of work go to the process there, whatever outputs there are.
                $0.keepsResults = true
            }
        }
        return .mapped("inputs and outputs")
    }

    /// Text, a script, a list or a map.
    private func camundaValue(_ index: Int) throws(Refusal) -> SettingValue {
        let place = document.elements[index].place
        guard
            let part = document.children(of: index).first(where: {
                document.elements[$0].namespace == Dialect.camunda7.namespace
            })
        else { return try juelValue(document.text(of: index), place) }
        switch kind(part) {
        case "script":
            let language = normalisedLanguage(attribute(part, "scriptFormat") ?? "juel")
            let text = document.text(of: part)
            if language == "juel" { return try juelValue(text, place) }
            guard language == "python" || language == "feel" else {
                throw Refusal(
                    reason: .expression, message: "scripts in `\(language)` are not run here",
                    hint: "write the value in FEEL or Python")
            }
            return .expression(ProcessExpression(text, language: language, place: place))
        case "list", "map":
            return .expression(ProcessExpression(try feel(part), language: "feel", place: place))
        default:
            throw Refusal(
                message: "`camunda:\(kind(part))` is no value", hint: "use text, a script, a list or a map")
        }
    }

    /// FEEL for a list, a map or what stands in one.
    private func feel(_ index: Int) throws(Refusal) -> String {
        var parts: [String] = []
        let children = document.children(of: index)
        switch kind(index) {
        case "list":
            for child in children { parts.append(try feel(child)) }
            return "[\(parts.joined(separator: ", "))]"
        case "map":
            for child in children {
                let key = try required(child, "key", of: "camunda:entry")
                parts.append("\(feelString(key)): \(try feel(child))")
            }
            return "{\(parts.joined(separator: ", "))}"
        case "entry" where !children.isEmpty: return try feel(children[0])
        default:
            switch try juelValue(document.text(of: index), document.elements[index].place) {
            case .text(let text): return feelString(text)
            case .expression(let expression): return expression.text
            }
        }
    }

    private mutating func camundaVariables(_ item: ExtensionItem) throws(Refusal) -> ExtensionOutcome {
        guard kind(item.owner) == "callActivity" else {
            throw Refusal(
                message: "`camunda:\(item.name)` of `\(id(item.owner))` fills the payload of an event",
                hint: "give the event data inputs, or use `uvmgr:message`")
        }
        if attribute(item.element, "businessKey") != nil {
            return .ignored("there are no business keys here")
        }
        let isInput = item.name == "in"
        if attribute(item.element, "variables") == "all" {
            change(item) {
                var call = $0.call ?? CallSettings(passesAll: false, returnsAll: false)
                if isInput { call.passesAll = true } else { call.returnsAll = true }
                $0.call = call
                if !isInput { $0.keepsResults = true }
            }
            return .mapped("all variables")
        }
        let target = try required(item.element, "target", of: "camunda:\(item.name)")
        let source: SettingValue
        if let text = attribute(item.element, "sourceExpression") {
            source = try juelValue(text, item.place)
        } else {
            let name = try required(item.element, "source", of: "camunda:\(item.name)")
            source = .expression(ProcessExpression(name, language: "feel", place: item.place))
        }
        change(item) {
            if $0.call == nil { $0.call = CallSettings(passesAll: false, returnsAll: false) }
            let mapping = VariableMapping(target: target, source: source)
            if isInput { $0.inputs.append(mapping) } else { $0.outputs.append(mapping) }
        }
        return .mapped("the variable `\(target)`")
    }

    /// `R3/PT10S`, or the delays one after the other.
    private mutating func camundaRetry(_ item: ExtensionItem) throws(Refusal) -> ExtensionOutcome {
        let retry = try retryPolicy(item.value)
        change(item) {
            if $0.service == nil { $0.service = ServiceCall(operation: "") }
            $0.service?.retry = retry
        }
        return .mapped("\(retry.attempts) attempts")
    }

    private func retryPolicy(_ text: String) throws(Refusal) -> RetryPolicy {
        if let cycle = TimeCycle(iso: text), let count = cycle.repetitions, cycle.start == nil {
            return RetryPolicy(
                attempts: max(1, count), delay: cycle.interval, factor: 1, jitter: 0, limit: cycle.interval)
        }
        let spans = text.split(separator: ",").compactMap { TimeSpan(iso: trimmed(String($0))) }
        guard let first = spans.first, let last = spans.last,
            spans.count == text.split(separator: ",").count, first.milliseconds > 0, first.months == 0
        else {
            throw Refusal(
                reason: .extensionValue, message: "`\(text)` does not say when to try again",
                hint: "write `R3/PT10S`, or delays such as `PT10S,PT1M`")
        }
        // The delays between the first and the last grow evenly here, as far as they grow at all.
        let second = spans.count > 1 ? spans[1] : first
        let factor = max(1, Double(second.milliseconds) / Double(first.milliseconds))
        return RetryPolicy(
            attempts: spans.count + 1, delay: first, factor: factor, jitter: 0, limit: last)
    }
}
