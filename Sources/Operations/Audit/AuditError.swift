package import Capabilities
package import Diagnostics
package import Ledger

/// Why the audit trail could not do what it was asked for.
package enum AuditError: DiagnosableError, Hashable {
    case ledger(LedgerError)
    case file(FileError)
    case secret(SecretError)
    case lock(LockError)
    case process(ProcessError)
    /// There is no folder for keys: neither `XDG_STATE_HOME` nor `HOME` is set.
    case noHome
    /// Others can read the private key.
    case exposedKey(path: String)
    /// The public key is there, the private one is not.
    case missingPrivateKey(keyID: String, place: String)
    /// The key comes from outside, and is not uvmgr's to change.
    case foreignKey(path: String)
    /// A file that should hold a key does not.
    case malformedKey(path: String, reason: String)
    /// A key that somebody named cannot be read as one.
    case unknownKeyForm(String, reason: String)
    case malformedCheckpoint(path: String, reason: String)
    /// The ledger is not what a known checkpoint says.
    case notTheLedger(LedgerFault)
    /// A file that should hold an exported ledger does not.
    case malformedExport(path: String, line: Int?, reason: String)
    /// A stream has other events here than there.
    case forkedStream(String, version: Int)
    /// An export and a ledger of the same name differ within the first so many events.
    case forkedLedger(String, size: Int64)
    /// No key that is believed has signed the checkpoint of an export.
    case untrustedExport(path: String, reason: String)
    /// A folder of tiles cannot be continued with this ledger.
    case tiles(path: String, reason: String)
    case git(String)
    case noGit
    case badReference(String)
    /// Somebody else moved the reference while a new commit was made.
    case movedReference(String)
    /// There is nothing under that name in the repository.
    case noReference(String)
    case emptyLedger
    case proof(String)

    package var diagnostic: Diagnostic {
        switch self {
        case .ledger(let error): error.diagnostic
        case .file(let error): error.diagnostic
        case .secret(let error): error.diagnostic
        case .lock(let error): error.diagnostic
        case .process(let error): error.diagnostic
        case .noHome:
            Diagnostic(
                code: "key.no-home", message: "there is no folder to keep keys in",
                hint: "set HOME or XDG_STATE_HOME", exit: .unavailable)
        case .exposedKey(let path):
            Diagnostic(
                code: "key.exposed", message: "others can read the private key `\(path)`",
                hint: "run `chmod 600 \(path)`; if somebody else may have read it, `uvmgr audit key rotate`",
                exit: .unavailable)
        case .missingPrivateKey(let keyID, let place):
            Diagnostic(
                code: "key.missing", message: "the private key of `\(keyID)` is not in \(place)",
                hint: "restore it, or make a new one with `uvmgr audit key rotate`", exit: .unavailable)
        case .foreignKey(let path):
            Diagnostic(
                code: "key.foreign", message: "the key `\(path)` comes from UVMGR_SIGNING_KEY_FILE",
                hint: "make the new key where that file comes from")
        case .malformedKey(let path, let reason):
            Diagnostic(
                code: "key.malformed", message: "`\(path)` holds no key: \(reason)",
                hint: "restore it, or make a new one with `uvmgr audit key rotate`", exit: .unavailable)
        case .unknownKeyForm(let text, let reason):
            Diagnostic(
                code: "key.unknown-form", message: "`\(text)` is no public key: \(reason)",
                hint: "give a PEM file, or a key as `uvmgr audit key show` prints it")
        case .malformedCheckpoint(let path, let reason):
            Diagnostic(code: "checkpoint.malformed", message: "`\(path)` holds no checkpoint: \(reason)")
        case .notTheLedger(let fault):
            Diagnostic(
                code: "ledger.\(fault.kind)", message: fault.message,
                hint: "`uvmgr audit verify` tells more; restore the ledger from a backup", exit: .unavailable)
        case .malformedExport(let path, let line, let reason):
            Diagnostic(
                code: "export.malformed", message: "`\(path)` holds no exported ledger: \(reason)",
                place: line.map { SourcePlace(file: path, line: $0) })
        case .forkedStream(let stream, let version):
            Diagnostic(
                code: "import.forked",
                message:
                    "`\(stream)` differs from version \(version) on: both sides have events of their own",
                hint: "one of the two was changed; nothing was imported", exit: .no)
        case .forkedLedger(let origin, let size):
            Diagnostic(
                code: "import.forked-ledger",
                message: "two ledgers are named `\(origin)` and differ within their first \(size) events",
                hint: "one is a copy that went on by itself or was changed; nothing was written", exit: .no)
        case .untrustedExport(let path, let reason):
            Diagnostic(
                code: "import.untrusted", message: "no trusted key vouches for `\(path)`: \(reason)",
                hint: "ask who made it for the public key, `uvmgr audit key export`", exit: .no)
        case .tiles(let path, let reason):
            Diagnostic(
                code: "export.tiles", message: "`\(path)` cannot hold the tiles of this ledger: \(reason)",
                hint: "name another folder")
        case .noGit:
            Diagnostic(
                code: "git.missing", message: "there is no `git` on the search path",
                hint: "install git, or export to a file", exit: .unavailable)
        case .badReference(let name):
            Diagnostic(
                code: "git.reference", message: "`\(name)` is no name of a reference",
                hint: "write it out, such as `refs/uvmgr/ledger`")
        case .movedReference(let name):
            Diagnostic(
                code: "git.moved", message: "`\(name)` was moved by another process meanwhile",
                hint: "nothing was written there; run the command again", exit: .unavailable)
        case .noReference(let name):
            Diagnostic(
                code: "git.no-reference", message: "there is no `\(name)` in this repository",
                hint: "fetch it: `git fetch origin +\(name):\(name)`")
        case .git(let reason): Diagnostic(code: "git.failed", message: reason, exit: .unavailable)
        case .emptyLedger:
            Diagnostic(
                code: "ledger.empty", message: "the ledger has no events",
                hint: "run `uvmgr dod validate` first")
        case .proof(let reason):
            Diagnostic(
                code: "proof.failed", message: "the proof does not hold: \(reason)",
                hint: "`uvmgr audit verify` tells what is wrong with the ledger", exit: .no)
        }
    }
}
