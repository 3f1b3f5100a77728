public import Diagnostics

/// Why the ledger could not do what it was asked for.
///
/// Nothing is half done when one of these is thrown.
public enum LedgerError: DiagnosableError, Hashable {
    /// Somebody else appended to the stream.
    case conflict(stream: String, expected: Int, actual: Int)
    /// What is stored is damaged.
    case corrupt(path: String, reason: String)
    /// Written by a newer program: its format is `found`, the newest known here `supported`.
    case newer(path: String, found: Int, supported: Int)
    /// An SQLite file of another program.
    case foreign(path: String)
    case missing(path: String)
    /// Another process held the write lock for longer than `after`.
    case locked(path: String, after: Duration)
    case full(path: String)
    case readOnly(path: String)
    /// Any other failure, in the words of the store below.
    case failed(path: String, operation: String, reason: String)
    /// An event that must not be stored or does not belong where it stands.
    case malformedEvent(stream: String, version: Int, reason: String)
    /// The ledger was written by an older program and was only opened for reading: it has no Merkle tree yet.
    case outdated(path: String)
    /// There is no event at that position or of that name, or no tree of that size.
    case noEvent(String, size: Int64)
    /// An event of a shape that a newer program wrote.
    case newerEvent(stream: String, version: Int, type: String, found: Int, supported: Int)

    public var diagnostic: Diagnostic {
        let exit: ExitStatus =
            switch self {
            case .missing, .noEvent: .usage
            default: .unavailable
            }
        return Diagnostic(code: "ledger.\(code)", message: message, hint: hint, exit: exit)
    }

    private var code: String {
        switch self {
        case .conflict: "conflict"
        case .corrupt: "corrupt"
        case .newer: "newer"
        case .foreign: "foreign"
        case .missing: "missing"
        case .locked: "locked"
        case .full: "full"
        case .readOnly: "read-only"
        case .failed: "failed"
        case .malformedEvent: "malformed-event"
        case .outdated: "outdated"
        case .noEvent: "no-event"
        case .newerEvent: "newer-event"
        }
    }

    private var message: String {
        switch self {
        case .conflict(let stream, let expected, let actual):
            "another process wrote to `\(stream)`: it has \(actual) events where \(expected) were expected"
        case .corrupt(let path, let reason): "the ledger `\(path)` is damaged: \(reason)"
        case .newer(let path, let found, let supported):
            "the ledger `\(path)` has format \(found), and this uvmgr knows formats up to \(supported)"
        case .foreign(let path): "`\(path)` is a database of another program"
        case .missing(let path): "there is no ledger at `\(path)`"
        case .locked(let path, let after):
            "the ledger `\(path)` was locked by another process for \(after)"
        case .full(let path): "no space left to write the ledger `\(path)`"
        case .readOnly(let path): "the ledger `\(path)` cannot be written here"
        case .failed(let path, let operation, let reason):
            "could not \(operation) the ledger `\(path)`: \(reason)"
        case .malformedEvent(let stream, let version, let reason):
            "event \(version) of `\(stream)` is malformed: \(reason)"
        case .outdated(let path):
            "the ledger `\(path)` was written by an older uvmgr and has no Merkle tree yet"
        case .noEvent(let name, let size):
            "there is no event `\(name)` in the ledger, which has \(size) events"
        case .newerEvent(let stream, let version, let type, let found, let supported):
            "event \(version) of `\(stream)` is a `\(type)` of schema \(found), "
                + "and this uvmgr knows its schemas up to \(supported)"
        }
    }

    private var hint: String? {
        switch self {
        case .conflict: "run the command again"
        case .corrupt: "restore it from a backup, or move it away to start a new one"
        case .newer, .newerEvent: "update uvmgr"
        case .foreign: "move it away to start a ledger there"
        case .missing: "run `uvmgr dod validate` first"
        case .locked: "wait for the other process to end, then run the command again"
        case .full: "free some space and run the command again; everything recorded before is kept"
        case .outdated: "run `uvmgr dod validate` once: it adds the tree and changes no event"
        case .noEvent: "`uvmgr audit log` lists the events"
        case .readOnly: "check its owner and mode with `ls -l`"
        case .failed, .malformedEvent: nil
        }
    }
}
