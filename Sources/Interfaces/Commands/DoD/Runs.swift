import Projects
import ArgumentParser
import DefinitionOfDone
import Diagnostics
import Ledger

/// `uvmgr dod runs`.
struct Runs: Command {
    static let configuration = CommandConfiguration(
        commandName: "runs", abstract: "List the recorded runs, the newest first.",
        usage: "uvmgr dod runs [--limit <number>] [<options>]",
        discussion: """
            EXAMPLES:
              uvmgr dod runs
              uvmgr dod runs --limit 100 --format json

            \(Help.commonExitCodes)
            """)

    @Option(name: .shortAndLong, help: ArgumentHelp("How many at most.", valueName: "number"))
    var limit = 20
    @OptionGroup var answer: AnswerOptions
    @OptionGroup(title: "Global options") var global: GlobalOptions

    var answersInJSON: Bool { answer.format == .json }

    func validate() throws {
        guard limit >= 1 else {
            throw ValidationError("`--limit` is a whole number of at least 1, not \(limit)")
        }
    }

    func run(in session: Session) async throws -> ExitStatus {
        let folder = RunFolder(project: try session.project().directory, environment: session.environment)
        let runs = try await recent(folder, session)
        switch answer.format {
        case .json: try session.answer(runsJSON(runs))
        case .text where runs.isEmpty:
            session.note("no recorded run; make one with `uvmgr dod validate\(session.sameProject)`")
        case .text: try session.answer(runsTable(runs, options: session.reportOptions(folder)))
        }
        return .success
    }

    /// A project that nobody validated has no ledger, and no runs.
    private func recent(_ folder: RunFolder, _ session: Session) async throws -> [RunSummary] {
        let queries: RunQueries
        do { queries = try session.queries(folder) } catch .missing { return [] } catch {
            throw DoDError.ledger(error)
        }
        return try await queries.runs(limit: limit)
    }
}
