import Capabilities
import Conditions

/// Decides a run: no clock, file or network is read here, so the same values always give the same verdict.
///
/// A required gate that was not measured never passes: it leaves the verdict undecided, except where the policy only
/// lists gates that do not apply. A gate whose condition fails makes the answer no, whatever else is open.
package func decide(_ runs: [GateRun], on basis: DecisionBasis) -> Verdict {
    let byName = Dictionary(runs.map { ($0.gate, $0) }) { _, last in last }
    var decisions: [GateDecision] = []
    var applied: [AppliedWaiver] = []
    for gate in basis.gates {
        let (decision, waivers) = decide(gate, byName[gate.name], on: basis)
        decisions.append(decision)
        applied += waivers
    }
    let statuses = Set(decisions.map(\.status))
    let result: Verdict.Result =
        statuses.contains(.failed) ? .notDone : statuses.contains(.undecided) ? .undecided : .done
    return Verdict(result: result, decisions: decisions, waivers: applied)
}

private func decide(
    _ gate: PlannedGate, _ run: GateRun?, on basis: DecisionBasis
) -> (GateDecision, [AppliedWaiver]) {
    guard let run, run.outcome.isMeasured else {
        return waiveIfCovered(unmeasured(gate, run?.outcome, basis.unmeasured), on: basis)
    }
    guard let sentence = gate.condition else {
        return (gate.decision(.reported, parts: [], reason: "reported only"), [])
    }
    guard let condition = try? Condition(parsing: sentence) else {
        // The plan only holds sentences that parsed; one that no longer does leaves the gate open.
        return (
            gate.decision(.undecided, parts: [], reason: "the condition `\(sentence)` cannot be read"), []
        )
    }
    let live = basis.waivers.filter { !$0.isExpired(on: basis.today) }
    let strict = evaluate(condition, run, waivers: [], basis)
    let lenient = evaluate(condition, run, waivers: live, basis)
    let used = run.findings.flatMap { finding in
        live.filter { $0.covers(finding) }.map {
            AppliedWaiver(waiver: $0, gate: gate.name, finding: finding.fingerprint)
        }
    }
    let parts = lenient.parts.map(DecisionPart.init)
    switch (lenient.result, strict.result) {
    case (.holds, .fails), (.holds, .undetermined):
        return (gate.decision(.waived, parts: parts, reason: waiverWords(used)), used)
    case (.holds, .holds): return (gate.decision(.passed, parts: parts, reason: words(parts)), [])
    case (.undetermined, _):
        let status: GateDecision.Status = gate.requirement == .reported ? .notMeasured : .undecided
        return waiveIfCovered(gate.decision(status, parts: parts, reason: words(parts)), on: basis)
    case (.fails, _) where gate.requirement == .reported:
        return (gate.decision(.reported, parts: parts, reason: words(parts)), [])
    case (.fails, _):
        return waiveIfCovered(gate.decision(.failed, parts: parts, reason: words(parts)), on: basis)
    }
}

private func evaluate(
    _ condition: Condition, _ run: GateRun, waivers: [Waiver], _ basis: DecisionBasis
) -> ConditionOutcome {
    let known = basis.known?[run.gate]
    let facts = run.findings.map { finding in
        finding.fact(
            isNew: !(known?.contains(finding.fingerprint) ?? false),
            waived: waivers.contains { $0.covers(finding) })
    }
    let metrics = basis.metrics[run.gate]
    return condition.evaluate(
        ConditionFacts(
            measurements: Dictionary(run.measurements.map { ($0.name, $0.quantity) }) { first, _ in first },
            main: metrics?.main ?? (run.measurements.count == 1 ? run.measurements[0].name : nil),
            findings: facts, unknownSeverity: basis.unknownSeverity,
            baselines: basis.baselines.compactMapValues { $0[run.gate] }, newKnown: known != nil,
            lowerIsBetter: metrics?.lowerIsBetter ?? [:]))
}

/// A waiver of the whole gate turns a no or an open answer into `waived`.
private func waiveIfCovered(
    _ decision: GateDecision, on basis: DecisionBasis
) -> (GateDecision, [AppliedWaiver]) {
    guard decision.status == .failed || decision.status == .undecided,
        let waiver = basis.waivers.first(where: {
            $0.covers(gate: decision.gate) && !$0.isExpired(on: basis.today)
        })
    else { return (decision, []) }
    let applied = AppliedWaiver(waiver: waiver, gate: decision.gate, finding: nil)
    let waived = GateDecision(
        gate: decision.gate, kind: decision.kind, status: .waived, requirement: decision.requirement,
        condition: decision.condition, parts: decision.parts,
        reason: "\(decision.reason); \(waiverWords([applied]))")
    return (waived, [applied])
}

/// - Parameters:
///   - gate: A gate of the plan.
///   - outcome: What became of it; `nil` if the run did not have it, as when it is decided by another policy.
///   - rule: What the policy makes of gates that do not apply.
/// - Returns: The decision that stands for lack of a measurement.
private func unmeasured(
    _ gate: PlannedGate, _ outcome: GateOutcome?, _ rule: Policy.Unmeasured
) -> GateDecision {
    let reason = outcome?.reason ?? "the run did not measure it"
    let status: GateDecision.Status =
        switch (gate.requirement, outcome) {
        case (.reported, _): .notMeasured
        case (.whereConfigured, .notApplicable): .notMeasured
        case (.required, .notApplicable): rule == .listed ? .notMeasured : .undecided
        case (.required, _), (.whereConfigured, _): .undecided
        }
    let words = outcome.map { $0.isFailure ? "\($0.name): \(reason)" : reason } ?? reason
    return gate.decision(status, parts: [], reason: words)
}

extension GateOutcome {
    /// Whether something went wrong, as opposed to there being nothing to do.
    fileprivate var isFailure: Bool {
        switch self {
        case .failedToRun: true
        case .measured, .timedOut, .notApplicable, .cancelled: false
        }
    }
}

extension PlannedGate {
    fileprivate func decision(
        _ status: GateDecision.Status, parts: [DecisionPart], reason: String
    ) -> GateDecision {
        GateDecision(
            gate: name, kind: kind, status: status, requirement: requirement, condition: condition,
            parts: parts,
            reason: reason)
    }
}

extension DecisionPart {
    fileprivate init(_ part: ConjunctOutcome) {
        let result: Result =
            switch part.result {
            case .holds: .holds
            case .fails: .fails
            case .undetermined: .undetermined
            }
        self.init(
            text: part.conjunct.description, result: result, measured: part.measured, required: part.required,
            findings: part.counted.map(\.fingerprint), reason: part.reason)
    }
}

/// The parts that decide, in one sentence: those that fail, else those that are open, else all.
private func words(_ parts: [DecisionPart]) -> String {
    for result in [DecisionPart.Result.fails, .undetermined, .holds] {
        let matching = parts.filter { $0.result == result }
        if matching.isEmpty { continue }
        return matching.map { part in
            part.reason.map { "`\(part.text)`: \($0)" } ?? "\(part.measured), required \(part.required)"
        }.joined(separator: "; ")
    }
    return "nothing to decide"
}

private func waiverWords(_ applied: [AppliedWaiver]) -> String {
    var seen: Set<Waiver> = []
    let waivers = applied.map(\.waiver).filter { seen.insert($0).inserted }
    return waivers.map { "waived until \($0.until): \($0.reason)" }.joined(separator: "; ")
}
