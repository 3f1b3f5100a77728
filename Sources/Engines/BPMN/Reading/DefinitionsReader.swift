/// Builds the typed model from a document that passed the rules.
///
/// Reading never refuses: what the specification forbids, ``check(_:)`` found before.
struct DefinitionsReader {
    let document: XMLDocument
    /// The top-level event definitions that events refer to, by id.
    private let sharedEvents: [String: Int]
    let language: String?

    init(_ document: XMLDocument) {
        self.document = document
        language = document.root["expressionLanguage"]
        var events: [String: Int] = [:]
        for child in document.children(of: 0) where document.elements[child].name.hasSuffix("EventDefinition")
        {
            if let id = document.elements[child]["id"] { events[id] = child }
        }
        sharedEvents = events
    }

    func definitions() -> Definitions {
        let root = document.root
        var result = Definitions(
            id: root["id"], name: root["name"], targetNamespace: root["targetNamespace"] ?? "",
            expressionLanguage: language, document: document)
        for child in document.children(of: 0) where document.elements[child].isModel {
            add(child, to: &result)
        }
        return result
    }

    private func add(_ index: Int, to result: inout Definitions) {
        let element = document.elements[index]
        let id = element["id"] ?? ""
        switch element.name {
        case "itemDefinition":
            result.items.append(
                ItemDefinition(
                    id: id, structure: element["structureRef"], isCollection: element.flag("isCollection")))
        case "message":
            result.messages.append(
                Message(id: id, name: element["name"], item: reference(element["itemRef"])))
        case "signal": result.signals.append(Signal(id: id, name: element["name"]))
        case "error":
            result.errors.append(ProcessError(id: id, name: element["name"], code: element["errorCode"]))
        case "escalation":
            result.escalations.append(
                Escalation(id: id, name: element["name"], code: element["escalationCode"]))
        case "interface": result.operations += operations(of: index)
        case "dataStore": result.dataStores.append(DataStore(id: id, name: element["name"]))
        case "correlationProperty":
            result.correlationProperties.append(
                CorrelationProperty(id: id, retrievals: retrievals(of: index)))
        case "collaboration": result.collaborations.append(collaboration(index))
        case "process": result.processes.append(process(index))
        case "globalTask", "globalUserTask", "globalManualTask", "globalScriptTask", "globalBusinessRuleTask":
            result.globalTasks.append(
                GlobalTask(
                    id: id, name: element["name"], work: workKind(index), data: inputOutput(of: index),
                    place: element.place))
        default: break
        }
    }

    private func operations(of index: Int) -> [Operation] {
        let interface = document.elements[index]["name"] ?? document.elements[index]["id"] ?? ""
        return document.children(of: index, "operation").map { child in
            Operation(
                id: document.elements[child]["id"] ?? "", name: document.elements[child]["name"] ?? "",
                interface: interface, inMessage: reference(document.childText(of: child, "inMessageRef")),
                outMessage: reference(document.childText(of: child, "outMessageRef")))
        }
    }

    private func retrievals(of index: Int) -> [CorrelationProperty.Retrieval] {
        document.children(of: index, "correlationPropertyRetrievalExpression").compactMap { child in
            guard let message = reference(document.elements[child]["messageRef"]),
                // Older files of Spiff call the path by its type.
                let path = document.child(of: child, "messagePath")
                    ?? document.child(of: child, "formalExpression")
            else { return nil }
            return CorrelationProperty.Retrieval(message: message, path: expression(path))
        }
    }

    private func collaboration(_ index: Int) -> Collaboration {
        Collaboration(
            id: document.elements[index]["id"],
            participants: document.children(of: index, "participant").map { child in
                let element = document.elements[child]
                return Participant(
                    id: element["id"] ?? "", name: element["name"], process: reference(element["processRef"]))
            },
            messageFlows: document.children(of: index, "messageFlow").map { child in
                let element = document.elements[child]
                return MessageFlow(
                    id: element["id"] ?? "", source: reference(element["sourceRef"]) ?? "",
                    target: reference(element["targetRef"]) ?? "", message: reference(element["messageRef"]))
            },
            correlationKeys: document.children(of: index, "correlationKey").map { child in
                CorrelationKey(
                    id: document.elements[child]["id"] ?? "",
                    properties: references(of: child, "correlationPropertyRef"))
            })
    }

    // MARK: - Shared by the other readers

    /// The id in a reference, without the prefix of a qualified name.
    func reference(_ text: String?) -> String? {
        guard let text, !text.isEmpty else { return nil }
        guard let colon = text.utf8.lastIndex(of: UInt8(ascii: ":")) else { return text }
        return String(text[text.utf8.index(after: colon)...])
    }

    func references(of index: Int, _ name: String) -> [String] {
        document.children(of: index, name).compactMap { reference(document.text(of: $0)) }
    }

    func expression(_ index: Int) -> ProcessExpression {
        let element = document.elements[index]
        return ProcessExpression(
            document.text(of: index), language: element["language"] ?? language,
            isFormal: isFormalExpression(element), place: element.place)
    }

    func expression(in index: Int, _ name: String) -> ProcessExpression? {
        document.child(of: index, name).map(expression)
    }

    /// The event definitions written in an event, then those it refers to.
    func events(of index: Int) -> [EventDefinition] {
        guard document.children(of: index).contains(where: { document.elements[$0].isEventDefinition }) else {
            return []
        }
        return eventsWritten(in: index)
    }

    private func eventsWritten(in index: Int) -> [EventDefinition] {
        document.children(of: index).flatMap { child -> [EventDefinition] in
            let element = document.elements[child]
            guard element.isModel else { return [] }
            if element.name == "eventDefinitionRef" {
                let id = reference(document.text(of: child))
                return [id.flatMap { sharedEvents[$0] }.flatMap(event)].compactMap { $0 }
            }
            return [event(child)].compactMap { $0 }
        }
    }

    func sharedEvent(_ id: String?) -> EventDefinition? {
        reference(id).flatMap { sharedEvents[$0] }.flatMap(event)
    }
}

extension XMLElement {
    /// Whether it is an event definition or a reference to one.
    fileprivate var isEventDefinition: Bool {
        name.hasSuffix("EventDefinition") || name == "eventDefinitionRef"
    }

    /// An `xsd:boolean` attribute.
    func flag(_ name: String, default value: Bool = false) -> Bool {
        self[name].map { $0 == "true" || $0 == "1" } ?? value
    }
}

/// Elements that the schema types as formal expressions whatever `xsi:type` says.
private let formalByName: Set<String> = ["messagePath", "dataPath", "transformation", "formalExpression"]

func isFormalExpression(_ element: XMLElement) -> Bool {
    if formalByName.contains(element.name) { return true }
    let type = element.attributes.first { $0.name == "type" && $0.namespace == Namespace.schemaInstance }?
        .value
    return type == "tFormalExpression" || type?.hasSuffix(":tFormalExpression") == true
}
