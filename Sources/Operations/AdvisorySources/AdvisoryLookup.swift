import Advisories
package import Capabilities

/// Looks packages up in a source of advisories.
///
/// There is an answer for every package or an error: a source that answers for some of them only has failed.
package struct AdvisoryLookup: Sendable {
    /// What may be set; the defaults suit the public services.
    package struct Options: Hashable, Sendable {
        /// The OSV service of ``AdvisorySource/standard``.
        package var osvURL = "https://api.osv.dev"
        /// The index whose JSON API is the last resort of ``AdvisorySource/standard``.
        package var pypiURL = "https://pypi.org"
        /// How long a service's answer about a version is believed.
        package var maximumAge: Duration = .seconds(3600)
        /// For one exchange.
        package var requestTimeout: Duration = .seconds(15)
        /// For all exchanges with one source, waiting between tries included.
        package var totalTimeout: Duration = .seconds(60)
        /// The most exchanges at once.
        package var concurrency = 8

        package init() {}
    }

    let http: any HTTPClient
    let files: any FileSystem
    let archives: any ArchiveReader
    let clock: any WallClock
    let sleep: @Sendable (Duration) async throws -> Void
    let cacheDirectory: String
    let options: Options

    /// Takes what the lookup acts through.
    ///
    /// `sleep` waits and throws if the task is cancelled meanwhile. `cacheDirectory` is a folder for this alone, as
    /// `$XDG_CACHE_HOME/uvmgr/advisories`, which may be deleted at any time.
    package init(
        http: any HTTPClient, files: any FileSystem, archives: any ArchiveReader, clock: any WallClock,
        sleep: @escaping @Sendable (Duration) async throws -> Void, cacheDirectory: String,
        options: Options = Options()
    ) {
        (self.http, self.files, self.archives, self.clock) = (http, files, archives, clock)
        (self.sleep, self.cacheDirectory, self.options) = (sleep, trimmed(cacheDirectory), options)
    }

    /// Finds the vulnerabilities of `subjects`.
    ///
    /// - Throws: ``AdvisoryError``.
    package func report(
        on subjects: [AdvisorySubject], from source: AdvisorySource
    ) async throws(AdvisoryError) -> AdvisoryReport {
        let (packages, notQueryable) = sorted(subjects)
        switch source {
        case .archive(let path), .directory(let path):
            let findings = try localDatabase(source, path).findings(for: packages)
            return report(findings, Self.local(path), packages, notQueryable)
        case .service(let url):
            let origin = AdvisoryReport.Origin(name: "OSV", location: shown(url))
            switch try await attempt({ () async throws(SourceFault) in
                try await osv(url).findings(for: packages)
            }) {
            case .success(let findings): return report(findings, origin, packages, notQueryable)
            case .failure(let reason):
                throw .unreachable([AdvisoryFailure(source: origin, reason: reason.text)])
            }
        case .standard: return try await standardReport(packages, notQueryable)
        }
    }

    private func standardReport(
        _ packages: [InstalledPackage], _ notQueryable: [AdvisoryReport.NotQueryable]
    ) async throws(AdvisoryError) -> AdvisoryReport {
        let (first, last) = (trimmed(options.osvURL), trimmed(options.pypiURL))
        let origins = [
            AdvisoryReport.Origin(name: "OSV", location: shown(first)),
            AdvisoryReport.Origin(name: "PyPI", location: shown(last)),
        ]
        let failure: AdvisoryFailure
        switch try await attempt({ () async throws(SourceFault) in
            try await osv(first).findings(for: packages)
        }) {
        case .success(let findings): return report(findings, origins[0], packages, notQueryable)
        case .failure(let reason): failure = AdvisoryFailure(source: origins[0], reason: reason.text)
        }
        let pypi = PyPIService(url: last, client: client(), concurrency: options.concurrency)
        switch try await attempt({ () async throws(SourceFault) in try await pypi.findings(for: packages) }) {
        case .success(let findings):
            return report(findings, origins[1], packages, notQueryable, insteadOf: failure)
        case .failure(let reason):
            throw .unreachable([failure, AdvisoryFailure(source: origins[1], reason: reason.text)])
        }
    }
}

extension AdvisoryLookup {
    private static func local(_ path: String) -> AdvisoryReport.Origin {
        AdvisoryReport.Origin(name: "local database", location: path)
    }

    private func client() -> PatientClient {
        PatientClient(
            http: http, clock: clock, sleep: sleep, requestTimeout: options.requestTimeout,
            deadline: clock.now().advanced(by: options.totalTimeout))
    }

    private func osv(_ url: String) -> OSVService {
        OSVService(
            url: url, client: client(), cache: OSVCache(files: files, folder: cacheDirectory, url: url),
            maximumAge: options.maximumAge, concurrency: options.concurrency)
    }

    private func localDatabase(_ source: AdvisorySource, _ path: String) -> LocalDatabase {
        var isArchive = false
        if case .archive = source { isArchive = true }
        return LocalDatabase(
            path: path, isArchive: isArchive, files: files, archives: archives, cacheDirectory: cacheDirectory
        )
    }

    private func sorted(
        _ subjects: [AdvisorySubject]
    ) -> (packages: [InstalledPackage], notQueryable: [AdvisoryReport.NotQueryable]) {
        var packages: [InstalledPackage] = []
        var notQueryable: [AdvisoryReport.NotQueryable] = []
        for subject in subjects {
            if let reason = subject.notFromIndex {
                notQueryable.append(.init(subject: subject, reason: reason))
            } else if let version = subject.version {
                packages.append(InstalledPackage(name: subject.name, version: version, place: subject.place))
            } else {
                notQueryable.append(.init(subject: subject, reason: "its version is not known"))
            }
        }
        return (packages, notQueryable)
    }

    private func report(
        _ findings: Findings, _ origin: AdvisoryReport.Origin, _ packages: [InstalledPackage],
        _ notQueryable: [AdvisoryReport.NotQueryable], insteadOf: AdvisoryFailure? = nil
    ) -> AdvisoryReport {
        AdvisoryReport(
            matches: findings.matches, origin: origin, insteadOf: insteadOf,
            newestEntry: findings.newestEntry,
            fetched: findings.fetched, isCached: findings.isCached,
            packagesQueried: packages.count - findings.notQueryable.count,
            notQueryable: notQueryable + findings.notQueryable, cacheProblem: findings.cacheProblem)
    }
}

/// Why a source failed, in words.
private struct Reason: Error { let text: String }

/// Cancellation ends everything; any other fault is for the caller to weigh.
private func attempt(
    _ work: () async throws(SourceFault) -> Findings
) async throws(AdvisoryError) -> Result<Findings, Reason> {
    do { return .success(try await work()) } catch {
        switch error {
        case .cancelled: throw .cancelled
        case .failed(let reason): return .failure(Reason(text: reason))
        }
    }
}
