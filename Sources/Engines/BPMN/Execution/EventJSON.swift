public import StructuredData

extension ProcessEvent {
    /// The stable name of its kind, as logs carry it.
    public var type: String {
        switch self {
        case .processStarted: "ProcessStarted"
        case .sequenceFlowTaken: "SequenceFlowTaken"
        case .tokenArrived: "TokenArrived"
        case .elementActivated: "ElementActivated"
        case .elementCompleted: "ElementCompleted"
        case .elementTriggered: "ElementTriggered"
        case .elementCancelled: "ElementCancelled"
        case .workRequested: "WorkRequested"
        case .workCompleted: "WorkCompleted"
        case .workFailed: "WorkFailed"
        case .dataBound: "DataBound"
        case .variablesSet: "VariablesSet"
        case .loopPlanned: "LoopPlanned"
        case .loopEvaluated: "LoopEvaluated"
        case .loopFinished: "LoopFinished"
        case .adHocEvaluated: "AdHocEvaluated"
        case .subscribed(let subscription): subscription.kind.subscribed
        case .caught(_, let kind, _, _): kind.caught
        case .conditionEvaluated: "ConditionEvaluated"
        case .messageThrown: "MessageThrown"
        case .messageBuffered: "MessageBuffered"
        case .signalThrown: "SignalThrown"
        case .errorThrown: "ErrorThrown"
        case .escalationThrown: "EscalationThrown"
        case .transactionCancelled: "TransactionCancelled"
        case .cancelCaught: "CancelCaught"
        case .terminated: "Terminated"
        case .compensationRegistered: "CompensationRegistered"
        case .compensationThrown: "CompensationThrown"
        case .compensationStarted: "CompensationStarted"
        case .incidentRaised: "IncidentRaised"
        case .incidentResolved: "IncidentResolved"
        case .processCompleted: "ProcessCompleted"
        case .processFailed: "ProcessFailed"
        case .processCancelled: "ProcessCancelled"
        case .clockSet: "ClockSet"
        case .clockAdvanced: "ClockAdvanced"
        case .activityChosen: "ActivityChosen"
        case .variablesAssigned: "VariablesAssigned"
        }
    }

    /// An object with `type` and the event's values; ``init(json:)`` reads it back.
    ///
    /// What most events of a kind do not have is left out where it is `null` or empty: logs are read more often than told.
    public var json: JSON {
        var members = self.members
        members["type"] = .string(type)
        return .object(members)
    }

    private var members: [String: JSON] {
        switch self {
        case .processStarted, .elementActivated, .subscribed, .messageThrown, .incidentRaised: partMembers
        case .sequenceFlowTaken(let scope, let flow): ["scope": number(scope), "flow": .string(flow)]
        case .tokenArrived(let scope, let element, let flow, let opens):
            [
                "scope": number(scope), "element": .string(element), "flow": .string(flow),
                "opens": .bool(opens),
            ]
        case .elementCompleted(let id, let flows), .elementTriggered(let id, let flows):
            ["instance": number(id), "flows": .array(flows.map { .string($0) })]
        case .elementCancelled(let id), .workRequested(let id), .loopFinished(let id),
            .compensationStarted(let id),
            .processCompleted(let id), .processCancelled(let id):
            ["instance": number(id)]
        case .workCompleted(let id, let output):
            ["instance": number(id)].telling([("output", output)], empty: true)
        case .workFailed(let id, let code, let message), .processFailed(let id, let code, let message):
            ["instance": number(id), "code": JSON(code), "message": .string(message)]
        case .dataBound(let id, let values): ["instance": number(id), "values": .object(values)]
        case .variablesSet(let id, let writes):
            ["instance": number(id), "writes": .array(writes.map(\.json))]
        case .loopPlanned(let id, let count, let items):
            ["instance": number(id), "count": number(count), "items": items.map { .array($0) } ?? .null]
        case .loopEvaluated(let id, let isDone, let thrown):
            ["instance": number(id), "done": .bool(isDone), "thrown": .array(thrown.map(\.json))]
        case .adHocEvaluated(let id, let isDone): ["instance": number(id), "done": .bool(isDone)]
        default: catchMembers
        }
    }

