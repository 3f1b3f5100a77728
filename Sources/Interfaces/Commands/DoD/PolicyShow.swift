import ArgumentParser
import DefinitionOfDone
import Diagnostics

/// `uvmgr dod policy show`.
struct PolicyShow: Command {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "The gates and conditions of a policy.",
        usage: "uvmgr dod policy show [<name|file>] [<options>]",
        discussion: """
            EXAMPLES:
              uvmgr dod policy show standard
              uvmgr dod policy show ./policies/team.toml --format json

            \(Help.commonExitCodes)
            """)

    @Argument(
        help: ArgumentHelp("minimal, standard, strict, enterprise, or a TOML file.", valueName: "name|file"),
        completion: .list(Policy.builtinNames))
    var name = Policy.defaultName
    @OptionGroup var answer: AnswerOptions
    @OptionGroup(title: "Global options") var global: GlobalOptions

    var answersInJSON: Bool { answer.format == .json }

    func run(in session: Session) async throws -> ExitStatus {
        let policy = try Policy.load(name, path: session.path(name), from: session.files)
        switch answer.format {
        case .json: try session.answer(policyJSON(policy))
        case .text:
            var options = ReportOptions()
            (options.colour, options.unicode) = (session.style.colour, session.style.unicode)
            try session.answer(policyText(policy, options: options))
        }
        return .success
    }
}
