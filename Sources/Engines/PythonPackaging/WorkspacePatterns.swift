/// The members of a uv workspace, as patterns over folders relative to its root.
public struct WorkspacePatterns: Hashable, Sendable {
    public let members: [PathPattern]
    public let exclude: [PathPattern]

    public init(members: [String], exclude: [String]) {
        self.members = members.map(PathPattern.init)
        self.exclude = exclude.map(PathPattern.init)
    }

    /// Whether a folder, given relative to the root, is a member; the root always is one.
    public func includes(_ folder: String) -> Bool {
        let path = folder.split(separator: "/").map(String.init)
        if path.isEmpty { return true }
        return members.contains { $0.matches(path) } && !exclude.contains { $0.matches(path) }
    }
}

/// A path with `*`, `?`, `[…]` within a segment, and `**` for any number of segments.
public struct PathPattern: Hashable, Sendable {
    /// The pattern as written.
    public let text: String
    /// Without `.` segments.
    public let segments: [String]

    public init(_ text: String) {
        self.text = text
        segments = text.split(separator: "/").map(String.init).filter { $0 != "." }
    }

    /// Whether a whole path matches.
    public func matches(_ path: [String]) -> Bool { Self.matches(segments[...], path[...]) }

    /// Whether `**` may stand for more folders than the pattern has segments.
    public var isDeep: Bool { segments.contains("**") }

    private static func matches(_ pattern: ArraySlice<String>, _ path: ArraySlice<String>) -> Bool {
        guard let first = pattern.first else { return path.isEmpty }
        if first == "**" {
            return (path.startIndex...path.endIndex).contains { matches(pattern.dropFirst(), path[$0...]) }
        }
        guard let name = path.first, matches(first, name) else { return false }
        return matches(pattern.dropFirst(), path.dropFirst())
    }

    /// Whether a name matches one segment of a pattern.
    public static func matches(_ segment: String, _ name: String) -> Bool {
        let (pattern, text) = (Array(segment.unicodeScalars), Array(name.unicodeScalars))
        var (p, t) = (0, 0)
        // Where to go on after the last `*`: it takes one scalar more each time.
        var star: (pattern: Int, text: Int)?
        while t < text.count {
            if p < pattern.count, pattern[p] == "*" {
                star = (p + 1, t)
                p += 1
            } else if let next = step(pattern, p, text[t]) {
                (p, t) = (next, t + 1)
            } else if let (resume, taken) = star {
                star = (resume, taken + 1)
                (p, t) = (resume, taken + 1)
            } else {
                return false
            }
        }
        return pattern[p...].allSatisfy { $0 == "*" }
    }

    /// The index behind the pattern element at `p` if it takes `scalar`.
    private static func step(_ pattern: [Unicode.Scalar], _ p: Int, _ scalar: Unicode.Scalar) -> Int? {
        guard p < pattern.count else { return nil }
        if pattern[p] == "?" { return p + 1 }
        if pattern[p] == "[", let close = pattern[(p + 1)...].dropFirst().firstIndex(of: "]") {
            return takes(pattern[(p + 1)..<close], scalar) ? close + 1 : nil
        }
        return pattern[p] == scalar ? p + 1 : nil
    }

    /// `abc`, `a-c` or `!a-c`.
    private static func takes(_ set: ArraySlice<Unicode.Scalar>, _ scalar: Unicode.Scalar) -> Bool {
        let negated = set.first == "!"
        var rest = negated ? set.dropFirst() : set
        var found = false
        while let low = rest.popFirst() {
            if rest.first == "-", let high = rest.dropFirst().first {
                found = found || low.value <= scalar.value && scalar.value <= high.value
                rest = rest.dropFirst(2)
            } else {
                found = found || low == scalar
            }
        }
        return found != negated
    }
}
