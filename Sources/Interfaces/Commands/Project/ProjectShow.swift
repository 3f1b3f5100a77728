import ArgumentParser
import DefinitionOfDone
import Diagnostics
import Projects

/// `uvmgr project show`.
struct ProjectShow: Command {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "What uvmgr found out about the project, and why.",
        usage: "uvmgr project show [<options>]",
        discussion: """
            EXAMPLES:
              uvmgr project show
              uvmgr project show --project services/orders --format json

            Only files are read: no tool is started and nothing is written.

            \(Help.commonExitCodes)
            """)

    @OptionGroup var answer: AnswerOptions
    @OptionGroup(title: "Global options") var global: GlobalOptions

    var answersInJSON: Bool { answer.format == .json }

    func run(in session: Session) async throws -> ExitStatus {
        let found = try session.project()
        switch answer.format {
        case .json: try session.answer(json(found))
        case .text:
            let rows = explanation(found).map { fact in
                [
                    Table.Cell(fact.what, .dim), Table.Cell(fact.value, .bold), Table.Cell(fact.why),
                    Table.Cell(fact.place?.description ?? "", .dim),
                ]
            }
            try session.answer(Table(rows: rows).lines(session.style).joined(separator: "\n") + "\n")
            for note in found.notes { session.warn(note) }
        }
        return .success
    }
}
