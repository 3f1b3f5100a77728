package import Capabilities
package import Diagnostics

/// A recorded, justified exception that ends.
package struct Waiver: Hashable, Sendable {
    /// What it excuses.
    package enum Target: Hashable, Sendable {
        case gate(String)
        /// All findings of a rule, or an advisory by any of its names.
        case rule(String)
        /// One finding, by its rule, alias, or fingerprint.
        case finding(String)

        package var text: String {
            switch self {
            case .gate(let name), .rule(let name), .finding(let name): name
            }
        }

        package var label: String {
            switch self {
            case .gate: "gate"
            case .rule: "rule"
            case .finding: "finding"
            }
        }
    }

    package let target: Target
    package let reason: String
    /// Who answers for it.
    package let owner: String?
    /// The last day on which it holds.
    package let until: CalendarDay
    package let place: SourcePlace?

    package init(
        target: Target, reason: String, owner: String?, until: CalendarDay, place: SourcePlace? = nil
    ) {
        (self.target, self.reason, self.owner, self.until, self.place) = (target, reason, owner, until, place)
    }

    package func isExpired(on day: CalendarDay) -> Bool { until < day }

    package func covers(gate: String) -> Bool { target == .gate(gate) }

    package func covers(_ finding: Finding) -> Bool {
        switch target {
        case .gate: false
        case .rule(let rule): finding.rule == rule || finding.aliases.contains(rule)
        case .finding(let name):
            finding.fingerprint == name || finding.rule == name || finding.aliases.contains(name)
        }
    }
}
