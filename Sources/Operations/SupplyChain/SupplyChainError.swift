package import Attestations
package import Audit
package import Capabilities
package import DefinitionOfDone
package import Diagnostics
package import Ledger

/// Why an attestation could not be made, kept, attached or read.
///
/// That an attestation does not hold is no error but an answer: ``AttestationReport``.
package enum SupplyChainError: DiagnosableError, Hashable {
    case attestation(AttestationsError)
    case audit(AuditError)
    case run(DoDError)
    case ledger(LedgerError)
    case file(FileError)
    case process(ProcessError)
    /// A run that came to no verdict states nothing.
    case noVerdict(run: String)
    /// There is no commit to attach a note to, or the run was about something else than a commit.
    case noCommit(reason: String)
    /// There is no git, or it refused.
    case git(String)
    /// Nothing was attested of a run.
    case notAttested(run: String)
    /// The bundle of a run is no longer among the evidence, or is not what the ledger says.
    case lostBundle(path: String)
    /// There is no key to hold signatures against.
    case noTrustedKey
    /// An error that no target below words; a bug.
    case unexpected(String)

    /// Sorts an error of a target below in.
    init(_ error: any Error) {
        switch error {
        case let error as SupplyChainError: self = error
        case let error as AttestationsError: self = .attestation(error)
        case let error as AuditError: self = .audit(error)
        case let error as DoDError: self = .run(error)
        case let error as LedgerError: self = .ledger(error)
        case let error as FileError: self = .file(error)
        case let error as ProcessError: self = .process(error)
        default: self = .unexpected("\(error)")
        }
    }

    package var diagnostic: Diagnostic {
        switch self {
        case .attestation(let error): error.diagnostic
        case .audit(let error): error.diagnostic
        case .run(let error): error.diagnostic
        case .ledger(let error): error.diagnostic
        case .file(let error): error.diagnostic
        case .process(let error): error.diagnostic
        case .noVerdict(let run):
            Diagnostic(
                code: "attest.no-verdict", message: "the run `\(run)` came to no verdict",
                hint: "let it go on with `uvmgr dod resume`, or validate again")
        case .noCommit(let reason):
            Diagnostic(
                code: "attest.no-commit", message: "there is no commit to attach a note to: \(reason)",
                hint: "commit all changes, validate, and attest that run; without `--note` it works now")
        case .git(let reason): Diagnostic(code: "attest.git", message: reason, exit: .unavailable)
        case .notAttested(let run):
            Diagnostic(
                code: "attest.none", message: "nothing was attested of the run `\(run)`",
                hint: "make it with `uvmgr attest make \(run.prefix(13))`")
        case .lostBundle(let path):
            Diagnostic(
                code: "attest.lost", message: "`\(path)` is not there, or not what was attested",
                hint: "make it again with `uvmgr attest make`", exit: .unavailable)
        case .noTrustedKey:
            Diagnostic(
                code: "attest.no-key", message: "no key is trusted, so that no signature can be verified",
                hint: "name the signer's public key with `--key`")
        case .unexpected(let message):
            Diagnostic(
                code: "bug", message: "uvmgr met an error that it does not know: \(message)", exit: .bug)
        }
    }
}
