/// A rule of BPMN 2.0.2 that a model must keep to be loaded.
///
/// The raw value is a stable id; ``hint`` says what to do.
public enum Rule: String, Sendable, CaseIterable {
    case wellFormed = "xml.well-formed"
    case rootElement = "xml.definitions"
    case knownElement = "element.known"
    case uniqueIdentifier = "id.unique"
    case missingIdentifier = "id.present"
    case reference = "reference.resolved"
    case referenceKind = "reference.kind"
    case mimeType = "text.mime-type"
    case sequenceFlowEnds = "sequence-flow.ends"
    case sequenceFlowScope = "sequence-flow.scope"
    case sequenceFlowLists = "sequence-flow.lists"
    case sequenceFlowImmediate = "sequence-flow.immediate"
    case sequenceFlowCondition = "sequence-flow.condition"
    case defaultFlow = "sequence-flow.default"
    case connected = "flow-node.connected"
    case gatewayDegree = "gateway.degree"
    case gatewayDirection = "gateway.direction"
    case eventGatewayTarget = "gateway.event-target"
    case messageFlowEnds = "message-flow.ends"
    case messageFlowPools = "message-flow.pools"
    case multiplicity = "participant.multiplicity"
    case choreographyReference = "choreography.reference"
    case choreographyInProcess = "choreography.in-process"
    case tokenQuantity = "activity.quantity"
    case oneLoop = "activity.loop"
    case resourceAssignment = "activity.resource"
    case scriptFormat = "activity.script-format"
    case eventSubProcessFlow = "event-sub-process.flow"
    case eventSubProcessStart = "event-sub-process.start"
    case transactionMethod = "transaction.method"
    case calledStart = "call-activity.start"
    case startIncoming = "start-event.incoming"
    case startTrigger = "start-event.trigger"
    case endOutgoing = "end-event.outgoing"
    case endResult = "end-event.result"
    case cancelEnd = "end-event.cancel"
    case intermediateFlow = "intermediate-event.flow"
    case intermediateTrigger = "intermediate-event.trigger"
    case boundaryFlow = "boundary-event.flow"
    case boundaryTrigger = "boundary-event.trigger"
    case boundaryCancel = "boundary-event.cancel"
    case compensationFlow = "compensation.flow"
    case linkFlow = "link-event.flow"
    case linkTarget = "link-event.target"
    case eventDefinitionShared = "event-definition.shared"
    case messageReference = "event-definition.message"
    case escalationCode = "event-definition.escalation-code"
    case errorCode = "event-definition.error-code"
    case timerValue = "event-definition.timer"
    case formalExpression = "expression.formal"
    case expressionBody = "expression.body"
    case operationData = "data.operation"
    case bindingData = "data.binding"
    case loopData = "data.loop"
    case collectionFlag = "data.collection"
    case dataSets = "data.sets"
    case dataSetPairs = "data.set-pairs"
    case dataDirection = "data.direction"
    case dataReferenceName = "data.reference-name"
}

/// A place where a model breaks a rule.
public struct Violation: Hashable, Sendable {
    public let rule: Rule
    /// The id of the element, or its name when it has no id.
    public let element: String
    public let message: String
    public let place: ModelPlace
    /// Where `place` is; empty for text without a file.
    public var file = ""

    init(_ rule: Rule, element: String, _ message: String, place: ModelPlace) {
        (self.rule, self.element, self.message, self.place) = (rule, element, message, place)
    }
}
