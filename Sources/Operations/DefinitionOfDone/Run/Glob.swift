/// A pattern over paths: `*` and `?` within one name, `**` over any number of folders, `[a-z]` classes.
package struct Glob: Hashable, Sendable {
    package let pattern: String
    private let parts: [[Character]]

    package init(_ pattern: String) {
        self.pattern = pattern
        parts = pattern.split(separator: "/").map(Array.init)
    }

    /// Whether a relative path matches as a whole; a pattern without a slash matches the last name.
    package func matches(_ path: String) -> Bool {
        let names = path.split(separator: "/").map(Array.init)
        guard parts.count > 1 || pattern.hasPrefix("/") else {
            guard let pattern = parts.first, let name = names.last else { return false }
            return pattern == ["*", "*"] || Self.match(pattern[...], name[...])
        }
        return Self.match(parts[...], names[...])
    }

    private static func match(_ parts: ArraySlice<[Character]>, _ names: ArraySlice<[Character]>) -> Bool {
        guard let part = parts.first else { return names.isEmpty }
        if part == ["*", "*"] {
            let rest = parts.dropFirst()
            if rest.isEmpty { return true }
            return names.indices.contains { match(rest, names[$0...]) }
                || match(rest, names[names.endIndex...])
        }
        guard let name = names.first, match(part[...], name[...]) else { return false }
        return match(parts.dropFirst(), names.dropFirst())
    }

    /// One name, iteratively, so that a hostile pattern costs no more than n · m steps.
    private static func match(_ pattern: ArraySlice<Character>, _ name: ArraySlice<Character>) -> Bool {
        var (p, n) = (pattern.startIndex, name.startIndex)
        var retry: (p: Int, n: Int)?
        while n < name.endIndex {
            if p < pattern.endIndex, pattern[p] == "*" {
                retry = (p, n)
                p += 1
            } else if let next = single(pattern, at: p, name[n]) {
                (p, n) = (next, n + 1)
            } else if let last = retry {
                retry = (last.p, last.n + 1)
                (p, n) = (last.p + 1, last.n + 1)
            } else {
                return false
            }
        }
        return pattern[p...].allSatisfy { $0 == "*" }
    }

    /// The place behind the pattern's element at `p` if it matches `character`.
    private static func single(_ pattern: ArraySlice<Character>, at p: Int, _ character: Character) -> Int? {
        guard p < pattern.endIndex else { return nil }
        guard pattern[p] == "[", let close = pattern[p...].dropFirst(2).firstIndex(of: "]") else {
            return pattern[p] == "?" || pattern[p] == character ? p + 1 : nil
        }
        var set = pattern[(p + 1)..<close]
        let negated = set.first == "!"
        if negated { set = set.dropFirst() }
        var found = false
        while let low = set.popFirst() {
            if set.count >= 2, set.first == "-" {
                let high = set[set.startIndex + 1]
                set = set.dropFirst(2)
                found = found || (low <= high && low...high ~= character)
            } else {
                found = found || low == character
            }
        }
        return found != negated ? close + 1 : nil
    }
}
