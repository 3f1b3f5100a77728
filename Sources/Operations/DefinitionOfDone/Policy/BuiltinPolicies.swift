import Conditions

extension Policy {
    /// The names of the policies that come with uvmgr, each a part of the next.
    package static let builtinNames = ["minimal", "standard", "strict", "enterprise"]

    /// The policy that is used when nothing else is said.
    package static let defaultName = "standard"

    /// The built-in policy of that name.
    package static func builtin(_ name: String) -> Policy? {
        guard let level = builtinNames.firstIndex(of: name) else { return nil }
        var policy = Policy(
            name: name, gates: [], unmeasured: level >= 2 ? .undecided : .listed,
            waiversNeedOwner: level >= 3,
            needsApproval: level >= 3)
        for row in rows where row.level <= level {
            policy.set(Gate(row.gate, row.condition.map(parsed), row.requirement))
        }
        return policy
    }

    private struct Row {
        /// The first policy, by its place in `builtinNames`, that has this row.
        let level: Int
        let gate: String
        let condition: String?
        let requirement: Requirement

        init(_ level: Int, _ gate: String, _ condition: String?, _ requirement: Requirement = .required) {
            (self.level, self.gate, self.condition, self.requirement) = (level, gate, condition, requirement)
        }
    }

    private static let rows = [
        Row(0, "lint", "no findings"),
        Row(0, "tests", "no failures"),
        Row(0, "lock", "no errors"),
        Row(1, "format", "no findings"),
        Row(1, "types", "no errors", .whereConfigured),
        Row(1, "coverage", nil, .reported),
        Row(1, "vulnerabilities", "no critical or high CVEs"),
        Row(1, "secrets", "no secrets"),
        Row(1, "build", "no errors"),
        Row(2, "types", "no errors"),
        Row(2, "coverage", ">= 80%"),
        Row(2, "vulnerabilities", "no vulnerabilities"),
        Row(2, "licenses", "no findings"),
        Row(2, "dependencies", "no findings"),
        Row(2, "sast", "no findings"),
        Row(2, "sbom", "no errors"),
        Row(3, "performance", "not worse by more than 10%"),
        Row(3, "provenance", "no errors"),
        Row(3, "reproducible", "no errors"),
        Row(3, "policy", "no findings"),
    ]

    /// Conditions of the table above are part of the program: a sentence in it that does not parse is a bug.
    static func parsed(_ sentence: String) -> Condition {
        do { return try Condition(parsing: sentence) } catch {
            preconditionFailure("built-in condition `\(sentence)`: \(error)")
        }
    }
}
