import Projects
import ArgumentParser
import Capabilities
import DefinitionOfDone
import Diagnostics
import StructuredData

/// `uvmgr dod init`.
struct Initialise: Command {
    static let configuration = CommandConfiguration(
        commandName: "init", abstract: "Write a `[tool.uvmgr.dod]` table to start from.",
        usage: "uvmgr dod init [--policy <name|file>] [--dry-run] [<options>]",
        discussion: """
            EXAMPLES:
              uvmgr dod init
              uvmgr dod init --policy strict --dry-run

            Adds the table to `pyproject.toml` and leaves every other byte as it is. In a project without \
            that file, or with a `uvmgr.toml`, it goes into `uvmgr.toml`. A project that has the table is \
            left alone.

            \(Help.commonExitCodes)
            """)

    @Option(
        help: ArgumentHelp("minimal, standard, strict, enterprise, or a TOML file.", valueName: "name|file"),
        completion: .list(Policy.builtinNames))
    var policy = Policy.defaultName
    @Flag(help: "Show the change and write nothing.") var dryRun = false
    @OptionGroup var answer: AnswerOptions
    @OptionGroup(title: "Global options") var global: GlobalOptions

    var answersInJSON: Bool { answer.format == .json }

    func run(in session: Session) async throws -> ExitStatus {
        let folder = try session.project().directory
        _ = try Policy.load(policy, path: session.path(policy), from: session.files)
        let edit = try InitEdit(
            project: folder, policy: policyReference(from: folder, session), files: session.files,
            shownFrom: session.directory)
        if !dryRun {
            do { try session.files.write(Array(edit.new.utf8), to: edit.path) } catch {
                throw CommandError.file(error)
            }
        }
        switch answer.format {
        case .json:
            try session.answer([
                "schema": "uvmgr.init/1", "file": .string(edit.path), "written": .bool(!dryRun),
                "diff": .string(edit.diff),
            ])
        case .text where dryRun: try session.answer(edit.diff)
        case .text:
            try session.answer("wrote `[\(edit.table)]` to `\(edit.shownPath)`\n")
            session.note("next: uvmgr dod validate\(session.sameProject)")
        }
        return .success
    }

    /// A policy file as the settings will name it: relative to the project, if it lies there.
    private func policyReference(from project: String, _ session: Session) -> String {
        guard Policy.builtin(policy) == nil else { return policy }
        let path = session.path(policy)
        let inside = (session.files.resolve(path) ?? path).shown(from: project)
        return inside.hasPrefix("/") ? inside : "./" + inside
    }
}
