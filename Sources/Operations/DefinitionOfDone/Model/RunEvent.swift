package import Workflows

/// What happens in a run, in the words of the ledger.
///
/// The stream of these events is the run: reports, lists and explanations are folds over it. The meaning of a case
/// never changes; a new shape is a new schema number.
package enum RunEvent: Hashable, Sendable {
    case runStarted(RunHeader)
    case planMade(gates: [PlannedGate], leftOut: [LeftOutGate] = [])
    case gateStarted(gate: String, tool: ToolIdentity?, command: [String])
    /// The result of an earlier run holds, because nothing that it depends on has changed.
    case gateReused(gate: String, run: String, key: String)
    case measurementRecorded(gate: String, Measurement)
    case findingRecorded(Finding)
    case evidenceStored(gate: String, Evidence)
    case gateFinished(GateEnd)
    /// All that the decision rests on besides the measurements is known.
    case policyEvaluated(DecisionBasis)
    case waiverApplied(Waiver, gate: String, finding: String?)
    case verdictReached(Verdict)
    case runFinished(RunEnd)
    /// The process of the run took steps.
    case workflow(WorkflowRecord)
    /// A run that was cut short goes on, in another process.
    case runResumed(program: String, invocation: [String])

    /// The event type of the ledger.
    package var type: String {
        switch self {
        case .runStarted: "RunStarted"
        case .planMade: "PlanMade"
        case .gateStarted: "GateStarted"
        case .gateReused: "GateReused"
        case .measurementRecorded: "MeasurementRecorded"
        case .findingRecorded: "FindingRecorded"
        case .evidenceStored: "EvidenceStored"
        case .gateFinished: "GateFinished"
        case .policyEvaluated: "PolicyEvaluated"
        case .waiverApplied: "WaiverApplied"
        case .verdictReached: "VerdictReached"
        case .runFinished: "RunFinished"
        case .runResumed: "RunResumed"
        case .workflow(let record): record.type
        }
    }

    /// The schema number of every event type above.
    package static let schema = 1
}

/// What a run is about and by what it goes.
package struct RunHeader: Hashable, Sendable {
    package let subject: Subject
    package let policy: String
    /// SHA-256 over policy, configuration and process as they were resolved.
    package let definition: String
    /// The command line, redacted.
    package let invocation: [String]
    /// The version of uvmgr.
    package let program: String

    package init(
        subject: Subject, policy: String, definition: String, invocation: [String], program: String
    ) {
        (self.subject, self.policy, self.definition) = (subject, policy, definition)
        (self.invocation, self.program) = (invocation, program)
    }
}

/// A gate of the plan, with why it is there.
package struct PlannedGate: Hashable, Sendable {
    package let name: String
    package let kind: GateKind
    package let requirement: Policy.Requirement
    /// The sentence that decides it; `nil` where it is only reported.
    package let condition: String?
    /// Where the condition comes from: `policy standard`, `pyproject.toml:12`, `--gate`.
    package let origin: String
    package let after: [String]

    package init(
        name: String, kind: GateKind, requirement: Policy.Requirement, condition: String?, origin: String,
        after: [String]
    ) {
        (self.name, self.kind, self.requirement) = (name, kind, requirement)
        (self.condition, self.origin, self.after) = (condition, origin, after)
    }
}

/// A gate that the policy has and the run leaves out.
package struct LeftOutGate: Hashable, Sendable {
    package let name: String
    /// The flag that leaves it out.
    package let reason: String

    package init(name: String, reason: String) { (self.name, self.reason) = (name, reason) }
}

/// The end of a gate.
package struct GateEnd: Hashable, Sendable {
    package let gate: String
    package let kind: GateKind
    package let outcome: GateOutcome
    package let tool: ToolIdentity?
    package let command: [String]
    package let duration: Duration
    package let key: String?

    package init(
        gate: String, kind: GateKind, outcome: GateOutcome, tool: ToolIdentity?, command: [String],
        duration: Duration, key: String?
    ) {
        (self.gate, self.kind, self.outcome, self.tool) = (gate, kind, outcome, tool)
        (self.command, self.duration, self.key) = (command, duration, key)
    }
}

/// The end of a run.
package struct RunEnd: Hashable, Sendable {
    package enum Result: String, Sendable { case completed, interrupted, timedOut = "timed out" }
    package let result: Result
    package let duration: Duration
    /// The longest chain of gates that had to wait for each other.
    package let criticalPath: Duration

    package init(result: Result, duration: Duration, criticalPath: Duration) {
        (self.result, self.duration, self.criticalPath) = (result, duration, criticalPath)
    }
}
