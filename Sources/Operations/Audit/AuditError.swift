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
    case git(String)
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
