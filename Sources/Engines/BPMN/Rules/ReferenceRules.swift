/// What an attribute or child of an element may refer to.
private struct ReferenceRow {
    /// The elements that have it; `nil`: all.
    let owners: Set<String>?
    let name: String
    /// The kinds of element it may name; `nil`: any.
    let kinds: Set<String>?
    /// Whether a name without an element is a variable.
    var mayBeVariable = false
}

private let dataAssociations: Set<String> = ["dataInputAssociation", "dataOutputAssociation"]
private let messageFlowEnds = ElementKind.activities.union(ElementKind.events).union(
    ElementKind.conversations
)
.union(["participant"])

private let table: [ReferenceRow] = [
    ReferenceRow(owners: ["sequenceFlow"], name: "sourceRef", kinds: ElementKind.flowNodes),
    ReferenceRow(owners: ["sequenceFlow"], name: "targetRef", kinds: ElementKind.flowNodes),
    ReferenceRow(owners: ["messageFlow"], name: "sourceRef", kinds: messageFlowEnds),
    ReferenceRow(owners: ["messageFlow"], name: "targetRef", kinds: messageFlowEnds),
    ReferenceRow(owners: ["association", "conversationLink"], name: "sourceRef", kinds: nil),
    ReferenceRow(owners: ["association", "conversationLink"], name: "targetRef", kinds: nil),
    ReferenceRow(owners: dataAssociations, name: "sourceRef", kinds: ElementKind.dataElements),
    ReferenceRow(owners: dataAssociations, name: "targetRef", kinds: ElementKind.dataElements),
    ReferenceRow(owners: ["participant"], name: "processRef", kinds: ["process"]),
    ReferenceRow(owners: ["participant"], name: "interfaceRef", kinds: ["interface"]),
    ReferenceRow(owners: nil, name: "supportedInterfaceRef", kinds: ["interface"]),
    ReferenceRow(owners: ["message"], name: "itemRef", kinds: ["itemDefinition"]),
    ReferenceRow(owners: ["error"], name: "structureRef", kinds: ["itemDefinition"]),
    ReferenceRow(owners: nil, name: "itemSubjectRef", kinds: ["itemDefinition"]),
    ReferenceRow(owners: ["operation"], name: "inMessageRef", kinds: ["message"]),
    ReferenceRow(owners: ["operation"], name: "outMessageRef", kinds: ["message"]),
    ReferenceRow(owners: nil, name: "errorRef", kinds: ["error"]),
    ReferenceRow(owners: nil, name: "operationRef", kinds: ["operation"]),
    ReferenceRow(owners: nil, name: "messageRef", kinds: ["message"]),
    ReferenceRow(owners: nil, name: "signalRef", kinds: ["signal"]),
    ReferenceRow(owners: nil, name: "escalationRef", kinds: ["escalation"]),
    ReferenceRow(owners: nil, name: "activityRef", kinds: ElementKind.activities),
    ReferenceRow(owners: ["linkEventDefinition"], name: "source", kinds: ["linkEventDefinition"]),
    ReferenceRow(owners: ["linkEventDefinition"], name: "target", kinds: ["linkEventDefinition"]),
    ReferenceRow(owners: nil, name: "eventDefinitionRef", kinds: ElementKind.eventDefinitions),
    ReferenceRow(owners: nil, name: "noneBehaviorEventRef", kinds: ElementKind.eventDefinitions),
    ReferenceRow(owners: nil, name: "oneBehaviorEventRef", kinds: ElementKind.eventDefinitions),
    ReferenceRow(owners: ["boundaryEvent"], name: "attachedToRef", kinds: ElementKind.activities),
    ReferenceRow(owners: nil, name: "default", kinds: ["sequenceFlow"]),
    ReferenceRow(owners: nil, name: "incoming", kinds: ["sequenceFlow"]),
    ReferenceRow(owners: nil, name: "outgoing", kinds: ["sequenceFlow"]),
    ReferenceRow(
        owners: ["callActivity"], name: "calledElement", kinds: ElementKind.globalTasks.union(["process"])),
    ReferenceRow(owners: ["process"], name: "definitionalCollaborationRef", kinds: ["collaboration"]),
    ReferenceRow(owners: ["process"], name: "supports", kinds: ["process"]),
    ReferenceRow(owners: nil, name: "correlationPropertyRef", kinds: ["correlationProperty"]),
    ReferenceRow(owners: nil, name: "correlationKeyRef", kinds: ["correlationKey"]),
    ReferenceRow(owners: nil, name: "participantRef", kinds: ["participant"]),
    ReferenceRow(owners: nil, name: "messageFlowRef", kinds: ["messageFlow"]),
    ReferenceRow(owners: ["collaboration"], name: "choreographyRef", kinds: ["choreography"]),
    ReferenceRow(owners: ["inputSet"], name: "dataInputRefs", kinds: ["dataInput"]),
    ReferenceRow(owners: ["inputSet"], name: "optionalInputRefs", kinds: ["dataInput"]),
    ReferenceRow(owners: ["inputSet"], name: "whileExecutingInputRefs", kinds: ["dataInput"]),
    ReferenceRow(owners: ["inputSet"], name: "outputSetRefs", kinds: ["outputSet"]),
    ReferenceRow(owners: ["outputSet"], name: "dataOutputRefs", kinds: ["dataOutput"]),
    ReferenceRow(owners: ["outputSet"], name: "optionalOutputRefs", kinds: ["dataOutput"]),
    ReferenceRow(owners: ["outputSet"], name: "whileExecutingOutputRefs", kinds: ["dataOutput"]),
    ReferenceRow(owners: ["outputSet"], name: "inputSetRefs", kinds: ["inputSet"]),
    ReferenceRow(owners: ["dataObjectReference"], name: "dataObjectRef", kinds: ["dataObject"]),
    ReferenceRow(owners: ["dataStoreReference"], name: "dataStoreRef", kinds: ["dataStore"]),
    ReferenceRow(owners: ["lane"], name: "flowNodeRef", kinds: ElementKind.flowNodes),
    ReferenceRow(owners: ["group"], name: "categoryValueRef", kinds: ["categoryValue"]),
    ReferenceRow(owners: nil, name: "resourceRef", kinds: ["resource"]),
    ReferenceRow(owners: nil, name: "parameterRef", kinds: ["resourceParameter"]),
    ReferenceRow(owners: nil, name: "loopDataInputRef", kinds: ElementKind.dataElements, mayBeVariable: true),
    ReferenceRow(
        owners: nil, name: "loopDataOutputRef", kinds: ElementKind.dataElements, mayBeVariable: true),
]
private let rows: [String: [ReferenceRow]] = Dictionary(grouping: table, by: \.name)

