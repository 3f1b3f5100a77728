import ArgumentParser
import Audit
import Capabilities
import DefinitionOfDone
import Diagnostics
import StructuredData
import TransparencyLog

/// `uvmgr audit export`.
struct AuditExport: Command {
    static let configuration = CommandConfiguration(
        commandName: "export", abstract: "The whole ledger, signed: as a file, into git, as static files.",
        usage: "uvmgr audit export [<file>] [--git [--ref <ref>]] [--tiles <folder>] [<options>]",
        discussion: """
            EXAMPLES:
              uvmgr audit export backup.jsonl
              uvmgr audit export | zstd > backup.jsonl.zst
              uvmgr audit export --git           into refs/uvmgr/ledger, for the team
              uvmgr audit export --tiles public  to be served by any web server

            The file is JSON lines: the signed checkpoint, then the canonical bytes of each event in order. \
            `uvmgr audit import` puts it back. Without a file, `--git` or `--tiles` it goes to standard output.

            \(exitCodes)
            """)

    private static let exitCodes = Help.exitCodes([
        " 0": "success",
        " 1": "the ledger does not continue what was exported before",
        " 2": "usage or configuration error",
        "69": "something outside is missing or unavailable",
    ])

    @Argument(
        help: ArgumentHelp("Where to write it; `-` is standard output.", valueName: "file"),
        completion: .file())
    var file: String?
    @Flag(help: "Put it into a reference of the project's git repository.")
    var git = false
    @Option(help: ArgumentHelp("Which reference.", valueName: "ref"))
    var ref = TeamLedgers.reference
    @Option(
        help: ArgumentHelp("Write it as tiles (C2SP tlog-tiles) into this folder.", valueName: "folder"),
        completion: .directory)
    var tiles: String?
    @OptionGroup var answer: AnswerOptions
    @OptionGroup(title: "Global options") var global: GlobalOptions

    var answersInJSON: Bool { answer.format == .json }

    /// Whether the lines themselves are printed.
    private var isPrinted: Bool { file == "-" || (file == nil && !git && tiles == nil) }

    func validate() throws {
        if isPrinted, answer.format == .json {
            throw ValidationError(
                "`--format json` needs a file, `--git` or `--tiles`: standard output is taken")
        }
    }

    func run(in session: Session) async throws -> ExitStatus {
        let folder = try session.runFolder()
        let log = try session.writableLog(folder)
        let export = try await LedgerExport(try session.checkpointing(log))
        if let key = export.signed.key { session.announce(key) }
        var done = ExportAnswer(header: export.header)
        if isPrinted {
            try await export.forEachPiece { piece throws(AuditError) in
                let lines = String(decoding: piece, as: UTF8.self)
                do throws(FileError) { try session.runtime.terminal.output(lines) } catch {
                    throw .file(error)
                }
            }
        } else if let file {
            try await export.write(to: session.path(file), session.files)
            done.file = file
        }
        if git {
            let team = TeamLedgers(try session.gitObjects(folder), reference: ref)
            done.reference = ref
            done.published = try await team.publish(export, of: log)
        }
        if let tiles {
            done.tiles = tiles
            done.tileFiles = try await TileExport(of: log, in: session.path(tiles), session.files)
                .write(export.signed)
        }
        switch answer.format {
        case .json: try session.answer(done.json)
        case .text: if isPrinted { session.note(done.text) } else { try session.answer(done.text) }
        }
        return .success
    }
}

/// What was exported, and where to.
private struct ExportAnswer {
    let header: ExportHeader
    var file: String?
    var reference: String?
    var published: TeamLedgers.Published?
    var tiles: String?
    var tileFiles = 0

    var json: JSON {
        .members([
            "schema": "uvmgr.export/1", "origin": .string(header.origin), "events": .integer(header.events),
            "signed": .integer(header.checkpoint.size), "root": .string(header.checkpoint.root.hex),
            "file": file.map(JSON.string),
            "git": published.map { published in
                [
                    "ref": .string(reference ?? ""), "commit": .string(published.commit),
                    "changed": .bool(published.isNew),
                ]
            },
            "tiles": tiles.map { ["folder": .string($0), "written": .integer(Int64(tileFiles))] },
        ])
    }

    var text: String {
        var lines = ["exported \(header.events) events of \(header.origin)"]
        if let file { lines.append("wrote \(file)") }
        if let published, let reference {
            let commit = published.commit.prefix(12)
            lines.append(
                published.isNew
                    ? "moved \(reference) to \(commit)" : "\(reference) has them already, at \(commit)")
        }
        if let tiles {
            lines.append(
                tileFiles == 0 ? "\(tiles) has their tiles already" : "wrote \(tileFiles) files to \(tiles)")
        }
        return lines.joined(separator: "\n") + "\n"
    }
}

extension Session {
    /// The git repository that the project is in.
    func gitObjects(_ folder: RunFolder) throws(AuditError) -> GitObjects {
        try GitObjects(folder: folder.project, environment: environment, runner: runtime.machine.runner)
    }
}
