import GRDB
import GRDBSQLite
import Ledger

/// Performs changes of projections, each kind of change by one prepared statement.
struct ChangeStatements {
    private let db: Database
    private let tables: [ProjectionTable]
    private let name: (ProjectionTable) -> String
    private var puts: [Int: Statement] = [:]
    private var sets: [SetKey: Statement] = [:]
    private var removes: [Int: Statement] = [:]

    private struct SetKey: Hashable {
        let table: Int
        let columns: [Int]
    }

    init(db: Database, tables: [ProjectionTable], name: @escaping (ProjectionTable) -> String) {
        (self.db, self.tables, self.name) = (db, tables, name)
    }

    mutating func perform(_ change: ProjectionChange) throws {
        switch change {
        case .put(let table, let values): try run(put(table), values)
        case .set(let table, let key, let columns, let values): try run(set(table, columns), values + key)
        case .remove(let table, let key): try run(remove(table), key)
        }
    }

    private mutating func put(_ index: Int) throws -> Statement {
        if let statement = puts[index] { return statement }
        let table = tables[index]
        let marks = repeatElement("?", count: table.columns.count).joined(separator: ", ")
        let statement = try db.cachedStatement(sql: "INSERT OR REPLACE INTO \(name(table)) VALUES (\(marks))")
        puts[index] = statement
        return statement
    }

    private mutating func set(_ index: Int, _ columns: [Int]) throws -> Statement {
        let key = SetKey(table: index, columns: columns)
        if let statement = sets[key] { return statement }
        let table = tables[index]
        let changed = columns.map { "\"\(table.columns[$0].name)\" = ?" }.joined(separator: ", ")
        let statement = try db.cachedStatement(
            sql: "UPDATE \(name(table)) SET \(changed) WHERE \(condition(table))")
        sets[key] = statement
        return statement
    }

    private mutating func remove(_ index: Int) throws -> Statement {
        if let statement = removes[index] { return statement }
        let table = tables[index]
        let statement = try db.cachedStatement(sql: "DELETE FROM \(name(table)) WHERE \(condition(table))")
        removes[index] = statement
        return statement
    }

    private func condition(_ table: ProjectionTable) -> String {
        table.columns.prefix(table.keyCount).map { "\"\($0.name)\" = ?" }.joined(separator: " AND ")
    }

    private func run(_ statement: Statement, _ values: [ProjectionValue]) throws {
        let row = statement.sqliteStatement
        defer {
            sqlite3_reset(row)
            sqlite3_clear_bindings(row)
        }
        for (index, value) in zip(Int32(1)..., values) { bind(value, at: index, to: row) }
        guard sqlite3_step(row) == SQLITE_DONE else {
            let connection = sqlite3_db_handle(row)
            throw DatabaseError(
                resultCode: ResultCode(rawValue: sqlite3_extended_errcode(connection)),
                message: sqlite3_errmsg(connection).map { String(cString: $0) })
        }
    }

    private func bind(_ value: ProjectionValue, at index: Int32, to row: OpaquePointer) {
        switch value {
        case .null: sqlite3_bind_null(row, index)
        case .integer(let number): sqlite3_bind_int64(row, index, number)
        case .real(let number): sqlite3_bind_double(row, index, number)
        case .text(var text):
            // SQLite copies it: the text lives no longer than this call.
            let copies = unsafeBitCast(-1, to: sqlite3_destructor_type.self)
            text.withUTF8 { bytes in
                bytes.withMemoryRebound(to: CChar.self) { characters in
                    _ = sqlite3_bind_text64(
                        row, index, characters.baseAddress, sqlite3_uint64(characters.count), copies,
                        UInt8(SQLITE_UTF8))
                }
            }
        }
    }
}
