import StructuredData

extension ProcessState {
    mutating func foldUndo(_ event: ProcessEvent, _ graph: Graph) throws(BPMNError) {
        switch event {
        case .compensationRegistered(let scope, let id, _):
            let done = try instance(id)
            let record = Record(node: done.node, variables: done.variables, inner: done.records)
            instances[scope]?.records.append(record)
            proceed(id, to: .leaving, graph)
        case .compensationThrown(let id, let scope, let activity, let waits):
            let records = take(activity.flatMap { graph.nodeIndex[$0] }, from: scope)
            let next = try instance(id).stage.throwIndex + 1
            if waits {
                instances[id]?.undoing = records
                instances[id]?.undoScope = scope
                instances[id]?.stage = .compensating(then: next)
                agenda.prepend(.undo(id))
            } else {
                instances[scope]?.undoing += records
                instances[scope]?.undoScope = scope
                proceed(id, to: throwing(next, graph.nodes[try instance(id).node]), graph)
                agenda.prepend(.undo(scope))
            }
        case .compensationStarted(let id):
            guard let record = instances[id]?.undoing.popLast(), let scope = instances[id]?.undoScope else {
                throw .malformedEvent("instance \(id) has nothing to undo")
            }
            instances[scope]?.pending += 1
            let handler = graph.nodes[record.node].handler ?? record.node
            agenda.prepend(.compensate(scope: scope, node: handler, thrower: id, record: record))
        default: break
        }
    }

    /// Takes the records of one activity, or all, out of a scope.
    private mutating func take(_ node: Int?, from scope: Int) -> [Record] {
        let all = instances[scope]?.records ?? []
        guard let node else {
            instances[scope]?.records = []
            return all
        }
        instances[scope]?.records = all.filter { $0.node != node }
        return all.filter { $0.node == node }
    }

    /// Opens a completed subprocess again to undo what it did: by its own handler, or activity by activity.
    mutating func revive(_ created: Instance, _ record: Record, _ graph: Graph) {
        var revived = created
        revived.variables = record.variables
        revived.loop = nil
        guard graph.nodes[created.node].handler == nil, created.node == record.node else {
            add(created)
            return proceed(created.id, to: .arming(0), graph)
        }
        revived.records = record.inner
        if let handler = graph.compensation(of: created.container) {
            revived.stage = .open
            revived.pending = 1
            add(revived)
            agenda.prepend(.enterCaught(scope: created.id, node: handler, payload: .null, epoch: 0))
        } else {
            revived.undoing = record.inner
            revived.records = []
            revived.undoScope = created.id
            revived.stage = .compensating(then: Int.max)
            add(revived)
            agenda.prepend(.undo(created.id))
        }
    }
}
