import GRDB

/// The tables of the ledger and how a file is recognised as one.
enum Schema {
    /// `uvLg`, in the header of every ledger.
    static let applicationID: Int32 = 0x7576_4C67
    /// The format this program writes, in the header's user version.
    static let format: Int32 = 1

    /// What a new file gets.
    ///
    /// An event is a row for good. The triggers are there against accidents: `INSERT OR REPLACE` would remove a row
    /// without firing a DELETE trigger, so what could replace one is refused before it is inserted.
    static let tables = """
        CREATE TABLE events (
            position INTEGER PRIMARY KEY AUTOINCREMENT,
            stream TEXT NOT NULL,
            version INTEGER NOT NULL CHECK (version > 0),
            id TEXT NOT NULL UNIQUE,
            type TEXT NOT NULL,
            schema INTEGER NOT NULL,
            time INTEGER NOT NULL,
            actor TEXT NOT NULL,
            trace_id TEXT,
            span_id TEXT,
            payload BLOB NOT NULL,
            UNIQUE (stream, version)
        ) STRICT;
        CREATE INDEX streams ON events (position) WHERE version = 1;
        CREATE TRIGGER events_are_not_changed BEFORE UPDATE ON events
        BEGIN SELECT RAISE(ABORT, 'events are never changed'); END;
        CREATE TRIGGER events_are_not_removed BEFORE DELETE ON events
        BEGIN SELECT RAISE(ABORT, 'events are never removed'); END;
        CREATE TRIGGER events_are_not_replaced BEFORE INSERT ON events
        WHEN EXISTS (SELECT 1 FROM events WHERE id = NEW.id OR position = NEW.position)
            OR NEW.version <> 1 + coalesce((SELECT max(version) FROM events WHERE stream = NEW.stream), 0)
        BEGIN SELECT RAISE(ABORT, 'events are only appended'); END;
        CREATE TRIGGER events_are_not_squeezed_in AFTER INSERT ON events
        WHEN NEW.position < (SELECT max(position) FROM events)
        BEGIN SELECT RAISE(ABORT, 'events are only appended'); END;
        PRAGMA application_id = \(applicationID);
        PRAGMA user_version = \(format);
        """

    static let insert = """
        INSERT INTO events (stream, version, id, type, schema, time, actor, trace_id, span_id, payload)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        """
    static let versionOfStream = "SELECT coalesce(max(version), 0) FROM events WHERE stream = ?"
    static let columns =
        "position, stream, version, id, type, schema, time, actor, trace_id, span_id, payload"

    /// What the file at hand is.
    enum Content: Equatable { case empty, ledger(format: Int32), foreign }

    static func content(_ db: Database) throws -> Content {
        let application = try Int32.fetchOne(db, sql: "PRAGMA application_id") ?? 0
        let format = try Int32.fetchOne(db, sql: "PRAGMA user_version") ?? 0
        if application == applicationID { return .ledger(format: format) }
        let isEmpty = try Int.fetchOne(db, sql: "SELECT count(*) FROM sqlite_master") == 0
        return application == 0 && format == 0 && isEmpty ? .empty : .foreign
    }

    /// Makes the tables, unless another process just did.
    static func create(_ db: Database) throws {
        try db.inTransaction(.immediate) {
            if try content(db) == .empty { try db.execute(sql: tables) }
            return .commit
        }
    }
}
