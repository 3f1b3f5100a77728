import ArgumentParser
import BPMN
import Diagnostics
import StructuredData
import Workflows

/// `uvmgr workflow choose`.
struct WorkflowChoose: Command {
    static let configuration = CommandConfiguration(
        commandName: "choose",
        abstract: "Choose what is done next in an ad-hoc subprocess, and drive the instance on.",
        usage: "uvmgr workflow choose <instance> <activity> … [--in <subprocess>] [<options>]",
        discussion: """
            EXAMPLES:
              uvmgr workflow choose last call-customer
              uvmgr workflow choose 01926f3a call-customer write-letter

            Each activity begins as often as it is named, in that order. `uvmgr workflow show` tells what can \
            be chosen. The subprocess ends when its completion condition holds after an activity; to end it \
            without one, set the variable that the condition asks for: `uvmgr workflow resume --set done=true`.

            \(WorkflowRun.exitCodes)
            """)

    static let isAlwaysTraced = true

    @Argument(
        help: ArgumentHelp("The id of an instance, the start of one, or `last`.", valueName: "instance"))
    var name: String
    @Argument(help: ArgumentHelp("The ids of activities.", valueName: "activity"))
    var activities: [String]
    @Option(
        name: .customLong("in"),
        help: ArgumentHelp(
            "The ad-hoc subprocess: its id, or its number in `show --format json` where it is there twice.",
            valueName: "subprocess"))
    var subprocess: String?
    @Option(
        help: ArgumentHelp("The model's file, where it is not on record.", valueName: "file"),
        completion: .file(extensions: ["bpmn"]))
    var model: String?
    @OptionGroup var choice: WorkflowDriveOptions
    @OptionGroup var answer: AnswerOptions
    @OptionGroup(title: "Global options") var global: GlobalOptions

    var answersInJSON: Bool { answer.format == .json }

    func validate() throws {
        if activities.isEmpty { throw ValidationError("name at least one activity") }
    }

    func run(in session: Session) async throws -> ExitStatus {
        let argument = try InstanceArgument.parse([name] + (model.map { ["--model", $0] } ?? []))
        return try await session.change(argument, choice, answer.format) { instance in
            for activity in activities {
                let scope = try scope(for: activity, await instance.state)
                try await instance.take(.choose(scope: scope, element: activity))
            }
        }
    }

    /// The subprocess that an activity is chosen in: one that waits for it before one that is at work.
    private func scope(for activity: String, _ state: WorkflowState) throws(WorkflowError) -> Int {
        let open = state.process.choices(in: state.model.deployment).filter { choice in
            subprocess.map { choice.element == $0 || String(choice.scope) == $0 } ?? true
        }
        guard let found = open.first(where: { $0.activities.contains(activity) }) else {
            var known: [String] = []
            for name in open.flatMap(\.activities) where !known.contains(name) { known.append(name) }
            throw .noSuchChoice(activity, open: known)
        }
        return found.scope
    }
}
