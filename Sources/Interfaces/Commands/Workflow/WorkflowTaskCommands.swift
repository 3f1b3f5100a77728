import ArgumentParser
import BPMN
import DefinitionOfDone
import Diagnostics
import StructuredData
import Workflows

/// `uvmgr workflow task list`.
struct WorkflowTaskList: Command {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "The open tasks of people and what they may choose, of all instances or of one.",
        usage: "uvmgr workflow task list [--instance <instance>] [<options>]",
        discussion: """
            EXAMPLES:
              uvmgr workflow task list
              uvmgr workflow task list --instance last --format json

            \(Help.commonExitCodes)
            """)

    @Option(help: ArgumentHelp("Only of this instance.", valueName: "instance"))
    var instance: String?
    @OptionGroup var answer: AnswerOptions
    @OptionGroup(title: "Global options") var global: GlobalOptions

    var answersInJSON: Bool { answer.format == .json }

    func run(in session: Session) async throws -> ExitStatus {
        var open: [InstanceView] = []
        do {
            let runs = try session.recordedWorkflows()
            let ids: [String] =
                if let instance { [try await runs.find(instance)] } else { try await runs.openInstances() }
            for id in ids { open.append(InstanceView(try await runs.state(of: id))) }
        } catch WorkflowError.noWorkflows where instance == nil {}
        switch answer.format {
        case .json: try session.answer(json(open))
        case .text:
            let rows = open.flatMap(rows)
            if rows.isEmpty { session.note("no open task") }
            var table = Table(header: ["instance", "task", "name", "for", "instructions"])
            table.rows = rows
            if !rows.isEmpty { try session.answer(table.lines(session.style).joined(separator: "\n") + "\n") }
        }
        return .success
    }

    private func json(_ open: [InstanceView]) -> JSON {
        func list(_ documents: (InstanceView) -> [JSON]) -> JSON {
            .array(
                open.flatMap { view in
                    documents(view).map {
                        .object(($0.object ?? [:]).merging(["workflow": .string(view.id)]) { $1 })
                    }
                })
        }
        return [
            "schema": "uvmgr.workflow-tasks/1", "tasks": list { $0.tasks.map(\.json) },
            "choices": list { $0.choices.map(\.json) },
        ]
    }

    /// The tasks of an instance, and what it waits to be chosen.
    private func rows(_ view: InstanceView) -> [[Table.Cell]] {
        let id = Table.Cell(WorkflowStreams.short(view.id))
        let tasks = view.tasks.map { task in
            [
                id, Table.Cell(task.element, .bold), Table.Cell(task.name ?? ""),
                Table.Cell(
                    [task.assignee, task.users, task.groups].compactMap(\.self).joined(separator: ", ")),
                Table.Cell(task.instructions ?? ""),
            ]
        }
        let choices = view.choices.filter(\.isAwaited).map { choice in
            [
                id, Table.Cell(choice.element, .bold), Table.Cell(choice.name ?? ""), Table.Cell(""),
                Table.Cell("to be chosen: \(choice.activities.joined(separator: ", "))"),
            ]
        }
        return tasks + choices
    }
}

/// `uvmgr workflow task complete`.
struct WorkflowTaskComplete: Command {
    static let configuration = CommandConfiguration(
        commandName: "complete", abstract: "Complete an open task, and drive the instance on.",
        usage: "uvmgr workflow task complete <instance> <task> [--set <name=value>] … [<options>]",
        discussion: """
            EXAMPLES:
              uvmgr workflow task complete last review --set approved=true
              uvmgr workflow task complete 01926f3a review --error REJECTED

            The task is the id of its element, or the number that `task list --format json` tells where an \
            element has several.

            \(WorkflowRun.exitCodes)
            """)

    static let isAlwaysTraced = true

    @Argument(
        help: ArgumentHelp("The id of an instance, the start of one, or `last`.", valueName: "instance"))
    var name: String
    @Argument(help: ArgumentHelp("The task.", valueName: "task"))
    var task: String
    @Option(help: ArgumentHelp("End it with this BPMN error instead.", valueName: "code"))
    var error: String?
    @Option(
        help: ArgumentHelp("The model's file, where it is not on record.", valueName: "file"),
        completion: .file(extensions: ["bpmn"]))
    var model: String?
    @OptionGroup var variables: VariableOptions
    @OptionGroup var choice: WorkflowDriveOptions
    @OptionGroup var answer: AnswerOptions
    @OptionGroup(title: "Global options") var global: GlobalOptions

    var answersInJSON: Bool { answer.format == .json }

    func run(in session: Session) async throws -> ExitStatus {
        let values = try variables.read(session).mapValues { $0.settled() }
        let argument = try InstanceArgument.parse([name] + (model.map { ["--model", $0] } ?? []))
        return try await session.change(argument, choice, answer.format) { instance in
            let tasks = InstanceView(await instance.state).tasks
            guard let found = tasks.first(where: { $0.element == task || String($0.instance) == task }) else {
                throw WorkflowError.noSuchTask(task, open: tasks.map(\.element))
            }
            guard let error else { return try await instance.complete(found.instance, with: values) }
            try await instance.take(.failed(instance: found.instance, code: error, message: ""))
        }
    }
}
