import GRDB
import Ledger

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// Opens a ledger file: recognises it before anything is written, makes the tables of a new one.
struct Opener {
    let path: String
    let access: SQLiteStore.Access
    let wording: FailureWording

    func open() throws(LedgerError) -> (DatabaseQueue, isReadOnly: Bool) {
        let exists = Self.size(path) != nil
        if !exists, access == .read { throw .missing(path: path) }
        guard access == .readWrite, canWrite(exists: exists) else {
            guard exists else { throw .readOnly(path: path) }
            return (try openForReading(), true)
        }
        let queue = try connect(path, readOnly: false)
        try prepare(queue, maySetUp: true)
        return (queue, false)
    }

    /// SQLite needs the folder too, for the log beside the file.
    private func canWrite(exists: Bool) -> Bool {
        let slash = path.lastIndex(of: "/") ?? path.startIndex
        let folder = slash == path.startIndex ? "/" : String(path[..<slash])
        return access(folder, W_OK) == 0 && (!exists || access(path, W_OK) == 0)
    }

    private func access(_ path: String, _ mode: Int32) -> Int32 {
        #if canImport(Glibc)
            Glibc.access(path, mode)
        #elseif canImport(Musl)
            Musl.access(path, mode)
        #else
            Darwin.access(path, mode)
        #endif
    }

    /// Opens a file as it stands.
    ///
    /// In a folder that cannot be written it has no shared memory to coordinate with writers. If there is no log
    /// beside it either, nobody is writing, and SQLite may take it as it stands.
    private func openForReading() throws(LedgerError) -> DatabaseQueue {
        let isAlone = (Self.size(path + "-wal") ?? 0) == 0
        let isFixed = isAlone && !canWrite(exists: true)
        let queue = try connect(isFixed ? "file:\(Self.escaped(path))?immutable=1" : path, readOnly: true)
        try prepare(queue, maySetUp: false)
        return queue
    }

    private func connect(_ path: String, readOnly: Bool) throws(LedgerError) -> DatabaseQueue {
        var configuration = Configuration()
        configuration.readonly = readOnly
        configuration.foreignKeysEnabled = false
        configuration.busyMode = .timeout(Double(wording.busyTimeout / .milliseconds(1)) / 1000)
        do {
            return try DatabaseQueue(path: path, configuration: configuration)
        } catch {
            throw wording.ledgerError(error, "open")
        }
    }

    private func prepare(_ queue: DatabaseQueue, maySetUp: Bool) throws(LedgerError) {
        let result: Result<Void, LedgerError> = queue.inDatabase { db in
            wording.result("open", db) {
                if maySetUp, try Schema.needsWork(db) { try Schema.create(db) }
                try refuseUnlessLedger(try Schema.content(db))
                if maySetUp { try configure(db) }
            }
        }
        try result.get()
    }

    private func refuseUnlessLedger(_ content: Schema.Content) throws(LedgerError) {
        switch content {
        case .ledger(Schema.format): return
        // Opened for reading only: its events are all there, its tree is not.
        case .ledger(Schema.formatWithoutTree): return
        case .ledger(let format) where format > Schema.format:
            throw .newer(path: path, found: Int(format), supported: Int(Schema.format))
        case .ledger(let format): throw .corrupt(path: path, reason: "its header names format \(format)")
        case .empty: throw .corrupt(path: path, reason: "the file is empty")
        case .foreign: throw .foreign(path: path)
        }
    }

    private func configure(_ db: Database) throws {
        // The log is moved into the file every 16 MiB instead of every 4: each time costs two synchronisations more, and the
        // next opening moves what is left.
        try db.execute(sql: "PRAGMA synchronous = FULL; PRAGMA wal_autocheckpoint = 4096")
        #if canImport(Darwin)
            // Without it a commit on macOS ends in the drive's cache.
            try db.execute(sql: "PRAGMA fullfsync = ON; PRAGMA checkpoint_fullfsync = ON")
        #endif
        if try String.fetchOne(db, sql: "PRAGMA journal_mode") == "wal" { return try shortenLog(db) }
        do {
            try db.execute(sql: "PRAGMA journal_mode = WAL")
        } catch let error as DatabaseError where error.resultCode == .SQLITE_BUSY {
            // Another process has the file open; the rollback journal is as safe, and the next opening switches.
            return
        }
    }

    /// Moves a long log into the file.
    ///
    /// Processes that end without closing leave it to grow, and each later one reads it: a millisecond a megabyte. What is
    /// in use by another process stays for the next one.
    private func shortenLog(_ db: Database) throws {
        guard let size = Self.size(path + "-wal"), size > 1 << 20 else { return }
        try db.execute(sql: "PRAGMA busy_timeout = 0")
        _ = try Row.fetchOne(db, sql: "PRAGMA wal_checkpoint(TRUNCATE)")
        try db.execute(sql: "PRAGMA busy_timeout = \(Int(wording.busyTimeout / .milliseconds(1)))")
    }

    /// The size of a file in bytes; `nil` if it is not there.
    private static func size(_ path: String) -> Int64? {
        var status = stat()
        return stat(path, &status) == 0 ? Int64(status.st_size) : nil
    }

    /// Escaped for the URI form of an SQLite file name.
    private static func escaped(_ path: String) -> String {
        var text = ""
        for scalar in path.unicodeScalars {
            switch scalar {
            case "%": text += "%25"
            case "?": text += "%3f"
            case "#": text += "%23"
            default: text.unicodeScalars.append(scalar)
            }
        }
        return text
    }
}
