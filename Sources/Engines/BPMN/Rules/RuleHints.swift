extension Rule {
    /// The part of BPMN 2.0.2 that it comes from.
    public var section: String {
        switch self {
        case .wellFormed, .rootElement, .knownElement, .uniqueIdentifier, .missingIdentifier: "15.2"
        case .reference, .referenceKind, .mimeType: "8.3"
        case .sequenceFlowEnds, .sequenceFlowScope, .sequenceFlowLists, .sequenceFlowImmediate,
            .sequenceFlowCondition,
            .defaultFlow, .connected:
            "8.4.13"
        case .gatewayDegree, .gatewayDirection: "10.6"
        case .eventGatewayTarget: "10.6.6"
        case .messageFlowEnds, .messageFlowPools: "9.4"
        case .multiplicity: "9.3.1"
        case .choreographyReference, .choreographyInProcess: "11"
        case .tokenQuantity, .oneLoop, .resourceAssignment: "10.3"
        case .scriptFormat: "10.3.3"
        case .eventSubProcessFlow, .eventSubProcessStart, .transactionMethod: "10.3.5"
        case .calledStart: "10.3.6"
        case .startIncoming, .startTrigger: "10.5.2"
        case .endOutgoing, .endResult, .cancelEnd: "10.5.3"
        case .intermediateFlow, .intermediateTrigger, .boundaryFlow, .boundaryTrigger, .boundaryCancel:
            "10.5.4"
        case .compensationFlow, .linkFlow, .linkTarget, .eventDefinitionShared, .messageReference,
            .escalationCode,
            .errorCode, .timerValue:
            "10.5.5"
        case .formalExpression, .expressionBody: "8.4.7"
        case .operationData, .bindingData, .loopData, .collectionFlag, .dataSets, .dataSetPairs,
            .dataDirection,
            .dataReferenceName:
            "10.4"
        }
    }

    /// What to do about a violation.
    public var hint: String {
        switch self {
        case .wellFormed, .rootElement: "save it as a BPMN 2.0 file with `definitions` as its root"
        case .knownElement: "put elements of other namespaces into `extensionElements`"
        case .uniqueIdentifier, .missingIdentifier: "give every element an id of its own"
        case .reference, .referenceKind: "name the id of an element of the expected kind"
        case .mimeType: "use a media type such as `text/plain`"
        case .sequenceFlowEnds, .sequenceFlowScope:
            "connect activities, gateways and events of one process or subprocess"
        case .sequenceFlowLists: "list only the flows that start or end at the element"
        case .sequenceFlowImmediate: "leave `isImmediate` away in an executable process"
        case .sequenceFlowCondition:
            "put conditions on flows of activities and of exclusive, inclusive or complex gateways"
        case .defaultFlow: "name a sequence flow that leaves the element"
        case .connected: "connect it, or remove it"
        case .gatewayDegree, .gatewayDirection: "give the gateway the flows that its direction says"
        case .eventGatewayTarget: "lead to catching events or receive tasks only"
        case .messageFlowEnds, .messageFlowPools:
            "connect elements of two different pools that send and receive messages"
        case .multiplicity: "let `maximum` be at least `minimum`"
        case .choreographyReference, .choreographyInProcess: "keep choreographies out of processes"
        case .tokenQuantity: "use a quantity of 1 or more"
        case .oneLoop: "keep one of the two loop markers"
        case .resourceAssignment: "keep either the resource or the assignment expression"
        case .scriptFormat: "name the language in `scriptFormat`"
        case .eventSubProcessFlow: "remove the flows; its start event starts it"
        case .eventSubProcessStart: "give it exactly one start event with a trigger"
        case .transactionMethod: "use `##Compensate`, `##Store`, `##Image` or a URI"
        case .calledStart: "give the called process a start event without a trigger"
        case .startIncoming, .startTrigger, .endOutgoing, .endResult:
            "use an event that the specification allows here"
        case .cancelEnd, .boundaryCancel: "use cancel events with transactions only"
        case .intermediateFlow, .intermediateTrigger: "use an event that the specification allows here"
        case .boundaryFlow, .boundaryTrigger: "let it only catch, and lead on from it"
        case .compensationFlow: "connect it with its handler by an association"
        case .linkFlow, .linkTarget: "pair a throwing and a catching link of one name at the same level"
        case .eventDefinitionShared: "move the event definition to the top level of the file"
        case .messageReference: "name the message"
        case .escalationCode, .errorCode: "name an escalation or error that has a code"
        case .timerValue: "write an ISO 8601 value such as `PT5M`"
        case .formalExpression: "add `xsi:type=\"tFormalExpression\"`"
        case .expressionBody: "write the expression"
        case .operationData, .bindingData: "let the data have the type of the operation's message"
        case .loopData: "loop over a collection of the item's type"
        case .collectionFlag: "let `isCollection` agree with the item definition"
        case .dataSets, .dataSetPairs:
            "name every data input and output in a set, and pair sets in both directions"
        case .dataDirection: "read from inputs and write to outputs"
        case .dataReferenceName: "call it like its data object, with the state in brackets"
        }
    }
}
