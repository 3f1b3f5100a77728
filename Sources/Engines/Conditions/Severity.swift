/// How bad a finding is, from a note to a release stopper.
///
/// A finding whose severity is not known has none (`Severity?`); ``UnknownSeverityRule`` says how it counts.
public enum Severity: Int, Comparable, CaseIterable, Sendable {
    case info, low, medium, high, critical

    /// The word for it in a condition: `info`, `low`, `medium`, `high` or `critical`.
    public var name: String {
        switch self {
        case .info: "info"
        case .low: "low"
        case .medium: "medium"
        case .high: "high"
        case .critical: "critical"
        }
    }

    /// The severity of that name, in upper or lower case; `nil` when there is none.
    public init?(named name: String) {
        let name = name.lowercased()
        guard let severity = Self.allCases.first(where: { $0.name == name }) else { return nil }
        self = severity
    }

    public static func < (a: Self, b: Self) -> Bool { a.rawValue < b.rawValue }
}

/// How a finding of unknown severity counts when a condition asks for severities.
///
/// A condition that names no severity (`no CVEs`) counts such a finding under every rule.
public enum UnknownSeverityRule: Hashable, Sendable {
    /// As the worst: what nobody has rated is not taken for harmless.
    case countsAsCritical
    /// As no severity at all: it is counted only where no severity is asked for.
    case ignore
    /// As this severity.
    case countsAs(Severity)

    /// The severity that stands in for an unknown one, if any.
    public var severity: Severity? {
        switch self {
        case .countsAsCritical: .critical
        case .ignore: nil
        case .countsAs(let severity): severity
        }
    }
}
