/// One clause of a version specifier, such as `>=1.2` or `!=2.0.*` (PEP 440, "Version specifiers").
public struct VersionSpecifier: Sendable {
    public enum Operator: String, Sendable, CaseIterable {
        case compatible = "~="
        case equal = "=="
        case notEqual = "!="
        case lessOrEqual = "<="
        case greaterOrEqual = ">="
        case less = "<"
        case greater = ">"
        case identical = "==="
    }

    /// What a version is compared with.
    public enum Bound: Sendable {
        case version(Version)
        /// `1.2.*`: every version whose release starts with this one.
        case prefix(Version)
        /// The text after `===`, compared letter by letter without regard to case.
        case text(String)
    }

    public let relation: Operator
    public let bound: Bound

    /// A clause that compares with a version.
    ///
    /// A local label counts under `==` and `!=` alone and is dropped under the other operators.
    public init(_ relation: Operator, _ version: Version) {
        self.relation = relation
        switch relation {
        case .identical: bound = .text(version.description)
        case .equal, .notEqual: bound = .version(version)
        default: bound = .version(version.publicVersion)
        }
    }

    /// `==prefix.*`, or `!=prefix.*` when `negated`.
    public init(prefix: Version, negated: Bool = false) {
        (relation, bound) = (negated ? .notEqual : .equal, .prefix(prefix.baseVersion))
    }

    init(identical text: String) { (relation, bound) = (.identical, .text(text)) }

    /// Whether the clause itself names a pre-release, which makes pre-releases candidates.
    public var namesPreRelease: Bool {
        switch bound {
        case .version(let version): relation != .notEqual && version.isPreRelease
        case .prefix: false
        case .text(let text): (try? Version(text))?.isPreRelease ?? false
        }
    }

    /// Whether `version` satisfies the clause, pre-release or not.
    public func matches(_ version: Version) -> Bool {
        switch bound {
        case .text(let text): version.description.lowercased() == text.lowercased()
        case .prefix(let prefix): Self.has(version, prefix: prefix) == (relation == .equal)
        case .version(let bound): matches(version, bound)
        }
    }

    private func matches(_ version: Version, _ bound: Version) -> Bool {
        switch relation {
        case .equal: (bound.local.isEmpty ? version.publicVersion : version) == bound
        case .notEqual: (bound.local.isEmpty ? version.publicVersion : version) != bound
        case .lessOrEqual: version.publicVersion <= bound
        case .greaterOrEqual: version.publicVersion >= bound
        case .less: Self.isBelow(version, bound)
        case .greater: Self.isAbove(version, bound)
        case .compatible:
            version.publicVersion >= bound
                && Self.has(version, prefix: Version(epoch: bound.epoch, release: bound.release.dropLast()))
        case .identical: version.description == bound.description
        }
    }

    /// `<V` leaves out the pre-releases of V unless V is one.
    private static func isBelow(_ version: Version, _ bound: Version) -> Bool {
        guard version < bound else { return false }
        let earliest = Version(
            epoch: bound.epoch, release: bound.release, pre: bound.pre, post: bound.post, dev: 0)
        return bound.isPreRelease || !version.isPreRelease || version < earliest
    }

    /// `>V` leaves out the post-releases of V unless V is one, and the local versions of V always.
    private static func isAbove(_ version: Version, _ bound: Version) -> Bool {
        guard version > bound else { return false }
        let before = Version(epoch: version.epoch, release: version.release, pre: version.pre)
        if !bound.isPostRelease, version.isPostRelease, before == bound { return false }
        return version.local.isEmpty || version.publicVersion != bound
    }

    private static func has(_ version: Version, prefix: Version) -> Bool {
        guard version.epoch == prefix.epoch else { return false }
        let padded =
            version.release + Array(repeating: 0, count: max(0, prefix.release.count - version.release.count))
        return padded.starts(with: prefix.release)
    }
}

extension VersionSpecifier: Hashable {
    /// Two clauses are equal when they accept the same versions by the same operator: `==1.0` is `==1.0.0`, while
    /// `~=1.0` is not `~=1.0.0`.
    public static func == (a: Self, b: Self) -> Bool { a.key == b.key }

    public func hash(into hasher: inout Hasher) { hasher.combine(key) }

    private struct Key: Hashable {
        let relation: Operator
        let version: Version?
        let text: String?
        let segments: Int
    }

    private var key: Key {
        switch bound {
        case .version(let version):
            Key(
                relation: relation, version: version, text: nil,
                segments: relation == .compatible ? version.release.count : 0)
        case .prefix(let version):
            Key(relation: relation, version: version, text: "*", segments: version.release.count)
        case .text(let text): Key(relation: relation, version: nil, text: text.lowercased(), segments: 0)
        }
    }
}

extension VersionSpecifier: CustomStringConvertible {
    /// The clause with its version normalised.
    public var description: String {
        switch bound {
        case .version(let version): relation.rawValue + version.description
        case .prefix(let version): relation.rawValue + version.description + ".*"
        case .text(let text): relation.rawValue + text
        }
    }
}
