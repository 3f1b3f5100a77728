import BPMN

/// A line that the model asks for, between elements.
struct ModelLine {
    let element: Int
    let connection: Connection
    let source: Int?
    let target: Int?
}

extension ElementTable {
    /// The line that an element is drawn as; `nil` for elements that are no lines.
    func line(_ index: Int) -> ModelLine? {
        let element = element(index)
        switch element.name {
        case "sequenceFlow": return sequenceFlow(index)
        case "messageFlow": return line(index, .messageFlow)
        case "association":
            let direction = element["associationDirection"]
            return line(
                index,
                .association(
                    arrowAtSource: direction == "Both",
                    arrowAtTarget: direction == "Both" || direction == "One"))
        case "conversationLink": return line(index, .conversationLink)
        case "dataInputAssociation":
            return ModelLine(
                element: index, connection: .dataAssociation, source: target(index, "sourceRef"),
                target: dataOwner(index))
        case "dataOutputAssociation":
            return ModelLine(
                element: index, connection: .dataAssociation, source: dataOwner(index),
                target: target(index, "targetRef"))
        default: return nil
        }
    }

    private func line(_ index: Int, _ connection: Connection) -> ModelLine {
        ModelLine(
            element: index, connection: connection, source: target(index, "sourceRef"),
            target: target(index, "targetRef"))
    }

    /// A conditional flow has its diamond at an activity only; a gateway's flows are conditional by nature (8.4.13).
    private func sequenceFlow(_ index: Int) -> ModelLine {
        let line = line(index, .messageFlow)
        var leavesActivity = false
        if let source = line.source, case .activity = symbol(source) { leavesActivity = true }
        let isDefault = element(index)["id"].map(defaults.contains) ?? false
        let isConditional = leavesActivity && !isDefault && !children(index, "conditionExpression").isEmpty
        return ModelLine(
            element: index, connection: .sequenceFlow(isDefault: isDefault, isConditional: isConditional),
            source: line.source, target: line.target)
    }

    private func dataOwner(_ index: Int) -> Int? {
        var owner = element(index).parent
        while let current = owner, symbol(current)?.isFlowNode != true { owner = element(current).parent }
        return owner
    }
}