extension RuleContext {
    mutating func checkReferences() {
        for (owner, elements) in named {
            let isReference = rows[owner] != nil
            // Elements of one name have few different attributes, each of which is looked up once.
            var known: [(name: String, row: ReferenceRow?)] = []
            for index in elements {
                for attribute in document.elements[index].attributes where attribute.namespace.isEmpty {
                    let found = known.firstIndex { $0.name == attribute.name } ?? known.count
                    if found == known.count { known.append((attribute.name, row(attribute.name, of: owner))) }
                    if let row = known[found].row { check(row, says: attribute.value, at: index) }
                }
                if isReference, let parent = parent(index), let row = row(owner, of: name(parent)) {
                    check(row, says: document.text(of: index), at: index)
                }
            }
        }
    }

    private func row(_ name: String, of owner: String) -> ReferenceRow? {
        rows[name]?.first { $0.owners?.contains(owner) ?? true }
    }

    private mutating func check(_ row: ReferenceRow, says value: String, at index: Int) {
        var found = identified[value]
        // Nearly every reference is an id as it stands.
        if found == nil {
            if isElsewhere(value, at: index) { return }
            found = element(named: value)
        }
        guard let found else {
            if !row.mayBeVariable || value.isEmpty {
                report(.reference, index, "`\(row.name)` names `\(value)`, which does not exist")
            }
            return
        }
        if let kinds = row.kinds, !kinds.contains(self.name(found)) {
            report(.referenceKind, index, "`\(row.name)` names \(label(found)), which cannot stand there")
        }
    }

    /// Whether a qualified name belongs to another file that this one imports.
    private func isElsewhere(_ reference: String, at index: Int) -> Bool {
        guard let colon = reference.firstIndex(of: ":"),
            let namespace = document.namespace(of: String(reference[..<colon]), at: index)
        else { return false }
        return namespace != document.root["targetNamespace"]
            && document.children(of: 0, "import").contains { attribute($0, "namespace") == namespace }
    }
}
