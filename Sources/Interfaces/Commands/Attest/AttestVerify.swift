import ArgumentParser
import Attestations
import Audit
import Capabilities
import DefinitionOfDone
import Diagnostics
import Digests
import SupplyChain

/// `uvmgr attest verify`.
struct AttestVerify: Command {
    static let configuration = CommandConfiguration(
        commandName: "verify", abstract: "May these files be used? Verifies what is attested of them.",
        usage: "uvmgr attest verify <path>… [--policy <name>] [--key <key>]… [<options>]",
        discussion: """
            EXAMPLES:
              uvmgr attest verify dist/*.whl --policy enterprise --key acme.pub.pem
              uvmgr attest verify acme-1.4.0.tar.gz --bundle acme.intoto.jsonl --max-age 30d
              uvmgr attest verify dist/*.whl --note            what the note of HEAD says

            Needs no project and no ledger. Attestations are taken from `--bundle`, else from \
            `<path>.intoto.jsonl`, else from all `*.intoto.jsonl` in the folder of the file; with `--note` \
            from the note of the commit that is checked out. Without `--key` your own keys are believed.

            \(exitCodes)
            """)

    private static let exitCodes = Help.exitCodes([
        " 0": "every file is accepted",
        " 1": "a file is refused; the report says why",
        " 2": "usage error, or a file that is not there",
        "69": "something outside is missing or unavailable",
    ])

    @Argument(help: ArgumentHelp("Wheels, sdists or other files.", valueName: "path"), completion: .file())
    var paths: [String]
    @Option(help: ArgumentHelp("The attestations.", valueName: "file"), completion: .file())
    var bundle: String?
    @Flag(help: "Take the attestations from the git note of HEAD.")
    var note = false
    @Option(
        help: ArgumentHelp(
            "The least policy: minimal, standard, strict, enterprise; or one of the signer's own.",
            valueName: "name"))
    var policy: String?
    @Option(
        help: ArgumentHelp(
            "A public key that is believed: PEM, or as `uvmgr audit key show` prints it. May be repeated.",
            valueName: "key"), completion: .file())
    var key: [String] = []
    @Option(
        help: ArgumentHelp("How old a verdict may be: `12h`, `30d`.", valueName: "duration"))
    var maxAge: String?
    @Flag(help: "Accept verdicts that rest on waivers that have ended.")
    var allowExpiredWaivers = false
    @OptionGroup var answer: AnswerOptions
    @OptionGroup(title: "Global options") var global: GlobalOptions

    var answersInJSON: Bool { answer.format == .json }

    func validate() throws {
        if bundle != nil, note { throw ValidationError("`--bundle` and `--note` exclude each other") }
        if policy == "" { throw ValidationError("`--policy` needs a name") }
        if let maxAge, Self.seconds(maxAge) == nil {
            throw ValidationError("`--max-age \(maxAge)` is no duration; write `12h` or `30d`")
        }
    }

    /// Whole seconds; `nil` for what is no duration of at least one.
    static func seconds(_ text: String) -> Int64? {
        if text.hasSuffix("d") {
            guard let days = Int64(text.dropLast()), 1...100_000 ~= days else { return nil }
            return days * 86_400
        }
        guard let duration = Duration(setting: text), duration >= .seconds(1) else { return nil }
        return duration.components.seconds
    }

    func run(in session: Session) async throws -> ExitStatus {
        let keys = try session.trustedKeys(key)
        let demand = try AttestationDemand(
            keys: keys, policy: policy, maxAge: maxAge.flatMap(Self.seconds),
            allowsExpiredWaivers: allowExpiredWaivers, now: session.runtime.machine.clock.now())
        let verification = ArtifactVerification(demand)
        let given = try await given(session)
        var artifacts: [ArtifactReport] = []
        for path in paths {
            let full = session.path(path)
            let bytes: [UInt8]
            do { bytes = try session.files.read(full) } catch { throw CommandError.file(error) }
            let found = try given ?? BundleSearch(files: session.files).bundle(beside: full)
            artifacts.append(
                verification.report(
                    path: path, digest: DigestSet(sha256: SHA256Digest(of: bytes)),
                    bundle: found.flatMap { $0.envelopes.lines.isEmpty ? nil : $0 },
                    missing: "there is no attestation \(place)"))
        }
        let report = AttestationReport(
            artifacts: artifacts, keyIDs: keys.keys.map(\.keyID), policy: policy)
        switch answer.format {
        case .json: try session.answer(attestReportJSON(report))
        case .text: try session.answer(attestReportText(report, style: session.style))
        }
        return report.isAccepted ? .success : .no
    }

    private var place: String {
        if let bundle { return "in \(bundle)" }
        return note ? "in the note of HEAD" : "beside it; name one with --bundle"
    }

    /// The attestations that hold for all files; `nil`: each has its own beside it.
    private func given(_ session: Session) async throws -> BundleSearch.Found? {
        if let bundle {
            return try BundleSearch(files: session.files).bundle(at: session.path(bundle), named: bundle)
        }
        guard note else { return nil }
        let notes = try GitNotes(
            folder: session.directory, environment: session.environment,
            runner: session.runtime.machine.runner)
        return (Bundle(parsing: try await notes.bundle()), "the note of HEAD")
    }
}
