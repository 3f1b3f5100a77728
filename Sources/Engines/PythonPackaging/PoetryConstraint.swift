/// A version constraint in Poetry's notation, such as `^1.2`, `~1.2`, `1.*` or `>=2.7,<3 || >=3.6`.
///
/// - SeeAlso: Poetry, "Dependency specification".
public struct PoetryConstraint: Hashable, Sendable {
    /// The same set of versions in the notation of PEP 440.
    public let specifiers: VersionSpecifiers

    /// Reads a constraint and expresses it as specifiers.
    ///
    /// Alternatives (`||`) that touch become one range; a gap between them becomes exclusions (`!=3.1.*`) where whole
    /// release series are missing. Of Python itself, `ofPython`, the 2 series is known to end with 2.7, so that
    /// `~2.7 || ^3.6` can be expressed.
    ///
    /// - Throws: ``PackagingError/malformed(_:)``, also for alternatives that no set of specifiers can express.
    public init(_ text: String, ofPython: Bool = false) throws(PackagingError) {
        var alternatives: [[VersionSpecifier]] = []
        var scanner = Scanner(text)
        repeat {
            alternatives.append(try PoetryConstraintParser.conjunction(&scanner))
        } while scanner.accept("||") || scanner.accept("|")
        guard scanner.isAtEnd else { throw scanner.fault(.constraint, .expected("`,`, `||` or the end")) }
        if alternatives.count == 1 {
            specifiers = VersionSpecifiers(alternatives[0])
            return
        }
        let ranges = alternatives.map { clauses -> VersionRange? in
            let range = VersionRange(clauses)
            return ofPython ? range?.closingPython2 : range
        }
        guard let union = VersionRange.union(of: ranges.compactMap { $0 }), !ranges.contains(nil) else {
            throw .malformed(
                TextFault(
                    .constraint, in: text, column: 1, length: text.unicodeScalars.count, reason: .notOneRange)
            )
        }
        specifiers = VersionSpecifiers(union)
    }
}

/// Reads the alternatives of a constraint.
enum PoetryConstraintParser {
    /// Clauses separated by commas or white space; `*` adds none.
    static func conjunction(_ scanner: inout Scanner) throws(PackagingError) -> [VersionSpecifier] {
        var clauses: [VersionSpecifier] = []
        scanner.skipSpace()
        repeat {
            clauses += try clause(&scanner)
            scanner.skipSpace()
            if scanner.accept(",") { scanner.skipSpace() }
        } while scanner.peek().map { $0 != "|" } ?? false
        return clauses
    }

    private static func clause(_ scanner: inout Scanner) throws(PackagingError) -> [VersionSpecifier] {
        let start = scanner.index
        let symbol = scanner.take { "^~<>=!".unicodeScalars.contains($0) }
        scanner.skipSpace()
        let versionStart = scanner.index
        let text = scanner.take { $0.isLetterOrDigit || "!.-_+*".unicodeScalars.contains($0) }
        if ["", "=", "=="].contains(symbol), ["*", "x", "X"].contains(text) { return [] }
        let parts = try version(text, scanner, from: versionStart)
        if parts.isPrefix {
            guard ["", "=", "==", "!=", "<>"].contains(symbol) else {
                throw scanner.fault(.constraint, .wildcard, from: versionStart)
            }
            return [VersionSpecifier(prefix: parts.version, negated: symbol == "!=" || symbol == "<>")]
        }
        guard let clauses = clauses(symbol, parts.version) else {
            throw scanner.fault(.constraint, .unknownOperator(symbol), from: start)
        }
        return clauses
    }

    /// A version, or one whose last segments are `*` (or `x`).
    private static func version(
        _ text: String, _ scanner: Scanner, from start: Int
    ) throws(PackagingError) -> (version: Version, isPrefix: Bool) {
        var kept = text[...]
        while [".*", ".x", ".X"].contains(where: { kept.hasSuffix($0) }) { kept = kept.dropLast(2) }
        guard let version = try? Version(String(kept)) else {
            throw scanner.fault(.constraint, .notAVersion(text), from: start)
        }
        return (version, kept.endIndex != text.endIndex)
    }

    private static func clauses(_ symbol: String, _ version: Version) -> [VersionSpecifier]? {
        switch symbol {
        case "^": [VersionSpecifier(.greaterOrEqual, version), VersionSpecifier(.less, version.nextBreaking)]
        case "~":
            [
                VersionSpecifier(.greaterOrEqual, version),
                VersionSpecifier(.less, version.bumped(at: version.release.count == 1 ? 0 : 1)),
            ]
        case "~=" where version.release.count == 1:
            [VersionSpecifier(.greaterOrEqual, version), VersionSpecifier(.less, version.bumped(at: 0))]
        case "", "=", "==": [VersionSpecifier(.equal, version)]
        case "<>": [VersionSpecifier(.notEqual, version)]
        default: VersionSpecifier.Operator(rawValue: symbol).map { [VersionSpecifier($0, version)] }
        }
    }
}

extension VersionRange {
    /// The same Python versions, for a range that ends between 2.7 and 3.0.
    fileprivate var closingPython2: VersionRange {
        guard let upper, !upper.isIncluded, Version(release: [2, 8]) <= upper.version,
            upper.version < Version(release: [3])
        else { return self }
        var range = self
        range.upper = Edge(version: Version(release: [3]), isIncluded: false)
        return range
    }
}

extension Version {
    /// The first release after this one whose changes may break: the leftmost segment that is not zero goes up.
    fileprivate var nextBreaking: Version {
        let index = release.prefix(3).firstIndex { $0 != 0 } ?? min(release.count, 3) - 1
        return bumped(at: index)
    }

    /// The release up to a segment, that segment one higher; no suffixes.
    func bumped(at index: Int) -> Version {
        let padded = release + Array(repeating: 0, count: max(0, index + 1 - release.count))
        return Version(epoch: epoch, release: padded.prefix(index) + [padded[index].successor])
    }
}
