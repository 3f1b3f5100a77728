package import Conditions

/// What is fixed of a gate: its kind, what it measures, what it waits for.
package struct GateSpecification: Hashable, Sendable {
    package let name: String
    package let kind: GateKind
    package let summary: String
    /// Metrics by name, with their dimension.
    package let metrics: [String: Dimension]
    package let mainMetric: String?
    package let lowerIsBetter: [String: Bool]
    /// The words a condition may use for its findings.
    package let findingKinds: Set<String>
    /// Gates whose result it builds on.
    package let after: [String]
    /// Whether it runs when nothing else does: sharing the machine would change what it measures.
    package let isExclusive: Bool
    /// Whether this version of uvmgr can measure it.
    package let isAvailable: Bool

    init(
        _ name: String, _ kind: GateKind, _ summary: String, metrics: KeyValuePairs<String, Dimension> = [:],
        lowerIsBetter: Bool = true, findings: Set<String> = [], after: [String] = [],
        isExclusive: Bool = false,
        isAvailable: Bool = true
    ) {
        (self.name, self.kind, self.summary, self.after) = (name, kind, summary, after)
        self.metrics = Dictionary(metrics.map { ($0.key, $0.value) }) { first, _ in first }
        mainMetric = metrics.first?.key
        self.lowerIsBetter = Dictionary(metrics.map { ($0.key, lowerIsBetter) }) { first, _ in first }
        findingKinds = findings.isEmpty ? [] : findings.union(["findings"])
        (self.isExclusive, self.isAvailable) = (isExclusive, isAvailable)
    }
}

/// The gates that uvmgr knows by name.
package enum GateCatalog {
    /// Other names that a user may write.
    package static let aliases = ["security": "vulnerabilities"]

    package static let specifications: [GateSpecification] = [
        GateSpecification("format", .quality, "code is formatted", findings: ["errors"]),
        GateSpecification("lint", .quality, "no lint rule is broken", findings: ["errors", "warnings"]),
        GateSpecification("types", .quality, "types check", findings: ["errors", "warnings"]),
        GateSpecification(
            "tests", .quality, "tests pass",
            metrics: [
                "failures": .count, "tests": .count, "passed": .count, "skipped": .count, "duration": .time,
            ],
            findings: ["failures", "errors"]),
        GateSpecification(
            "coverage", .quality, "tests reach the code",
            metrics: ["line": .ratio, "branch": .ratio, "diff": .ratio], lowerIsBetter: false,
            after: ["tests"]),
        GateSpecification("lock", .quality, "the lock file matches the project", findings: ["errors"]),
        GateSpecification(
            "build", .quality, "sdist and wheel build with sound metadata",
            metrics: ["wheel": .bytes, "sdist": .bytes], findings: ["errors", "warnings"]),
        GateSpecification(
            "vulnerabilities", .security, "no locked package has a known vulnerability",
            metrics: ["packages": .count], findings: ["vulnerabilities"]),
        GateSpecification(
            "performance", .performance, "benchmarks stay in their budget",
            metrics: ["p99": .time, "p95": .time, "p90": .time, "p50": .time, "mean": .time],
            isExclusive: true),
        GateSpecification(
            "waivers", .compliance, "waivers are in force and owned", findings: ["errors"]),
        later("secrets", .security, "no secrets in the tree", findings: ["secrets"]),
        later("licenses", .compliance, "licences are allowed", findings: ["licenses"]),
        later("dependencies", .quality, "declared dependencies are the used ones", findings: ["errors"]),
        later("sast", .security, "no dangerous code pattern", findings: ["errors", "warnings"]),
        later("sbom", .compliance, "a complete bill of materials", findings: ["errors"]),
        later("provenance", .compliance, "attestation made and verified", findings: ["errors"]),
        later("reproducible", .compliance, "two builds, one digest", findings: ["errors"]),
        later("policy", .compliance, "the organisation's Rego rules", findings: ["errors", "warnings"]),
    ]

    private static func later(
        _ name: String, _ kind: GateKind, _ summary: String, findings: Set<String>
    ) -> GateSpecification {
        GateSpecification(name, kind, summary, findings: findings, isAvailable: false)
    }

    /// Names and aliases that a user may write.
    package static var names: [String] { specifications.map(\.name) + aliases.keys.sorted() }

    /// The gate of that name or alias.
    package static func specification(of name: String) -> GateSpecification? {
        specifications.first { $0.name == (aliases[name] ?? name) }
    }
}
