import Conditions
package import StructuredData

/// A run decided again from what is on record: no tool runs, and no file of the project is read.
package struct Replay: Hashable, Sendable {
    package let run: RunState
    /// What was decided then.
    package let recorded: Verdict
    /// What is decided now.
    package let verdict: Verdict
    /// The policy that it was decided by now, if it is another one.
    package let otherPolicy: String?

    /// Whether both verdicts have the same canonical bytes.
    package var isIdentical: Bool { difference == nil }
    /// Where the two differ first.
    package let difference: JSONDifference?

    /// Decides a run again, by its recorded basis.
    ///
    /// - Parameters:
    ///   - run: With a verdict.
    ///   - policy: Asks what the verdict would have been under this policy. Conditions that did not come from the policy
    ///     of the run (the team's configuration, the command line) hold as they were.
    /// - Throws: ``DoDError/cannotReplay(_:reason:)``.
    package init(_ run: RunState, policy: Policy? = nil) throws(DoDError) {
        guard let recorded = run.verdict else {
            throw .cannotReplay(run.id, reason: "it has no verdict")
        }
        guard var basis = run.basis else {
            throw .cannotReplay(
                run.id,
                reason: "it was recorded by an older uvmgr, which did not record what a verdict rests on")
        }
        if let policy { basis = basis.under(policy) }
        (self.run, self.recorded) = (run, recorded)
        verdict = decide(run.gates, on: basis)
        otherPolicy = policy?.name
        difference = JSONDifference.first(between: recorded.json, and: verdict.json)
    }
}

extension DecisionBasis {
    /// The basis with the gates and conditions of another policy.
    fileprivate func under(_ policy: Policy) -> DecisionBasis {
        // What the team or the command line asked for holds under every policy.
        let own = gates.filter { !$0.origin.hasPrefix("policy ") && $0.origin != "--only" }
        var planned = policy.gates.map { gate in
            own.first { $0.name == gate.name }
                ?? PlannedGate(
                    name: gate.name, kind: kind(of: gate.name), requirement: gate.requirement,
                    condition: gate.condition?.description, origin: "policy \(policy.name)", after: [])
        }
        let names = Set(planned.map(\.name))
        planned += own.filter { !names.contains($0.name) }
        return deciding(planned, policy: policy.name, unmeasured: policy.unmeasured)
    }

    private func kind(of name: String) -> GateKind {
        gates.first { $0.name == name }?.kind ?? GateCatalog.specification(of: name)?.kind ?? .quality
    }
}
