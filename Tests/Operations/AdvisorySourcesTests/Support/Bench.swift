import Advisories
import AdvisorySources
import Archives
import Capabilities
import Files
import Foundation
import HTTP
import PythonPackaging
import Synchronization
import Testing

/// A clock that only moves when someone sleeps or a test says so.
final class ManualClock: WallClock {
    private let time = Mutex(Instant(nanoseconds: start.nanoseconds))
    private let pauses = Mutex<[Duration]>([])

    /// 2026-12-01, noon UTC.
    static let start = Instant(nanoseconds: 1_796_126_400_000_000_000)

    func now() -> Instant { time.withLock { $0 } }

    func advance(_ duration: Duration) {
        let (seconds, attoseconds) = duration.components
        time.withLock {
            $0 = Instant(nanoseconds: $0.nanoseconds + seconds * 1_000_000_000 + attoseconds / 1_000_000_000)
        }
    }

    /// What was slept so far, in order.
    var slept: [Duration] { pauses.withLock { $0 } }

    func sleep(_ duration: Duration) {
        pauses.withLock { $0.append(duration) }
        advance(duration)
    }
}

/// A cache folder and a clock, and lookups that use them.
struct Bench {
    let folder = NSTemporaryDirectory() + "advisories-\(UUID().uuidString)"
    let clock = ManualClock()
    let files = LiveFileSystem()

    let http = LiveHTTPClient(environment: [:], version: "1.0")

    var cache: String { folder + "/cache" }

    func lookup(_ change: (inout AdvisoryLookup.Options) -> Void = { _ in }) -> AdvisoryLookup {
        var options = AdvisoryLookup.Options()
        change(&options)
        return AdvisoryLookup(
            http: http, files: files, archives: ZipArchiveReader(), clock: clock,
            sleep: { [clock] in clock.sleep($0) }, cacheDirectory: cache, options: options)
    }

    /// The lookup where ``AdvisorySource/standard`` means these two.
    func lookup(osv: OSVServer.Service, pypi: OSVServer.Service) -> AdvisoryLookup {
        lookup {
            $0.osvURL = osv.url
            $0.pypiURL = pypi.url
        }
    }

    func close() async throws {
        await http.shutdown()
        try files.remove(folder)
    }

    /// Every file of the cache, by its path in it.
    func cachedFiles() throws -> [String] {
        try FileManager.default.subpathsOfDirectory(atPath: cache)
            .filter { files.isFile(cache + "/" + $0) }.sorted()
    }
}

@discardableResult
func withBench<Value>(_ body: (Bench) async throws -> Value) async throws -> Value {
    let bench = Bench()
    do {
        let value = try await body(bench)
        try await bench.close()
        return value
    } catch {
        try await bench.close()
        throw error
    }
}

func subject(_ name: String, _ version: String?, notFromIndex: String? = nil) throws -> AdvisorySubject {
    AdvisorySubject(
        name: try PackageName(name), version: try version.map { try Version($0) }, notFromIndex: notFromIndex)
}

extension AdvisoryReport {
    /// `package version: entries (fixed versions)` for each match, by text.
    var lines: [String] {
        matches.map { match in
            let entries = match.vulnerability.advisories.joined(separator: " ")
            let fixes = match.fixedVersions.map(\.description).joined(separator: " ")
            return "\(match.package.name.normalized) \(match.package.version): \(entries) (\(fixes))"
        }.sorted()
    }
}

/// The cases of `Fixtures/matches.jsonl`, which `make_matches.py` computed.
struct KnownMatches {
    let subjects: [AdvisorySubject]
    /// As ``AdvisoryReport/lines``.
    let lines: [String]

    init() throws {
        struct Case: Decodable {
            struct Found: Decodable { let entries, fixed: [String] }
            let package, version: String
            let found: [Found]
        }
        let file = URL(filePath: #filePath + "/../../Fixtures/matches.jsonl").standardizedFileURL
        let cases = try String(contentsOf: file, encoding: .utf8).split(separator: "\n").map {
            try JSONDecoder().decode(Case.self, from: Data($0.utf8))
        }
        subjects = try cases.map { try subject($0.package, $0.version) }
        lines = cases.flatMap { row in
            row.found.map { found in
                let (entries, fixes) = (
                    found.entries.joined(separator: " "), found.fixed.joined(separator: " ")
                )
                return "\(row.package) \(row.version): \(entries) (\(fixes))"
            }
        }.sorted()
    }
}
