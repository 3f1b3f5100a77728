import StructuredData

/// Moves a state from one graph to another: indices by the ids of what they mean.
struct Migration {
    let state: ProcessState
    let old: Graph
    let new: Graph
    let mapping: [String: String]
    var result: ProcessState
    var plan = MigrationPlan()

    init(_ state: ProcessState, from old: Graph, to new: Graph, _ mapping: [String: String]) {
        (self.state, self.old, self.new, self.mapping) = (state, old, new, mapping)
        result = state
    }

    mutating func run() {
        if !state.isQuiet || state.clockTarget != nil {
            return note(.instance, 0, "", .refused(reason: "there are steps to do before"))
        }
        checkMapping()
        // Parents are older than what is in them.
        for instance in state.instances.all.sorted(by: { $0.id < $1.id }) { move(instance) }
        result.watchedJoins = state.watchedJoins.compactMap { join in
            node(join.node).map { JoinKey(scope: join.scope, node: $0) }
        }
        moveIncidents()
        moveSubscriptions()
        result.trim()
    }

    /// Each id of the old model becomes one id of the new one, and no two the same.
    private mutating func checkMapping() {
        var taken: Set<String> = []
        for (id, other) in mapping.sorted(by: { $0.key < $1.key }) {
            if !old.knows(id) {
                note(.instance, 0, id, .refused(reason: "the old model has no element `\(id)`"))
            } else if !new.knows(other) {
                note(.instance, 0, id, .refused(reason: "the new model has no element `\(other)`"))
            } else if !taken.insert(other).inserted {
                note(.instance, 0, id, .refused(reason: "`\(other)` already stands for another element"))
            }
        }
    }

    mutating func note(
        _ subject: MigrationStep.Subject, _ instance: Int, _ element: String, _ change: MigrationStep.Change
    ) {
        plan.steps.append(
            MigrationStep(subject: subject, instance: instance, element: element, change: change))
    }

    /// Notes that something goes on, under its id or another one.
    mutating func keep(_ subject: MigrationStep.Subject, _ instance: Int, _ element: String) {
        let other = renamed(element)
        note(subject, instance, element, other == element ? .kept : .moved(to: other))
    }

    // MARK: - Indices

    func renamed(_ id: String) -> String { mapping[id] ?? id }
    func node(_ index: Int) -> Int? { new.nodeIndex[renamed(old.nodes[index].id)] }
    func flow(_ index: Int) -> Int? { new.flowIndex[renamed(old.flows[index].id)] }

    /// The container that stands for an old one: of the same process, or of the subprocess of the same id.
    func container(_ index: Int) -> Int? {
        guard let owner = old.containers[index].node else {
            return new.processIndex[renamed(old.containers[index].id)]
        }
        return node(owner).flatMap { new.nodes[$0].body }
    }

    // MARK: - Instances

    private mutating func move(_ instance: Instance) {
        if instance.node < 0 { return moveProcess(instance) }
        let before = old.nodes[instance.node]
        guard let index = node(instance.node) else {
            return note(
                .instance, instance.id, before.id,
                .refused(reason: "there is no element `\(renamed(before.id))` any more"))
        }
        let after = new.nodes[index]
        if let reason = obstacle(instance, before, after) {
            return note(.instance, instance.id, before.id, .refused(reason: reason))
        }
        var moved = instance.moved(to: index, container: after.body ?? -1)
        moveContents(of: instance, into: &moved)
        for name in after.body.map({ new.containers[$0].declared }) ?? []
        where instance.stage == .open && moved.variables[name] == nil {
            moved.variables[name] = .null
        }
        result.instances[instance.id] = moved
        keep(.instance, instance.id, before.id)
        if instance.loop != nil { keep(.loop, instance.id, before.id) }
    }

    private mutating func moveProcess(_ instance: Instance) {
        let process = old.containers[instance.container].id
        guard let index = container(instance.container), new.containers[index].isExecutable else {
            return note(
                .instance, instance.id, process,
                .refused(reason: "there is no executable process `\(renamed(process))` any more"))
        }
        var moved = instance.moved(to: -1, container: index)
        moveContents(of: instance, into: &moved)
        result.instances[instance.id] = moved
        keep(.instance, instance.id, process)
    }

