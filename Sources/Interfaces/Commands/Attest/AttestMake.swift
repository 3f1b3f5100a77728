import Capabilities
import ArgumentParser
import Audit
import DefinitionOfDone
import Diagnostics
import Ledger
import StructuredData
import SupplyChain
import Telemetry

/// `uvmgr attest`.
struct AttestCommands: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "attest",
        abstract: "Signed statements of verdicts, for those who never saw the project.",
        subcommands: [AttestMake.self, AttestVerify.self, AttestShow.self])
}

/// `uvmgr attest make`.
struct AttestMake: Command {
    static let configuration = CommandConfiguration(
        commandName: "make", abstract: "State what a run found, sign it, and keep it as evidence.",
        usage: "uvmgr attest make [<run>] [--output <file>] [--note] [<options>]",
        discussion: """
            EXAMPLES:
              uvmgr attest make                                    of the last verdict
              uvmgr attest make 01926f3a --output dist/acme.intoto.jsonl
              uvmgr attest make --note && git push origin refs/notes/uvmgr

            Makes in-toto statements about the commit, the tree, the wheel and the sdist of the run: its \
            tests, its vulnerabilities, how it built, and its verdict with the proof that it is in the \
            ledger. Each is a DSSE envelope, a line each. The same run gives the same bytes again.

            \(Help.commonExitCodes)
            """)

    @Argument(
        help: ArgumentHelp(
            "The id of a run or the start of one; otherwise the last with a verdict.", valueName: "run"))
    var name: String?
    @Option(
        name: .shortAndLong,
        help: ArgumentHelp("Where to write the attestations too.", valueName: "file"), completion: .file())
    var output: String?
    @Flag(help: "Attach the attestations to the commit, as a git note in refs/notes/uvmgr.")
    var note = false
    @OptionGroup var answer: AnswerOptions
    @OptionGroup(title: "Global options") var global: GlobalOptions

    var answersInJSON: Bool { answer.format == .json }

    func run(in session: Session) async throws -> ExitStatus {
        let folder = try session.runFolder()
        let log = try session.writableLog(folder)
        let run = try await session.attestable(name, in: log, folder)
        let commit = note ? try Self.commit(of: run) : nil
        let made = try await session.attesting(log, folder).make(run)
        session.announce(made.key)
        if let output {
            do { try session.files.write(made.bundle, to: session.path(output)) } catch {
                throw CommandError.file(error)
            }
            session.note("wrote \(output)\n")
        }
        var added: Int?
        if let commit {
            let notes = try GitNotes(
                folder: folder.project, environment: session.environment,
                runner: session.runtime.machine.runner)
            added = try await notes.attach(made.bundle, to: commit)
            session.note(
                added == 0
                    ? "the note of \(commit.prefix(12)) has them already\n"
                    : "added \(added ?? 0) attestations to the note of \(commit.prefix(12))\n")
        }
        for sentence in made.leftOut { session.note("left out \(sentence.neutralised)\n") }
        switch answer.format {
        case .json: try session.answer(attestationJSON(made, run, noted: added))
        case .text: try session.answer(attestationText(made, run, style: session.style))
        }
        return .success
    }

    /// - Throws: ``SupplyChainError/noCommit(reason:)`` where the run was about something else.
    private static func commit(of run: RunState) throws(SupplyChainError) -> String {
        guard let subject = run.header?.subject, let commit = subject.commit else {
            throw .noCommit(reason: "the run was about files in no git repository")
        }
        guard !subject.isModified else {
            throw .noCommit(
                reason: "the run was about files with changes that are not in `\(commit.prefix(12))`")
        }
        return commit
    }
}

extension Session {
    /// What attests runs of a project.
    func attesting(_ log: any EventLog, _ folder: RunFolder) throws(AuditError) -> AttestationMaking {
        AttestationMaking(
            log: log, evidence: evidence(folder), keys: try signingKeys(),
            checkpointing: try checkpointing(log), clock: runtime.machine.clock,
            random: runtime.machine.random, actor: actor)
    }

    func evidence(_ folder: RunFolder) -> EvidenceStore {
        EvidenceStore(
            folder: folder.evidence, files: files, redactor: Redactor(environment: environment))
    }

    /// The run with that name; without one the last that came to a verdict.
    func attestable(
        _ name: String?, in log: any EventLog, _ folder: RunFolder
    ) async throws -> RunState {
        let history = RunHistory(store: log)
        if let name { return try await history.find(name, project: folder.project) }
        let recent = try await history.recent(limit: 50)
        guard let run = recent.first(where: { $0.verdict != nil }) ?? recent.first else {
            throw DoDError.noRuns(project: folder.project)
        }
        return run
    }
}
