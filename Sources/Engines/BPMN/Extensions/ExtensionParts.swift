/// An element of uvmgr's namespace, to be written.
struct ExtensionPart {
    let name: String
    var attributes: [(name: String, value: String)] = []
    var text: String?
    var children: [ExtensionPart] = []

    init(_ name: String) { self.name = name }

    mutating func add(_ name: String, _ value: String?) {
        if let value { attributes.append((name, value)) }
    }

    /// A value; its language is said once, since an element is written in one.
    mutating func add(_ name: String, _ value: SettingValue?) {
        switch value {
        case .text(let text):
            let isPlain = !text.isEmpty && !text.hasPrefix("=") && trimmed(text) == text
            add(name, isPlain ? text : "=\(feelString(text))")
        case .expression(let expression): add(name, expression)
        case nil: break
        }
    }

    mutating func add(_ name: String, _ expression: ProcessExpression?) {
        guard let expression else { return }
        add(name, "=\(expression.text)")
        let language = expression.language ?? "feel"
        guard language != "feel", !attributes.contains(where: { $0.name == "language" }) else { return }
        add("language", language)
    }
}

extension ElementSettings {
    /// The extension elements of uvmgr that say the same.
    var parts: [ExtensionPart] {
        var parts: [ExtensionPart] = []
        if let service { parts.append(service.part) }
        parts += inputs.map { $0.part("input") } + outputs.map { $0.part("output") }
        if let script { parts.append(script.part(nil)) }
        parts += before.map { $0.part("before") } + after.map { $0.part("after") }
        if let result = resultPart { parts.append(result) }
        if let people { parts.append(people.part) }
        if let decision {
            var part = ExtensionPart("decision")
            part.add("id", decision.id)
            parts.append(part)
        }
        if let call { parts.append(call.part) }
        if let message = messagePart { parts.append(message) }
        parts += correlations.map { $0.part("correlation") }
        if let loop { parts.append(loop.part) }
        return parts
    }

    private var resultPart: ExtensionPart? {
        guard resultVariable != nil || keepsResults else { return nil }
        var part = ExtensionPart("result")
        part.add("variable", resultVariable)
        if keepsResults { part.add("keep", "true") }
        return part
    }

    private var messagePart: ExtensionPart? {
        guard message != nil || correlationKey != nil else { return nil }
        var part = ExtensionPart("message")
        part.add("payload", message?.payload)
        part.add("variable", message?.variable)
        part.add("correlation", correlationKey)
        return part
    }
}

extension VariableMapping {
    fileprivate func part(_ name: String) -> ExtensionPart {
        var part = ExtensionPart(name)
        part.add("target", target)
        part.add("source", source)
        return part
    }
}

extension AttachedScript {
    fileprivate func part(_ when: String?) -> ExtensionPart {
        var part = ExtensionPart("script")
        part.add("when", when)
        part.add("language", language)
        if runsOnce { part.add("once", "true") }
        part.text = text
        return part
    }
}

extension HumanTask {
    fileprivate var part: ExtensionPart {
        var part = ExtensionPart("task")
        part.add("assignee", assignee)
        part.add("candidateUsers", candidateUsers)
        part.add("candidateGroups", candidateGroups)
        part.add("due", due)
        part.add("followUp", followUp)
        part.add("priority", priority)
        part.add("formKey", formKey)
        part.add("formId", formID)
        if let instructions {
            var child = ExtensionPart("instructions")
            child.text = instructions
            part.children.append(child)
        }
        return part
    }
}

extension CallSettings {
    fileprivate var part: ExtensionPart {
        var part = ExtensionPart("call")
        part.add("process", process)
        part.add("passes", passesAll ? "all" : "inputs")
        part.add("returns", returnsAll ? "all" : "outputs")
        return part
    }
}

extension LoopSettings {
    fileprivate var part: ExtensionPart {
        var part = ExtensionPart("loop")
        part.add("collection", collection)
        part.add("item", item)
        part.add("outputs", outputs)
        part.add("output", output)
        return part
    }
}

extension ServiceCall {
    fileprivate var part: ExtensionPart {
        var part = ExtensionPart("service")
        part.add("operation", operation)
        if effect != .idempotent { part.add("effect", effect.rawValue) }
        part.add("timeout", timeout?.iso)
        part.add("key", idempotencyKey)
        part.add("result", resultVariable)
        part.children = parameters.map { $0.part("parameter") } + headers.map { $0.part("header") }
        if retry != .standard(for: effect) { part.children.append(retry.part) }
        return part
    }
}

extension ServiceCall.Parameter {
    fileprivate func part(_ kind: String) -> ExtensionPart {
        var part = ExtensionPart(kind)
        part.add("name", name)
        part.add("value", value)
        return part
    }
}

extension RetryPolicy {
    fileprivate var part: ExtensionPart {
        var part = ExtensionPart("retry")
        part.add("attempts", String(attempts))
        part.add("delay", delay.iso)
        part.add("factor", String(factor))
        part.add("jitter", String(jitter))
        part.add("limit", limit.iso)
        return part
    }
}

extension TimeSpan {
    /// Its text in ISO 8601, from months and seconds.
    var iso: String {
        let isNegative = months < 0 || milliseconds < 0
        let (months, milliseconds) = (months.magnitude, milliseconds.magnitude)
        var text = isNegative ? "-P" : "P"
        if months > 0 { text += "\(months)M" }
        if milliseconds == 0 { return months > 0 ? text : "PT0S" }
        let fraction = String(milliseconds % 1000)
        let padding = String(repeating: "0", count: 3 - fraction.utf8.count)
        text += "T\(milliseconds / 1000)"
        return text + (milliseconds % 1000 == 0 ? "S" : ".\(padding)\(fraction)S")
    }
}
