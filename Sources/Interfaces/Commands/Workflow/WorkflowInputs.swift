import ArgumentParser
import BPMN
import DefinitionOfDone
import Diagnostics
import Ledger
import StructuredData
import Workflows

/// `uvmgr workflow message`.
struct WorkflowMessage: Command {
    static let configuration = CommandConfiguration(
        commandName: "message", abstract: "Send a message to an instance.",
        usage: "uvmgr workflow message <name> [<instance>] [--set <name=value>] … [<options>]",
        discussion: """
            EXAMPLES:
              uvmgr workflow message PaymentReceived --set orderId=7
              uvmgr workflow message PaymentReceived 01926f3a --variables payment.json

            A message that nothing waits for is refused, unless `--buffer` lets it lie there until something \
            does. One that is waited for with another key is kept, and a warning tells the keys that are \
            waited for. To start a process with a message, use `uvmgr workflow run --message`.

            \(WorkflowRun.exitCodes)
            """)

    static let isAlwaysTraced = true

    @Argument(help: ArgumentHelp("The name of the message.", valueName: "message"))
    var message: String
    @OptionGroup var instance: InstanceArgument
    @Flag(help: "Keep the message until something waits for it.")
    var buffer = false
    @OptionGroup var variables: VariableOptions
    @OptionGroup var choice: WorkflowDriveOptions
    @OptionGroup var answer: AnswerOptions
    @OptionGroup(title: "Global options") var global: GlobalOptions

    var answersInJSON: Bool { answer.format == .json }

    func run(in session: Session) async throws -> ExitStatus {
        let payload = JSON.object(try variables.read(session).mapValues { $0.settled() })
        return try await session.change(instance, choice, answer.format) { instance in
            let before = await instance.state
            let open = before.process.waits.filter { $0.kind == .message }
            let isExpected =
                open.contains { $0.name == message } || before.model.startMessages.contains(message)
            if !buffer, !isExpected {
                throw WorkflowError.nobodyWaits(kind: "message", name: message, waiting: open.map(\.name))
            }
            try await instance.take(.message(name: message, payload: payload))
            let known = Set(before.process.keptMessages.map(\.id))
            let kept = await instance.state.process.keptMessages.last { !known.contains($0.id) }
            if let kept, kept.name == message { tell(kept, open.filter { $0.name == message }, session) }
        }
    }

    /// Says that the message lies there, and for whom it is not.
    private func tell(_ kept: ThrownMessage, _ waiting: [Subscription], _ session: Session) {
        if waiting.isEmpty {
            return session.note("`\(message.neutralised)` is kept until something waits for it")
        }
        let keys = waiting.map { "`\($0.element)` waits for it\(keyed($0.correlation))" }
        session.warn(
            Diagnostic(
                code: "workflow.other-key",
                message:
                    "no instance waits for the message `\(message)`\(keyed(kept.correlation)), so it is kept",
                hint: keys.joined(separator: "; ")))
    }
}

/// `uvmgr workflow signal`.
struct WorkflowSignal: Command {
    static let configuration = CommandConfiguration(
        commandName: "signal", abstract: "Broadcast a signal within an instance.",
        usage: "uvmgr workflow signal <name> [<instance>] [--set <name=value>] … [<options>]",
        discussion: """
            EXAMPLES:
              uvmgr workflow signal MarketClosed
              uvmgr workflow signal MarketClosed 01926f3a --set day='"2026-11-27"'

            \(WorkflowRun.exitCodes)
            """)

    static let isAlwaysTraced = true

    @Argument(help: ArgumentHelp("The name of the signal.", valueName: "signal"))
    var signal: String
    @OptionGroup var instance: InstanceArgument
    @OptionGroup var variables: VariableOptions
    @OptionGroup var choice: WorkflowDriveOptions
    @OptionGroup var answer: AnswerOptions
    @OptionGroup(title: "Global options") var global: GlobalOptions

    var answersInJSON: Bool { answer.format == .json }

    func run(in session: Session) async throws -> ExitStatus {
        let payload = JSON.object(try variables.read(session).mapValues { $0.settled() })
        return try await session.move(instance, choice, answer.format) { state throws(WorkflowError) in
            let open = state.process.waits.filter { $0.kind == .signal }.map(\.name)
            if !open.contains(signal), !state.model.startSignals.contains(signal) {
                throw .nobodyWaits(kind: "signal", name: signal, waiting: open)
            }
            return .signal(name: signal, payload: payload)
        }
    }
}

/// `uvmgr workflow cancel`.
struct WorkflowCancel: Command {
    static let configuration = CommandConfiguration(
        commandName: "cancel", abstract: "End an instance where it stands.",
        usage: "uvmgr workflow cancel [<instance>] [<options>]",
        discussion: """
            EXAMPLES:
              uvmgr workflow cancel 01926f3a

            What it did stays done; nothing is compensated.

            \(Help.commonExitCodes)
            """)

    static let isAlwaysTraced = true

