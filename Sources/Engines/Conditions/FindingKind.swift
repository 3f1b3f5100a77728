/// What a condition counts.
///
/// Every finding has one kind, given as a string (``ConditionFinding/kind``). Most words count the findings of the kind
/// of that name; three count more:
///
/// - `findings` counts every finding, whatever its kind.
/// - `errors` counts the kind `errors`, and of the unspecific kind `findings` those of severity high or critical.
/// - `warnings` counts the kind `warnings`, and of the unspecific kind `findings` those of severity low or medium.
public enum FindingKind: String, Hashable, Sendable, CaseIterable {
    case findings, errors, warnings, failures, vulnerabilities, secrets, licenses

    /// The noun for so many of them, as conditions are printed: `1 CVE`, `2 CVEs`.
    public func noun(for count: Int) -> String {
        switch self {
        case .vulnerabilities: count == 1 ? "CVE" : "CVEs"
        default: count == 1 ? String(rawValue.dropLast()) : rawValue
        }
    }

    /// The kind of that name, singular or plural, in upper or lower case.
    init?(word: String) {
        guard let kind = Self.words[word.lowercased()] else { return nil }
        self = kind
    }

    static let words: [String: FindingKind] = [
        "finding": .findings, "findings": .findings,
        "error": .errors, "errors": .errors,
        "warning": .warnings, "warnings": .warnings,
        "failure": .failures, "failures": .failures,
        "vulnerability": .vulnerabilities, "vulnerabilities": .vulnerabilities,
        "cve": .vulnerabilities, "cves": .vulnerabilities,
        "secret": .secrets, "secrets": .secrets,
        "license": .licenses, "licenses": .licenses, "licence": .licenses, "licences": .licenses,
    ]

    /// What people write for a kind and what to write instead.
    static let otherWords: [String: String] = [
        "issue": "findings", "issues": "findings", "problem": "findings", "problems": "findings",
        "bug": "findings", "bugs": "findings", "violation": "findings", "violations": "findings",
        "vuln": "CVEs", "vulns": "CVEs", "advisory": "CVEs", "advisories": "CVEs",
        "fails": "failures", "failed": "failures", "credentials": "secrets", "leaks": "secrets",
    ]

    /// Whether a finding of this severity (the unknown ones already replaced by the rule) is one of these.
    func counts(_ kind: String, _ severity: Severity?) -> Bool {
        if self == .findings || kind == rawValue { return true }
        guard kind == FindingKind.findings.rawValue, let severity else { return false }
        switch self {
        case .errors: return severity >= .high
        case .warnings: return severity == .low || severity == .medium
        default: return false
        }
    }
}
