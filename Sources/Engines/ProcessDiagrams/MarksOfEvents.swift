public import BPMN

extension RunMarks {
    /// What the events of a run say about its elements and flows; times are the caller's to add.
    ///
    /// - Parameters:
    ///   - events: of one or several instances, in order. Runs of a loop count as part of one visit.
    ///   - run: for the line below the diagram.
    public init(of events: some Sequence<ProcessEvent>, run: Run? = nil) {
        self.init(run: run)
        var fold = MarkFold()
        for event in events { fold.apply(event, to: &self) }
        for (instance, count) in fold.open where count > 0 {
            guard let element = fold.element[instance] else { continue }
            elements[element, default: Element()].isActive = true
        }
    }
}

/// What must be remembered from event to event.
private struct MarkFold {
    /// The element of each instance.
    var element: [Int: String] = [:]
    /// Whether an instance has begun and not ended.
    var open: [Int: Int] = [:]
    private var incidents: [Int: String] = [:]
    /// What work said when it failed, by instance.
    private var reasons: [Int: String] = [:]

    mutating func apply(_ event: ProcessEvent, to marks: inout RunMarks) {
        switch event {
        case .sequenceFlowTaken(_, let flow): marks.flows[flow, default: 0] += 1
        case .elementActivated(let activation):
            element[activation.instance] = activation.element
            open[activation.instance] = 1
            if activation.mode != .iteration {
                marks.elements[activation.element, default: .init()].visits += 1
            }
        case .elementCompleted(let instance, _): end(instance, &marks) { $0.isCompleted = true }
        case .elementTriggered(let instance, _): end(instance, &marks, stays: true) { $0.isCompleted = true }
        case .elementCancelled(let instance): end(instance, &marks) { $0.isCancelled = true }
        case .workFailed(let instance, _, let message): reasons[instance] = message.isEmpty ? nil : message
        case .incidentRaised(let incident):
            guard let element = element[incident.instance] else { return }
            incidents[incident.id] = element
            let reason = reasons[incident.instance].map { ": \($0)" } ?? ""
            marks.elements[element, default: .init()].failure = incident.message + reason
        case .incidentResolved(let incident):
            if let element = incidents.removeValue(forKey: incident) {
                marks.elements[element]?.failure = nil
            }
        default: break
        }
    }

    private mutating func end(
        _ instance: Int, _ marks: inout RunMarks, stays: Bool = false,
        _ change: (inout RunMarks.Element) -> Void
    ) {
        if !stays { open[instance] = nil }
        if let element = element[instance] { change(&marks.elements[element, default: .init()]) }
    }
}
