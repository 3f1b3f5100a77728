package import BPMN

/// What a model can and must run when some events never come, from its shape alone.
///
/// This knows no data: whatever a condition decides can go either way. It says what a run without an event has to be like
/// without asking the engine.
package struct Forecast {
    /// Elements that a token can reach.
    package private(set) var possible: Set<String> = []
    /// Elements that a token reaches whatever the data are.
    package private(set) var certain: Set<String> = []

    private let definitions: Definitions
    private let twin: Twin
    /// What is thrown somewhere.
    private var thrown: Set<String> = []
    /// How much time there is.
    private let time: Int64
    /// How many processes call each other.
    private var depth = 0

    /// - Parameters:
    ///   - definitions: the model without the events.
    ///   - roots: the processes that are started.
    ///   - time: how long they run, in milliseconds.
    ///   - twin: which events were taken away.
    package init(_ definitions: Definitions, from roots: [String], time: Int64, twin: Twin) {
        (self.definitions, self.time, self.twin) = (definitions, time, twin)
        // What is reached throws more, and what is thrown lets more be reached.
        var before = -1
        while before < thrown.count {
            before = thrown.count
            for root in roots { _ = run(process: root, isCertain: true) }
            // What a message or signal starts, if one can come.
            for process in definitions.processes where process.body.nodes.contains(where: startsByEvent) {
                _ = run(process.body, isCertain: false, isTriggered: true)
            }
            thrown = definitions.processes.reduce(into: thrown) { collect($1.body, into: &$0) }
        }
    }

    private func collect(_ scope: FlowScope, into thrown: inout Set<String>) {
        for node in scope.nodes {
            if case .subProcess(let process) = node.kind { collect(process.body, into: &thrown) }
            if possible.contains(node.id) { thrown.formUnion(definitions.throws(of: node)) }
        }
    }

    /// How an element or scope that was entered can end: by itself at all, and in any case.
    struct Ending {
        var isPossible: Bool
        var isCertain: Bool
    }

    private mutating func run(process id: String, isCertain: Bool) -> Ending {
        guard depth < 20, let process = definitions.process(id) else {
            return Ending(isPossible: true, isCertain: false)
        }
        depth += 1
        defer { depth -= 1 }
        return run(process.body, isCertain: isCertain, isTriggered: false)
    }

    private mutating func run(_ scope: FlowScope, isCertain: Bool, isTriggered: Bool) -> Ending {
        var paths = ScopePaths(scope)
        // What may be ended before its time is not certain.
        let isDisturbed = scope.nodes.contains { canInterrupt($0) }
        for node in scope.nodes where begins(node, paths, isTriggered) {
            paths.enter(node.id, isCertain: isCertain && !isDisturbed)
        }
        var endings: [String: Ending] = [:]
        var before = -1
        while before < paths.size {
            before = paths.size
            for node in scope.nodes where paths.entered.contains(node.id) {
                let ending = ending(of: node, isCertain: paths.sure.contains(node.id))
                endings[node.id] = ending
                if ending.isPossible { paths.leave(node, ending, isBlocked: isBlocked) }
            }
            for node in scope.nodes where isHandler(node, paths) { paths.enter(node.id, isCertain: false) }
        }
        possible.formUnion(paths.entered)
        certain.formUnion(paths.sure)
        let reached = scope.nodes.filter { paths.entered.contains($0.id) }
        return Ending(
            isPossible: !paths.isHeldUp
                && reached.allSatisfy { !paths.sure.contains($0.id) || endings[$0.id]?.isPossible != false },
            isCertain: !isDisturbed && !paths.canHang
                && reached.allSatisfy { endings[$0.id]?.isCertain == true })
    }

    /// How a node ends that was entered.
    private mutating func ending(of node: FlowNode, isCertain: Bool) -> Ending {
        let isSure = isCertain && node.loop == nil
        switch node.kind {
        case .subProcess(let process):
            return run(process.body, isCertain: isSure, isTriggered: process.kind == .event)
        case .callActivity(let called?) where definitions.process(called) != nil:
            return run(process: called, isCertain: isSure)
        case .intermediateCatchEvent:
            let isTimely = node.events.isEmpty || node.events.contains { comesInTime($0) }
            return Ending(isPossible: !isBlocked(node), isCertain: isTimely)
        case .task(let work) where work.kind == .receive:
            return Ending(isPossible: !isBlocked(node), isCertain: false)
        case .eventBasedGateway, .complexGateway: return Ending(isPossible: true, isCertain: false)
        default: return Ending(isPossible: true, isCertain: node.startQuantity == 1)
        }
    }

    // MARK: - Events

    /// Whether a token begins here.
    private func begins(_ node: FlowNode, _ paths: ScopePaths, _ isTriggered: Bool) -> Bool {
        if isTriggered { return startsByEvent(node) }
        if case .startEvent = node.kind { return node.events.isEmpty }
        guard !paths.hasStart, !paths.isTarget(node.id), !node.isForCompensation else { return false }
        switch node.kind {
        case .boundaryEvent: return false
        case .subProcess(let process): return process.kind != .event
        case .task(let work): return !work.instantiates
        case .eventBasedGateway(let instantiates, _): return !instantiates
        default: return true
        }
    }

    /// Whether an event that can come begins a scope here.
    private func startsByEvent(_ node: FlowNode) -> Bool {
        switch node.kind {
        case .startEvent: !node.events.isEmpty && !isBlocked(node)
        case .task(let work): work.instantiates && !isBlocked(node)
        case .eventBasedGateway(let instantiates, _): instantiates
        default: false
        }
    }

    /// Whether a boundary event, event subprocess or compensation handler can run beside what was entered.
    private func isHandler(_ node: FlowNode, _ paths: ScopePaths) -> Bool {
        switch node.kind {
        case .boundaryEvent(let activity, _):
            return paths.entered.contains(activity) && !node.events.contains(where: \.isCompensation)
                && !isBlocked(node)
        case .subProcess(let process) where process.kind == .event:
            return process.body.nodes.contains(where: startsByEvent)
        default: return paths.undoes(node.id).contains { !isSilent($0) }
        }
    }

    /// Whether a node can end what runs beside it before its time.
    private func canInterrupt(_ node: FlowNode) -> Bool {
        switch node.kind {
        case .boundaryEvent(_, let cancels):
            return cancels && !isBlocked(node) && !node.events.contains(where: \.isCompensation)
        case .endEvent: return node.events.contains(where: \.endsOthers)
        case .subProcess(let process) where process.kind == .event:
            return process.body.nodes.contains(where: startsByEvent)
        case .subProcess(let process): return process.body.nodes.contains(where: canInterrupt)
        case .callActivity(let called?):
            return definitions.process(called).map {
                $0.body.nodes.contains { $0.events.contains(where: \.endsOthers) }
            } ?? false
        default: return false
        }
    }

    private func isSilent(_ definition: EventDefinition) -> Bool { isSilent(definition.trigger) }

    /// Whether nothing ever triggers an event that waits for this.
    private func isSilent(_ trigger: EventDefinition.Trigger) -> Bool {
        switch trigger {
        case .timer: twin == .timer
        case .conditional: twin == .condition
        default: !thrown.contains(definitions.key(of: trigger))
        }
    }

    /// Whether a node waits for what never comes.
    private func isBlocked(_ node: FlowNode) -> Bool {
        if case .task(let work) = node.kind, work.kind == .receive {
            return isSilent(.message(message: work.message, operation: work.operation))
        }
        guard !node.events.isEmpty else { return false }
        return node.isParallelMultiple
            ? node.events.contains(where: isSilent) : node.events.allSatisfy(isSilent)
    }

    private func comesInTime(_ definition: EventDefinition) -> Bool {
        guard case .timer(.duration(let text)) = definition.trigger, !isSilent(definition),
            let span = TimeSpan(iso: text.text)
        else { return false }
        return TimeInstant(milliseconds: 0).adding(span).milliseconds <= time
    }
}

extension EventDefinition {
    var isCompensation: Bool { if case .compensation = trigger { true } else { false } }

    /// Whether throwing it at an end takes tokens away.
    fileprivate var endsOthers: Bool {
        switch trigger {
        case .terminate, .error, .cancel, .escalation: true
        default: false
        }
    }
}
