import ArgumentParser
import Capabilities
import DefinitionOfDone
import Diagnostics
import Ledger
import StructuredData

/// `uvmgr audit compact`.
struct AuditCompact: Command {
    static let configuration = CommandConfiguration(
        commandName: "compact", abstract: "Make room in the state folder; events are never touched.",
        usage: "uvmgr audit compact [--dry-run] [<options>]",
        discussion: """
            EXAMPLES:
              uvmgr audit compact --dry-run
              uvmgr audit compact

            Removes evidence that no event names, and that of runs older than `keep-evidence`; thins old \
            measurements of the trends out as `thin-measurements` says; removes what ended runs left in \
            `.uvmgr/tmp`; and gives the space of the databases back. `uvmgr audit rebuild` brings every \
            measurement back.

            \(Help.commonExitCodes)
            """)

    @Flag(help: "Say what would go, and remove nothing.")
    var dryRun = false
    @OptionGroup var answer: AnswerOptions
    @OptionGroup(title: "Global options") var global: GlobalOptions

    var answersInJSON: Bool { answer.format == .json }

    func run(in session: Session) async throws -> ExitStatus {
        let project = try session.configured()
        let folder = project.folder
        let log = dryRun ? try session.recordedLog(folder) : try session.writableLog(folder)
        let compaction = Compaction(
            of: folder, log: log, tables: try session.projections(folder), files: session.files,
            now: session.runtime.machine.clock.now(),
            keepEvidence: project.configuration.duration("keep-evidence"),
            thinning: project.configuration.thinning)
        let report = try await compaction.run(isTrial: dryRun)
        switch answer.format {
        case .json: try session.answer(json(report))
        case .text: try session.answer(text(report))
        }
        return .success
    }

    private func json(_ report: CompactionReport) -> JSON {
        [
            "schema": "uvmgr.compaction/1", "dryRun": .bool(dryRun),
            "evidence": [
                "removed": .integer(Int64(report.evidence)), "bytes": .integer(report.evidenceBytes),
                "kept": .integer(Int64(report.keptEvidence)),
            ],
            "measurements": .integer(Int64(report.measurements)),
            "scratch": ["removed": .integer(Int64(report.scratch)), "bytes": .integer(report.scratchBytes)],
            "databaseBytes": .integer(report.databaseBytes),
        ]
    }

    private func text(_ report: CompactionReport) -> String {
        let verb = dryRun ? "would remove" : "removed"
        var lines = [
            "\(verb) \(report.evidence) files of evidence, \(report.evidenceBytes) bytes; \(report.keptEvidence) stay",
            "\(verb) \(report.measurements) measurements from the trends",
            "\(verb) \(report.scratch) folders of ended runs, \(report.scratchBytes) bytes",
        ]
        if !dryRun { lines.append("the databases are \(report.databaseBytes) bytes smaller") }
        return lines.joined(separator: "\n") + "\n"
    }
}
