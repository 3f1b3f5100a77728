import ArgumentParser
import DefinitionOfDone
import Diagnostics
import StructuredData

/// `uvmgr audit`.
struct AuditCommands: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "audit", abstract: "The audit trail: events, proofs, checkpoints, keys.",
        subcommands: [
            AuditLog.self, AuditVerify.self, AuditProve.self, AuditCheckpoint.self, AuditDiff.self,
            AuditRebuild.self, AuditPeople.self, AuditExport.self, AuditImport.self, AuditCompact.self,
            AuditKeyCommands.self,
        ])
}

/// `uvmgr audit rebuild`.
struct AuditRebuild: Command {
    static let configuration = CommandConfiguration(
        commandName: "rebuild", abstract: "Make all lists and trends anew from the events.",
        usage: "uvmgr audit rebuild [<options>]",
        discussion: """
            EXAMPLES:
              uvmgr audit rebuild

            Never needed for a right answer: what is read is brought up to the ledger first. It helps when \
            `.uvmgr/projections.db` was damaged.

            \(Help.commonExitCodes)
            """)

    @OptionGroup var answer: AnswerOptions
    @OptionGroup(title: "Global options") var global: GlobalOptions

    var answersInJSON: Bool { answer.format == .json }

    func run(in session: Session) async throws -> ExitStatus {
        let start = ContinuousClock.now
        let count = try await session.recordedQueries(try session.runFolder()).rebuild()
        let took = ContinuousClock.now - start
        switch answer.format {
        case .json:
            try session.answer([
                "schema": "uvmgr.rebuild/1", "events": .integer(count),
                "seconds": .number(took / .seconds(1)),
            ])
        case .text: try session.answer("read \(count) events in \(took.brief)\n")
        }
        return .success
    }
}

/// `uvmgr audit people`.
struct AuditPeople: Command {
    static let configuration = CommandConfiguration(
        commandName: "people", abstract: "Whose runs are on record, and what they came to.",
        usage: "uvmgr audit people [<options>]",
        discussion: """
            EXAMPLES:
              uvmgr audit people

            \(Help.commonExitCodes)
            """)

    @OptionGroup var answer: AnswerOptions
    @OptionGroup(title: "Global options") var global: GlobalOptions

    var answersInJSON: Bool { answer.format == .json }

    func run(in session: Session) async throws -> ExitStatus {
        let folder = try session.runFolder()
        let people = try await session.recordedQueries(folder).people()
        switch answer.format {
        case .json: try session.answer(peopleJSON(people))
        case .text: try session.answer(peopleText(people, options: session.reportOptions(folder)))
        }
        return .success
    }
}

/// `uvmgr audit diff`.
struct AuditDiff: Command {
    static let configuration = CommandConfiguration(
        commandName: "diff", abstract: "What differs between two runs.",
        usage: "uvmgr audit diff <run> <run> [<options>]",
        discussion: """
            EXAMPLES:
              uvmgr audit diff 01926f3a 01926f41
              uvmgr audit diff 01926f3a last --format json

            Compares subject, policy, gates, measurements and findings, and the verdicts.

            \(exitCodes)
            """)

    private static let exitCodes = Help.exitCodes([
        " 0": "no difference", " 1": "the runs differ", " 2": "usage or configuration error",
        "69": "something outside is missing or unavailable",
    ])

    @Argument(help: ArgumentHelp("A run: its id, the start of one, or `last`.", valueName: "run"))
    var first: String
    @Argument(help: ArgumentHelp("The other run.", valueName: "run"))
    var second: String
    @OptionGroup var answer: AnswerOptions
    @OptionGroup(title: "Global options") var global: GlobalOptions

    var answersInJSON: Bool { answer.format == .json }

    func run(in session: Session) async throws -> ExitStatus {
        let folder = try session.runFolder()
        let difference = RunDifference(
            try await session.run(first, in: folder), try await session.run(second, in: folder))
        switch answer.format {
        case .json: try session.answer(differenceJSON(difference))
        case .text: try session.answer(differenceText(difference, options: session.reportOptions(folder)))
        }
        return difference.isEmpty ? .success : .no
    }
}
