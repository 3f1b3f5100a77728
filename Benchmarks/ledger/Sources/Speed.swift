import Audit
import DefinitionOfDone
import Foundation
import GRDB
import Ledger
import SQLiteStore
import StructuredData
import TransparencyLog

func shown(_ number: Double, _ digits: Int = 2) -> String { String(format: "%.\(digits)f", number) }

func seconds(_ body: () async throws -> Void) async rethrows -> Double {
    let start = ContinuousClock.now
    try await body()
    return (ContinuousClock.now - start) / .seconds(1)
}

/// The same bytes into a table of one column, with the same durability.
final class Plain {
    let queue: DatabaseQueue

    init(_ path: String) throws {
        queue = try DatabaseQueue(path: path)
        try queue.inDatabase { db in
            try db.execute(
                sql:
                    "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; CREATE TABLE events (position INTEGER PRIMARY KEY, bytes BLOB NOT NULL)"
            )
        }
    }

    func append(_ events: [Event]) throws {
        try queue.inDatabase { db in
            try db.inTransaction(.immediate) {
                let statement = try db.cachedStatement(sql: "INSERT INTO events (bytes) VALUES (?)")
                for event in events { try statement.execute(arguments: [Data(event.canonicalBytes)]) }
                return .commit
            }
        }
    }
}

/// How fast the ledger is, beside plain SQLite.
func speed(_ folder: String, count: Int) async throws {
    try await appends(folder)
    try await groups(folder)
    try await large(folder, count)
}

private func appends(_ folder: String) async throws {
    print("appends per second, the ledger and plain SQLite in turn (WAL, synchronous=FULL, the same bytes)")
    for (size, rounds) in [(1, 400), (34, 200), (340, 60)] {
        let store = try SQLiteStore(path: folder + "/a\(size).db")
        let plain = try Plain(folder + "/p\(size).db")
        var source = SampleEvents()
        var (own, other, events) = (0.0, 0.0, 0)
        var ratios: [Double] = []
        for _ in 0..<rounds {
            var batch: [Event] = []
            while batch.count < size { batch += try source.next() }
            // One stream an append, as the recorder of a run has it.
            let stream = uuidV7(nanoseconds: batch[0].time, random: UInt64.random(in: 0...(.max)))
            let events1 = try batch.prefix(size).enumerated().map { index, event in
                try Event(
                    id: event.id, stream: stream, version: index + 1, type: event.type, schema: 1,
                    time: event.time,
                    actor: event.actor, traceID: event.traceID, spanID: event.spanID, payload: event.payload)
            }
            let mine = try await seconds { _ = try await store.append(events1, expectedVersion: 0) }
            let theirs = try await seconds { try plain.append(events1) }
            own += mine
            other += theirs
            events += size
            ratios.append(theirs / mine)
        }
        ratios.sort()
        print(
            "  \(size) an append: \(Int(Double(events) / own))/s, plain \(Int(Double(events) / other))/s, "
                + "ratio \(shown(other / own)) (median of pairs \(shown(ratios[ratios.count / 2])))")
    }
}

private func groups(_ folder: String) async throws {
    let store = try SQLiteStore(path: folder + "/g.db")
    let plain = try Plain(folder + "/gp.db")
    let writers = 16
    let took = try await seconds {
        try await withThrowingTaskGroup { group in
            for writer in 0..<writers {
                group.addTask {
                    for version in 0..<100 {
                        let event = try Event(
                            id: uuidV7(nanoseconds: 1, random: .random(in: 0...(.max))), stream: "s\(writer)",
                            version: version + 1, type: "T", schema: 1, time: 1, actor: "a", payload: [:])
                        _ = try await store.append([event], expectedVersion: version)
                    }
                }
            }
            try await group.waitForAll()
        }
    }
    let one = try Event(
        id: uuidV7(nanoseconds: 1, random: 1), stream: "s", version: 1, type: "T", schema: 1, time: 1,
        actor: "a",
        payload: [:])
    let alone = try await seconds { for _ in 0..<(writers * 100) { try plain.append([one]) } }
    print(
        "  \(writers) writers of single events: \(Int(Double(writers * 100) / took))/s, plain one by one \(Int(Double(writers * 100) / alone))/s, ratio \(shown(alone / took))"
    )
}

private func large(_ folder: String, _ count: Int) async throws {
    print("\na ledger of \(count) events")
    let path = folder + "/large.db"
    var source = SampleEvents()
    var marks: [(Int, Double, Int64)] = []
    do {
        let store = try SQLiteStore(path: path)
        var (done, since) = (0, ContinuousClock.now)
        var next = 1000
        while done < count {
            let events = try source.next()
            _ = try await store.append(events, expectedVersion: 0)
            done += events.count
            if done >= next || done >= count {
                let took = (ContinuousClock.now - since) / .seconds(1)
                let size = (try? FileManager.default.attributesOfItem(atPath: path)[.size] as? Int64) ?? 0
                marks.append((done, took, size))
                next *= 10
            }
        }
        try store.close()
    }
    var before = (0, 0.0)
    for (done, took, size) in marks {
        print(
            "  \(done) events: \(Int(Double(done - before.0) / (took - before.1))) appended/s since the last mark, \(size / Int64(done)) bytes an event"
        )
        before = (done, took)
    }

    let opening = try await seconds {
        let store = try SQLiteStore(path: path)
        _ = try await store.append([source.next()[0]], expectedVersion: 0)
    }
    print("  opening it for one append: \(shown(opening * 1000)) ms")

    let store = try SQLiteStore(path: path, access: .read)
    let size = try await store.size()
    let proving = try await seconds {
        for _ in 0..<100 { _ = try await store.inclusionProof(of: Int64.random(in: 1...size), in: size) }
    }
    print("  proof of one event: \(shown(proving * 10, 3)) ms; consistency: ", terminator: "")
    let consistency = try await seconds {
        for _ in 0..<100 { _ = try await store.consistencyProof(from: Int64.random(in: 1...size), to: size) }
    }
    print("\(shown(consistency * 10, 3)) ms")

    let verification = LedgerVerification(log: store, path: path, keys: TrustedKeys())
    var report: LedgerReport?
    let verifying = try await seconds { report = try await verification.run() }
    print("  verifying: \(Int(Double(size) / verifying)) events/s, \(report?.faultCount ?? -1) faults")

    let tables = try SQLiteProjections(path: folder + "/projections.db")
    let queries = RunQueries(log: store, tables: tables)
    let rebuilding = try await seconds { _ = try await queries.rebuild() }
    print("  rebuilding the projections: \(Int(Double(size) / rebuilding)) events/s")
}
