package import Attestations
import Capabilities
package import StructuredData

/// Where the vulnerabilities gate had its data from, as its evidence `advisories.json` tells.
package struct AdvisoryFacts: Hashable, Sendable {
    /// `nil` for a database on the machine, whose path says nothing to others.
    package let source: ResourceURI?
    /// `OSV`, `PyPI` or `local database`.
    package let name: String
    /// The newest entry, else when the data was fetched.
    package let lastUpdate: Timestamp

    /// - Returns: `nil` for a document that does not tell.
    package init?(_ document: JSON) {
        guard let name = document.value(at: "/source/name")?.string,
            let fetched = document["fetched"]?.string.flatMap(Self.time)
        else { return nil }
        self.name = name
        let location = document.value(at: "/source/location")?.string ?? ""
        source = location.hasPrefix("http") ? ResourceURI(location) : nil
        lastUpdate = document["newestEntry"]?.string.flatMap(Self.time) ?? fetched
    }

    /// Advisories have times with offsets too, in-toto has `Z` only.
    private static func time(_ text: String) -> Timestamp? {
        Timestamp(text) ?? Instant(rfc3339: text).map { Timestamp(of: $0.nanoseconds) }
    }
}
