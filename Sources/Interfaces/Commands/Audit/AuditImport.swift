import ArgumentParser
import Audit
import Capabilities
import DefinitionOfDone
import Diagnostics
import Ledger
import StructuredData

/// `uvmgr audit import`.
struct AuditImport: Command {
    static let configuration = CommandConfiguration(
        commandName: "import", abstract: "Put an exported ledger back, or take in those of the team.",
        usage: "uvmgr audit import <file> | --git [--ref <ref>] [--key <key>] [--dry-run] [<options>]",
        discussion: """
            EXAMPLES:
              uvmgr audit import backup.jsonl
              uvmgr audit import backup.jsonl --key acme.pub.pem --dry-run
              uvmgr audit import --git           what the others put into refs/uvmgr/ledger

            Every line is held against the signed checkpoint before anything is written; then all of what is \
            missing is appended, or nothing. A ledger that is empty, or that the export continues, becomes the \
            exported one; from another ledger its streams are taken in. Doing it twice changes nothing.

            \(exitCodes)
            """)

    private static let exitCodes = Help.exitCodes([
        " 0": "success, also if nothing was missing",
        " 1": "the two ledgers contradict each other, or no trusted key vouches for the export",
        " 2": "usage or configuration error, or a file that is no whole export",
        "69": "something outside is missing or unavailable",
    ])

    @Argument(help: ArgumentHelp("What `uvmgr audit export` wrote.", valueName: "file"), completion: .file())
    var file: String?
    @Flag(help: "Take in the other ledgers of a reference of the project's git repository.")
    var git = false
    @Option(help: ArgumentHelp("Which reference.", valueName: "ref"))
    var ref = TeamLedgers.reference
    @Option(
        help: ArgumentHelp(
            "A public key that must have signed the export. May be repeated; any one of them is enough.",
            valueName: "key"), completion: .file())
    var key: [String] = []
    @Flag(help: "Verify all and say what would be done, but write nothing.")
    var dryRun = false
    @OptionGroup var answer: AnswerOptions
    @OptionGroup(title: "Global options") var global: GlobalOptions

    var answersInJSON: Bool { answer.format == .json }

    func validate() throws {
        if (file == nil) != git { throw ValidationError("name a file, or `--git`") }
    }

    func run(in session: Session) async throws -> ExitStatus {
        let folder = try session.runFolder()
        let own = session.files.isFile(folder.ledger) ? try session.recordedLog(folder) : nil
        let sources = try await sources(session, folder, own)
        let keys = try session.trustedKeys(key)
        var vouchers: [String?] = []
        for source in sources {
            let voucher = try keys.voucher(
                of: source.ledger.header, named: source.name, isRequired: !key.isEmpty)
            if voucher == nil { session.warn(Self.unsigned(source.name)) }
            vouchers.append(voucher)
        }
        let outcome = try await take(sources.map(\.ledger), session, folder, own)
        switch answer.format {
        case .json: try session.answer(json(outcome, vouchers))
        case .text: try session.answer(text(outcome))
        }
        return .success
    }

    private typealias Source = (name: String, ledger: ExportedLedger)

    private func sources(
        _ session: Session, _ folder: RunFolder, _ own: (any EventLog)?
    ) async throws(AuditError) -> [Source] {
        guard let file else {
            var origin: String?
            if let own { do { origin = try await Audit.origin(of: own) } catch .emptyLedger {} }
            return try await TeamLedgers(try session.gitObjects(folder), reference: ref).others(than: origin)
        }
        let bytes: [UInt8]
        do { bytes = try session.files.read(session.path(file)) } catch { throw .file(error) }
        return [(file, try ExportedLedger(parsing: bytes, named: file))]
    }

    /// Takes in what was read, into a ledger that is made if there is none.
    private func take(
        _ ledgers: [ExportedLedger], _ session: Session, _ folder: RunFolder, _ own: (any EventLog)?
    ) async throws -> ImportOutcome {
        let log: any EventLog
        if dryRun {
            log = own ?? MemoryEventStore()
        } else {
            // Found to be in order before a ledger is made for it.
            if own == nil { try folder.prepare(session.files) }
            do { log = try session.runtime.openLedger(folder.ledger, false) } catch {
                throw DoDError.ledger(error)
            }
        }
        let machine = session.runtime.machine
        let work = LedgerImport(into: log, clock: machine.clock, random: machine.random, actor: session.actor)
        guard !git else { return try await work.merge(ledgers, isTrial: dryRun) }
        return try await work.restore(ledgers[0], isTrial: dryRun)
    }

    private static func unsigned(_ name: String) -> Diagnostic {
        Diagnostic(
            code: "import.nobody-vouches",
            message:
                "nobody you know vouches for `\(name)`: its events fit its checkpoint, whoever signed that",
            hint: "name the public key of who exported it with `--key`")
    }

    private func json(_ outcome: ImportOutcome, _ vouchers: [String?]) -> JSON {
        [
            "schema": "uvmgr.import/1", "outcome": .string(outcome.kind.rawValue), "dryRun": .bool(dryRun),
            "events": .integer(Int64(outcome.events)), "streams": .integer(Int64(outcome.streams)),
            "ledgers": .array(outcome.ledgers.map(JSON.string)), "size": .integer(outcome.size),
            "signedBy": .array(vouchers.map { JSON($0) }),
        ]
    }

    private func text(_ outcome: ImportOutcome) -> String {
        let would = dryRun ? "would have " : ""
        switch outcome.kind {
        case .unchanged: return "nothing to import: all of it is here already\n"
        case .restored:
            return "\(would)restored \(outcome.events) events; the ledger \(dryRun ? "would have" : "has") "
                + "\(outcome.size)\n"
        case .merged:
            let from = outcome.ledgers.count == 1 ? outcome.ledgers[0] : "\(outcome.ledgers.count) ledgers"
            return "\(would)imported \(outcome.events) events in \(outcome.streams) streams of \(from)\n"
        }
    }
}
