/// One entry of an advisory database, in the Open Source Vulnerability schema (1.6 and later).
///
/// Only what concerns Python packages is kept: parts of other ecosystems, commit ranges, credits and the long text are
/// left out, so that a whole database fits in memory.
public struct Advisory: Hashable, Sendable {
    public let id: String
    /// Other ids of the same vulnerability.
    public let aliases: [String]
    /// Ids of vulnerabilities that have to do with this one, but are not the same.
    public let related: [String]
    /// `nil` only for what did not come as an OSV entry.
    public let modified: AdvisoryTime?
    public let published: AdvisoryTime?
    /// Since when the entry no longer counts.
    public let withdrawn: AdvisoryTime?
    /// One line; the first line of the long text if the entry has no summary of its own.
    public let summary: String?
    public let ratings: [Rating]
    public let affected: [Affected]
    public let references: [Reference]
    /// The severity in the words of the database, `database_specific.severity`.
    public let databaseSeverity: String?

    public init(
        id: String, aliases: [String] = [], related: [String] = [], modified: AdvisoryTime?,
        published: AdvisoryTime? = nil, withdrawn: AdvisoryTime? = nil, summary: String? = nil,
        ratings: [Rating] = [], affected: [Affected], references: [Reference] = [],
        databaseSeverity: String? = nil
    ) {
        (self.id, self.aliases, self.related) = (id, aliases, related)
        (self.modified, self.published, self.withdrawn) = (modified, published, withdrawn)
        (self.summary, self.ratings, self.affected) = (summary, ratings, affected)
        (self.references, self.databaseSeverity) = (references, databaseSeverity)
    }
}

extension Advisory {
    /// A severity in a scoring system.
    public struct Rating: Hashable, Sendable {
        /// `CVSS_V2`, `CVSS_V3`, `CVSS_V4`, or another system, which is kept but not understood.
        public let system: String
        /// For CVSS the vector.
        public let score: String

        public init(system: String, score: String) { (self.system, self.score) = (system, score) }
    }

    /// What of one package is affected: the union of ``ranges`` and ``versions``, either of which may be empty.
    public struct Affected: Hashable, Sendable {
        /// Normalized (PEP 503), however the entry spells it.
        public let package: String
        public let ranges: [Range]
        public let versions: [String]
        public let ratings: [Rating]
        public let databaseSeverity: String?

        public init(
            package: String, ranges: [Range] = [], versions: [String] = [], ratings: [Rating] = [],
            databaseSeverity: String? = nil
        ) {
            (self.package, self.ranges, self.versions) = (package, ranges, versions)
            (self.ratings, self.databaseSeverity) = (ratings, databaseSeverity)
        }
    }

    public struct Range: Hashable, Sendable {
        public enum Kind: String, Hashable, Sendable {
            /// In the ecosystem's own order: PEP 440.
            case ecosystem = "ECOSYSTEM"
            /// Read as PEP 440 too, which orders the versions that both know alike.
            case semantic = "SEMVER"
        }
        public let kind: Kind
        /// In the order of the entry, which need not be that of the versions.
        public let events: [Event]

        public init(kind: Kind = .ecosystem, events: [Event]) { (self.kind, self.events) = (kind, events) }
    }

    /// A version at which something changes; the text is as in the entry and need not be a version.
    public enum Event: Hashable, Sendable {
        /// Affected from here on; `0` is before every version.
        case introduced(String)
        /// No longer affected from here on.
        case fixed(String)
        /// No longer affected after this.
        case lastAffected(String)
        /// The range says nothing from here on; `*` is after every version.
        case limit(String)
    }

    public struct Reference: Hashable, Sendable {
        /// What it leads to: `ADVISORY`, `FIX`, `WEB` or another word of the schema.
        public let kind: String
        public let url: String

        public init(kind: String, url: String) { (self.kind, self.url) = (kind, url) }
    }
}

/// A moment as an advisory writes it, RFC 3339 in UTC; fractions of a second may have any length.
public struct AdvisoryTime: Hashable, Sendable, Comparable, CustomStringConvertible {
    public let text: String

    public init(_ text: String) { self.text = text }

    public var description: String { text }

    /// Compares by time.
    ///
    /// The final `Z` must not take part: it would sort `16Z` behind `16.5Z`.
    public static func < (a: Self, b: Self) -> Bool { a.key < b.key }

    private var key: Substring { text.hasSuffix("Z") ? text.dropLast() : text[...] }
}
