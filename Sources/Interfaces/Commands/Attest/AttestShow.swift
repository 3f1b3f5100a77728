import Capabilities
import ArgumentParser
import Attestations
import Audit
import DefinitionOfDone
import Diagnostics
import Ledger
import StructuredData
import SupplyChain

/// `uvmgr attest show`.
struct AttestShow: Command {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "What attestations say, and who vouches for it.",
        usage: "uvmgr attest show [<file|run>] [--key <key>]… [<options>]",
        discussion: """
            EXAMPLES:
              uvmgr attest show                              of the run that was attested last
              uvmgr attest show 01926f3a
              uvmgr attest show acme.intoto.jsonl --key acme.pub.pem

            Shows each statement; one that no trusted key has signed is marked as not verified. Whether \
            a file may be used is for `uvmgr attest verify` to say. Without `--key` your own keys are \
            believed.

            \(Help.commonExitCodes)
            """)

    @Argument(
        help: ArgumentHelp(
            "A file of attestations, or a run; otherwise the run that was attested last.",
            valueName: "file|run"), completion: .file())
    var name: String?
    @Option(
        help: ArgumentHelp(
            "A public key that is believed: PEM, or as `uvmgr audit key show` prints it. May be repeated.",
            valueName: "key"), completion: .file())
    var key: [String] = []
    @OptionGroup var answer: AnswerOptions
    @OptionGroup(title: "Global options") var global: GlobalOptions

    var answersInJSON: Bool { answer.format == .json }

    func run(in session: Session) async throws -> ExitStatus {
        let bundle: Bundle
        if let name, session.files.isFile(session.path(name)) {
            bundle = try BundleSearch(files: session.files).bundle(at: session.path(name), named: name)
                .envelopes
        } else {
            bundle = try await recorded(session)
        }
        let summary = BundleSummary(bundle, keys: try session.trustedKeys(key).keys)
        switch answer.format {
        case .json: try session.answer(bundleSummaryJSON(summary))
        case .text: try session.answer(bundleSummaryText(summary, style: session.style))
        }
        return .success
    }

    /// The bundle of a run, out of the evidence.
    private func recorded(_ session: Session) async throws -> Bundle {
        let folder = try session.runFolder()
        let log = try session.recordedLog(folder)
        let made = try await AttestationMade.all(in: log)
        let record: AttestationMade
        if let name {
            let run = try await RunHistory(store: log).find(name, project: folder.project)
            guard let last = made.last(where: { $0.run == run.id }) else {
                throw SupplyChainError.notAttested(run: run.id)
            }
            record = last
        } else {
            guard let last = made.last else {
                let run = try await RunHistory(store: log).find("last", project: folder.project)
                throw SupplyChainError.notAttested(run: run.id)
            }
            record = last
        }
        let evidence = session.evidence(folder)
        guard let bytes = evidence.contents(of: record.digest) else {
            throw SupplyChainError.lostBundle(path: evidence.path(record.digest))
        }
        return Bundle(parsing: bytes)
    }
}
