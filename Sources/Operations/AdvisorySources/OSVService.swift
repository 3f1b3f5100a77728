import Advisories
import Capabilities
import Diagnostics

/// Vulnerabilities by a service that speaks the OSV protocol.
struct OSVService: Sendable {
    let url: String
    let client: PatientClient
    let cache: OSVCache
    let maximumAge: Duration
    let concurrency: Int

    /// A package has a vulnerability if the service says so or an entry that it sent includes the version: the service
    /// may know more than the entry, and may be behind it.
    func findings(for packages: [InstalledPackage]) async throws(SourceFault) -> Findings {
        let now = client.clock.now()
        let queries = Set(packages.map(OSVQuery.init)).sorted { $0.key < $1.key }
        var answers = Answers(all: [:], asked: 0)
        var problem: Diagnostic?
        try await answer(queries, now: now, &answers, &problem)
        let kept = newest(answers.all.values.flatMap(\.references)).map {
            (reference: $0, advisory: cache.advisory($0))
        }
        let fetched = try await fetch(kept.filter { $0.advisory == nil }.map(\.reference), &problem)
        let advisories = kept.compactMap(\.advisory) + fetched
        let subjects = packages.map { package in
            InstalledPackage(
                name: package.name, version: package.version, place: package.place,
                reported: Set((answers.all[OSVQuery(package).key]?.references ?? []).map(\.id)))
        }
        return Findings(
            matches: vulnerabilities(of: subjects, in: advisories),
            newestEntry: advisories.compactMap(\.modified).max(),
            fetched: answers.all.values.map(\.fetched).min() ?? now,
            isCached: !queries.isEmpty && answers.asked == 0 && fetched.isEmpty, cacheProblem: problem)
    }

    /// Each id once: answers of different times may name an entry with different stamps.
    private func newest(_ references: [OSVReference]) -> [OSVReference] {
        let byID = Dictionary(references.map { ($0.id, $0) }) { a, b in
            AdvisoryTime(a.stamp) < AdvisoryTime(b.stamp) ? b : a
        }
        return byID.values.sorted { $0.id < $1.id }
    }

    private struct Answers {
        /// By ``OSVQuery/key``.
        var all: [String: OSVCache.Answer]
        /// How many the service was asked for.
        var asked: Int
    }

    /// Takes the answers that are kept where they are young enough, and asks for the others.
    private func answer(
        _ queries: [OSVQuery], now: Instant, _ answers: inout Answers, _ problem: inout Diagnostic?
    ) async throws(SourceFault) {
        // An answer from the future is one of a clock that was wrong.
        let young = cache.answers().filter {
            $0.value.fetched <= now && now.since($0.value.fetched) < maximumAge
        }
        for query in queries { answers.all[query.key] = young[query.key] }
        let open = queries.filter { answers.all[$0.key] == nil }
        guard !open.isEmpty else { return }
        answers.asked = open.count
        let service = OSVProtocol(url: url, client: client)
        for (query, references) in zip(open, try await service.references(for: open)) {
            answers.all[query.key] = OSVCache.Answer(fetched: now, references: references)
        }
        do throws(FileError) { try cache.save(young.merging(answers.all) { _, new in new }) } catch {
            problem = error.diagnostic
        }
    }

    private func fetch(
        _ references: [OSVReference], _ problem: inout Diagnostic?
    ) async throws(SourceFault) -> [Advisory] {
        let service = OSVProtocol(url: url, client: client)
        let advisories = try await boundedMap(references, limit: concurrency) {
            reference throws(SourceFault) in
            try await service.advisory(reference.id)
        }
        do throws(FileError) {
            for (advisory, reference) in zip(advisories, references) { try cache.save(advisory, reference) }
        } catch { problem = problem ?? error.diagnostic }
        return advisories
    }
}
