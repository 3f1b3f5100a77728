extension DefinitionsReader {
    /// An event definition; `nil` for any other element.
    func event(_ index: Int) -> EventDefinition? {
        let element = document.elements[index]
        guard let trigger = trigger(index, element) else { return nil }
        return EventDefinition(id: element["id"], trigger: trigger, place: element.place)
    }

    private func trigger(_ index: Int, _ element: XMLElement) -> EventDefinition.Trigger? {
        switch element.name {
        case "messageEventDefinition":
            .message(
                message: reference(element["messageRef"]),
                operation: reference(document.childText(of: index, "operationRef")))
        case "signalEventDefinition": .signal(reference(element["signalRef"]))
        case "timerEventDefinition": .timer(timer(index))
        case "conditionalEventDefinition":
            .conditional(expression(in: index, "condition") ?? ProcessExpression("", place: element.place))
        case "errorEventDefinition": .error(reference(element["errorRef"]))
        case "escalationEventDefinition": .escalation(reference(element["escalationRef"]))
        case "compensateEventDefinition":
            .compensation(
                activity: reference(element["activityRef"]),
                waits: element.flag("waitForCompletion", default: true))
        case "cancelEventDefinition": .cancel
        case "terminateEventDefinition": .terminate
        case "linkEventDefinition":
            .link(
                name: element["name"], target: reference(document.childText(of: index, "target")),
                sources: references(of: index, "source"))
        default: nil
        }
    }

    private func timer(_ index: Int) -> EventDefinition.Timer {
        if let date = expression(in: index, "timeDate") { return .date(date) }
        if let duration = expression(in: index, "timeDuration") { return .duration(duration) }
        return expression(in: index, "timeCycle").map { .cycle($0) } ?? .unspecified
    }

    func loop(of index: Int) -> LoopCharacteristics? {
        if let standard = document.child(of: index, "standardLoopCharacteristics") {
            let element = document.elements[standard]
            let maximum = element["loopMaximum"].map { ProcessExpression($0, place: element.place) }
            return .standard(
                StandardLoop(
                    testBefore: element.flag("testBefore"),
                    maximum: maximum ?? expression(in: standard, "loopMaximum"),
                    condition: expression(in: standard, "loopCondition")))
        }
        return document.child(of: index, "multiInstanceLoopCharacteristics").map {
            .multiInstance(multiInstance($0))
        }
    }

    private func multiInstance(_ index: Int) -> MultiInstance {
        let element = document.elements[index]
        return MultiInstance(
            isSequential: element.flag("isSequential"), cardinality: expression(in: index, "loopCardinality"),
            inputCollection: reference(document.childText(of: index, "loopDataInputRef")),
            outputCollection: reference(document.childText(of: index, "loopDataOutputRef")),
            inputItem: document.child(of: index, "inputDataItem").map { item($0).variable },
            outputItem: document.child(of: index, "outputDataItem").map { item($0).variable },
            completionCondition: expression(in: index, "completionCondition"),
            behavior: behavior(index, element))
    }

    private func behavior(_ index: Int, _ element: XMLElement) -> MultiInstance.Behavior {
        switch element["behavior"] {
        case "None": .none(event: sharedEvent(element["noneBehaviorEventRef"]))
        case "One": .one(event: sharedEvent(element["oneBehaviorEventRef"]))
        case "Complex":
            .complex(
                document.children(of: index, "complexBehaviorDefinition").map { child in
                    MultiInstance.ComplexBehavior(
                        condition: expression(in: child, "condition") ?? ProcessExpression(""),
                        events: document.children(of: child, "event").flatMap(events))
                })
        default: .all
        }
    }

    func item(_ index: Int) -> DataItem {
        let element = document.elements[index]
        return DataItem(
            id: element["id"] ?? "", name: element["name"], item: reference(element["itemSubjectRef"]),
            isCollection: element.flag("isCollection"))
    }

    /// Of an activity its specification's, of an event its own data.
    func inputOutput(of index: Int) -> InputOutput {
        var result = InputOutput()
        guard document.children(of: index).contains(where: { document.elements[$0].isData }) else {
            return result
        }
        for holder in [index] + document.children(of: index, "ioSpecification") {
            result.inputs += document.children(of: holder, "dataInput").map(item)
            result.outputs += document.children(of: holder, "dataOutput").map(item)
        }
        result.inputAssociations = document.children(of: index, "dataInputAssociation").map(dataAssociation)
        result.outputAssociations = document.children(of: index, "dataOutputAssociation").map(dataAssociation)
        return result
    }

    private func dataAssociation(_ index: Int) -> DataAssociation {
        DataAssociation(
            id: document.elements[index]["id"], sources: references(of: index, "sourceRef"),
            target: reference(document.childText(of: index, "targetRef")),
            transformation: expression(in: index, "transformation"),
            assignments: document.children(of: index, "assignment").compactMap { child in
                guard let from = expression(in: child, "from"), let to = expression(in: child, "to") else {
                    return nil
                }
                return DataAssociation.Assignment(from: from, to: to)
            })
    }
}

extension XMLElement {
    /// Whether it says something about the data of what it stands in.
    fileprivate var isData: Bool { name.hasPrefix("data") || name == "ioSpecification" }
}
