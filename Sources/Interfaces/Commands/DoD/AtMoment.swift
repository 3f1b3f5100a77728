import ArgumentParser
import Capabilities
import DefinitionOfDone
import Diagnostics
import Projects
import Ledger
import StructuredData

/// `uvmgr dod at`.
struct AtMoment: Command {
    static let configuration = CommandConfiguration(
        commandName: "at", abstract: "The state as it was at a moment, or after an event.",
        usage: "uvmgr dod at <moment> [<options>]",
        discussion: """
            EXAMPLES:
              uvmgr dod at 2026-11-27T10:15:00Z
              uvmgr dod at 2026-11-27              at the end of that day, UTC
              uvmgr dod at 4711                    after event 4711 of the ledger
              uvmgr dod at 0192a7c0-1f2e-7abc-…    after the event with this id

            Shows the run that the moment lies in, or the last one before it, as far as it had come.

            \(Help.commonExitCodes)
            """)

    @Argument(
        help: ArgumentHelp(
            "A time (RFC 3339), a day, the position of an event, or its id.", valueName: "moment"))
    var moment: String
    @OptionGroup var answer: AnswerOptions
    @OptionGroup(title: "Global options") var global: GlobalOptions

    var answersInJSON: Bool { answer.format == .json }

    func run(in session: Session) async throws -> ExitStatus {
        guard let moment = LedgerMoment(moment) else { throw CommandError.badMoment(moment) }
        let folder = RunFolder(project: try session.project().directory, environment: session.environment)
        let log: any EventLog
        do { log = try session.log(folder) } catch .missing {
            throw DoDError.noRuns(project: folder.project)
        } catch {
            throw DoDError.ledger(error)
        }
        guard let past = try await RunHistory(store: log).state(at: moment, of: log) else {
            throw DoDError.noRuns(project: folder.project)
        }
        let options = session.options(for: past.run, folder, session.style)
        switch answer.format {
        case .json:
            try session.answer([
                "schema": "uvmgr.moment/1", "position": .integer(past.position),
                "time": .string(Instant(nanoseconds: past.time).rfc3339), "run": runJSON(past.run),
            ])
        case .text:
            let time = Instant(nanoseconds: past.time).rfc3339
            let title = "after event \(past.position) of the ledger, \(time)"
            try session.answer(
                session.style.paint(title, .dim) + "\n\n" + report(past.run, as: .text, options: options))
        }
        return .success
    }
}
