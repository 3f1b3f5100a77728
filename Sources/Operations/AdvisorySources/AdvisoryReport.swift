package import Advisories
package import Capabilities
package import Diagnostics
package import PythonPackaging

/// A package to look up.
package struct AdvisorySubject: Hashable, Sendable {
    package let name: PackageName
    /// `nil`: not known, as for an unlocked requirement.
    package let version: Version?
    package let place: SourcePlace?
    /// Why advisories about the package of this name say nothing about this one, as "a member of the workspace" or
    /// "from a Git repository"; `nil`: it is from an index.
    package let notFromIndex: String?

    package init(
        name: PackageName, version: Version?, place: SourcePlace? = nil, notFromIndex: String? = nil
    ) {
        (self.name, self.version, self.place, self.notFromIndex) = (name, version, place, notFromIndex)
    }
}

/// What a source says about a set of packages.
package struct AdvisoryReport: Hashable, Sendable {
    /// A source, for people.
    package struct Origin: Hashable, Sendable {
        /// `OSV`, `PyPI` or `local database`.
        package let name: String
        /// A URL or a path.
        package let location: String

        package init(name: String, location: String) { (self.name, self.location) = (name, location) }
    }

    package struct NotQueryable: Hashable, Sendable {
        package let subject: AdvisorySubject
        package let reason: String
    }

    /// Ordered by severity, unknown first.
    package let matches: [VulnerabilityMatch]
    package let origin: Origin
    /// The source that should have been used, when ``origin`` is the last resort.
    package let insteadOf: AdvisoryFailure?
    /// The latest change of an entry: of the whole database if it is local, of the entries received otherwise;
    /// `nil` if nothing was received, or the source does not say.
    package let newestEntry: AdvisoryTime?
    /// When the data was fetched: of a service the oldest of its answers, of a local database its last change.
    package let fetched: Instant
    /// Whether all answers, or the parsed database, came out of the cache.
    package let isCached: Bool
    package let packagesQueried: Int
    /// The packages about which nothing is known, and why.
    package let notQueryable: [NotQueryable]
    /// What went wrong with the cache, which costs time but no answer.
    package let cacheProblem: Diagnostic?
}

/// What one source found.
struct Findings {
    var matches: [VulnerabilityMatch] = []
    var newestEntry: AdvisoryTime?
    var fetched: Instant
    var isCached: Bool
    var notQueryable: [AdvisoryReport.NotQueryable] = []
    var cacheProblem: Diagnostic?
}
