extension ProcessState {
    /// Folds one event into the state.
    ///
    /// - Throws: ``BPMNError/malformedEvent(_:)`` when it does not fit, after which the state is not to be used.
    public mutating func apply(_ event: ProcessEvent, in deployment: Deployment) throws(BPMNError) {
        let head = agenda.first
        version += 1
        if comesFromAgenda(event) { agenda.removeFirst() }
        try fold(event, after: head, deployment.graph)
        trim()
    }

    /// Folds a log.
    public init(
        folding events: some Sequence<ProcessEvent>, from start: ProcessState, in deployment: Deployment
    )
        throws(BPMNError)
    {
        self = start
        for event in events { try apply(event, in: deployment) }
    }

    /// Every other event is an answer to what came from outside, or takes several steps.
    private func comesFromAgenda(_ event: ProcessEvent) -> Bool {
        switch event {
        case .workCompleted, .workFailed, .clockSet, .clockAdvanced, .incidentResolved, .activityChosen,
            .variablesAssigned,
            .processCancelled, .elementCancelled:
            false
        case .processStarted(let start): start.caller != nil || start.message != nil || start.signal != nil
        case .messageThrown(let message): message.instance != nil
        case .signalThrown(let instance, _, _): instance != nil
        default: true
        }
    }

    private mutating func fold(_ event: ProcessEvent, after head: Step?, _ graph: Graph) throws(BPMNError) {
        switch event {
        case .processStarted(let start): try started(start, graph)
        case .sequenceFlowTaken(let scope, let flow): try taken(scope, flow, after: head, graph)
        case .tokenArrived(let scope, let element, let flow, let opens):
            try arrived(scope, element, flow, opens, graph)
        case .elementActivated(let activation): try activated(activation, after: head, graph)
        case .elementCompleted(let instance, let flows): try completed(instance, flows, graph)
        case .elementTriggered(let instance, let flows): try triggered(instance, flows, graph)
        case .elementCancelled(let instance): try cancelled(instance)
        case .workRequested, .workCompleted, .workFailed: try foldWork(event, graph)
        case .dataBound, .variablesSet, .variablesAssigned: try foldData(event, graph)
        case .loopPlanned, .loopEvaluated, .loopFinished: try foldLoop(event, graph)
        case .adHocEvaluated, .activityChosen: try foldAdHoc(event, graph)
        case .subscribed, .caught, .conditionEvaluated: try foldCatch(event, after: head, graph)
        case .messageThrown, .messageBuffered, .signalThrown: try foldThrow(event, graph)
        case .errorThrown, .escalationThrown, .transactionCancelled, .cancelCaught, .terminated:
            try foldInterruption(event, graph)
        case .compensationRegistered, .compensationThrown, .compensationStarted: try foldUndo(event, graph)
        case .incidentRaised, .incidentResolved: try foldIncident(event, after: head)
        case .processCompleted, .processFailed, .processCancelled: try foldEnd(event, graph)
        case .clockSet(let target): clockTarget = TimeInstant(milliseconds: target)
        case .clockAdvanced(let time):
            clock = max(clock, TimeInstant(milliseconds: time))
            clockTarget = nil
        }
    }

    /// Drops steps that have lost their meaning, and timers that nobody waits for any more.
    mutating func trim() {
        while let step = agenda.first, isMoot(step) { agenda.removeFirst() }
        while let top = timers.top, subscriptions[top.id]?.due != top.due { timers.removeTop() }
    }

    private func isMoot(_ step: Step) -> Bool {
        switch step {
        case .take(let scope, _, let epoch), .enter(let scope, _, _, let epoch),
            .takeCaught(let scope, _, _, let epoch), .enterCaught(let scope, _, _, let epoch):
            instances.look(at: scope) { $0.epoch } != epoch
        case .join(let scope, let node, _): instances[scope]?.arrivals[node] == nil
        case .compensate(let scope, _, _, _): instances[scope] == nil
        case .run(let id): instances.look(at: id) { $0.stage.isResting } ?? true
        case .finish(let id): instances.look(at: id) { !$0.canFinish } ?? true
        case .cancel(let id), .fail(let id, _, _): !instances.contains(id)
        case .tend(let id): instances.look(at: id) { $0.stage != .open } ?? true
        case .clear(let id): instances.look(at: id) { $0.children == 0 } ?? true
        case .catching(let id, _, _), .evaluate(let id): subscriptions.index(forKey: id) == nil
        case .deliver(let id): messages.index(forKey: id) == nil
        case .startProcess: false
        case .subscribe(let owner, _, _): !instances.contains(owner)
        case .undo(let id): instances.look(at: id) { $0.undoing.isEmpty && !$0.stage.isUndoing } ?? true
        }
    }

    func instance(_ id: Int) throws(BPMNError) -> Instance {
        guard let found = instances[id] else { throw missing(id) }
        return found
    }

    /// Checks that there is an instance, without a copy of it.
    func expect(_ id: Int) throws(BPMNError) { if !instances.contains(id) { throw missing(id) } }

    func missing(_ instance: Int) -> BPMNError { .malformedEvent("there is no instance \(instance)") }

    func node(_ id: String, _ graph: Graph) throws(BPMNError) -> Int {
        guard let found = graph.nodeIndex[id] else { throw .malformedEvent("there is no element `\(id)`") }
        return found
    }
}

extension Instance {
    /// Whether nothing runs in a scope any more.
    fileprivate var canFinish: Bool {
        stage == .open && children == 0 && pending == 0 && !isHeld && undoing.isEmpty
    }
}

extension Stage {
    /// Whether it is not its turn to do anything.
    fileprivate var isResting: Bool {
        switch self {
        case .waiting, .open, .stuck: true
        default: false
        }
    }

    var isUndoing: Bool {
        switch self {
        case .compensating, .cancelling: true
        default: false
        }
    }
}
