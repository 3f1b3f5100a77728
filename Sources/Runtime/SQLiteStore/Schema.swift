import GRDB
import Ledger

/// The tables of the ledger and how a file is recognised as one.
enum Schema {
    /// `uvLg`, in the header of every ledger.
    static let applicationID: Int32 = 0x7576_4C67
    /// The format this program writes, in the header's user version: 1 had events alone, 2 has their Merkle tree too.
    static let format: Int32 = 2
    static let formatWithoutTree: Int32 = 1

    /// The events: a row is there for good.
    ///
    /// The triggers are there against accidents; what they let pass, or who drops them, the Merkle tree shows. Triggers that
    /// look at every row that is inserted cost a quarter of an append and could tell no more than the tree does.
    static let events = """
        CREATE TABLE events (
            position INTEGER PRIMARY KEY CHECK (position > 0),
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
        """

    /// The hashes of the Merkle tree: one a leaf, and one for each 256, 65536, … leaves (``keptLevelStep``).
    static let tree = """
        CREATE TABLE leaves (position INTEGER PRIMARY KEY, hash BLOB NOT NULL) STRICT;
        CREATE TABLE nodes (
            level INTEGER NOT NULL, number INTEGER NOT NULL, hash BLOB NOT NULL, PRIMARY KEY (level, number)
        ) STRICT, WITHOUT ROWID;
        CREATE TRIGGER leaves_are_not_changed BEFORE UPDATE ON leaves
        BEGIN SELECT RAISE(ABORT, 'the tree is never changed'); END;
        CREATE TRIGGER leaves_are_not_removed BEFORE DELETE ON leaves
        BEGIN SELECT RAISE(ABORT, 'the tree is never changed'); END;
        CREATE TRIGGER nodes_are_not_changed BEFORE UPDATE ON nodes
        BEGIN SELECT RAISE(ABORT, 'the tree is never changed'); END;
        CREATE TRIGGER nodes_are_not_removed BEFORE DELETE ON nodes
        BEGIN SELECT RAISE(ABORT, 'the tree is never changed'); END;
        """

    static let insert = """
        INSERT INTO events (stream, version, id, type, schema, time, actor, trace_id, span_id, payload)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        """
    static let insertLeaf = "INSERT INTO leaves (position, hash) VALUES (?, ?)"
    static let insertNode = "INSERT INTO nodes (level, number, hash) VALUES (?, ?, ?)"
    static let versionOfStream = "SELECT coalesce(max(version), 0) FROM events WHERE stream = ?"
    static let lastPosition = "SELECT coalesce(max(position), 0) FROM events"
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

    /// Whether tables are to be made.
    static func needsWork(_ db: Database) throws -> Bool {
        let content = try content(db)
        return content == .empty || content == .ledger(format: formatWithoutTree)
    }

    /// Makes the tables, or those that an older format lacks, unless another process just did.
    static func create(_ db: Database) throws {
        try db.inTransaction(.immediate) {
            switch try content(db) {
            case .empty:
                try db.execute(sql: "\(events) \(tree) PRAGMA application_id = \(applicationID);")
            case .ledger(formatWithoutTree): try grow(db)
            default: return .rollback
            }
            try db.execute(sql: "PRAGMA user_version = \(format)")
            return .commit
        }
    }

    /// Adds the tree to a ledger that has events alone.
    private static func grow(_ db: Database) throws {
        try db.execute(sql: tree)
        var growth = try TreeGrowth(NodeReader(db: db))
        let last = try Int64.fetchOne(db, sql: lastPosition) ?? 0
        var leaf: [UInt8] = []
        try EventScan(db: db).forEach(after: 0, limit: Int(last)) { columns in
            columns.writeLeaf(to: &leaf)
            try growth.append(leaf, at: columns.position)
        }
    }
}
