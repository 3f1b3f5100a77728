import StructuredData
import ArgumentParser
import Diagnostics

/// `uvmgr completions`.
struct Completions: Command {
    enum Shell: String, ExpressibleByArgument, CaseIterable, Sendable {
        case bash, zsh, fish

        var completion: CompletionShell {
            switch self {
            case .bash: .bash
            case .zsh: .zsh
            case .fish: .fish
            }
        }
    }

    static let configuration = CommandConfiguration(
        commandName: "completions", abstract: "Print the completion script of a shell.",
        usage: "uvmgr completions bash|zsh|fish",
        discussion: """
            EXAMPLES:
              uvmgr completions bash > ~/.local/share/bash-completion/completions/uvmgr
              uvmgr completions zsh > ~/.zfunc/_uvmgr
              uvmgr completions fish > ~/.config/fish/completions/uvmgr.fish

            \(Help.commonExitCodes)
            """)

    @Argument(help: "The shell.") var shell: Shell
    @OptionGroup var answer: AnswerOptions
    @OptionGroup(title: "Global options") var global: GlobalOptions

    var answersInJSON: Bool { answer.format == .json }

    func run(in session: Session) async throws -> ExitStatus {
        let script = Root.completionScript(for: shell.completion)
        switch answer.format {
        case .text: try session.answer(script.hasSuffix("\n") ? script : script + "\n")
        case .json:
            try session.answer([
                "schema": "uvmgr.completions/1", "shell": .string(shell.rawValue), "script": .string(script),
            ])
        }
        return .success
    }
}
