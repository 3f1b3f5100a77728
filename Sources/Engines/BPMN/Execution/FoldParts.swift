import StructuredData

/// The parts of parallel multiple events: each has to come once before the event has (BPMN 2.0.2, 10.5.2 and 10.5.6).
extension ProcessState {
    /// What an event brings: of a parallel multiple one `nil` until all its parts have come, then what they brought together.
    mutating func whole(
        _ subscription: Subscription, _ node: Int, _ payload: JSON, _ graph: Graph
    ) -> JSON? {
        guard graph.nodes[node].isGathering else { return payload }
        let keys = graph.nodes[node].events.indices.map { node * 64 + $0 }
        instances[subscription.owner]?.caught[node * 64 + subscription.definition] = payload
        let parts = keys.compactMap { instances[subscription.owner]?.caught[$0] }
        guard parts.count == keys.count else { return nil }
        for key in keys { instances[subscription.owner]?.caught[key] = nil }
        return Self.joined(parts)
    }

    /// Members of all objects, those of later definitions over those of earlier ones; without objects the last value.
    private static func joined(_ parts: [JSON]) -> JSON {
        let objects = parts.compactMap(\.object)
        guard let first = objects.first else { return parts.last { !$0.isNull } ?? .null }
        return .object(objects.dropFirst().reduce(first) { $0.merging($1) { _, new in new } })
    }

    // MARK: - Starts

    /// Keeps with a new process which part of its parallel multiple start event has come.
    mutating func noteFirstPart(_ start: ProcessStart, message: String?, at node: Int, _ graph: Graph) {
        guard graph.nodes[node].kind == .start, graph.nodes[node].isGathering else { return }
        let part = graph.nodes[node].events.firstIndex { event in
            switch event {
            case .message(_, let name): name == message
            case .signal(let name): name == start.signal
            default: false
            }
        }
        // Whoever starts there by name says that everything has come.
        guard let part else { return }
        instances[start.instance]?.caught[node * 64 + part] = start.payload
    }

    /// Hands that part to the start event.
    ///
    /// - Returns: Whether the event has to wait for the others.
    mutating func takeFirstPart(_ event: Instance, _ graph: Graph) -> Bool {
        guard graph.nodes[event.node].kind == .start, graph.nodes[event.node].isGathering,
            let parts = instances[event.parent]?.caught.filter({ $0.key / 64 == event.node }), !parts.isEmpty
        else { return false }
        for key in parts.keys { instances[event.parent]?.caught[key] = nil }
        instances[event.id]?.caught = parts
        instances[event.id]?.output = .null
        return true
    }

    /// Whether a start event of a process that runs waits for its other parts, so that one more is no new start.
    func isGathered(_ start: Int, by listeners: [Int], _ graph: Graph) -> Bool {
        listeners.contains { id in
            guard let subscription = subscriptions[id], subscription.element == graph.nodes[start].id else {
                return false
            }
            return instances.look(at: subscription.owner) { $0.node } == start
        }
    }
}

extension Node {
    /// Whether it waits for several events to come together.
    var isGathering: Bool { source.isParallelMultiple && events.count > 1 }
}
