import BPMN

extension ElementTable {
    /// How an element is drawn; `nil` when it is drawn as no shape.
    func symbol(_ index: Int) -> Symbol? {
        let element = element(index)
        switch element.name {
        case "task", "userTask", "manualTask", "serviceTask", "scriptTask", "businessRuleTask", "sendTask",
            "receiveTask", "callActivity", "subProcess", "transaction", "adHocSubProcess":
            return .activity(activity(index, element))
        case "startEvent", "intermediateCatchEvent", "intermediateThrowEvent", "implicitThrowEvent",
            "endEvent",
            "boundaryEvent":
            return .event(event(index, element))
        case "exclusiveGateway": return .gateway(.exclusive)
        case "parallelGateway": return .gateway(.parallel)
        case "inclusiveGateway": return .gateway(.inclusive)
        case "complexGateway": return .gateway(.complex)
        case "eventBasedGateway": return .gateway(eventGateway(element))
        case "dataObject", "dataObjectReference", "dataInput", "dataOutput":
            return .data(data(index, element))
        case "dataStore", "dataStoreReference": return .dataStore
        case "textAnnotation": return .annotation
        case "group": return .group
        case "participant": return .pool(isMultiple: isMultiple(index))
        case "lane": return .lane
        case "message": return .message(isInitiating: true)
        default: return conversationOrChoreography(element.name)
        }
    }

    private func conversationOrChoreography(_ name: String) -> Symbol? {
        switch name {
        case "conversation": .conversation(isCall: false, isCompound: false)
        case "subConversation": .conversation(isCall: false, isCompound: true)
        case "callConversation": .conversation(isCall: true, isCompound: false)
        case "choreographyTask", "callChoreography": .choreography(isCompound: false)
        case "subChoreography": .choreography(isCompound: true)
        default: nil
        }
    }

    private func isMultiple(_ participant: Int) -> Bool {
        guard let multiplicity = children(participant, "participantMultiplicity").first else { return false }
        return element(multiplicity)["maximum"].flatMap { Int($0) } ?? 2 > 1
    }

    private func isTrue(_ value: String?, default other: Bool = false) -> Bool {
        value.map { $0 == "true" || $0 == "1" } ?? other
    }

    private func activity(_ index: Int, _ element: XMLElement) -> ActivitySymbol {
        let kind: ActivitySymbol.Kind =
            switch element.name {
            case "callActivity": .call(task: target(index, "calledElement").flatMap(globalTask))
            case "transaction": .transaction
            case "adHocSubProcess": .adHoc
            case "subProcess":
                isTrue(element["triggeredByEvent"])
                    ? .eventSubProcess(start: startEvent(in: index)) : .subProcess
            default: .task(TaskSymbol(rawValue: String(element.name.dropLast(4))) ?? .none)
            }
        return ActivitySymbol(
            kind: kind, loop: loop(index), isForCompensation: isTrue(element["isForCompensation"]))
    }

    private func globalTask(_ index: Int) -> TaskSymbol? {
        switch element(index).name {
        case "globalTask": TaskSymbol.none
        case "globalUserTask": .user
        case "globalManualTask": .manual
        case "globalScriptTask": .script
        case "globalBusinessRuleTask": .businessRule
        default: nil
        }
    }

    private func startEvent(in index: Int) -> EventSymbol? {
        children(index, "startEvent").first.map { event($0, element($0)) }
    }

    private func loop(_ index: Int) -> ActivitySymbol.Loop? {
        if !children(index, "standardLoopCharacteristics").isEmpty { return .standard }
        guard let many = children(index, "multiInstanceLoopCharacteristics").first else { return nil }
        return isTrue(element(many)["isSequential"]) ? .sequential : .parallel
    }

    private func event(_ index: Int, _ element: XMLElement) -> EventSymbol {
        let position: EventSymbol.Position =
            switch element.name {
            case "startEvent": .start
            case "endEvent": .end
            case "boundaryEvent": .boundary
            case "intermediateCatchEvent": .catching
            default: .throwing
            }
        let interrupts =
            switch position {
            case .start: isTrue(element["isInterrupting"], default: true)
            case .boundary: isTrue(element["cancelActivity"], default: true)
            default: true
            }
        return EventSymbol(position: position, trigger: trigger(index, element), isInterrupting: interrupts)
    }

    private func trigger(_ index: Int, _ element: XMLElement) -> EventSymbol.Trigger {
        let found = children(index).compactMap { child -> EventSymbol.Trigger? in
            let name = self.element(child).name
            if name == "eventDefinitionRef" {
                return resolve(trimmedText(child)).flatMap { Self.trigger(named: self.element($0).name) }
            }
            return Self.trigger(named: name)
        }
        guard found.count > 1 else { return found.first ?? .none }
        return isTrue(element["parallelMultiple"]) ? .parallelMultiple : .multiple
    }

    private static func trigger(named name: String) -> EventSymbol.Trigger? {
        guard name.hasSuffix("EventDefinition") else { return nil }
        let stem = String(name.dropLast("EventDefinition".count))
        return stem == "compensate" ? .compensation : EventSymbol.Trigger(rawValue: stem)
    }

    private func eventGateway(_ element: XMLElement) -> GatewaySymbol {
        guard isTrue(element["instantiate"]) else { return .eventBased }
        return element["eventGatewayType"] == "Parallel" ? .startingParallelEventBased : .startingEventBased
    }

    private func data(_ index: Int, _ element: XMLElement) -> DataSymbol {
        var isCollection = isTrue(element["isCollection"])
        if let target = target(index, "dataObjectRef") {
            isCollection = isCollection || isTrue(self.element(target)["isCollection"])
        }
        let kind: DataSymbol.Kind =
            element.name == "dataInput" ? .input : element.name == "dataOutput" ? .output : .object
        return DataSymbol(kind: kind, isCollection: isCollection)
    }
}
