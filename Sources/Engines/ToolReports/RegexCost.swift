/// Why a pattern could take exponential time, or `nil`.
///
/// Refused is an unbounded repetition of a group that holds an unbounded repetition, as in `(a+)*`, or alternatives, as in
/// `(a|aa)*`: a backtracking matcher tries every way to divide the text among them. A character class, an atomic group
/// `(?>…)` and a possessive repetition inside are harmless.
func explosiveRepetition(in pattern: String) -> String? {
    var scanner = RegexScanner(rest: pattern.unicodeScalars[...])
    return scanner.scan()
}

private struct RegexScanner {
    /// What stands in an open group.
    struct Group {
        var isAtomic = false
        var repeats = false
        var branches = false
    }

    var rest: Substring.UnicodeScalarView
    private var groups = [Group()]

    init(rest: Substring.UnicodeScalarView) { self.rest = rest }

    mutating func scan() -> String? {
        while let scalar = rest.popFirst() {
            switch scalar {
            case "\\": skipEscape()
            case "[": skipClass()
            case "(": groups.append(Group(isAtomic: rest.starts(with: "?>".unicodeScalars)))
            case "|": groups[groups.count - 1].branches = true
            case ")":
                guard groups.count > 1, let group = groups.popLast() else { return nil }
                if let reason = close(group) { return reason }
                continue
            default: break
            }
            if skipRepetition() { groups[groups.count - 1].repeats = true }
        }
        return nil
    }

    private mutating func close(_ group: Group) -> String? {
        let isRepeated = skipRepetition()
        if isRepeated, !group.isAtomic, group.repeats || group.branches {
            return group.repeats
                ? "a repetition inside a repetition can take exponential time"
                : "repeated alternatives can take exponential time"
        }
        guard !group.isAtomic else { return nil }
        // What an inner group can repeat, the outer one can.
        groups[groups.count - 1].repeats = groups[groups.count - 1].repeats || group.repeats || isRepeated
        groups[groups.count - 1].branches = groups[groups.count - 1].branches || group.branches
        return nil
    }

    /// Skips `*`, `+`, `{n,}` and their lazy forms; says whether it is unbounded and can give back what it took.
    private mutating func skipRepetition() -> Bool {
        guard let first = rest.first, first == "*" || first == "+" || first == "{" else { return false }
        if first == "{" {
            guard let end = rest.firstIndex(of: "}") else { return false }
            let bounds = rest[..<end].dropFirst()
            let parts = bounds.split(separator: ",", omittingEmptySubsequences: false)
            let isBounded =
                parts.count == 1 || (parts.last.map { !$0.isEmpty } ?? false) && isSmall(parts.last)
            rest = rest[end...].dropFirst()
            return !isBounded && !skipPossessive()
        }
        rest = rest.dropFirst()
        return !skipPossessive()
    }

    /// Whether an upper bound keeps the number of ways small.
    private func isSmall(_ bound: Substring.UnicodeScalarView?) -> Bool {
        bound.flatMap { Int(String($0)) }.map { $0 <= 8 } ?? false
    }

    private mutating func skipPossessive() -> Bool {
        guard rest.first == "+" else { return false }
        rest = rest.dropFirst()
        return true
    }

    private mutating func skipEscape() {
        guard let code = rest.popFirst(), code == "Q" else { return }
        while !rest.isEmpty, !rest.starts(with: "\\E".unicodeScalars) { rest = rest.dropFirst() }
        rest = rest.dropFirst(2)
    }

    private mutating func skipClass() {
        var depth = 1
        if rest.first == "^" { rest = rest.dropFirst() }
        if rest.first == "]" { rest = rest.dropFirst() }
        while depth > 0, let scalar = rest.popFirst() {
            switch scalar {
            case "\\": rest = rest.dropFirst()
            case "[": depth += 1
            case "]": depth -= 1
            default: break
            }
        }
    }
}
