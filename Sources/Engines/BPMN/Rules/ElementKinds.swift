/// The names of BPMN elements by what they are.
enum ElementKind {
    static let tasks: Set<String> = [
        "task", "userTask", "manualTask", "serviceTask", "scriptTask", "businessRuleTask", "sendTask",
        "receiveTask",
    ]
    static let subProcesses: Set<String> = ["subProcess", "transaction", "adHocSubProcess"]
    static let containers = subProcesses.union(["process", "choreography", "subChoreography"])
    static let activities = tasks.union(subProcesses).union(["callActivity"])
    static let gateways: Set<String> = [
        "exclusiveGateway", "parallelGateway", "inclusiveGateway", "complexGateway", "eventBasedGateway",
    ]
    static let events: Set<String> = [
        "startEvent", "intermediateCatchEvent", "intermediateThrowEvent", "implicitThrowEvent", "endEvent",
        "boundaryEvent", "event",
    ]
    static let choreographyActivities: Set<String> = [
        "choreographyTask", "subChoreography", "callChoreography",
    ]
    static let flowNodes = activities.union(gateways).union(events).union(choreographyActivities)
    /// What must have an id, because something refers to it or the log names it.
    static let identified = flowNodes.subtracting(["event"]).union(globalTasks).union([
        "sequenceFlow", "process", "message", "signal", "error", "escalation", "dataObject",
    ])
    static let eventDefinitions: Set<String> = [
        "messageEventDefinition", "signalEventDefinition", "timerEventDefinition",
        "conditionalEventDefinition",
        "errorEventDefinition", "escalationEventDefinition", "compensateEventDefinition",
        "cancelEventDefinition",
        "terminateEventDefinition", "linkEventDefinition",
    ]
    static let globalTasks: Set<String> = [
        "globalTask", "globalUserTask", "globalManualTask", "globalScriptTask", "globalBusinessRuleTask",
    ]
    static let conversations: Set<String> = ["conversation", "subConversation", "callConversation"]
    static let dataElements: Set<String> = [
        "dataObject", "dataObjectReference", "dataStore", "dataStoreReference", "dataInput", "dataOutput",
        "property",
        "inputDataItem", "outputDataItem",
    ]
    static let roots: Set<String> = [
        "import", "extension", "itemDefinition", "message", "signal", "error", "escalation", "interface",
        "dataStore",
        "correlationProperty", "collaboration", "choreography", "globalConversation",
        "globalChoreographyTask",
        "process", "category", "resource", "partnerEntity", "partnerRole", "endPoint", "relationship",
    ]
    static let parts: Set<String> = [
        "definitions", "documentation", "extensionElements", "operation", "inMessageRef", "outMessageRef",
        "errorRef",
        "correlationPropertyRetrievalExpression", "messagePath", "participant", "processRef", "interfaceRef",
        "endPointRef", "participantMultiplicity", "participantRef", "messageFlow", "messageFlowRef",
        "messageFlowAssociation", "participantAssociation", "innerParticipantRef", "outerParticipantRef",
        "conversationAssociation", "conversationLink", "choreographyRef", "correlationKey",
        "correlationPropertyRef",
        "correlationSubscription", "correlationPropertyBinding", "dataPath", "auditing", "monitoring",
        "property",
        "laneSet", "lane", "childLaneSet", "flowNodeRef", "partitionElement", "sequenceFlow",
        "conditionExpression",
        "incoming", "outgoing", "association", "group", "textAnnotation", "text", "categoryValue", "artifact",
        "resourceRole", "performer", "humanPerformer", "potentialOwner", "resourceRef", "resourceParameter",
        "resourceParameterBinding", "resourceAssignmentExpression", "formalExpression", "expression",
        "ioSpecification",
        "inputSet", "outputSet", "dataInputRefs", "optionalInputRefs", "whileExecutingInputRefs",
        "outputSetRefs",
        "dataOutputRefs", "optionalOutputRefs", "whileExecutingOutputRefs", "inputSetRefs",
        "dataInputAssociation",
        "dataOutputAssociation", "sourceRef", "targetRef", "transformation", "assignment", "from", "to",
        "ioBinding",
        "supportedInterfaceRef", "supports", "standardLoopCharacteristics", "loopCondition", "loopMaximum",
        "multiInstanceLoopCharacteristics", "loopCardinality", "loopDataInputRef", "loopDataOutputRef",
        "completionCondition", "complexBehaviorDefinition", "condition", "script", "activationCondition",
        "eventDefinitionRef", "operationRef", "timeDate", "timeDuration", "timeCycle", "source", "target",
        "dataState",
        "rendering", "flowElement", "eventDefinition",
    ]
    static let known = flowNodes.union(eventDefinitions).union(globalTasks).union(conversations).union(
        dataElements
    )
    .union(roots).union(parts)
}
