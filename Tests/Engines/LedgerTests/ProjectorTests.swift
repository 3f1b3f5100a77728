import Ledger
import StructuredData
import Synchronization
import Testing

/// Counts events by type.
private struct Counts: Projection {
    static let name = "counts"
    static let version = 1
    static let tables = [ProjectionTable("types", key: [("type", .text)], [("count", .integer)])]
    var counts: [String: Int64] = [:]

    init() {}

    init?(snapshot: JSON) {
        guard let members = snapshot.object else { return nil }
        counts = members.compactMapValues(\.integer)
    }

    var snapshot: JSON { .object(counts.mapValues(JSON.integer)) }

    mutating func apply(_ event: EventColumns, _ changes: inout [ProjectionChange]) {
        let type = String(decoding: event.type, as: UTF8.self)
        counts[type, default: 0] += 1
        changes.append(.put(table: 0, [.text(type), .integer(counts[type] ?? 0)]))
    }
}

/// The least store that keeps the promises of the protocol.
private final class Memory: ProjectionStore {
    struct Content: Sendable {
        var progress = ProjectionProgress.start
        var rows: [ProjectionValue: [ProjectionValue]] = [:]
        var refusals = 0
    }
    let content = Mutex(Content())

    func progress<P: Projection>(of projection: P.Type) async throws(LedgerError) -> ProjectionProgress {
        content.withLock(\.progress)
    }

    func compact() async throws(LedgerError) {}

    func commit<P: Projection>(
        _ projection: P.Type, _ changes: [ProjectionChange], from old: ProjectionProgress,
        to new: ProjectionProgress
    ) async throws(LedgerError) -> Bool {
        content.withLock { content in
            guard content.refusals == 0, content.progress == old else {
                content.refusals -= 1
                return false
            }
            content.progress = new
            for case .put(_, let row) in changes { content.rows[row[0]] = row }
            return true
        }
    }

    func drop<P: Projection>(_ projection: P.Type) async throws(LedgerError) {
        content.withLock { $0 = Content() }
    }

    func rows<P: Projection>(
        _ projection: P.Type, _ query: ProjectionQuery
    ) async throws(LedgerError) -> [[ProjectionValue]] { content.withLock { Array($0.rows.values) } }
}

@Suite("Projections follow the ledger")
struct ProjectorTests {
    private let store = MemoryEventStore()
    private let tables = Memory()

    private func append(_ range: ClosedRange<Int>, stream: String = "run") async throws {
        let events = try range.map {
            try event(
                id: uuidV7(nanoseconds: 1, random: UInt64(stream.hashValue.magnitude) &+ UInt64($0)),
                stream: stream, version: $0, type: $0.isMultiple(of: 2) ? "Even" : "Odd")
        }
        _ = try await store.append(events, expectedVersion: range.lowerBound - 1)
    }

    private func count(_ type: String) -> Int64? {
        tables.content.withLock { $0.rows[.text(type)]?[1].integer }
    }

    @Test func goesOnWhereItStopped() async throws {
        let projector = Projector(Counts.self, of: store, in: tables)
        #expect(try await projector.catchUp() == 0)
        try await append(1...9)
        #expect(try await projector.catchUp() == 9)
        try await append(10...12)
        #expect(try await projector.catchUp() == 3)
        #expect(count("Even") == 6)
        #expect(count("Odd") == 6)
        #expect(try await projector.rebuild() == 12)
        #expect(count("Even") == 6)
    }

    @Test func severalChunks() async throws {
        try await append(1...10_000)
        #expect(try await Projector(Counts.self, of: store, in: tables).catchUp() == 10_000)
        #expect(count("Even") == 5000)
    }

    @Test func anotherLedgerStartsAnew() async throws {
        try await append(1...5)
        _ = try await Projector(Counts.self, of: store, in: tables).catchUp()
        let other = MemoryEventStore()
        for version in 1...7 {
            let one = try event(
                id: uuidV7(nanoseconds: 9, random: UInt64(version)), version: version, type: "Even")
            _ = try await other.append([one], expectedVersion: version - 1)
        }
        #expect(try await Projector(Counts.self, of: other, in: tables).catchUp() == 7)
        #expect(count("Even") == 7)
        #expect(count("Odd") == nil)
    }

    @Test func losesTheRaceAndTriesAgain() async throws {
        try await append(1...5)
        tables.content.withLock { $0.refusals = 1 }
        _ = try await Projector(Counts.self, of: store, in: tables).catchUp()
        #expect(count("Odd") == 3)
    }
}
