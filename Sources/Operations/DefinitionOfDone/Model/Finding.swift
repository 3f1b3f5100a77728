package import Conditions
package import Diagnostics
import Digests

/// One problem that a gate found.
package struct Finding: Hashable, Sendable {
    package let gate: String
    /// The word of the condition language that counts it, such as `errors` or `vulnerabilities`.
    package let kind: String
    /// The tool's own name for the rule: `F401`, `arg-type`, `GHSA-…`.
    package let rule: String
    /// Other names of the same problem, such as the CVE of an advisory.
    package let aliases: [String]
    /// `nil`: the tool does not say.
    package let severity: Severity?
    /// With a path relative to the project, if it lies inside.
    package let place: SourcePlace?
    package let message: String
    /// What mends it, as one sentence, when the tool knows.
    package let remedy: String?
    /// The same for the same problem in a later run, also when lines above it came or went.
    package let fingerprint: String

    package init(
        gate: String, kind: String, rule: String, aliases: [String] = [], severity: Severity?,
        place: SourcePlace? = nil, message: String, remedy: String? = nil, fingerprint: String? = nil
    ) {
        (self.gate, self.kind, self.rule, self.aliases) = (gate, kind, rule, aliases)
        (self.severity, self.place, self.message, self.remedy) = (severity, place, message, remedy)
        self.fingerprint =
            fingerprint
            ?? String(
                SHA256Digest(of: [gate, kind, rule, place?.file ?? "", message].joined(separator: "\u{0}"))
                    .hex.prefix(16))
    }

    /// What the condition language sees of it.
    package func fact(isNew: Bool, waived: Bool) -> ConditionFinding {
        ConditionFinding(
            kind: kind, severity: severity, isNew: isNew, waived: waived, fingerprint: fingerprint)
    }
}
