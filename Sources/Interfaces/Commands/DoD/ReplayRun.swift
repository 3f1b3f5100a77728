import ArgumentParser
import DefinitionOfDone
import Diagnostics
import Projects

/// `uvmgr dod replay`.
struct ReplayRun: Command {
    static let configuration = CommandConfiguration(
        commandName: "replay", abstract: "Decide a recorded run again, from what is on record.",
        usage: "uvmgr dod replay [<run>] [--policy <name|file>] [<options>]",
        discussion: """
            EXAMPLES:
              uvmgr dod replay
              uvmgr dod replay 01926f3a
              uvmgr dod replay last --policy enterprise     would it have passed?

            Measures nothing and reads no file of the project: measurements, findings, waivers, baselines \
            and conditions are those of the run. Without `--policy` the verdict must come out the same to \
            the byte.

            \(exitCodes)
            """)

    private static let exitCodes = Help.exitCodes([
        " 0": "the same verdict; with `--policy`: done",
        " 1": "another verdict; with `--policy`: not done",
        " 2": "usage or configuration error, or a run that cannot be decided again",
        " 3": "with `--policy`: undecided",
        "69": "something outside is missing or unavailable",
    ])

    @Argument(help: ArgumentHelp("The id of a run, the start of one, or `last`.", valueName: "run"))
    var name = "last"
    @Option(
        help: ArgumentHelp("Decide by this policy instead.", valueName: "name|file"),
        completion: .list(Policy.builtinNames))
    var policy: String?
    @OptionGroup var answer: AnswerOptions
    @OptionGroup(title: "Global options") var global: GlobalOptions

    var answersInJSON: Bool { answer.format == .json }

    func run(in session: Session) async throws -> ExitStatus {
        let folder = RunFolder(project: try session.project().directory, environment: session.environment)
        let run = try await session.run(name, in: folder)
        let policy = try policy.map { name throws(DoDError) in
            try Policy.load(name, path: session.path(name), from: session.files, place: nil)
        }
        let replay = try Replay(run, policy: policy)
        switch answer.format {
        case .json: try session.answer(replayJSON(replay))
        case .text: try session.answer(replayText(replay, options: session.reportOptions(folder)))
        }
        guard policy != nil else { return replay.isIdentical ? .success : .no }
        switch replay.verdict.result {
        case .done: return .success
        case .notDone: return .no
        case .undecided: return .undecided
        }
    }
}
