import Projects
import ArgumentParser
import DefinitionOfDone
import Diagnostics

/// `uvmgr dod explain`.
struct Explain: Command {
    static let configuration = CommandConfiguration(
        commandName: "explain", abstract: "Why a run, or one gate of it, came to its answer.",
        usage: "uvmgr dod explain [<run>] [<gate>] [<options>]",
        discussion: """
            EXAMPLES:
              uvmgr dod explain
              uvmgr dod explain coverage
              uvmgr dod explain 01926f3a coverage

            Tells what was measured, by which tool, from which file, and which condition decided. A \
            single argument that cannot be the id of a run is a gate of the last one.

            \(Help.commonExitCodes)
            """)

    @Argument(
        help: ArgumentHelp("The id of a run, the start of one, or `last`; or a gate.", valueName: "run"))
    var first: String?
    @Argument(help: ArgumentHelp("A gate of the run; otherwise all of them.", valueName: "gate"))
    var second: String?
    @OptionGroup var answer: AnswerOptions
    @OptionGroup(title: "Global options") var global: GlobalOptions

    var answersInJSON: Bool { answer.format == .json }

    func run(in session: Session) async throws -> ExitStatus {
        let folder = RunFolder(project: try session.project().directory, environment: session.environment)
        let (name, gate) = Self.target(first, second)
        let run = try await session.run(name, in: folder)
        let options = session.options(for: run, folder, session.style)
        switch answer.format {
        case .json: try session.answer(explainJSON(run, gate: gate, options: options))
        case .text: try session.answer(explain(run, gate: gate, options: options))
        }
        return .success
    }

    /// Which run and which gate are meant; ids of runs consist of hexadecimal digits and hyphens.
    static func target(_ first: String?, _ second: String?) -> (run: String, gate: String?) {
        guard let first else { return ("last", nil) }
        if second != nil || first == "last" { return (first, second) }
        let isID = first.utf8.allSatisfy { 0x30...0x39 ~= $0 || 0x61...0x66 ~= $0 || $0 == 0x2D }
        return isID ? (first, nil) : ("last", first)
    }
}
