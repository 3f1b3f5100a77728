import ArgumentParser
import Attestations
import Audit
import DefinitionOfDone
import Diagnostics
import StructuredData
import TransparencyLog

/// `uvmgr audit key`.
struct AuditKeyCommands: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "key", abstract: "The key that checkpoints and attestations are signed with.",
        subcommands: [KeyShow.self, KeyRotate.self, KeyExport.self])
}

/// `uvmgr audit key show`.
struct KeyShow: Command {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "Which key signs, where it is, and the former ones.",
        usage: "uvmgr audit key show [<options>]",
        discussion: """
            EXAMPLES:
              uvmgr audit key show
              uvmgr audit key show --format json

            In a project with a ledger, the verifier key of its checkpoints is shown too, as tools for \
            signed notes want it. The key is made when there is none yet.

            \(Help.commonExitCodes)
            """)

    @OptionGroup var answer: AnswerOptions
    @OptionGroup(title: "Global options") var global: GlobalOptions

    var answersInJSON: Bool { answer.format == .json }

    func run(in session: Session) async throws -> ExitStatus {
        let keys = try session.signingKeys()
        let current = try await keys.current()
        session.announce(current)
        let key = current.key.publicKey
        let retired = try keys.retired()
        let verifier = try await session.verifierKey(key)
        switch answer.format {
        case .json:
            try session.answer(
                .members([
                    "schema": "uvmgr.key/1", "keyid": .string(key.keyID), "pem": .string(key.pem),
                    "base64": .string(key.base64), "verifier": verifier.map { .string($0.description) },
                    "place": .string(current.file ?? "keyring"),
                    "retired": .array(retired.map { ["keyid": .string($0.keyID), "pem": .string($0.pem)] }),
                ]))
        case .text:
            var rows = [
                ("key id", key.keyID), ("private", current.file ?? "in the keyring"), ("public", key.base64),
            ]
            if let verifier { rows.append(("verifier", verifier.description)) }
            for key in retired { rows.append(("retired", key.keyID)) }
            let text = rows.map { name, value in
                session.style.paint(name + String(repeating: " ", count: 10 - name.count), .dim) + value
                    + "\n"
            }
            try session.answer(text.joined())
        }
        return .success
    }
}

/// `uvmgr audit key rotate`.
struct KeyRotate: Command {
    static let configuration = CommandConfiguration(
        commandName: "rotate", abstract: "Make a new key; the old one is kept to verify what it signed.",
        usage: "uvmgr audit key rotate [<options>]",
        discussion: """
            EXAMPLES:
              uvmgr audit key rotate

            In a project with a ledger, the ledger is signed by the old key once more, and the change of \
            keys is put on record, so that the new key is vouched for by the old one.

            \(Help.commonExitCodes)
            """)

    @OptionGroup var answer: AnswerOptions
    @OptionGroup(title: "Global options") var global: GlobalOptions

    var answersInJSON: Bool { answer.format == .json }

    func run(in session: Session) async throws -> ExitStatus {
        let log = try session.ledgerHere()
        let rotation = KeyRotation(keys: try session.signingKeys())
        let (old, new) = try await rotation.run(try log.map { try session.checkpointing($0) })
        session.announce(new)
        switch answer.format {
        case .json:
            try session.answer(
                .members([
                    "schema": "uvmgr.key-rotation/1", "old": old.map { .string($0.keyID) },
                    "new": .string(new.key.publicKey.keyID),
                ]))
        case .text:
            let before = old.map { "retired \($0.keyID)\n" } ?? ""
            try session.answer(before + "signing with \(new.key.publicKey.keyID)\n")
        }
        return .success
    }
}

/// `uvmgr audit key export`.
struct KeyExport: Command {
    enum Form: String, ExpressibleByArgument, CaseIterable, Sendable { case pem, raw, verifier }

    static let configuration = CommandConfiguration(
        commandName: "export", abstract: "Print the public key, to be given away.",
        usage: "uvmgr audit key export [--as <form>] [<options>]",
        discussion: """
            EXAMPLES:
              uvmgr audit key export > acme.pub.pem
              uvmgr audit key export --as verifier     for tools that read signed notes

            \(Help.commonExitCodes)
            """)

    @Option(
        name: .customLong("as"),
        help: ArgumentHelp(
            "PEM, 32 bytes in base64, or the verifier key of this project's ledger.", valueName: "form"))
    var form = Form.pem
    @OptionGroup(title: "Global options") var global: GlobalOptions

    var answersInJSON: Bool { false }

    func run(in session: Session) async throws -> ExitStatus {
        let current = try await session.signingKeys().current()
        session.announce(current)
        let key = current.key.publicKey
        switch form {
        case .pem: try session.answer(key.pem)
        case .raw: try session.answer(key.base64 + "\n")
        case .verifier:
            guard let verifier = try await session.verifierKey(key) else { throw AuditError.emptyLedger }
            try session.answer(verifier.description + "\n")
        }
        return .success
    }
}
