import Diagnostics

/// Hints that need a look at what was written.
extension ConditionError {
    func nearestHint(_ word: String, _ known: [String]) -> String? {
        // The distance costs the product of both lengths; nobody mistypes a word that long.
        guard word.utf8.count <= 64 else { return nil }
        return nearest(word, among: known).map { "did you mean `\($0)`?" }
    }

    func list(_ names: [String]) -> String { names.map { "`\($0)`" }.joined(separator: ", ") }

    func nothingAfterHint(_ text: String) -> String {
        switch text.lowercased() {
        case "than": "name what to compare with: `main`, `last`, a ref or a run"
        case "or": "name another severity, or write `or higher`"
        default: "write a condition behind it, or remove it"
        }
    }

    func trailingHint(_ text: String) -> String {
        switch text.lowercased() {
        case "or": "all parts of a condition must hold: join them with `and`"
        case ",": "join conditions with `and`; write decimals with a point"
        case ";", "&", "|": "join conditions with `and`"
        case "than": "a baseline belongs to `not worse`"
        default: "put `and` between two conditions, or remove what follows"
        }
    }

    func expectedHint(_ word: String, _ after: String) -> String {
        switch (word, after) {
        case ("most", _): "write `at most 3 warnings`; for a least value write `>= 80%`"
        case ("worse", _): "write `not worse`; for findings write `no new CVEs`"
        default: "write `not worse by more than 5%`"
        }
    }

    func missingOperatorHint(_ metric: String?, _ amount: String?) -> String {
        if let metric, amount == nil, let word = nearestHint(metric, ["no", "at most", "not worse"]) {
            return word
        }
        let start = metric.map { $0 + " " } ?? ""
        return "write for example `\(start)>= \(amount ?? "80%")`"
    }

    func operatorHint(_ text: String) -> String {
        let meant = [
            "=": "==", "=>": ">=", "=<": "<=", "<>": "!=", "!": "!=", "===": "==", "!==": "!=", "=!": "!=",
            ">>": ">", "<<": "<", "~=": "==", "~": "==",
        ]
        if let meant = meant[text] { return "write `\(meant)`" }
        return "use one of \(list(Conjunct.Relation.allCases.map(\.rawValue)))"
    }

    func unitHint(_ unit: String) -> String {
        let units = Amount.Unit.allCases.map(\.rawValue)
        if let meant = Self.otherUnits[unit.lowercased()] { return "write `\(meant)`" }
        if unit.lowercased().hasPrefix("e"), unit.dropFirst().allSatisfy(\.isNumber) {
            return "write the number in full, without an exponent"
        }
        let close = unit.count > 1 ? nearestHint(unit, units) : nil
        return close ?? "the units are \(list(units))"
    }

    /// What people write for a unit and what to write instead.
    private static let otherUnits: [String: String] = [
        "percent": "%", "pct": "%", "sec": "s", "secs": "s", "second": "s", "seconds": "s",
        "msec": "ms", "msecs": "ms", "millis": "ms", "milliseconds": "ms", "usec": "us", "microseconds": "us",
        "nanoseconds": "ns", "nsec": "ns", "m": "min", "mins": "min", "minute": "min", "minutes": "min",
        "hr": "h", "hrs": "h", "hour": "h", "hours": "h", "byte": "B", "bytes": "B", "k": "KB",
        "kilobytes": "KB", "megabytes": "MB", "gigabytes": "GB", "ki": "KiB", "mi": "MiB", "gi": "GiB",
        "rps": "/s", "hz": "/s", "per": "/s", "ops": "/s", "/sec": "/s", "/second": "/s", "req": "/s",
    ]

    func kindHint(_ word: String) -> String {
        if let meant = FindingKind.otherWords[word.lowercased()] { return "write `\(meant)`" }
        let kinds = FindingKind.allCases.map { $0.noun(for: 2) }
        let known = FindingKind.words.keys.filter { $0 != "cve" && $0 != "cves" } + ["CVEs"]
        return nearestHint(word, known) ?? "the kinds are \(list(kinds))"
    }

    func severityHint(_ word: String) -> String {
        switch word.lowercased() {
        case "unknown", "unrated": "how unknown severities count is set by `unknown-severity`"
        case "moderate": "write `medium`"
        case "severe", "serious", "major": "write `high`"
        case "minor": "write `low`"
        default:
            nearestHint(word, Severity.allCases.map(\.name))
                ?? "the severities are \(list(Severity.allCases.map(\.name)))"
        }
    }

    func unknownGateHint(_ name: String, _ known: [String]) -> String {
        let parts = name.split(separator: ".", maxSplits: 1).map(String.init)
        if parts.count == 2, known.contains(parts[0]) {
            return "write `\(parts[0]) \(parts[1]) …`, with a space"
        }
        return nearestHint(name, known) ?? "the gates are \(list(known))"
    }

    func missingUnitHint(_ amount: String, _ needed: Dimension) -> String {
        switch needed {
        case .ratio: "write `\(amount)%`"
        case .time: "write `\(amount)ms` or `\(amount)s`"
        case .bytes: "write `\(amount)KiB` or `\(amount)MiB`"
        case .rate: "write `\(amount)/s`"
        case .count: "write a plain number"
        }
    }

    func example(of dimension: Dimension) -> String {
        switch dimension {
        case .ratio: "a percentage such as `80%`"
        case .time: "a time such as `250ms`"
        case .bytes: "a size such as `3MiB`"
        case .rate: "a rate such as `100/s`"
        case .count: "a plain number such as `3`"
        }
    }
}
