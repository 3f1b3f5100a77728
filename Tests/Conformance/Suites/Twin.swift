/// What becomes of a model when an event never comes.
package enum Twin: String, CaseIterable, Sendable {
    /// Nothing throws: throwing events, sending tasks and scripts that raise errors do nothing.
    case throwing = ""
    /// No condition that an event waits for comes true.
    case condition = "-condition"
    /// No timer fires.
    case timer = "-timer"

    /// Takes the events away.
    ///
    /// - Returns: whether there was one.
    package func drop(from model: ExecutableModel) -> Bool {
        let nodes = model.root.descendants
        switch self {
        case .throwing:
            var isChanged = false
            for node in nodes where Self.silence(node, in: model.root) { isChanged = true }
            return isChanged
        case .condition:
            let conditions = nodes.filter { $0.local == "conditionalEventDefinition" }
            for condition in conditions { condition.first("condition")?.text = "false" }
            return !conditions.isEmpty
        case .timer:
            let timers = nodes.filter { $0.local == "timerEventDefinition" }
            for timer in timers { Self.postpone(timer) }
            return !timers.isEmpty
        }
    }

    /// Later than any case runs.
    private static func postpone(_ timer: XMLNode) {
        for value in timer.children {
            switch value.local {
            case "timeDuration": value.text = "P9999Y"
            case "timeDate": value.text = "9999-01-01T00:00:00Z"
            case "timeCycle": value.text = "R1/P9999Y"
            default: break
            }
        }
    }

    private static func silence(_ node: XMLNode, in root: XMLNode) -> Bool {
        switch node.local {
        case "endEvent": dropDefinitions(node, root)
        case "intermediateThrowEvent": node.isLink ? end(node, root) : dropDefinitions(node, root)
        case "sendTask": becomePlain(node, root)
        case "script" where node.text.contains("THROW_ERROR"): disarm(node)
        case "multiInstanceLoopCharacteristics" where node["behavior"] != nil: dropBehavior(node)
        default: false
        }
    }

    /// Makes it an event without a result.
    private static func dropDefinitions(_ node: XMLNode, _ root: XMLNode) -> Bool {
        guard node.children.contains(where: \.isEventDefinition) else { return false }
        node.remove { $0.isEventDefinition || $0.local.hasPrefix("dataInput") || $0.local == "inputSet" }
        dropMessageFlows(from: node, root)
        return true
    }

    /// A link that leads nowhere is an end.
    private static func end(_ node: XMLNode, _ root: XMLNode) -> Bool {
        let ids = node.children.compactMap { $0["id"] }
        for link in root.descendants where link.local == "linkEventDefinition" {
            link.remove { $0.local == "source" && ids.contains(Translation.trimmed($0.text)) }
        }
        node.remove(where: \.isEventDefinition)
        node.rename("endEvent")
        return true
    }

    private static func becomePlain(_ node: XMLNode, _ root: XMLNode) -> Bool {
        for name in ["messageRef", "operationRef", "implementation"] { node[name] = nil }
        node.rename("task")
        dropMessageFlows(from: node, root)
        return true
    }

    private static func disarm(_ node: XMLNode) -> Bool {
        node.text = "CREATE_LOG_FILE"
        return true
    }

    private static func dropBehavior(_ node: XMLNode) -> Bool {
        for name in ["behavior", "noneBehaviorEventRef", "oneBehaviorEventRef"] { node[name] = nil }
        node.remove { $0.local == "complexBehaviorDefinition" }
        return true
    }

    private static func dropMessageFlows(from node: XMLNode, _ root: XMLNode) {
        for collaboration in root.all("collaboration") {
            collaboration.remove { $0.local == "messageFlow" && $0["sourceRef"] == node["id"] }
        }
    }
}

extension XMLNode {
    /// Whether it says what an event throws or catches.
    var isEventDefinition: Bool { local.hasSuffix("EventDefinition") || local == "eventDefinitionRef" }
    fileprivate var isLink: Bool { first("linkEventDefinition") != nil }
}
