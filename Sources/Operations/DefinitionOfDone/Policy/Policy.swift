package import Conditions

/// A named set of gates and conditions.
package struct Policy: Hashable, Sendable {
    /// Whether a gate must be measured.
    package enum Requirement: String, Sendable {
        /// It must be measured, as far as it applies.
        case required
        /// It is measured where the project has set its tool up, and left out elsewhere.
        case whereConfigured = "where configured"
        /// It is measured and shown; nothing depends on it.
        case reported
    }

    /// What the policy says of one gate.
    package struct Gate: Hashable, Sendable {
        package let name: String
        package var condition: Condition?
        package var requirement: Requirement

        package init(_ name: String, _ condition: Condition?, _ requirement: Requirement = .required) {
            (self.name, self.condition, self.requirement) = (name, condition, requirement)
        }
    }

    /// What a required gate that has nothing to measure does to the verdict.
    package enum Unmeasured: String, Sendable {
        /// It is listed; the verdict goes by the others.
        case listed
        /// The verdict is undecided.
        case undecided
    }

    package let name: String
    package var gates: [Gate]
    package var unmeasured: Unmeasured
    /// Whether a waiver must name who answers for it.
    package var waiversNeedOwner: Bool
    /// Whether a person has to approve what is done, and to confirm the waivers it rests on.
    package var needsApproval: Bool

    package init(
        name: String, gates: [Gate], unmeasured: Unmeasured, waiversNeedOwner: Bool,
        needsApproval: Bool = false
    ) {
        (self.name, self.gates, self.unmeasured) = (name, gates, unmeasured)
        (self.waiversNeedOwner, self.needsApproval) = (waiversNeedOwner, needsApproval)
    }

    package func gate(_ name: String) -> Gate? { gates.first { $0.name == name } }

    /// Puts a gate in, or in the place of the one with its name.
    package mutating func set(_ gate: Gate) {
        if let index = gates.firstIndex(where: { $0.name == gate.name }) {
            gates[index] = gate
        } else {
            gates.append(gate)
        }
    }
}