    private var catchMembers: [String: JSON] {
        switch self {
        case .caught(let id, _, let payload, let message):
            ["subscription": number(id)].telling(
                [("payload", payload), ("message", number(message))], empty: true)
        case .conditionEvaluated(let id, let holds): ["subscription": number(id), "holds": .bool(holds)]
        case .messageBuffered(let id): ["message": number(id)]
        case .signalThrown(let id, let name, let payload):
            ["instance": number(id), "name": .string(name), "payload": payload]
        case .errorThrown(let id, let code, let handler), .escalationThrown(let id, let code, let handler):
            ["instance": number(id), "code": JSON(code), "handler": handler?.json ?? .null]
        case .transactionCancelled(let id, let scope): ["instance": number(id), "transaction": number(scope)]
        case .cancelCaught(let id, let handler): ["instance": number(id), "handler": handler?.json ?? .null]
        case .terminated(let id, let scope): ["instance": number(id), "scope": number(scope)]
        case .compensationRegistered(let scope, let id, let element):
            ["scope": number(scope), "instance": number(id), "element": .string(element)]
        case .compensationThrown(let id, let scope, let activity, let waits):
            [
                "instance": number(id), "scope": number(scope), "activity": JSON(activity),
                "waits": .bool(waits),
            ]
        case .incidentResolved(let id): ["incident": number(id)]
        case .clockSet(let time), .clockAdvanced(let time): ["time": .integer(time)]
        case .variablesAssigned(let id, let values): ["instance": number(id), "values": .object(values)]
        case .activityChosen(let scope, let element): ["scope": number(scope), "element": .string(element)]
        default: [:]
        }
    }

    private var partMembers: [String: JSON] {
        switch self {
        case .processStarted(let start):
            ["instance": number(start.instance), "process": .string(start.process)].telling([
                ("element", JSON(start.element)), ("caller", number(start.caller)),
                ("message", number(start.message)), ("signal", JSON(start.signal)),
            ]).telling([("payload", start.payload)], empty: true)
                .telling([("variables", .object(start.variables))])
        case .elementActivated(let activation):
            [
                "instance": number(activation.instance), "element": .string(activation.element),
                "scope": number(activation.scope), "mode": .string(activation.mode.rawValue),
            ].telling([("variables", .object(activation.variables)), ("index", number(activation.index))])
                .telling([("payload", activation.payload)], empty: true)
        case .subscribed(let subscription): subscription.members
        case .messageThrown(let message):
            [
                "message": number(message.id), "name": .string(message.name),
            ].telling([
                ("instance", number(message.instance)), ("element", JSON(message.element)),
                ("correlation", .object(message.correlation)),
            ]).telling([("payload", message.payload)], empty: true)
        case .incidentRaised(let incident):
            [
                "incident": number(incident.id), "instance": number(incident.instance),
                "kind": .string(incident.kind.rawValue), "message": .string(incident.message),
            ]
        default: [:]
        }
    }
}

extension [String: JSON] {
    /// With members that say something: those that are not `null`, and no empty objects unless they are values as such.
    fileprivate func telling(_ more: [(name: String, value: JSON)], empty: Bool = false) -> Self {
        var members = self
        for (name, value) in more where !value.isNull && (empty || value.object?.isEmpty != true) {
            members[name] = value
        }
        return members
    }
}

private func number(_ value: Int) -> JSON { .integer(Int64(value)) }
private func number(_ value: Int?) -> JSON { value.map { .integer(Int64($0)) } ?? .null }

extension VariableWrite {
    fileprivate var json: JSON { ["scope": number(scope), "name": .string(name), "value": value] }
}

extension LoopThrow {
    fileprivate var json: JSON {
        ["name": .string(name), "signal": .bool(isSignal), "handler": JSON(handler), "ends": .bool(ends)]
    }
}

extension Handler {
    fileprivate var json: JSON {
        ["element": .string(element), "instance": number(instance), "interrupting": .bool(isInterrupting)]
    }
}

extension Subscription {
    fileprivate var members: [String: JSON] {
        var members: [String: JSON] = [
            "subscription": number(id), "owner": number(owner), "element": .string(element),
            "definition": number(definition),
        ]
        switch kind {
        case .message:
            members["name"] = .string(name)
            if !correlation.isEmpty { members["correlation"] = .object(correlation) }
        case .signal: members["name"] = .string(name)
        case .timer:
            members["due"] = due.map { .integer($0) } ?? .null
            members["repetitions"] = number(repetitions)
            members["months"] = .integer(months)
            members["milliseconds"] = .integer(milliseconds)
        case .conditional: break
        }
        return members
    }
}

extension Subscription.Kind {
    /// The event of waiting for it.
    var subscribed: String {
        switch self {
        case .message: "MessageSubscribed"
        case .signal: "SignalSubscribed"
        case .timer: "TimerScheduled"
        case .conditional: "ConditionSubscribed"
        }
    }

    /// The event of its coming.
    var caught: String {
        switch self {
        case .message: "MessageCorrelated"
        case .signal: "SignalCaught"
        case .timer: "TimerFired"
        case .conditional: "ConditionMet"
        }
    }
}
