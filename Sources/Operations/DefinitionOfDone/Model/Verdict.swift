/// The answer of a run: a conjunction of conditions, each with its measured value.
package struct Verdict: Hashable, Sendable {
    package enum Result: String, Sendable {
        case done
        case notDone = "not done"
        case undecided
    }

    package let result: Result
    /// One a gate, in the order of the plan.
    package let decisions: [GateDecision]
    /// The waivers that changed a decision.
    package let waivers: [AppliedWaiver]

    package init(result: Result, decisions: [GateDecision], waivers: [AppliedWaiver]) {
        (self.result, self.decisions, self.waivers) = (result, decisions, waivers)
    }

    package func decisions(_ status: GateDecision.Status) -> [GateDecision] {
        decisions.filter { $0.status == status }
    }
}

/// A waiver with what it excused.
package struct AppliedWaiver: Hashable, Sendable {
    package let waiver: Waiver
    package let gate: String
    /// The fingerprint; `nil` if the whole gate is waived.
    package let finding: String?

    package init(waiver: Waiver, gate: String, finding: String?) {
        (self.waiver, self.gate, self.finding) = (waiver, gate, finding)
    }
}

/// What a policy made of one gate.
package struct GateDecision: Hashable, Sendable {
    package enum Status: String, Sendable {
        case passed
        case failed
        /// It would have failed without a waiver.
        case waived
        /// Measured; nothing depends on it.
        case reported
        /// Not measured, and that does not matter under this policy.
        case notMeasured = "not measured"
        /// Not measured, and the verdict waits for it.
        case undecided
    }

    package let gate: String
    package let kind: GateKind
    package let status: Status
    package let requirement: Policy.Requirement
    package let condition: String?
    package let parts: [DecisionPart]
    /// One sentence: what decided it.
    package let reason: String

    package init(
        gate: String, kind: GateKind, status: Status, requirement: Policy.Requirement, condition: String?,
        parts: [DecisionPart], reason: String
    ) {
        (self.gate, self.kind, self.status, self.requirement) = (gate, kind, status, requirement)
        (self.condition, self.parts, self.reason) = (condition, parts, reason)
    }
}

/// One conjunct of a condition against what was measured.
package struct DecisionPart: Hashable, Sendable {
    package enum Result: String, Sendable { case holds, fails, undetermined }
    package let text: String
    package let result: Result
    /// `79.4 %`, `2 critical or high CVEs`.
    package let measured: String
    package let required: String
    /// Fingerprints of the findings that count against it.
    package let findings: [String]
    package let reason: String?

    package init(
        text: String, result: Result, measured: String, required: String, findings: [String], reason: String?
    ) {
        (self.text, self.result, self.measured, self.required) = (text, result, measured, required)
        (self.findings, self.reason) = (findings, reason)
    }
}
