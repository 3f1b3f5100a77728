import ArgumentParser
import Audit
import Capabilities
import DefinitionOfDone
import Diagnostics
import Ledger
import StructuredData
import Synchronization
import TransparencyLog

/// `uvmgr audit verify`.
struct AuditVerify: Command {
    static let configuration = CommandConfiguration(
        commandName: "verify", abstract: "Is the ledger as it was recorded? Finds what was changed.",
        usage: "uvmgr audit verify [--from <checkpoint>] [--known <checkpoint>] [--key <key>] [<options>]",
        discussion: """
            EXAMPLES:
              uvmgr audit verify
              uvmgr audit verify --key auditor/acme.pub.pem --known auditor/checkpoint.txt
              uvmgr audit verify --from checkpoint.txt          only what came after it
              uvmgr audit verify --witness 'witness.example/w1+…' --witnesses 1

            Holds every event against the Merkle tree, the tree against every signed checkpoint, and the \
            ledger against the largest checkpoint that this user has seen of it. Names each event that was \
            changed, removed, inserted or moved. Without `--key` your own keys are believed.

            \(exitCodes)
            """)

    private static let exitCodes = Help.exitCodes([
        " 0": "nothing was changed",
        " 1": "something was changed",
        " 2": "usage or configuration error",
        "69": "something outside is missing or unavailable",
    ])

    @Option(
        help: ArgumentHelp(
            "A public key whose checkpoints are believed: PEM, or as `uvmgr audit key show` prints it. May be repeated.",
            valueName: "key"), completion: .file())
    var key: [String] = []
    @Option(
        help: ArgumentHelp(
            "A checkpoint that is trusted: what it covers is not looked at again.", valueName: "file"),
        completion: .file())
    var from: String?
    @Option(
        help: ArgumentHelp("A checkpoint that the ledger must continue. May be repeated.", valueName: "file"),
        completion: .file())
    var known: [String] = []
    @Option(
        help: ArgumentHelp(
            "The key of a witness that cosigns checkpoints. May be repeated.", valueName: "key"))
    var witness: [String] = []
    @Option(
        help: ArgumentHelp("How many witnesses must have cosigned the last checkpoint.", valueName: "number"))
    var witnesses = 0
    @OptionGroup var answer: AnswerOptions
    @OptionGroup(title: "Global options") var global: GlobalOptions

    var answersInJSON: Bool { answer.format == .json }

    func validate() throws {
        guard 0...witness.count ~= witnesses else {
            throw ValidationError("`--witnesses` is a number from 0 to the number of `--witness` keys")
        }
    }

    func run(in session: Session) async throws -> ExitStatus {
        let folder = try session.runFolder()
        let log = try session.recordedLog(folder)
        let keys = try session.trustedKeys(key, witnesses: witness)
        var known = try self.known.map { try session.checkpointFile($0) }
        if let memory = try session.checkpointMemory().latest(try await origin(of: log)) {
            known.append(memory.checkpoint)
        }
        let checker = try session.runtime.openLedger(folder.ledger, true)
        let verification = LedgerVerification(
            log: log, path: folder.ledger, keys: keys, threshold: witnesses, known: known
        ) { () throws(LedgerError) in try await checker.databaseFaults() }
        let trusted = try from.map { try session.checkpointFile($0) }
        let meter = session.meter("verifying")
        let report = try await interruptibly(by: session.runtime.signals()) {
            try await verification.run(from: trusted) { meter.show($0, of: $1) }
        }.value
        meter.finish()
        switch answer.format {
        case .json: try session.answer(ledgerReportJSON(report))
        case .text: try session.answer(ledgerReportText(report, hasKeys: !keys.isEmpty, style: session.style))
        }
        return report.isSound ? .success : .no
    }
}

extension Session {
    /// A checkpoint from a file: a signed note.
    func checkpointFile(_ name: String) throws(AuditError) -> Checkpoint {
        let bytes: [UInt8]
        do { bytes = try files.read(path(name)) } catch { throw .file(error) }
        do { return try Checkpoint(parsing: try SignedNote(parsing: bytes).text) } catch {
            throw .malformedCheckpoint(path: name, reason: error.diagnostic.message)
        }
    }

    /// Shows how far something has come, on a terminal.
    func meter(_ what: String) -> Meter {
        Meter(what: what, isShown: manner == .live, write: runtime.terminal.errors)
    }
}

/// One line on a terminal that tells how far something has come.
final class Meter: Sendable {
    private let what: String
    private let isShown: Bool
    private let write: @Sendable (String) -> Void
    private let last = Mutex(ContinuousClock.Instant?.none)

    init(what: String, isShown: Bool, write: @escaping @Sendable (String) -> Void) {
        (self.what, self.isShown, self.write) = (what, isShown, write)
    }

    func show(_ done: Int64, of all: Int64) {
        guard isShown else { return }
        let isDue = last.withLock { last in
            let now = ContinuousClock.now
            if let last, now - last < .milliseconds(100) { return false }
            last = now
            return true
        }
        if isDue { write("\r\u{1B}[K\(what) \(done) of \(all)") }
    }

    func finish() { if isShown { write("\r\u{1B}[K") } }
}
