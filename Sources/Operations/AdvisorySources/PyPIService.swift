import Advisories
import Capabilities
import Diagnostics
import PythonPackaging
import StructuredData

/// Vulnerabilities by the JSON API of a package index, which names those of one release.
///
/// It gives no severities, so all are unknown, and no ranges: what it names for a release is what is known.
///
/// - SeeAlso: https://docs.pypi.org/api/json/
struct PyPIService: Sendable {
    let url: String
    let client: PatientClient
    let concurrency: Int

    func findings(for packages: [InstalledPackage]) async throws(SourceFault) -> Findings {
        let started = client.clock.now()
        let answers = try await boundedMap(packages, limit: concurrency) { package throws(SourceFault) in
            (package, try await advisories(on: package))
        }
        var findings = Findings(fetched: started, isCached: false)
        var matches: [VulnerabilityMatch] = []
        for (package, advisories) in answers {
            guard let advisories else {
                let subject = AdvisorySubject(
                    name: package.name, version: package.version, place: package.place)
                findings.notQueryable.append(
                    .init(subject: subject, reason: "`\(shown(url))` has no such package"))
                continue
            }
            // Package by package, because what is said of one release says nothing of another.
            matches += vulnerabilities(of: [package], in: advisories)
        }
        guard packages.isEmpty || findings.notQueryable.count < packages.count else {
            throw .failed("it has none of the packages")
        }
        findings.matches = matches.sorted {
            ($0.package.name, $0.package.version, $0.vulnerability.id)
                < ($1.package.name, $1.package.version, $1.vulnerability.id)
        }
        return findings
    }

    /// `nil` if the index does not have the package.
    ///
    /// An index that has the package, but not this release of it, cannot say what is wrong with the release: that is a
    /// fault and no answer.
    private func advisories(on package: InstalledPackage) async throws(SourceFault) -> [Advisory]? {
        let base = "\(url)/pypi/\(package.name.normalized)"
        let release = "\(base)/\(escaped(package.version.publicVersion.description))/json"
        let response = try await client.send(HTTPRequest(.get, release))
        guard response.status != 404 else {
            let project = try await client.send(HTTPRequest(.get, "\(base)/json"))
            guard project.status == 404 else {
                throw .failed("it does not have `\(package.name)` \(package.version)")
            }
            return nil
        }
        guard response.status == 200 else {
            throw .failed("`\(shown(release))` answered with HTTP status \(response.status)")
        }
        let json: JSON
        do { json = try JSON(parsing: response.body) } catch {
            throw .failed("the answer of `\(shown(release))` is not complete: \(error.diagnostic.message)")
        }
        guard let list = json["vulnerabilities"]?.array else {
            throw .failed("the answer of `\(shown(release))` does not say what is known of vulnerabilities")
        }
        var advisories: [Advisory] = []
        for element in list {
            guard let advisory = Advisory(pypi: element, package) else {
                throw .failed("the answer of `\(shown(release))` has a vulnerability of an unknown shape")
            }
            advisories.append(advisory)
        }
        return advisories
    }
}

/// Epochs have an exclamation mark, which some servers do not take as it is.
private func escaped(_ version: String) -> String {
    version.map { $0 == "!" ? "%21" : String($0) }.joined()
}

extension Advisory {
    /// An element of `vulnerabilities`; `nil` if it has another shape.
    fileprivate init?(pypi json: JSON, _ package: InstalledPackage) {
        guard let id = json["id"]?.string, !id.isEmpty else { return nil }
        func texts(_ key: String) -> [String]? {
            guard let member = json[key], !member.isNull else { return [] }
            guard let list = member.array else { return nil }
            let texts = list.compactMap(\.string)
            return texts.count == list.count ? texts : nil
        }
        guard let aliases = texts("aliases"), let fixed = texts("fixed_in") else { return nil }
        let range = Range(events: [.introduced("0")] + fixed.map(Event.fixed))
        let affected = Affected(
            package: package.name.normalized, ranges: fixed.isEmpty ? [] : [range],
            versions: [package.version.publicVersion.description])
        let summary = [json["summary"]?.string, json["details"]?.string].compactMap(\.self).first {
            !$0.isEmpty
        }
        self.init(
            id: id, aliases: aliases, modified: nil,
            withdrawn: json["withdrawn"]?.string.map(AdvisoryTime.init),
            summary: summary.flatMap(Advisory.firstLine), affected: [affected],
            references: (json["link"]?.string).map { [Reference(kind: "ADVISORY", url: $0)] } ?? [])
    }
}
