import ArgumentParser
import DefinitionOfDone
import Diagnostics
import Projects
import StructuredData

/// `uvmgr config show`.
struct ConfigShow: Command {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "Every setting with its value, and where that comes from.",
        usage: "uvmgr config show [--origin] [<options>]",
        discussion: """
            EXAMPLES:
              uvmgr config show
              uvmgr config show --origin
              uvmgr config show --format json

            A setting comes from the first that has it: a flag, an environment variable `UVMGR_DOD_…`, \
            the project (`uvmgr.toml`, or `[tool.uvmgr]` in `pyproject.toml`), the workspace root, the \
            user's `~/.config/uvmgr/config.toml`, what is built in. Outside of a project the project's \
            part is left out.

            \(Help.commonExitCodes)
            """)

    @Flag(help: "Show where each value comes from.") var origin = false
    @OptionGroup var answer: AnswerOptions
    @OptionGroup(title: "Global options") var global: GlobalOptions

    var answersInJSON: Bool { answer.format == .json }

    func run(in session: Session) async throws -> ExitStatus {
        let listing = try ConfigListing(in: session)
        switch answer.format {
        case .json: try session.answer(listing.json)
        case .text: try session.answer(listing.text(session.style, showsOrigin: origin))
        }
        return .success
    }
}
