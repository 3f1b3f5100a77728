/// A comma-separated set of clauses that a version must satisfy all of, such as `>=3.9,<4,!=3.9.7`.
///
/// The empty set accepts every version.
public struct VersionSpecifiers: Hashable, Sendable {
    /// The clauses as written.
    public let clauses: [VersionSpecifier]

    public init(_ clauses: [VersionSpecifier]) { self.clauses = clauses }

    /// Reads clauses separated by commas; white space is free, and an empty text is the empty set.
    ///
    /// - Throws: ``PackagingError/malformed(_:)`` that points at the clause at fault.
    public init(_ text: String) throws(PackagingError) {
        var scanner = Scanner(text)
        clauses = try SpecifierParser.clauses(&scanner)
        guard scanner.isAtEnd else { throw scanner.fault(.specifier, .expected("`,` or the end")) }
    }

    public var isEmpty: Bool { clauses.isEmpty }

    /// Whether a clause names a pre-release, so that pre-releases count without being asked for.
    public var namesPreRelease: Bool { clauses.contains(where: \.namesPreRelease) }

    /// Whether `version` is in the set.
    ///
    /// With `prereleases`, `true` accepts pre-releases and `false` refuses them. `nil` accepts them too, as there is
    /// no other version to prefer: it is the rule of PyPI `packaging` 26 for a single version; use
    /// ``selecting(from:prereleases:)`` to choose among several.
    public func contains(_ version: Version, prereleases: Bool? = nil) -> Bool {
        if prereleases == false, version.isPreRelease { return false }
        return clauses.allSatisfy { $0.matches(version) }
    }

    /// The versions in the set, in their order.
    ///
    /// With `prereleases`, `nil` keeps pre-releases only when a clause names one or nothing else is in the set
    /// (PEP 440, "Handling of pre-releases").
    public func selecting(from versions: [Version], prereleases: Bool? = nil) -> [Version] {
        let matching = versions.filter { contains($0, prereleases: prereleases) }
        guard prereleases == nil, !namesPreRelease else { return matching }
        let finals = matching.filter { !$0.isPreRelease }
        return finals.isEmpty ? matching : finals
    }

    /// The one version that a set of `==V` (or `===V`) pins, if it is that.
    public var pinned: Version? {
        guard clauses.count == 1, let clause = clauses.first else { return nil }
        switch (clause.relation, clause.bound) {
        case (.equal, .version(let version)): return version
        case (.identical, .text(let text)): return try? Version(text)
        default: return nil
        }
    }
}

extension VersionSpecifiers: CustomStringConvertible {
    /// The clauses, normalised, in the order written.
    public var description: String { clauses.map(\.description).joined(separator: ",") }
}

/// Reads the clauses of a specifier set.
enum SpecifierParser {
    /// Clauses separated by commas, as far as there are any; stops before what no clause can start with.
    static func clauses(_ scanner: inout Scanner) throws(PackagingError) -> [VersionSpecifier] {
        var clauses: [VersionSpecifier] = []
        repeat {
            scanner.skipSpace()
            guard let next = scanner.peek(), next != ")", next != ";" else { break }
            if next == "," { continue }
            clauses.append(try clause(&scanner))
            scanner.skipSpace()
        } while scanner.accept(",")
        return clauses
    }

    private static func clause(_ scanner: inout Scanner) throws(PackagingError) -> VersionSpecifier {
        let relation = try relation(&scanner)
        scanner.skipSpace()
        if relation == .identical {
            let text = scanner.take { !$0.properties.isWhitespace && !",;)".unicodeScalars.contains($0) }
            return VersionSpecifier(identical: text)
        }
        let versionStart = scanner.index
        let text = scanner.take { $0.isASCII && ($0.isLetterOrDigit || "!.-_+*".unicodeScalars.contains($0)) }
        return try clause(relation, text, scanner, from: versionStart)
    }

    /// Longer operators first, as `=` starts several.
    private static let operators: [VersionSpecifier.Operator] = [
        .identical, .compatible, .equal, .notEqual, .lessOrEqual, .greaterOrEqual, .less, .greater,
    ]

    private static func relation(
        _ scanner: inout Scanner
    ) throws(PackagingError) -> VersionSpecifier.Operator {
        for candidate in operators where scanner.accept(candidate.rawValue) { return candidate }
        let start = scanner.index
        let symbols = scanner.take { "<>=!~^".unicodeScalars.contains($0) }
        throw scanner.fault(
            .specifier, symbols.isEmpty ? .missingOperator : .unknownOperator(symbols), from: start)
    }

    private static func clause(
        _ relation: VersionSpecifier.Operator, _ text: String, _ scanner: Scanner, from start: Int
    ) throws(PackagingError) -> VersionSpecifier {
        let isPrefix = text.hasSuffix(".*")
        guard let version = try? Version(isPrefix ? String(text.dropLast(2)) : text) else {
            throw scanner.fault(.specifier, .notAVersion(text), from: start)
        }
        if isPrefix {
            guard relation == .equal || relation == .notEqual, version.isBase else {
                throw scanner.fault(.specifier, .wildcard, from: start)
            }
            return VersionSpecifier(prefix: version, negated: relation == .notEqual)
        }
        guard version.local.isEmpty || relation == .equal || relation == .notEqual else {
            throw scanner.fault(.specifier, .localLabel, from: start)
        }
        guard relation != .compatible || version.release.count > 1 else {
            throw scanner.fault(.specifier, .compatibleNeedsTwo, from: start)
        }
        return VersionSpecifier(relation, version)
    }
}

extension Version {
    /// Whether there is nothing but epoch and release.
    var isBase: Bool { pre == nil && post == nil && dev == nil && local.isEmpty }
}
