package import Capabilities
package import Conditions

/// What a decision rests on besides the measurements; recorded with the run, so that it can be made again.
package struct DecisionBasis: Hashable, Sendable {
    /// What of the gate catalogue a decision asks for.
    package struct Metrics: Hashable, Sendable {
        /// The metric that a condition without one means.
        package let main: String?
        package let lowerIsBetter: [String: Bool]

        package init(main: String?, lowerIsBetter: [String: Bool]) {
            (self.main, self.lowerIsBetter) = (main, lowerIsBetter)
        }
    }

    /// The policy's name.
    package let policy: String
    /// What a required gate that does not apply does to the verdict.
    package let unmeasured: Policy.Unmeasured
    /// Whether people approve what is done; it changes no verdict.
    package let needsApproval: Bool
    /// The gates of the plan with the conditions that hold for them.
    package let gates: [PlannedGate]
    package let waivers: [Waiver]
    /// The day that waivers are held against.
    package let today: CalendarDay
    package let unknownSeverity: UnknownSeverityRule
    /// What earlier runs measured: baseline name → gate → metric → value.
    package let baselines: [String: [String: [String: Quantity]]]
    /// Fingerprints that the baseline run had, by gate; `nil`: there is no baseline to tell new from old.
    package let known: [String: Set<String>]?
    /// By gate; a gate of the team's own has none.
    package let metrics: [String: Metrics]

    package init(
        policy: Policy, gates: [PlannedGate], waivers: [Waiver], today: CalendarDay,
        unknownSeverity: UnknownSeverityRule, baselines: [String: [String: [String: Quantity]]] = [:],
        known: [String: Set<String>]? = nil
    ) {
        self.init(
            policy: policy.name, unmeasured: policy.unmeasured, needsApproval: policy.needsApproval,
            gates: gates, waivers: waivers, today: today, unknownSeverity: unknownSeverity,
            baselines: baselines, known: known,
            metrics: GateCatalog.metrics(of: gates.map(\.name)))
    }

    init(
        policy: String, unmeasured: Policy.Unmeasured, needsApproval: Bool, gates: [PlannedGate],
        waivers: [Waiver], today: CalendarDay, unknownSeverity: UnknownSeverityRule,
        baselines: [String: [String: [String: Quantity]]], known: [String: Set<String>]?,
        metrics: [String: Metrics]
    ) {
        (self.policy, self.unmeasured, self.gates) = (policy, unmeasured, gates)
        self.needsApproval = needsApproval
        (self.waivers, self.today, self.unknownSeverity) = (waivers, today, unknownSeverity)
        (self.baselines, self.known, self.metrics) = (baselines, known, metrics)
    }

    /// The same basis for other gates.
    func deciding(
        _ gates: [PlannedGate], policy: String? = nil, unmeasured: Policy.Unmeasured? = nil
    ) -> DecisionBasis {
        DecisionBasis(
            policy: policy ?? self.policy, unmeasured: unmeasured ?? self.unmeasured,
            needsApproval: needsApproval, gates: gates, waivers: waivers, today: today,
            unknownSeverity: unknownSeverity, baselines: baselines,
            known: known,
            metrics: GateCatalog.metrics(of: gates.map(\.name)).merging(metrics) { _, recorded in recorded })
    }
}

extension GateCatalog {
    fileprivate static func metrics(of names: [String]) -> [String: DecisionBasis.Metrics] {
        var metrics: [String: DecisionBasis.Metrics] = [:]
        for name in names {
            guard let specification = specification(of: name) else { continue }
            metrics[name] = DecisionBasis.Metrics(
                main: specification.mainMetric, lowerIsBetter: specification.lowerIsBetter)
        }
        return metrics
    }
}
