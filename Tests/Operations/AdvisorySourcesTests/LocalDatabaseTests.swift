import Advisories
import AdvisorySources
import Capabilities
import Files
import Foundation
import Testing

@Suite("Local databases of advisories") struct LocalDatabaseTests {
    @Test(.enabled(if: SharedData.isThere)) func archiveMatchesAsAnIndependentImplementation() async throws {
        try await withBench { bench in
            let known = try KnownMatches()
            try #require(known.subjects.count >= 300)
            let source = AdvisorySource.archive(path: try #require(SharedData.archive))
            for isCached in [false, true] {
                let report = try await bench.lookup().report(on: known.subjects, from: source)
                #expect(report.lines == known.lines)
                #expect(report.isCached == isCached)
                #expect(report.packagesQueried == known.subjects.count)
                #expect(report.newestEntry?.text == "2027-07-09T15:54:00Z")
                #expect(
                    report.origin == .init(name: "local database", location: try #require(SharedData.archive))
                )
                #expect(report.cacheProblem == nil)
            }
        }
    }

    private let entry = """
        {"id": "TEST-1", "modified": "2026-01-01T00:00:00Z", "affected": [{"package": {"ecosystem": "PyPI",
        "name": "Pack.Age"}, "ranges": [{"type": "ECOSYSTEM", "events": [{"introduced": "0"}, {"fixed": "2.0"}]}]}]}
        """

    private func write(_ text: String, _ name: String, _ bench: Bench) throws {
        try bench.files.write(Array(text.utf8), to: "\(bench.folder)/db/\(name)")
    }

    private func lines(_ bench: Bench) async throws -> (lines: [String], isCached: Bool) {
        let source = AdvisorySource.directory(path: bench.folder + "/db")
        let report = try await bench.lookup().report(on: [try subject("pack-age", "1.0")], from: source)
        return (report.lines, report.isCached)
    }

    @Test func folderIsReadAgainWhenItChanges() async throws {
        try await withBench { bench in
            try write(entry, "deep/er/TEST-1.json", bench)
            try write("not an entry", "README.md", bench)
            try write("not an entry", ".hidden.json", bench)
            #expect(try await lines(bench) == (["pack-age 1.0: TEST-1 (2.0)"], false))
            #expect(try await lines(bench) == (["pack-age 1.0: TEST-1 (2.0)"], true))
            try write(entry.replacing("\"2.0\"", with: "\"2.0.1\""), "deep/er/TEST-1.json", bench)
            #expect(try await lines(bench) == (["pack-age 1.0: TEST-1 (2.0.1)"], false))
            try write(entry.replacing("TEST-1", with: "TEST-2"), "TEST-2.json", bench)
            #expect(
                try await lines(bench).lines == [
                    "pack-age 1.0: TEST-1 (2.0.1)", "pack-age 1.0: TEST-2 (2.0)",
                ])
            #expect(try bench.cachedFiles().count == 1)
        }
    }

    @Test func damagedIndexIsMadeAgain() async throws {
        try await withBench { bench in
            try write(entry, "TEST-1.json", bench)
            let expected = try await lines(bench).lines
            let path = "\(bench.cache)/\(try #require(bench.cachedFiles().first))"
            let intact = try bench.files.read(path)
            for length in stride(from: 0, to: intact.count, by: 7) {
                try bench.files.write(Array(intact.prefix(length)), to: path)
                #expect(try await lines(bench) == (expected, false), "the first \(length) bytes")
            }
            for index in intact.indices {
                var bytes = intact
                bytes[index] ^= 1
                try bench.files.write(bytes, to: path)
                #expect(try await lines(bench).lines == expected, "byte \(index)")
            }
        }
    }

    @Test func unwritableCacheIsTold() async throws {
        try await withBench { bench in
            try write(entry, "TEST-1.json", bench)
            try bench.files.write([], to: bench.cache)  // A file where a folder should be.
            let source = AdvisorySource.directory(path: bench.folder + "/db")
            let report = try await bench.lookup().report(on: [try subject("pack-age", "1.0")], from: source)
            #expect(report.lines.count == 1)
            #expect(report.cacheProblem != nil)
        }
    }

    struct Bad: Sendable {
        let text: String
        let entry: String?
        let reason: String
    }

    @Test(arguments: [
        Bad(
            text: "{\"id\": \"X\"", entry: "X.json",
            reason: "not JSON at line 1, column 11: the text ends in the middle of a value"),
        Bad(
            text: "{\"id\": \"X\"}", entry: "X.json",
            reason: "the advisory `X` is not an OSV entry: `/modified` is missing or of the wrong type"),
        Bad(
            text: "{\"id\": \"X\", \"modified\": \"2026\"}", entry: nil,
            reason: "it has no entry about a Python package"),
    ])
    func whatIsNoDatabaseIsRefused(_ row: Bad) async throws {
        try await withBench { bench in
            try write(row.text, "X.json", bench)
            let error = AdvisoryError.database(
                path: bench.folder + "/db", entry: row.entry, reason: row.reason)
            await #expect(throws: error) { try await lines(bench) }
        }
    }

    @Test func whatIsNoArchiveIsRefused() async throws {
        try await withBench { bench in
            try write(entry, "a.zip", bench)
            let path = bench.folder + "/db/a.zip"
            await #expect(
                throws: AdvisoryError.database(
                    path: path, entry: nil,
                    reason: "`\(path)` is not an intact ZIP archive: it has no end of directory")
            ) { try await bench.lookup().report(on: [], from: .archive(path: path)) }
            await #expect(throws: AdvisoryError.self) {
                try await bench.lookup().report(on: [], from: .archive(path: bench.folder + "/none.zip"))
            }
        }
    }
}