    /// Why an instance of an element cannot go on in the element that stands for it.
    private func obstacle(_ instance: Instance, _ before: Node, _ after: Node) -> String? {
        if before.kind != after.kind { return "`\(after.id)` is another kind of element" }
        if before.work?.kind.name != after.work?.kind.name { return "`\(after.id)` is another kind of task" }
        if container(before.container) != after.container { return "`\(after.id)` stands in another scope" }
        if before.source.loop?.shape != after.source.loop?.shape {
            return "`\(after.id)` loops in another way"
        }
        switch (before.called, after.called) {
        case (.process(let first), .process(let second)) where container(first) == second: break
        case (.task(let first), .task(let second)) where first.name == second.name: break
        case (nil, nil): break
        default: return "`\(after.id)` calls something else"
        }
        switch instance.stage {
        case .throwing, .compensating:
            if before.events.count != after.events.count { return "`\(after.id)` throws other events" }
        case .arming, .listening, .opening:
            return "it stopped while it began to wait; resolve its incident before"
        case .waiting where !ownEvents(before, old).isEmpty && ownEvents(after, new).isEmpty:
            return "`\(after.id)` waits for nothing any more"
        default: break
        }
        return nil
    }

    /// Tokens that wait, gateways that opened, events that came and activities that can be undone.
    private mutating func moveContents(of instance: Instance, into moved: inout Instance) {
        if !instance.arrivals.isEmpty { moveArrivals(of: instance, into: &moved) }
        if !instance.openGateways.isEmpty {
            moved.openGateways = [:]
            for (gateway, flows) in instance.openGateways {
                guard let index = node(gateway) else { continue }
                moved.openGateways[index] = Set(flows.compactMap { flow($0) })
            }
        }
        if !instance.caught.isEmpty {
            moved.caught = [:]
            for (key, payload) in instance.caught {
                guard let index = node(key / 64) else { continue }
                moved.caught[index * 64 + key % 64] = payload
            }
        }
        if !instance.records.isEmpty { moved.records = records(instance.records, of: instance.id) }
        if !instance.undoing.isEmpty { moved.undoing = records(instance.undoing, of: instance.id) }
    }

    private mutating func moveArrivals(of instance: Instance, into moved: inout Instance) {
        moved.arrivals = [:]
        for (gateway, counts) in instance.arrivals.sorted(by: { $0.key < $1.key }) {
            let before = old.nodes[gateway]
            guard let index = node(gateway), new.nodes[index].kind == before.kind, new.nodes[index].isJoin
            else {
                note(
                    .token, instance.id, before.id,
                    .refused(reason: "tokens wait at `\(before.id)`, which joins nothing any more"))
                continue
            }
            var others: [Int: Int] = [:]
            for (taken, count) in counts {
                guard let other = flow(taken), new.flows[other].target == index else {
                    let id = old.flows[taken].id
                    note(
                        .token, instance.id, before.id,
                        .refused(reason: "a token came by `\(id)`, which does not lead there any more"))
                    continue
                }
                others[other, default: 0] += count
            }
            moved.arrivals[index] = others
            keep(.token, instance.id, before.id)
        }
    }

    mutating func records(_ records: [Record], of instance: Int) -> [Record] {
        records.compactMap { record in
            let before = old.nodes[record.node]
            guard let index = node(record.node), new.nodes[index].kind == before.kind else {
                note(
                    .record, instance, before.id,
                    .refused(reason: "`\(before.id)` is done and could not be undone any more"))
                return nil
            }
            keep(.record, instance, before.id)
            return Record(
                node: index, variables: record.variables, inner: self.records(record.inner, of: instance))
        }
    }
}

extension Graph {
    fileprivate func knows(_ id: String) -> Bool {
        nodeIndex[id] != nil || flowIndex[id] != nil || processIndex[id] != nil
    }
}

extension LoopCharacteristics {
    /// What must not change while it runs.
    fileprivate var shape: String {
        switch self {
        case .standard: "standard"
        case .multiInstance(let loop): loop.isSequential ? "sequential" : "parallel"
        }
    }
}

extension Instance {
    /// The same instance at another element.
    fileprivate func moved(to node: Int, container: Int) -> Instance {
        var copy = self
        (copy.node, copy.container) = (node, container)
        return copy
    }
}
