/// A process (10.2).
public struct Process: Hashable, Sendable {
    public let id: String
    public let name: String?
    public let isExecutable: Bool
    public internal(set) var body: FlowScope
    public internal(set) var data: InputOutput
    public internal(set) var correlations: [CorrelationSubscription]
    public let lanes: [Lane]
    public let place: ModelPlace
}

/// A named part of a process; it does not change how it runs (10.8).
public struct Lane: Hashable, Sendable {
    public let id: String
    public let name: String?
    public let nodes: [String]
}

/// What a process or subprocess contains.
public struct FlowScope: Hashable, Sendable {
    public internal(set) var nodes: [FlowNode] = []
    public internal(set) var flows: [SequenceFlow] = []
    public internal(set) var dataObjects: [DataItem] = []
    public internal(set) var dataReferences: [DataReference] = []
    public internal(set) var properties: [DataItem] = []
    public internal(set) var associations: [Association] = []
}

/// A directed or undirected line between two elements; from a compensation event, the way to its handler.
public struct Association: Hashable, Sendable {
    public let source: String
    public let target: String
}

/// A sequence flow (8.4.13).
public struct SequenceFlow: Hashable, Sendable {
    public let id: String
    public let name: String?
    public let source: String
    public let target: String
    public let condition: ProcessExpression?
    public let place: ModelPlace
}

/// An activity, gateway or event.
public struct FlowNode: Hashable, Sendable {
    public let id: String
    public let name: String?
    public internal(set) var kind: Kind
    public let place: ModelPlace
    /// Its outgoing default flow.
    public internal(set) var defaultFlow: String?
    public internal(set) var data = InputOutput()
    public internal(set) var events: [EventDefinition] = []
    public internal(set) var isParallelMultiple = false
    public internal(set) var loop: LoopCharacteristics?
    public internal(set) var isForCompensation = false
    public internal(set) var startQuantity = 1
    public internal(set) var completionQuantity = 1
    /// Empty or one: few nodes have settings, and every copy of a node would carry them.
    var ownSettings: [ElementSettings] = []

    public enum Kind: Hashable, Sendable {
        indirect case task(Work)
        indirect case subProcess(SubProcess)
        /// The id of a process or global task.
        case callActivity(called: String?)
        case exclusiveGateway
        case parallelGateway
        case inclusiveGateway
        indirect case complexGateway(activation: ProcessExpression?)
        case eventBasedGateway(instantiates: Bool, isParallel: Bool)
        case startEvent(isInterrupting: Bool)
        case intermediateCatchEvent
        case intermediateThrowEvent
        case endEvent
        case boundaryEvent(attachedTo: String, cancelsActivity: Bool)
    }
}

extension FlowNode {
    private static let noSettings = ElementSettings()

    /// What extensions say about it; filled when the model is deployed.
    public internal(set) var settings: ElementSettings {
        _read { if ownSettings.isEmpty { yield Self.noSettings } else { yield ownSettings[0] } }
        _modify {
            if ownSettings.isEmpty { ownSettings.append(ElementSettings()) }
            yield &ownSettings[0]
            if ownSettings[0].isEmpty { ownSettings = [] }
        }
    }
}

/// What a task does (10.3.3).
public struct Work: Hashable, Sendable {
    public let kind: WorkKind
    /// The message that a send task sends or a receive task waits for, by id.
    public let message: String?
    public let operation: String?
    /// Whether a receive task starts the process.
    public let instantiates: Bool
}

/// The kind of work that a task asks for.
public enum WorkKind: Hashable, Sendable {
    case none
    case user
    case manual
    case service(implementation: String?)
    case script(format: String?, text: String)
    case businessRule(implementation: String?)
    case send
    case receive

    /// A stable name.
    public var name: String {
        switch self {
        case .none: "task"
        case .user: "userTask"
        case .manual: "manualTask"
        case .service: "serviceTask"
        case .script: "scriptTask"
        case .businessRule: "businessRuleTask"
        case .send: "sendTask"
        case .receive: "receiveTask"
        }
    }
}

/// A subprocess (10.3.5).
public struct SubProcess: Hashable, Sendable {
    public let kind: Kind
    public internal(set) var body: FlowScope

    public enum Kind: Hashable, Sendable {
        case embedded
        /// Started by an event of its start event.
        case event
        case transaction(method: String?)
        case adHoc(AdHoc)
    }

    public struct AdHoc: Hashable, Sendable {
        public let isSequential: Bool
        public let cancelsRemaining: Bool
        public let completionCondition: ProcessExpression?
    }
}
