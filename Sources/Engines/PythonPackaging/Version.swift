/// A version of a Python distribution, PEP 440.
///
/// Ordered and equal as the standard says, whatever the spelling: `1.0`, `v1.0.0` and `1.00` are one version.
public struct Version: Hashable, Sendable {
    /// The phase of a pre-release, in their order.
    public enum Phase: Int, Hashable, Sendable, Comparable {
        case alpha, beta, candidate

        public static func < (a: Self, b: Self) -> Bool { a.rawValue < b.rawValue }
    }

    /// The `a1`, `b2` or `rc3` of a version.
    public struct PreRelease: Hashable, Sendable, Comparable {
        public let phase: Phase
        public let number: Number

        public init(phase: Phase, number: Number) { (self.phase, self.number) = (phase, number) }

        public static func < (a: Self, b: Self) -> Bool {
            a.phase == b.phase ? a.number < b.number : a.phase < b.phase
        }
    }

    /// One segment of a local label; words come before numbers.
    public enum LocalSegment: Hashable, Sendable, Comparable {
        /// Lower-case letters and digits.
        case word(String)
        case number(Number)

        public static func < (a: Self, b: Self) -> Bool {
            switch (a, b) {
            case (.word(let a), .word(let b)): a.utf8.lexicographicallyPrecedes(b.utf8)
            case (.number(let a), .number(let b)): a < b
            case (.word, .number): true
            case (.number, .word): false
            }
        }
    }

    /// Zero unless the version starts with `N!`.
    public let epoch: Number
    /// The segments as written, at least one; trailing zeros count for nothing in comparisons.
    public let release: [Number]
    public let pre: PreRelease?
    public let post: Number?
    public let dev: Number?
    /// The segments after `+`; empty without a local label.
    public let local: [LocalSegment]

    public init(
        epoch: Number = 0, release: [Number], pre: PreRelease? = nil, post: Number? = nil, dev: Number? = nil,
        local: [LocalSegment] = []
    ) {
        self.epoch = epoch
        self.release = release.isEmpty ? [0] : release
        (self.pre, self.post, self.dev, self.local) = (pre, post, dev, local)
    }

    /// Reads any spelling that PEP 440 permits, white space around it included.
    ///
    /// - Throws: ``PackagingError/malformed(_:)``.
    /// - Complexity: O(*n*) in the length of `text`.
    public init(_ text: String) throws(PackagingError) {
        var parser = VersionParser(text)
        guard let version = parser.version() else {
            throw .malformed(
                TextFault(
                    .version, in: text, column: parser.column(in: text), reason: .unexpected))
        }
        self = version
    }

    /// Whether this is an alpha, beta, candidate or development release.
    public var isPreRelease: Bool { pre != nil || dev != nil }
    public var isPostRelease: Bool { post != nil }

    /// The version without its local label.
    public var publicVersion: Version {
        local.isEmpty ? self : Version(epoch: epoch, release: release, pre: pre, post: post, dev: dev)
    }

    /// Epoch and release alone.
    public var baseVersion: Version { Version(epoch: epoch, release: release) }

    /// The release without trailing zeros: what comparisons see.
    var significantRelease: ArraySlice<Number> {
        var end = release.endIndex
        while end > release.startIndex, release[end - 1] == 0 { end -= 1 }
        return release[..<end]
    }

    public static func == (a: Self, b: Self) -> Bool {
        a.epoch == b.epoch && a.significantRelease == b.significantRelease && a.pre == b.pre
            && a.post == b.post
            && a.dev == b.dev && a.local == b.local
    }

    public func hash(into hasher: inout Hasher) {
        hasher.combine(epoch)
        hasher.combine(significantRelease)
        hasher.combine(pre)
        hasher.combine(post)
        hasher.combine(dev)
        hasher.combine(local)
    }
}

extension Version: Comparable {
    public static func < (a: Self, b: Self) -> Bool {
        if a.epoch != b.epoch { return a.epoch < b.epoch }
        let (left, right) = (a.significantRelease, b.significantRelease)
        if left != right { return left.lexicographicallyPrecedes(right) }
        if a.preRank != b.preRank { return a.preRank < b.preRank }
        if let pre = a.pre, let other = b.pre, pre != other { return pre < other }
        if a.post != b.post { return precedes(a.post, b.post, noneIsLast: false) }
        if a.dev != b.dev { return precedes(a.dev, b.dev, noneIsLast: true) }
        return a.local.lexicographicallyPrecedes(b.local)
    }

    /// A bare development release comes before the alphas, a final or post-release after the candidates.
    private var preRank: Int { pre != nil ? 1 : post == nil && dev != nil ? 0 : 2 }

    private static func precedes(_ a: Number?, _ b: Number?, noneIsLast: Bool) -> Bool {
        guard let a else { return !noneIsLast }
        guard let b else { return noneIsLast }
        return a < b
    }
}

extension Version: CustomStringConvertible {
    /// The normalised spelling.
    public var description: String {
        var text = epoch == 0 ? "" : "\(epoch)!"
        text += release.map(\.description).joined(separator: ".")
        if let pre { text += ["a", "b", "rc"][pre.phase.rawValue] + pre.number.description }
        if let post { text += ".post\(post)" }
        if let dev { text += ".dev\(dev)" }
        if !local.isEmpty { text += "+" + local.map(\.description).joined(separator: ".") }
        return text
    }
}

extension Version.LocalSegment: CustomStringConvertible {
    public var description: String {
        switch self {
        case .word(let word): word
        case .number(let number): number.description
        }
    }
}
