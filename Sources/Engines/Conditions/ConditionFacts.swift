/// A finding as far as conditions care.
public struct ConditionFinding: Hashable, Sendable {
    /// `vulnerabilities`, `secrets`, `licenses`, `errors`, `warnings`, `failures`, or the unspecific `findings`.
    public let kind: String
    /// `nil`: nobody has rated it.
    public let severity: Severity?
    /// Whether the baseline lacks it; means nothing unless ``ConditionFacts/newKnown``.
    public let isNew: Bool
    /// A waived finding is never counted.
    public let waived: Bool
    public let fingerprint: String

    public init(
        kind: String, severity: Severity?, isNew: Bool = false, waived: Bool = false, fingerprint: String
    ) {
        (self.kind, self.severity, self.isNew) = (kind, severity, isNew)
        (self.waived, self.fingerprint) = (waived, fingerprint)
    }
}

/// What one gate measured and found, and what it is compared with.
///
/// The findings are taken to be complete: a gate that failed to run has no facts, and its condition is not evaluated.
public struct ConditionFacts: Sendable {
    /// By metric; one that is missing was not measured.
    public var measurements: [String: Quantity]
    /// The metric that a comparison without a name means.
    public var main: String?
    public var findings: [ConditionFinding]
    public var unknownSeverity: UnknownSeverityRule
    /// By name of the baseline, then by metric.
    public var baselines: [String: [String: Quantity]]
    /// Whether it was determined which findings are new.
    public var newKnown: Bool
    /// By metric: whether a trend gets better downwards (`p99`) or upwards (`line`).
    public var lowerIsBetter: [String: Bool]

    public init(
        measurements: [String: Quantity] = [:], main: String? = nil, findings: [ConditionFinding] = [],
        unknownSeverity: UnknownSeverityRule = .countsAsCritical,
        baselines: [String: [String: Quantity]] = [:], newKnown: Bool = false,
        lowerIsBetter: [String: Bool] = [:]
    ) {
        (self.measurements, self.main, self.findings) = (measurements, main, findings)
        (self.unknownSeverity, self.baselines) = (unknownSeverity, baselines)
        (self.newKnown, self.lowerIsBetter) = (newKnown, lowerIsBetter)
    }
}

/// What became of a condition.
public struct ConditionOutcome: Hashable, Sendable {
    public enum Result: Hashable, Sendable {
        case holds, fails
        /// It cannot be told; never a pass.
        case undetermined
    }

    /// Fails when a part fails; else undetermined when a part is; else holds.
    public let result: Result
    /// One for each conjunct, in their order.
    public let parts: [ConjunctOutcome]

    public init(parts: [ConjunctOutcome]) {
        self.parts = parts
        let results = parts.map(\.result)
        result = results.contains(.fails) ? .fails : results.contains(.undetermined) ? .undetermined : .holds
    }
}

/// What became of one conjunct, and why.
public struct ConjunctOutcome: Hashable, Sendable {
    public let conjunct: Conjunct
    public let result: ConditionOutcome.Result
    /// For a person: `79.4 %`, `2 critical or high CVEs`, `not measured`.
    public let measured: String
    /// For a person: `>= 80%`, `no critical or high CVEs`.
    public let required: String
    /// The findings that made it fail; empty when it did not, and for metrics.
    public let counted: [ConditionFinding]
    /// Why it cannot be told; `nil` when it can.
    public let reason: String?

    public init(
        conjunct: Conjunct, result: ConditionOutcome.Result, measured: String, required: String,
        counted: [ConditionFinding] = [], reason: String? = nil
    ) {
        (self.conjunct, self.result, self.measured) = (conjunct, result, measured)
        (self.required, self.counted, self.reason) = (required, counted, reason)
    }
}
