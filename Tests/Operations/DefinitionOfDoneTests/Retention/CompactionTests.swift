import Capabilities
import Digests
import Files
import Foundation
import Ledger
import SQLiteStore
import StructuredData
import Testing

@testable import DefinitionOfDone

@Suite("Making room") struct CompactionTests {
    private static let day: Int64 = 86_400_000_000_000
    private let shop: Workshop
    private let folder: RunFolder
    private let store: SQLiteStore
    private let tables: SQLiteProjections
    private let files = LiveFileSystem()
    private let now: Int64 = 1_800_000_000_000_000_000

    init() throws {
        shop = try Workshop()
        folder = RunFolder(project: shop["project"], environment: [:])
        try LiveFileSystem().makeDirectory(folder.state)
        store = try SQLiteStore(path: folder.ledger)
        tables = try SQLiteProjections(path: folder.projections)
    }

    private func compact(
        keep: Duration? = nil, thin: String? = nil, isTrial: Bool = false
    ) async throws -> CompactionReport {
        try await Compaction(
            of: folder, log: store, tables: tables, files: files, now: Instant(nanoseconds: now),
            keepEvidence: keep, thinning: thin.flatMap(ThinningRule.rules) ?? []
        ).run(isTrial: isTrial)
    }

    /// A file of evidence that was written so many days ago.
    private func evidence(_ text: String, daysAgo: Int64) throws -> String {
        let digest = SHA256Digest(of: text).hex
        let path = "\(folder.evidence)/\(digest.prefix(2))/\(digest.dropFirst(2))"
        try files.write(Array(text.utf8), to: path)
        try age(path, daysAgo)
        return digest
    }

    private func age(_ path: String, _ days: Int64) throws {
        let date = Date(timeIntervalSince1970: Double((now - days * Self.day) / 1_000_000_000))
        try FileManager.default.setAttributes([.modificationDate: date], ofItemAtPath: path)
    }

    private func exists(_ digest: String) -> Bool {
        files.isFile("\(folder.evidence)/\(digest.prefix(2))/\(digest.dropFirst(2))")
    }

    /// A run that ended so many days ago.
    private func run(
        _ name: String, daysAgo: Double, evidence: [String] = [], value: Double = 1, ends: Bool = true
    ) async throws {
        let time = now - Int64(daysAgo * Double(Self.day))
        var payloads: [(String, JSON)] = [("RunStarted", ["policy": "standard"])]
        payloads += evidence.map { digest in
            (
                "EvidenceStored",
                [
                    "gate": "tests",
                    "evidence": ["name": "x", "digest": .string(digest), "mediaType": "a/b", "size": 1],
                ]
            )
        }
        payloads.append(
            (
                "MeasurementRecorded",
                [
                    "gate": "coverage",
                    "measurement": ["name": "line", "quantity": ["value": .number(value), "unit": "ratio"]],
                ]
            ))
        if ends { payloads.append(("RunFinished", ["result": "completed", "seconds": 1])) }
        let events = try payloads.enumerated().map { index, payload in
            try Event(
                id: uuidV7(nanoseconds: time, random: .random(in: .min ... .max)), stream: name,
                version: index + 1, type: payload.0, schema: 1, time: time, actor: "ann", payload: payload.1)
        }
        _ = try await store.append(events, expectedVersion: 0)
    }

    @Test func evidenceThatNobodyNamesGoes() async throws {
        let named = try evidence("named", daysAgo: 400)
        let lost = try evidence("lost", daysAgo: 3)
        // A run under way has kept it, and will put it on record in a moment.
        let fresh = try evidence("fresh", daysAgo: 0)
        try files.write([1], to: folder.evidence + "/README")
        try await run("r1", daysAgo: 400, evidence: [named])
        let trial = try await compact(isTrial: true)
        #expect(trial.evidence == 1)
        #expect(trial.keptEvidence == 2)
        #expect(exists(lost))
        let report = try await compact()
        #expect(report.evidence == 1)
        #expect(report.evidenceBytes == 4)
        #expect([named, lost, fresh].map(exists) == [true, false, true])
        #expect(files.isFile(folder.evidence + "/README"))
        #expect(try await compact().evidence == 0)
    }

    @Test func evidenceOfOldRunsGoesWhenAskedTo() async throws {
        let (old, shared) = (try evidence("old", daysAgo: 99), try evidence("shared", daysAgo: 99))
        try await run("r1", daysAgo: 99, evidence: [old, shared])
        try await run("r2", daysAgo: 5, evidence: [shared])
        #expect(try await compact().evidence == 0)
        #expect(try await compact(keep: .seconds(100 * 86_400)).evidence == 0)
        #expect(try await compact(keep: .seconds(90 * 86_400)).evidence == 1)
        #expect([old, shared].map(exists) == [false, true])
    }

    @Test func whatEndedRunsLeftGoes() async throws {
        try await run("ended", daysAgo: 0)
        try await run("running", daysAgo: 0, ends: false)
        try await run("lost", daysAgo: 3, ends: false)
        for name in ["ended", "running", "lost", "unheard"] {
            try files.write([1, 2, 3], to: folder.scratch(name) + "/tests/x")
            try age(folder.scratch(name), name == "running" || name == "ended" ? 0 : 3)
        }
        let report = try await compact()
        #expect(report.scratch == 3)
        #expect(report.scratchBytes == 9)
        #expect(try files.list(folder.scratchFolder) == ["running"])
    }

    @Test func measurementsAreThinnedAndComeBack() async throws {
        for index in 0..<40 {
            try await run("r\(index)", daysAgo: Double(60 - index) - 0.01, value: Double(index))
        }
        for index in 40..<60 {
            try await run("r\(index)", daysAgo: 45 - Double(index - 40) / 100, value: 100)
        }
        let queries = RunQueries(log: store, tables: tables)
        let all = try await queries.series(gate: "coverage", metric: "line", limit: 999)
        #expect(all.count == 60)
        let (size, root) = (try await store.size(), try await store.root(at: store.size()))
        #expect(try await compact(thin: "30d: 7d", isTrial: true).measurements > 20)
        #expect(try await queries.series(gate: "coverage", metric: "line", limit: 999) == all)
        let report = try await compact(thin: "30d: 7d")
        let thinned = try await queries.series(gate: "coverage", metric: "line", limit: 999)
        #expect(thinned.count == 60 - report.measurements)
        #expect(thinned.reduce(0) { $0 + $1.count } == 60)
        #expect(thinned.map(\.least).min() == 0)
        #expect(thinned.map(\.most).max() == 100)
        #expect(try await compact(thin: "30d: 7d").measurements == 0)
        // The events have everything still, and what comes next is added to what was thinned.
        #expect(try await store.root(at: store.size()) == root)
        #expect(try await store.size() == size)
        try await run("next", daysAgo: 0, value: 7)
        #expect(
            try await queries.series(gate: "coverage", metric: "line", limit: 999).count == thinned.count + 1)
        #expect(try await queries.rebuild() == size + 3)
        #expect(try await queries.series(gate: "coverage", metric: "line", limit: 999).count == 61)
        #expect(try await compact(thin: "30d: 7d").measurements == report.measurements)
    }

    @Test func theDatabasesShrink() async throws {
        for index in 0..<300 { try await run("r\(index)", daysAgo: 40 + Double(index) / 1000, value: 1) }
        let report = try await compact(thin: "30d: 7d")
        #expect(report.databaseBytes > 0)
        #expect(try files.status(folder.ledger + "-wal")?.size ?? 0 == 0)
        #expect(try await store.databaseFaults() == [])
    }
}