    @OptionGroup var instance: InstanceArgument
    @OptionGroup var answer: AnswerOptions
    @OptionGroup(title: "Global options") var global: GlobalOptions

    var answersInJSON: Bool { answer.format == .json }

    func run(in session: Session) async throws -> ExitStatus {
        let models = try instance.models(session)
        let id = try await session.recordedWorkflows(models).find(instance.name)
        return try await session.withWorkflows(try .parse([]), models: models) { runs in
            let opened = try await runs.open(id)
            let running = await opened.state.process.running
            if running.isEmpty {
                throw WorkflowError.ended(id: id, standing: await opened.standing.name)
            }
            for process in running where await opened.state.process.running.contains(process) {
                try await opened.take(.cancel(process: process))
            }
            try await opened.flush()
            _ = try session.publish(await opened.state, answer.format)
            return .success
        }
    }
}

/// `uvmgr workflow fork`.
struct WorkflowForkCommand: Command {
    static let configuration = CommandConfiguration(
        commandName: "fork", abstract: "A new instance that goes on from a point of another one.",
        usage: "uvmgr workflow fork [<instance>] (--before <element> | --at <step>) [<options>]",
        discussion: """
            EXAMPLES:
              uvmgr workflow fork last --before review
              uvmgr workflow fork 01926f3a --at 40 --set approved=true

            What the other instance did up to there holds for the new one too and is not done again; work \
            that was open there is done by the new one. The other instance is left as it is.

            \(WorkflowRun.exitCodes)
            """)

    static let isAlwaysTraced = true

    @OptionGroup var instance: InstanceArgument
    @Option(help: ArgumentHelp("Before it reached this element, the last time.", valueName: "element"))
    var before: String?
    @Option(help: ArgumentHelp("After so many of its steps.", valueName: "step"))
    var at: Int?
    @OptionGroup var variables: VariableOptions
    @OptionGroup var choice: WorkflowDriveOptions
    @OptionGroup var answer: AnswerOptions
    @OptionGroup(title: "Global options") var global: GlobalOptions

    var answersInJSON: Bool { answer.format == .json }

    func validate() throws {
        guard (before == nil) != (at == nil) else {
            throw ValidationError("say where: one of `--before` and `--at`")
        }
    }

    func run(in session: Session) async throws -> ExitStatus {
        let values = try variables.read(session)
        let models = try instance.models(session)
        let recorded = try session.recordedWorkflows(models)
        let id = try await recorded.find(instance.name)
        let state = try await recorded.state(of: id)
        if let before, state.model.node(before) == nil {
            throw WorkflowError.noSuchElement(
                before, file: state.model.file, nearest: nearest(before, among: state.model.nodes.map(\.id)))
        }
        let point: ForkPoint = before.map { .element($0) } ?? .version(at ?? 0)
        let progress = WorkflowProgress(state.model, in: session)
        return try await session.withWorkflows(choice, models: models) { runs in
            let fork = try await runs.fork(id, at: point, variables: values, observer: progress)
            return try await session.drive(fork, in: runs, choice, progress, answer.format)
        }
    }
}

extension Session {
    /// Gives an instance something from outside, and drives it on.
    func move(
        _ argument: InstanceArgument, _ choice: WorkflowDriveOptions, _ form: AnswerForm,
        _ input: @escaping @Sendable (WorkflowState) throws(WorkflowError) -> ProcessInput
    ) async throws -> ExitStatus {
        try await change(argument, choice, form) { instance in
            try await instance.take(try input(await instance.state))
        }
    }

    /// Changes an instance that has not ended, and drives it on.
    func change(
        _ argument: InstanceArgument, _ choice: WorkflowDriveOptions, _ form: AnswerForm,
        _ body: @escaping @Sendable (WorkflowInstance) async throws -> Void
    ) async throws -> ExitStatus {
        let models = try argument.models(self)
        let recorded = try recordedWorkflows(models)
        let id = try await recorded.find(argument.name)
        let known = try await recorded.state(of: id)
        let progress = WorkflowProgress(known.model, from: known, in: self)
        let status = try await withWorkflows(choice, models: models) { runs in
            let opened = try await runs.open(id, observer: progress, stepLimit: choice.maxSteps)
            let state = await opened.state
            if state.standing.hasEnded {
                throw WorkflowError.ended(id: id, standing: state.standing.name)
            }
            if !state.process.isQuiet { try await opened.take(.resume) }
            try await body(opened)
            return try await drive(opened, in: runs, choice, progress, form)
        }
        if id.hasPrefix(WorkflowStreams.runPrefix) { try await seal(run: id) }
        return status
    }

    /// Signs the ledger after people had their say about a run, as it was signed after its verdict.
    private func seal(run id: String) async throws {
        let folder = try workflowFolder()
        let log: any EventLog
        do { log = try runtime.openLedger(folder.ledger, false) } catch { throw WorkflowError.ledger(error) }
        let run = try await RunHistory(store: log).run(String(id.dropFirst(WorkflowStreams.runPrefix.count)))
        await hand(out: run, of: log, folder)
    }
}
