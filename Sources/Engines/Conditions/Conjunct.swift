/// One part of a condition; all parts must hold.
public enum Conjunct: Hashable, Sendable {
    /// A metric stands so to an amount: `branch >= 80%`.
    case comparison(Comparison)
    /// No such finding: `no new critical or high CVEs`.
    case absence(Selection)
    /// At most so many of them: `at most 3 warnings`.
    case limit(Int, Selection)
    /// A metric is no worse than it was: `not worse by more than 5% than main`.
    case trend(Trend)

    public struct Comparison: Hashable, Sendable {
        /// `nil`: the gate's main metric.
        public let metric: String?
        public let relation: Relation
        public let amount: Amount
    }

    /// How the measured number must stand to the written one.
    public enum Relation: String, Hashable, Sendable, CaseIterable {
        case atLeast = ">="
        case above = ">"
        case atMost = "<="
        case below = "<"
        case equal = "=="
        case different = "!="
    }

    /// Which findings are meant.
    public struct Selection: Hashable, Sendable {
        /// Only those that the baseline does not have.
        public let isNew: Bool
        public let severities: Severities
        public let kind: FindingKind
    }

    public enum Severities: Hashable, Sendable {
        /// Every finding, one of unknown severity included.
        case any
        /// Exactly these, highest first.
        case oneOf([Severity])
        /// This one and every higher one.
        case orHigher(Severity)
    }

    public struct Trend: Hashable, Sendable {
        /// `nil`: the gate's main metric.
        public let metric: String?
        /// How much worse is still good enough; `nil`: nothing.
        public let allowance: Amount?
        /// What it is compared with: `main`, `last`, a ref, a run id.
        public let baseline: String
    }
}

extension Conjunct.Relation {
    func holds(_ order: Order) -> Bool {
        switch self {
        case .atLeast: order != .less
        case .above: order == .more
        case .atMost: order != .more
        case .below: order == .less
        case .equal: order == .same
        case .different: order != .same
        }
    }
}

extension Conjunct.Severities {
    /// Whether a finding of this severity (an unknown one already replaced by the rule) is meant.
    func contains(_ severity: Severity?) -> Bool {
        switch self {
        case .any: true
        case .oneOf(let some): severity.map(some.contains) ?? false
        case .orHigher(let least): severity.map { $0 >= least } ?? false
        }
    }

    /// `critical or high`, `medium or higher`; `nil` for any.
    var phrase: String? {
        switch self {
        case .any: nil
        case .oneOf(let some): some.map(\.name).joined(separator: " or ")
        case .orHigher(let least): "\(least.name) or higher"
        }
    }
}

extension Conjunct.Selection {
    /// `new critical or high CVEs` for any number but one.
    func phrase(for count: Int) -> String {
        [isNew ? "new" : nil, severities.phrase, kind.noun(for: count)].compactMap { $0 }
            .joined(separator: " ")
    }
}

extension Conjunct: CustomStringConvertible {
    /// The canonical sentence; parsing it gives this conjunct again.
    public var description: String {
        switch self {
        case .comparison, .trend: [metric, requirement].compactMap { $0 }.joined(separator: " ")
        case .absence, .limit: requirement
        }
    }

    /// The metric that it names itself, if it names one.
    var metric: String? {
        switch self {
        case .comparison(let comparison): comparison.metric
        case .trend(let trend): trend.metric
        case .absence, .limit: nil
        }
    }

    /// The canonical sentence without the metric's name.
    var requirement: String {
        switch self {
        case .comparison(let comparison): return "\(comparison.relation.rawValue) \(comparison.amount)"
        case .absence(let selection): return "no \(selection.phrase(for: 0))"
        case .limit(let most, let selection): return "at most \(most) \(selection.phrase(for: most))"
        case .trend(let trend):
            let allowance = trend.allowance.map { " by more than \($0)" } ?? ""
            return "not worse\(allowance) than \(trend.baseline)"
        }
    }
}
