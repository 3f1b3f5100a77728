import Foundation
import Ledger
import SQLiteStore
import StructuredData
import Testing

private struct Types: Projection {
    static let name = "types"
    static let version = 1
    static let tables = [
        ProjectionTable(
            "types", key: [("type", .text)], [("count", .integer), ("share", .real), ("note", .text)],
            indexes: [["count"]])
    ]
    init() {}
    init?(snapshot: JSON) {}
    var snapshot: JSON { [:] }
    mutating func apply(_ event: EventColumns, _ changes: inout [ProjectionChange]) {
        changes.append(
            .put(table: 0, [.text("v\(event.version)"), .integer(event.version), .real(0.5), .null]))
    }
}

@Suite("Projections in SQLite")
struct SQLiteProjectionsTests {
    let scratch: Scratch

    init() throws { scratch = try Scratch() }

    private var path: String { scratch.folder + "/projections.db" }

    private func filled(_ count: Int = 10) async throws -> (SQLiteStore, SQLiteProjections) {
        let store = try SQLiteStore(path: scratch.path)
        _ = try await store.append(events("run", count: count), expectedVersion: 0)
        return (store, try SQLiteProjections(path: path))
    }

    private func versions(
        _ tables: SQLiteProjections, _ terms: [ProjectionQuery.Term] = [], limit: Int = .max
    ) async throws -> [Int64?] {
        let query = ProjectionQuery("types", terms, order: [("count", true)], limit: limit)
        return try await tables.rows(Types.self, query).map(\.[1].integer)
    }

    @Test func queries() async throws {
        let (store, tables) = try await filled()
        #expect(try await Projector(Types.self, of: store, in: tables).catchUp() == 10)
        #expect(try await versions(tables, limit: 2) == [10, 9])
        #expect(try await versions(tables, [.init("count", .atMost, .integer(2))]) == [2, 1])
        #expect(try await versions(tables, [.init("type", .prefix, .text("v1"))]) == [10, 1])
        #expect(try await versions(tables, [.init("note", .equal, .null)], limit: 1) == [10])
        let row = try await tables.rows(
            Types.self, ProjectionQuery("types", [.init("type", .equal, .text("v3"))]))
        #expect(row == [[.text("v3"), .integer(3), .real(0.5), .null]])
    }

    @Test func setAndRemove() async throws {
        let (store, tables) = try await filled(2)
        _ = try await Projector(Types.self, of: store, in: tables).catchUp()
        let now = try await tables.progress(of: Types.self)
        let next = ProjectionProgress(position: 3, event: "x", snapshot: [:])
        let changes: [ProjectionChange] = [
            .set(table: 0, key: [.text("v1")], columns: [3], to: [.text("changed")]),
            .remove(table: 0, key: [.text("v2")]),
        ]
        #expect(try await tables.commit(Types.self, changes, from: .start, to: next) == false)
        #expect(try await tables.commit(Types.self, changes, from: now, to: next))
        #expect(
            try await tables.rows(Types.self, ProjectionQuery("types"))
                == [[.text("v1"), .integer(1), .real(0.5), .text("changed")]])
    }

    @Test func survivesReopeningAndCanBeDropped() async throws {
        let (store, tables) = try await filled()
        _ = try await Projector(Types.self, of: store, in: tables).catchUp()
        try tables.close()
        let again = try SQLiteProjections(path: path)
        #expect(try await Projector(Types.self, of: store, in: again).catchUp() == 0)
        try await again.drop(Types.self)
        #expect(try await Projector(Types.self, of: store, in: again).catchUp() == 10)
        let memory = try SQLiteProjections(path: nil)
        #expect(try await Projector(Types.self, of: store, in: memory).catchUp() == 10)
    }

    /// What is no database is thrown away: everything in it can be made again.
    @Test(arguments: ["garbage", String(repeating: "SQLite format 3\u{0}garbage", count: 100)])
    func damagedFileIsMadeAnew(content: String) async throws {
        let (store, _) = try await filled()
        let damaged = scratch.folder + "/damaged.db"
        try Data(content.utf8).write(to: URL(filePath: damaged))
        let tables = try SQLiteProjections(path: damaged)
        #expect(try await Projector(Types.self, of: store, in: tables).catchUp() == 10)
    }
}
