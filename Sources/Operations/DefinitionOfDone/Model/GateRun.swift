/// All that a run recorded of one gate.
package struct GateRun: Hashable, Sendable {
    package let gate: String
    package let kind: GateKind
    package var outcome: GateOutcome
    package var tool: ToolIdentity?
    /// The command line of the tool, redacted; empty for a native gate.
    package var command: [String]
    package var measurements: [Measurement]
    package var findings: [Finding]
    package var evidence: [Evidence]
    package var duration: Duration
    /// The run that measured it, if this run took its result from the cache.
    package var reusedFrom: String?
    /// The content key of the measurement; `nil` if it may not be used again.
    package var key: String?

    package init(
        gate: String, kind: GateKind, outcome: GateOutcome, tool: ToolIdentity? = nil, command: [String] = [],
        measurements: [Measurement] = [], findings: [Finding] = [], evidence: [Evidence] = [],
        duration: Duration = .zero, reusedFrom: String? = nil, key: String? = nil
    ) {
        (self.gate, self.kind, self.outcome, self.tool, self.command) = (gate, kind, outcome, tool, command)
        (self.measurements, self.findings, self.evidence) = (measurements, findings, evidence)
        (self.duration, self.reusedFrom, self.key) = (duration, reusedFrom, key)
    }
}
