/// What an element of a diagram is drawn as (BPMN 2.0.2, 7.3 and 12.3).
public enum Symbol: Hashable, Sendable {
    case event(EventSymbol)
    case activity(ActivitySymbol)
    case gateway(GatewaySymbol)
    case data(DataSymbol)
    case dataStore
    case annotation
    case group
    case pool(isMultiple: Bool)
    case lane
    case message(isInitiating: Bool)
    case conversation(isCall: Bool, isCompound: Bool)
    case choreography(isCompound: Bool)

    /// An activity, gateway or event.
    public var isFlowNode: Bool {
        switch self {
        case .event, .activity, .gateway: true
        default: false
        }
    }
}

/// An event (13.5).
public struct EventSymbol: Hashable, Sendable {
    public enum Position: String, Hashable, Sendable {
        case start, catching, throwing, end, boundary
    }

    public enum Trigger: String, Hashable, Sendable, CaseIterable {
        case none, message, timer, conditional, signal, error, escalation, compensation, cancel, terminate,
            link
        case multiple, parallelMultiple
    }

    public var position: Position
    public var trigger: Trigger
    /// `false`: dashed borders.
    public var isInterrupting = true
}

/// An activity (10.3).
public struct ActivitySymbol: Hashable, Sendable {
    public enum Kind: Hashable, Sendable {
        case task(TaskSymbol)
        /// `task`: the called global task, if it is one of this file.
        case call(task: TaskSymbol?)
        case subProcess
        case transaction
        case adHoc
        /// `start`: its start event, which is shown when it is collapsed.
        case eventSubProcess(start: EventSymbol?)
    }

    public enum Loop: String, Hashable, Sendable {
        case standard, parallel, sequential
    }

    public var kind: Kind
    public var loop: Loop?
    public var isForCompensation = false

    /// Whether it can hold other elements.
    public var isContainer: Bool {
        switch kind {
        case .task, .call: false
        default: true
        }
    }
}

/// The icon of a task (10.3.3).
public enum TaskSymbol: String, Hashable, Sendable, CaseIterable {
    case none, user, manual, service, script, businessRule, send, receive
}

/// A gateway (10.6).
public enum GatewaySymbol: String, Hashable, Sendable, CaseIterable {
    case exclusive, parallel, inclusive, complex, eventBased, startingEventBased, startingParallelEventBased
}

/// A data object, input or output (10.4.1).
public struct DataSymbol: Hashable, Sendable {
    public enum Kind: String, Hashable, Sendable {
        case object, input, output
    }

    public var kind: Kind
    public var isCollection: Bool
}

/// A line between two shapes.
public enum Connection: Hashable, Sendable {
    case sequenceFlow(isDefault: Bool, isConditional: Bool)
    case messageFlow
    case association(arrowAtSource: Bool, arrowAtTarget: Bool)
    case dataAssociation
    case conversationLink
}
