import ArgumentParser
import DefinitionOfDone
import Diagnostics
import Projects

/// `uvmgr dod resume`.
struct Resume: Command {
    static let configuration = CommandConfiguration(
        commandName: "resume", abstract: "Go on with a run that was cut short.",
        usage: "uvmgr dod resume [<run>] [<options>]",
        discussion: """
            EXAMPLES:
              uvmgr dod resume
              uvmgr dod resume 01926f3a --format json

            Takes the options of the run's own command line, keeps what it has measured, and measures the \
            rest. The files, policy and conditions must be those that the run began with.

            \(Validate.exitCodes)
            """)

    static let isAlwaysTraced = true

    @Argument(help: ArgumentHelp("The id of a run, the start of one, or `last`.", valueName: "run"))
    var name = "last"
    @OptionGroup var reports: ReportOptionGroup
    @OptionGroup(title: "Global options") var global: GlobalOptions

    var answersInJSON: Bool { reports.format == .json }

    func run(in session: Session) async throws -> ExitStatus {
        let folder = RunFolder(project: try session.project().directory, environment: session.environment)
        let past = try await session.run(name, in: folder)
        if past.verdict != nil, past.end != nil { throw DoDError.cannotResume(past.id, .finished) }
        return try await Validating(
            choice: try choice(of: past), reports: reports, resumed: past
        ).run(in: session)
    }

    /// What the run was asked to do.
    private func choice(of past: RunState) throws -> ValidateOptions {
        let words = Array((past.header?.invocation ?? []).dropFirst())
        guard !words.isEmpty else { throw DoDError.cannotResume(past.id, .noHeader) }
        do {
            let arguments = try CommandWords(words, root: Root.self).arguments
            if let command = try Root.parseAsRoot(arguments) as? Validate { return command.choice }
            // A run that was resumed before is asked for by the same words as at its start.
            throw DoDError.cannotResume(past.id, .unreadableInvocation("it is no `dod validate`"))
        } catch let error as DoDError { throw error } catch {
            throw DoDError.cannotResume(past.id, .unreadableInvocation(Root.message(for: error)))
        }
    }
}
