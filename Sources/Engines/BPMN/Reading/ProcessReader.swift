extension DefinitionsReader {
    func process(_ index: Int) -> Process {
        let element = document.elements[index]
        return Process(
            id: element["id"] ?? "", name: element["name"], isExecutable: element.flag("isExecutable"),
            body: scope(index), data: inputOutput(of: index),
            correlations: document.children(of: index, "correlationSubscription").map(correlation),
            lanes: lanes(of: index), place: element.place)
    }

    private func correlation(_ index: Int) -> CorrelationSubscription {
        CorrelationSubscription(
            key: reference(document.elements[index]["correlationKeyRef"]) ?? "",
            bindings: document.children(of: index, "correlationPropertyBinding").compactMap { child in
                guard let property = reference(document.elements[child]["correlationPropertyRef"]),
                    let path = expression(in: child, "dataPath")
                else { return nil }
                return CorrelationSubscription.Binding(property: property, path: path)
            })
    }

    private func lanes(of index: Int) -> [Lane] {
        document.children(of: index, "laneSet").flatMap { set in
            document.children(of: set, "lane").flatMap { lane -> [Lane] in
                let element = document.elements[lane]
                let own = Lane(
                    id: element["id"] ?? "", name: element["name"], nodes: references(of: lane, "flowNodeRef")
                )
                return [own] + document.children(of: lane, "childLaneSet").flatMap { lanes(inSet: $0) }
            }
        }
    }

    private func lanes(inSet index: Int) -> [Lane] {
        document.children(of: index, "lane").flatMap { lane -> [Lane] in
            let element = document.elements[lane]
            let own = Lane(
                id: element["id"] ?? "", name: element["name"], nodes: references(of: lane, "flowNodeRef"))
            return [own] + document.children(of: lane, "childLaneSet").flatMap { lanes(inSet: $0) }
        }
    }

    private func scope(_ index: Int) -> FlowScope {
        var scope = FlowScope()
        for child in document.children(of: index) where document.elements[child].isModel {
            let element = document.elements[child]
            switch element.name {
            case "sequenceFlow": scope.flows.append(flow(child))
            case "dataObject": scope.dataObjects.append(item(child))
            case "property": scope.properties.append(item(child))
            case "dataObjectReference", "dataStoreReference":
                let isStore = element.name == "dataStoreReference"
                scope.dataReferences.append(
                    DataReference(
                        id: element["id"] ?? "",
                        target: reference(element[isStore ? "dataStoreRef" : "dataObjectRef"]),
                        isStore: isStore))
            case "association":
                scope.associations.append(
                    Association(
                        source: reference(element["sourceRef"]) ?? "",
                        target: reference(element["targetRef"]) ?? ""))
            default: if let node = node(child) { scope.nodes.append(node) }
            }
        }
        return scope
    }

    private func flow(_ index: Int) -> SequenceFlow {
        let element = document.elements[index]
        return SequenceFlow(
            id: element["id"] ?? "", name: element["name"], source: reference(element["sourceRef"]) ?? "",
            target: reference(element["targetRef"]) ?? "",
            condition: expression(in: index, "conditionExpression"),
            place: element.place)
    }

    private func node(_ index: Int) -> FlowNode? {
        let element = document.elements[index]
        guard let kind = kind(index, element) else { return nil }
        var node = FlowNode(id: element["id"] ?? "", name: element["name"], kind: kind, place: element.place)
        node.defaultFlow = reference(element["default"])
        node.data = inputOutput(of: index)
        node.events = events(of: index)
        node.isParallelMultiple = element.flag("parallelMultiple")
        node.isForCompensation = element.flag("isForCompensation")
        node.startQuantity = element["startQuantity"].flatMap { Int($0) } ?? 1
        node.completionQuantity = element["completionQuantity"].flatMap { Int($0) } ?? 1
        node.loop = loop(of: index)
        return node
    }

    private func kind(_ index: Int, _ element: XMLElement) -> FlowNode.Kind? {
        switch element.name {
        case "task", "userTask", "manualTask", "serviceTask", "scriptTask", "businessRuleTask", "sendTask",
            "receiveTask":
            .task(
                Work(
                    kind: workKind(index), message: reference(element["messageRef"]),
                    operation: reference(element["operationRef"]), instantiates: element.flag("instantiate")))
        case "subProcess":
            .subProcess(
                SubProcess(kind: element.flag("triggeredByEvent") ? .event : .embedded, body: scope(index)))
        case "transaction":
            .subProcess(SubProcess(kind: .transaction(method: element["method"]), body: scope(index)))
        case "adHocSubProcess":
            .subProcess(SubProcess(kind: .adHoc(adHoc(index, element)), body: scope(index)))
        case "callActivity": .callActivity(called: reference(element["calledElement"]))
        case "exclusiveGateway": .exclusiveGateway
        case "parallelGateway": .parallelGateway
        case "inclusiveGateway": .inclusiveGateway
        case "complexGateway": .complexGateway(activation: expression(in: index, "activationCondition"))
        case "eventBasedGateway":
            .eventBasedGateway(
                instantiates: element.flag("instantiate"),
                isParallel: element["eventGatewayType"] == "Parallel")
        case "startEvent": .startEvent(isInterrupting: element.flag("isInterrupting", default: true))
        case "intermediateCatchEvent": .intermediateCatchEvent
        case "intermediateThrowEvent", "implicitThrowEvent": .intermediateThrowEvent
        case "endEvent": .endEvent
        case "boundaryEvent":
            .boundaryEvent(
                attachedTo: reference(element["attachedToRef"]) ?? "",
                cancelsActivity: element.flag("cancelActivity", default: true))
        default: nil
        }
    }

    private func adHoc(_ index: Int, _ element: XMLElement) -> SubProcess.AdHoc {
        SubProcess.AdHoc(
            isSequential: element["ordering"] == "Sequential",
            cancelsRemaining: element.flag("cancelRemainingInstances", default: true),
            completionCondition: expression(in: index, "completionCondition"))
    }

    func workKind(_ index: Int) -> WorkKind {
        let element = document.elements[index]
        switch element.name {
        case "userTask", "globalUserTask": return .user
        case "manualTask", "globalManualTask": return .manual
        case "serviceTask": return .service(implementation: element["implementation"])
        case "scriptTask", "globalScriptTask":
            let format = element["scriptFormat"] ?? element["scriptLanguage"]
            return .script(format: format, text: document.childText(of: index, "script") ?? "")
        case "businessRuleTask", "globalBusinessRuleTask":
            return .businessRule(implementation: element["implementation"])
        case "sendTask": return .send
        case "receiveTask": return .receive
        default: return .none
        }
    }
}
