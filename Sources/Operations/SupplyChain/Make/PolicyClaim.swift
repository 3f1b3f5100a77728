import Conditions
package import DefinitionOfDone

/// Under which policy a run may say that it was decided.
///
/// A run goes by the name of a policy also where flags left gates out and the project's settings changed conditions. Who
/// asks an attestation for a built-in policy must get what that policy has, so its name is stated only if nothing of it
/// is missing or weaker.
package struct PolicyClaim: Hashable, Sendable {
    /// The policy, with a mark if it was weakened: a name that no demand has.
    package let name: String
    /// What is missing or weaker: names of gates and settings.
    package let weakened: [String]

    package var holds: Bool { weakened.isEmpty }

    package init(of run: RunState) {
        let policy = run.header?.policy ?? ""
        var weakened = Set(run.leftOut.map(\.name))
        if let builtin = Policy.builtin(policy) {
            for gate in builtin.gates where !run.plan.contains(where: { $0.isAtLeast(gate) }) {
                weakened.insert(gate.name)
            }
            weakened.formUnion(Self.weakenedRules(of: builtin, in: run))
        }
        // Without a process on record, as in runs of old, nobody can have approved it either.
        let isToBeApproved =
            run.basis?.needsApproval == true || Policy.builtin(policy)?.needsApproval == true
        if isToBeApproved, run.approval?.state != .approved { weakened.insert("approval") }
        self.weakened = weakened.sorted()
        name = weakened.isEmpty ? policy : policy + Vocabulary.weakenedMark
    }

    private static func weakenedRules(of policy: Policy, in run: RunState) -> [String] {
        guard let basis = run.basis else { return ["rules"] }
        var weakened: [String] = []
        if policy.unmeasured == .undecided, basis.unmeasured != .undecided { weakened.append("unmeasured") }
        if basis.unknownSeverity != .countsAsCritical { weakened.append("unknown-severity") }
        if policy.waiversNeedOwner, run.verdict?.waivers.contains(where: { $0.waiver.owner == nil }) == true {
            weakened.append("waivers-need-owner")
        }
        return weakened
    }
}

extension PlannedGate {
    /// Whether the plan asks for all that a policy asks for of this gate.
    fileprivate func isAtLeast(_ gate: Policy.Gate) -> Bool {
        guard name == gate.name, requirement.rank >= gate.requirement.rank else { return false }
        guard let wanted = gate.condition else { return true }
        guard let condition, let own = try? Condition(parsing: condition) else { return false }
        return wanted.conjuncts.allSatisfy { part in own.conjuncts.contains { $0.implies(part) } }
    }
}

extension Policy.Requirement {
    fileprivate var rank: Int {
        switch self {
        case .reported: 0
        case .whereConfigured: 1
        case .required: 2
        }
    }
}

extension Conjunct {
    /// Whether `other` holds wherever this does, as far as both have the same form.
    func implies(_ other: Conjunct) -> Bool {
        if self == other { return true }
        switch (self, other) {
        case (.comparison(let own), .comparison(let other)): return own.implies(other)
        case (.absence(let own), .absence(let other)), (.absence(let own), .limit(_, let other)):
            return own.covers(other)
        case (.limit(let most, let own), .limit(let wanted, let other)):
            return most <= wanted && own.covers(other)
        default: return false
        }
    }
}

extension Conjunct.Comparison {
    fileprivate func implies(_ other: Conjunct.Comparison) -> Bool {
        guard metric == other.metric else { return false }
        let values = Dimension.allCases.lazy.compactMap { dimension -> (Double, Double)? in
            guard let own = amount.quantity(as: dimension), let wanted = other.amount.quantity(as: dimension)
            else { return nil }
            return (own.value, wanted.value)
        }
        guard let (own, wanted) = values.first else { return false }
        switch (relation, other.relation) {
        case (.atLeast, .atLeast), (.above, .above), (.above, .atLeast): return own >= wanted
        case (.atMost, .atMost), (.below, .below), (.below, .atMost): return own <= wanted
        default: return false
        }
    }
}

extension Conjunct.Selection {
    /// Whether every finding that `other` means is meant here too.
    fileprivate func covers(_ other: Conjunct.Selection) -> Bool {
        kind == other.kind && (!isNew || other.isNew)
            && (severities == .any || severities == other.severities || severities.hold(other.severities))
    }
}

extension Conjunct.Severities {
    private var levels: Set<Severity>? {
        switch self {
        case .any: nil
        case .oneOf(let some): Set(some)
        case .orHigher(let least): Set(Severity.allCases.filter { $0 >= least })
        }
    }

    fileprivate func hold(_ other: Conjunct.Severities) -> Bool {
        guard let levels, let others = other.levels else { return false }
        return levels.isSuperset(of: others)
    }
}
