/// A run as far as its events tell.
package struct RunState: Hashable, Sendable {
    package let id: String
    package private(set) var header: RunHeader?
    package private(set) var plan: [PlannedGate] = []
    /// Gates of the policy that are not part of the run.
    package private(set) var leftOut: [LeftOutGate] = []
    /// The gates that have ended or were reused, in the order of the plan.
    package var gates: [GateRun] { plan.compactMap { runs[$0.name] } }
    package private(set) var verdict: Verdict?
    package private(set) var end: RunEnd?
    /// What the verdict was decided from, besides the gates.
    package private(set) var basis: DecisionBasis?
    /// How many events were taken in.
    package private(set) var version = 0
    /// When the last event was appended, in nanoseconds since 1970.
    package private(set) var lastTime: Int64?
    /// When the first event was appended, in nanoseconds since 1970.
    package private(set) var started: Int64?
    package private(set) var traceID: String?
    private var runs: [String: GateRun] = [:]
    private var signing = ApprovalState()

    package init(id: String) { self.id = id }

    package func gate(_ name: String) -> GateRun? { runs[name] }

    /// Gates that were started and have not ended.
    package var unfinished: [PlannedGate] {
        plan.filter { runs[$0.name] == nil || runs[$0.name]?.outcome == .cancelled }
    }

    /// What people said to it; `nil` for a run that nobody is asked about.
    ///
    /// A run that was stopped is asked about by nobody, whatever its process waits for.
    package var approval: Approval? {
        signing.approval(
            isAsked: basis?.needsApproval == true && verdict?.result == .done,
            isOver: end?.result == .completed)
    }

    /// Takes one event in; the state is the fold of its events.
    ///
    /// - Parameters:
    ///   - event: What happened.
    ///   - time: When it was recorded, in nanoseconds since 1970.
    ///   - traceID: The trace that it was recorded in.
    ///   - actor: Who recorded it.
    package mutating func apply(
        _ event: RunEvent, time: Int64, traceID: String? = nil, actor: String? = nil
    ) {
        started = started ?? time
        lastTime = time
        version += 1
        self.traceID = self.traceID ?? traceID
        switch event {
        case .runStarted(let header): self.header = header
        case .planMade(let gates, let leftOut): (plan, self.leftOut) = (gates, leftOut)
        case .gateStarted(let gate, let tool, let command):
            // In a run that goes on, what was cut short counts for nothing.
            runs[gate] = nil
            update(gate) { ($0.tool, $0.command) = (tool, command) }
        case .gateReused(let gate, let run, let key):
            runs[gate] = nil
            update(gate) { ($0.reusedFrom, $0.key) = (run, key) }
        case .measurementRecorded(let gate, let measurement):
            update(gate) { $0.measurements.append(measurement) }
        case .findingRecorded(let finding): update(finding.gate) { $0.findings.append(finding) }
        case .evidenceStored(let gate, let evidence): update(gate) { $0.evidence.append(evidence) }
        case .gateFinished(let end): update(end.gate) { $0.finish(end) }
        case .policyEvaluated(let basis): self.basis = basis
        case .waiverApplied: break
        case .workflow(let record): signing.apply(record, actor: actor, time: time)
        case .verdictReached(let verdict): self.verdict = verdict
        case .runFinished(let end): self.end = end
        // It goes on: what ended was a part of it.
        case .runResumed: end = nil
        }
    }

    private mutating func update(_ gate: String, _ change: (inout GateRun) -> Void) {
        // A gate that has not ended counts as cancelled, which is what it is if the log stops here.
        let kind = plan.first { $0.name == gate }?.kind ?? .quality
        change(&runs[gate, default: GateRun(gate: gate, kind: kind, outcome: .cancelled)])
    }
}

extension GateRun {
    fileprivate mutating func finish(_ end: GateEnd) {
        (outcome, duration, key) = (end.outcome, end.duration, end.key ?? key)
        if let tool = end.tool { self.tool = tool }
        if !end.command.isEmpty { command = end.command }
    }

    /// The events that tell this gate's result, in order.
    package var events: [RunEvent] {
        let start: RunEvent =
            if let reusedFrom, let key {
                .gateReused(gate: gate, run: reusedFrom, key: key)
            } else {
                .gateStarted(gate: gate, tool: tool, command: command)
            }
        return [start] + measurements.map { .measurementRecorded(gate: gate, $0) }
            + findings.map { .findingRecorded($0) } + evidence.map { .evidenceStored(gate: gate, $0) }
            + [
                .gateFinished(
                    GateEnd(
                        gate: gate, kind: kind, outcome: outcome, tool: tool, command: command,
                        duration: duration,
                        key: key))
            ]
    }
}
