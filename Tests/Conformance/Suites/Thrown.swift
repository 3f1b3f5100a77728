import BPMN

/// What events are recognised by, as far as it takes to tell whether one can be thrown at all.
extension Definitions {
    /// What a catching event waits for and a throwing one throws.
    func key(of trigger: EventDefinition.Trigger) -> String {
        switch trigger {
        case .message(let message, let operation):
            let id = message ?? operations.first { $0.id == operation }?.inMessage
            return "message \(messages.first { $0.id == id }?.key ?? "")"
        case .signal(let id): return "signal \(signals.first { $0.id == id }?.key ?? "")"
        case .link(let name, _, _): return "link \(name ?? "")"
        case .error: return "error"
        case .escalation: return "escalation"
        case .compensation: return "compensation"
        case .cancel: return "cancel"
        case .terminate: return "terminate"
        case .timer: return "timer"
        case .conditional: return "conditional"
        }
    }

    /// What a node throws when it is reached.
    func `throws`(of node: FlowNode) -> [String] {
        var keys: [String] = []
        switch node.kind {
        case .intermediateThrowEvent, .endEvent: keys = node.events.map { key(of: $0.trigger) }
        case .task(let work) where work.kind == .send:
            keys = [key(of: .message(message: work.message, operation: work.operation))]
        case .task(let work):
            if case .script(_, let text) = work.kind, text.contains("THROW_ERROR") { keys = ["error"] }
        default: break
        }
        guard case .multiInstance(let loop) = node.loop else { return keys }
        return keys + loop.thrown.map { key(of: $0.trigger) }
    }
}

extension MultiInstance {
    /// What its instances can throw as they complete.
    fileprivate var thrown: [EventDefinition] {
        switch behavior {
        case .all: []
        case .none(let event), .one(let event): [event].compactMap { $0 }
        case .complex(let behaviors): behaviors.flatMap(\.events)
        }
    }
}
