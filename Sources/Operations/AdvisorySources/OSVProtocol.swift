import Advisories
import Capabilities
import Diagnostics
import PythonPackaging
import StructuredData

/// A version of a package as the OSV service is asked about it.
struct OSVQuery: Hashable, Sendable {
    let name: String
    /// Without a local label: no entry lists local builds.
    let version: String

    init(_ package: InstalledPackage) {
        (name, version) = (package.name.normalized, package.version.publicVersion.description)
    }

    var key: String { "\(name)==\(version)" }

    func json(pageToken: String?) -> JSON {
        .members([
            "package": ["ecosystem": "PyPI", "name": .string(name)], "version": .string(version),
            "page_token": pageToken.map(JSON.string),
        ])
    }
}

/// An entry as a query's answer names it.
struct OSVReference: Hashable, Sendable {
    let id: String
    /// When it last changed; opaque.
    let stamp: String
}

/// The OSV protocol: one batch of queries, one entry.
///
/// - SeeAlso: https://google.github.io/osv.dev/api/
struct OSVProtocol: Sendable {
    /// The most queries of a batch.
    static let batchSize = 1000
    /// The most pages of a query: a service that never comes to an end must not keep anyone.
    static let pageLimit = 100

    let url: String
    let client: PatientClient

    /// The entries that concern each query; the answers are in the order of `queries`.
    func references(for queries: [OSVQuery]) async throws(SourceFault) -> [[OSVReference]] {
        var found = Array(repeating: [OSVReference](), count: queries.count)
        var waiting = queries.indices.map { (index: $0, token: String?.none) }
        for _ in 0..<Self.pageLimit {
            var next: [(index: Int, token: String?)] = []
            for start in stride(from: 0, to: waiting.count, by: Self.batchSize) {
                let batch = waiting[start..<min(waiting.count, start + Self.batchSize)]
                let answers = try await send(batch.map { queries[$0.index].json(pageToken: $0.token) })
                for (asked, answer) in zip(batch, answers) {
                    found[asked.index] += answer.references
                    guard let token = answer.nextPage else { continue }
                    guard token != asked.token else {
                        throw malformed("/v1/querybatch", "a page leads to itself")
                    }
                    next.append((asked.index, token))
                }
            }
            if next.isEmpty { return found }
            waiting = next
        }
        throw malformed("/v1/querybatch", "there are more than \(Self.pageLimit) pages")
    }

    /// A whole entry.
    func advisory(_ id: String) async throws(SourceFault) -> Advisory {
        let path = "/v1/vulns/\(id)"
        let json = try await document(HTTPRequest(.get, url + path), path)
        let advisory: Advisory
        do { advisory = try Advisory(json) } catch { throw malformed(path, error.diagnostic.message) }
        guard advisory.id == id else { throw malformed(path, "it is about `\(advisory.id)`") }
        return advisory
    }

    private struct Answer {
        let references: [OSVReference]
        let nextPage: String?
    }

    private func send(_ queries: [JSON]) async throws(SourceFault) -> [Answer] {
        let path = "/v1/querybatch"
        let body: JSON = ["queries": .array(queries)]
        let request = HTTPRequest(
            .post, url + path, headers: ["content-type": "application/json"], body: body.canonicalBytes)
        guard let results = try await document(request, path)["results"]?.array,
            results.count == queries.count
        else { throw malformed(path, "there is not one result for each query") }
        var answers: [Answer] = []
        for result in results { answers.append(try answer(result, path)) }
        return answers
    }

    private func answer(_ result: JSON, _ path: String) throws(SourceFault) -> Answer {
        guard let members = result.object else { throw malformed(path, "a result is no object") }
        var references: [OSVReference] = []
        if let list = members["vulns"], !list.isNull {
            guard let list = list.array else { throw malformed(path, "`vulns` is no array") }
            for reference in list {
                guard let id = reference["id"]?.string, isPlain(id), let stamp = reference["modified"]?.string
                else {
                    throw malformed(path, "an entry has no `id` or no `modified`")
                }
                references.append(OSVReference(id: id, stamp: stamp))
            }
        }
        let token = members["next_page_token"]?.string
        return Answer(references: references, nextPage: token?.isEmpty == false ? token : nil)
    }

    private func document(_ request: HTTPRequest, _ path: String) async throws(SourceFault) -> JSON {
        let response = try await client.send(request)
        guard response.status == 200 else {
            throw .failed("`\(shown(request.url))` answered with HTTP status \(response.status)")
        }
        do { return try JSON(parsing: response.body) } catch {
            throw malformed(path, error.diagnostic.message)
        }
    }

    private func malformed(_ path: String, _ reason: String) -> SourceFault {
        .failed("the answer of `\(shown(url))\(path)` is not as the protocol has it: \(reason)")
    }
}

/// Ids become parts of URLs and names of files, so only plain ones are taken.
private func isPlain(_ id: String) -> Bool {
    let isMade = id.utf8.allSatisfy { byte in
        0x30...0x39 ~= byte || 0x41...0x5A ~= byte || 0x61...0x7A ~= byte || "-_.:".utf8.contains(byte)
    }
    return isMade && 1...128 ~= id.utf8.count && !id.hasPrefix(".")
}
