import ArgumentParser
import Audit
import Capabilities
import DefinitionOfDone
import Diagnostics
import Ledger
import StructuredData
import TransparencyLog

/// `uvmgr audit prove`.
struct AuditProve: Command {
    static let configuration = CommandConfiguration(
        commandName: "prove", abstract: "A proof that an event or a verdict is in the ledger, as one file.",
        usage: "uvmgr audit prove [<event|run>] [--output <file>] [<options>]",
        discussion: """
            EXAMPLES:
              uvmgr audit prove                          of the last verdict
              uvmgr audit prove 01926f3a                 of that run's verdict
              uvmgr audit prove 4711 --output proof.txt  of event 4711

            The file is a C2SP tlog-proof: the event, its place, the hashes up to the root, and the signed \
            checkpoint. Whoever has it and the public key needs neither uvmgr nor the ledger.

            \(Help.commonExitCodes)
            """)

    @Argument(help: ArgumentHelp("The position or id of an event, or a run.", valueName: "event|run"))
    var name = "last"
    @Option(
        name: .shortAndLong,
        help: ArgumentHelp("Where to write the file; otherwise it is printed.", valueName: "file"))
    var output: String?
    @OptionGroup var answer: AnswerOptions
    @OptionGroup(title: "Global options") var global: GlobalOptions

    var answersInJSON: Bool { answer.format == .json }

    func run(in session: Session) async throws -> ExitStatus {
        let folder = try session.runFolder()
        let log = try session.writableLog(folder)
        let position = try await position(log, folder)
        let signed = try await session.checkpointing(log).sign()
        if let key = signed.key { session.announce(key) }
        let proof = try await EventProof(
            of: position, in: log, checkpoint: signed.checkpoint, note: signed.note)
        if let output {
            do { try session.files.write(Array(proof.text.utf8), to: session.path(output)) } catch {
                throw CommandError.file(error)
            }
            session.note(
                "wrote \(output): event \(position) is in the log of \(signed.checkpoint.size) events\n")
        }
        switch answer.format {
        case .json:
            try session.answer([
                "schema": "uvmgr.proof/1", "position": .integer(position),
                "event": proof.event.event.json, "size": .integer(signed.checkpoint.size),
                "root": .string(signed.checkpoint.root.hex), "proof": .string(proof.text),
            ])
        case .text: if output == nil { try session.answer(proof.text) }
        }
        return .success
    }

    /// An event by its position or id, or the verdict of a run.
    private func position(_ log: any EventLog, _ folder: RunFolder) async throws -> Int64 {
        let history = RunHistory(store: log)
        if let moment = LedgerMoment(name) {
            switch moment {
            case .position: return try await history.position(of: moment, in: log)
            // Runs have ids of the same form as events.
            case .event(let id):
                let isEvent: Bool
                do { isEvent = try await log.position(of: id) != nil } catch { throw DoDError.ledger(error) }
                if isEvent { return try await history.position(of: moment, in: log) }
            case .time: break
            }
        }
        let run = try await history.find(name, project: folder.project)
        return try await log.verdictPosition(of: run.id)
    }
}

extension EventLog {
    /// The position of a run's verdict, or of its last event if it has none.
    func verdictPosition(of run: String) async throws(DoDError) -> Int64 {
        do {
            let events = try await read(stream: run)
            guard let event = events.last(where: { $0.type == "VerdictReached" }) ?? events.last,
                let position = try await position(of: event.id)
            else { throw LedgerError.noEvent(run, size: try await size()) }
            return position
        } catch let error as LedgerError { throw .ledger(error) } catch { throw .cancelled }
    }
}

/// `uvmgr audit checkpoint`.
struct AuditCheckpoint: Command {
    static let configuration = CommandConfiguration(
        commandName: "checkpoint", abstract: "Sign what the ledger has come to, and print the checkpoint.",
        usage: "uvmgr audit checkpoint [--cosigned <file> --witness <key>] [--output <file>] [<options>]",
        discussion: """
            EXAMPLES:
              uvmgr audit checkpoint
              uvmgr audit checkpoint --output checkpoint.txt
              uvmgr audit checkpoint --cosigned from-witness.txt --witness 'witness.example/w1+…'

            The checkpoint is a C2SP signed note. Give it away: whoever keeps a copy can tell later whether \
            the ledger still continues it. With `--cosigned`, signatures of witnesses over an earlier \
            checkpoint are verified and put on record.

            \(Help.commonExitCodes)
            """)

    @Option(
        help: ArgumentHelp("A checkpoint that came back with signatures of witnesses.", valueName: "file"),
        completion: .file())
    var cosigned: String?
    @Option(help: ArgumentHelp("The key of a witness. May be repeated.", valueName: "key"))
    var witness: [String] = []
    @Option(
        name: .shortAndLong,
        help: ArgumentHelp("Where to write the checkpoint; otherwise it is printed.", valueName: "file"))
    var output: String?
    @OptionGroup var answer: AnswerOptions
    @OptionGroup(title: "Global options") var global: GlobalOptions

    var answersInJSON: Bool { answer.format == .json }

    func validate() throws {
        if cosigned != nil, witness.isEmpty { throw ValidationError("`--cosigned` needs a `--witness` key") }
    }

    func run(in session: Session) async throws -> ExitStatus {
        let folder = try session.runFolder()
        let log = try session.writableLog(folder)
        let signed: Checkpointing.Signed
        if let cosigned {
            let bytes: [UInt8]
            do { bytes = try session.files.read(session.path(cosigned)) } catch {
                throw CommandError.file(error)
            }
            let keys = try session.trustedKeys([], witnesses: witness)
            signed = try await session.checkpointing(log).takeCosignatures(bytes, named: cosigned, keys: keys)
        } else {
            signed = try await session.checkpointing(log).sign()
            if let key = signed.key { session.announce(key) }
        }
        let text = signed.note.description
        if let output {
            do { try session.files.write(Array(text.utf8), to: session.path(output)) } catch {
                throw CommandError.file(error)
            }
            session.note("wrote \(output): \(signed.checkpoint.size) events\n")
        }
        switch answer.format {
        case .json:
            try session.answer([
                "schema": "uvmgr.checkpoint/1", "origin": .string(signed.checkpoint.origin),
                "size": .integer(signed.checkpoint.size), "root": .string(signed.checkpoint.root.hex),
                "position": .integer(signed.position), "note": .string(text),
            ])
        case .text: if output == nil { try session.answer(text) }
        }
        return .success
    }
}
