import Capabilities
import ArgumentParser
import DefinitionOfDone
import Diagnostics
import Telemetry

/// `uvmgr dod validate`.
struct Validate: Command {
    static let configuration = CommandConfiguration(
        commandName: "validate", abstract: "Is this project done? Runs its gates and gives a verdict.",
        usage: "uvmgr dod validate [<options>]",
        discussion: """
            EXAMPLES:
              uvmgr dod validate
              uvmgr dod validate --policy strict
              uvmgr dod validate --only coverage --gate 'coverage >= 85%'
              uvmgr dod validate --format github --report junit=report.xml

            Without configuration the policy `standard` and the tools that the project already uses \
            count. Results of gates whose inputs have not changed are used again. Every step is put on \
            record in `.uvmgr/ledger.db`; `uvmgr dod explain` tells it.

            In reports that need no terminal, `--format github` writes workflow commands and adds to \
            the file that `GITHUB_STEP_SUMMARY` names; no format is chosen by itself.

            \(exitCodes)
            """)

    static let exitCodes = Help.exitCodes([
        "  0": "done",
        "  1": "not done",
        "  2": "usage or configuration error",
        "  3": "undecided: a required gate could not be measured",
        " 69": "something outside is missing or unavailable",
        "130": "interrupted; 143 terminated: what was measured is kept",
    ])

    static let isAlwaysTraced = true

    @OptionGroup var choice: ValidateOptions
    @OptionGroup var reports: ReportOptionGroup
    @OptionGroup(title: "Global options") var global: GlobalOptions

    var answersInJSON: Bool { reports.format == .json }

    func run(in session: Session) async throws -> ExitStatus {
        try await Validating(choice: choice, reports: reports, resumed: nil).run(in: session)
    }
}

/// What `dod validate` and `dod resume` do, once it is known what is asked for.
struct Validating {
    let choice: ValidateOptions
    let reports: ReportOptionGroup
    /// The run to go on with.
    let resumed: RunState?

    func run(in session: Session) async throws -> ExitStatus {
        let targets = try ReportTargets(reports, in: session)
        let setup = try ValidationSetup(choice, in: session)
        session.note(setup.planLines(session.errorStyle))
        let redactor = Redactor(environment: session.environment)
        let progress = RunProgress(
            session.manner, streams: session.options.verbose > 0, console: session.console,
            style: session.errorStyle, size: { session.size }, redactor: redactor)
        let (result, ledger) = try await setup.withProcess(in: session) { process in
            let validation = try setup.validation(
                in: session, redactor, process: process, resumed: resumed, observer: progress)
            do {
                let result = try await interruptibly(
                    by: session.runtime.signals(), onSignal: { session.stopping($0) },
                    beside: progress.animate
                ) { try await validation.run() }
                progress.finish()
                return (result, validation.ledger)
            } catch {
                progress.finish()
                throw error
            }
        }
        await session.hand(out: result.value, of: ledger, setup.configured.folder)
        return try publish(result.value, after: result.signal, targets, setup, session)
    }

    private func publish(
        _ run: RunState, after signal: Signal?, _ targets: ReportTargets, _ setup: ValidationSetup,
        _ session: Session
    ) throws -> ExitStatus {
        // A signal that came after the verdict changes nothing about it.
        let exit = run.answer == .interrupted ? signal?.exit ?? .interrupted : run.answer.exitStatus
        let failure = try targets.publish(run, folder: setup.configured.folder, in: session)
        guard let failure else { return exit }
        // The verdict stands, but who asked for a report that is not there must not read a zero.
        session.warn(failure.diagnostic)
        return exit == .success ? .unavailable : exit
    }
}

extension Session {
    /// How a run is shown while it happens.
    var manner: RunProgress.Manner {
        if options.quiet { return .silent }
        return runtime.terminal.isErrorTerminal && environment["TERM"] != "dumb" ? .live : .lines
    }

    func stopping(_ signal: Signal) {
        console.say("\(signal == .interrupt ? "interrupted" : "terminated"), stopping …\n")
    }
}
