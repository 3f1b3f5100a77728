import Projects
import ArgumentParser
import Capabilities
import DefinitionOfDone
import Diagnostics

/// `uvmgr dod show`.
struct ShowRun: Command {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "Report a recorded run again, in any format.",
        usage: "uvmgr dod show [<run>] [<options>]",
        discussion: """
            EXAMPLES:
              uvmgr dod show
              uvmgr dod show 01926f3a --format markdown
              uvmgr dod show last --format junit --output report.xml

            Shows what is on record; nothing is measured. The exit code says whether that worked, not \
            what the verdict was.

            \(Help.commonExitCodes)
            """)

    @Argument(help: ArgumentHelp("The id of a run, the start of one, or `last`.", valueName: "run"))
    var name = "last"
    @OptionGroup var reports: ReportOptionGroup
    @OptionGroup(title: "Global options") var global: GlobalOptions

    var answersInJSON: Bool { reports.format == .json }

    func run(in session: Session) async throws -> ExitStatus {
        let targets = try ReportTargets(reports, in: session)
        let folder = RunFolder(project: try session.project().directory, environment: session.environment)
        let run = try await session.run(name, in: folder)
        guard let failure = try targets.publish(run, folder: folder, in: session) else { return .success }
        session.warn(failure.diagnostic)
        return .unavailable
    }
}
