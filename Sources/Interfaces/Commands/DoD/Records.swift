import ArgumentParser
import Capabilities
import DefinitionOfDone
import Diagnostics
import Projects

/// `uvmgr dod findings`.
struct Findings: Command {
    static let configuration = CommandConfiguration(
        commandName: "findings", abstract: "Findings over all runs: since when, where, fixed in which run.",
        usage: "uvmgr dod findings [--state <state>] [--gate <gate>] [<options>]",
        discussion: """
            EXAMPLES:
              uvmgr dod findings
              uvmgr dod findings --state fixed --gate vulnerabilities
              uvmgr dod findings --format json

            A finding is fixed in the first run that measured its gate without it.

            \(Help.commonExitCodes)
            """)

    @Option(
        help: ArgumentHelp("Only findings that are open, or only those that were fixed.", valueName: "state"))
    var state: FindingRecord.State?
    @Option(
        help: ArgumentHelp("Only findings of this gate.", valueName: "gate"),
        completion: .list(GateCatalog.names))
    var gate: String?
    @OptionGroup var answer: AnswerOptions
    @OptionGroup(title: "Global options") var global: GlobalOptions

    var answersInJSON: Bool { answer.format == .json }

    func run(in session: Session) async throws -> ExitStatus {
        let folder = RunFolder(project: try session.project().directory, environment: session.environment)
        let queries = try session.recordedQueries(folder)
        let findings = try await queries.findings(state, gate: gate.map { GateCatalog.aliases[$0] ?? $0 })
        let now = session.runtime.machine.clock.now()
        switch answer.format {
        case .json: try session.answer(findingsJSON(findings, now: now))
        case .text:
            try session.answer(findingsText(findings, now: now, options: session.reportOptions(folder)))
        }
        return .success
    }
}

extension FindingRecord.State: ExpressibleByArgument {}

/// `uvmgr dod waivers`.
struct Waivers: Command {
    static let configuration = CommandConfiguration(
        commandName: "waivers", abstract: "Waivers that changed a decision, over all runs.",
        usage: "uvmgr dod waivers [<options>]",
        discussion: """
            EXAMPLES:
              uvmgr dod waivers
              uvmgr dod waivers --format json

            \(Help.commonExitCodes)
            """)

    @OptionGroup var answer: AnswerOptions
    @OptionGroup(title: "Global options") var global: GlobalOptions

    var answersInJSON: Bool { answer.format == .json }

    func run(in session: Session) async throws -> ExitStatus {
        let folder = RunFolder(project: try session.project().directory, environment: session.environment)
        let waivers = try await session.recordedQueries(folder).waivers()
        let today = CalendarDay(session.runtime.machine.clock.now())
        switch answer.format {
        case .json: try session.answer(waiversJSON(waivers))
        case .text:
            try session.answer(waiversText(waivers, today: today, options: session.reportOptions(folder)))
        }
        return .success
    }
}
