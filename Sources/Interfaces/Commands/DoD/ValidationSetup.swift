import Projects
import AdvisorySources
import Capabilities
import DefinitionOfDone
import Diagnostics
import Ledger
import PythonPackaging
import Telemetry
import Workflows

/// A validation before anything is touched: the project, its settings, the policy, the plan.
struct ValidationSetup {
    let choice: ValidateOptions
    let configured: ConfiguredProject
    let policy: Policy
    let plan: Plan

    init(_ choice: ValidateOptions, in session: Session) throws {
        self.choice = choice
        let configured = try session.configured(choice.flags)
        (policy, plan) = try session.placing(in: configured.project.directory) {
            let policy = try session.policy(configured.configuration)
            return (policy, try Plan(policy: policy, configuration: configured.configuration))
        }
        self.configured = configured
    }

    /// What will be done, for the first line that a user sees.
    func planLines(_ style: TextStyle) -> String {
        let project = configured.project
        let title = ([project.project.name.value] + (versionText.map { [$0] } ?? [])).joined(separator: " ")
        let names = plan.gates.map(\.name).joined(separator: ", ")
        let count = "\(plan.gates.count) gate\(plan.gates.count == 1 ? "" : "s")"
        var lines = [
            "\(style.paint(title.neutralised, .bold)), policy \(plan.policy.name.neutralised), \(count): \(names.neutralised)"
        ]
        if !plan.leftOut.isEmpty {
            let reasons = Dictionary(grouping: plan.leftOut, by: \.reason).sorted { $0.key < $1.key }
            let left = reasons.map { "\($0.value.map(\.name).joined(separator: ", ")) (\($0.key))" }
            lines.append("left out: " + left.joined(separator: "; ").neutralised)
        }
        return lines.joined(separator: "\n") + "\n"
    }

    private var versionText: String? {
        if case .fixed(let version) = configured.project.project.version.value {
            version.description
        } else {
            nil
        }
    }

    /// Runs `body` with the project's own process, if it has one; its scripts end with it.
    func withProcess<Value: Sendable>(
        in session: Session, _ body: @Sendable (RunProcess?) async throws -> Value
    ) async throws -> Value {
        guard let path = configured.configuration.path("process") else { return try await body(nil) }
        let file = configured.configuration.text("process") ?? path
        let model = try WorkflowModel(path: path, shownAs: file, files: session.files)
        let handlers = try session.handlers(jobs: [], configured.folder)
        return try await session.withScripts(python: nil, isIsolated: false) { scripts in
            try await body(
                RunProcess(model: model, isBuiltin: false, handlers: handlers, scripts: scripts))
        }
    }

    /// Opens the ledger and puts all together.
    func validation(
        in session: Session, _ redactor: Redactor, process: RunProcess?, resumed: RunState?,
        observer: any RunObserver
    ) throws -> Validation {
        let uv = try session.uv()
        let folder = configured.folder
        try folder.prepare(session.files)
        let store = try session.runtime.openLedger(folder.ledger, false)
        var request = ValidationRequest(
            project: configured.project, configuration: configured.configuration, policy: policy,
            invocation: ["uvmgr"] + redactor.redact(arguments: session.arguments), program: Release.version,
            actor: session.actor)
        request.resumed = resumed
        request.ignoresCache = choice.noCache
        request.failsFast = choice.afterFailure == .failFast
        return try Validation(
            request, process: process, folder: folder,
            services: session.services(store, folder: folder, uv: uv),
            observer: observer)
    }
}

extension Session {
    /// Whose run it is, as far as the environment tells.
    var actor: String {
        ["GITHUB_ACTOR", "GITLAB_USER_LOGIN", "USER", "LOGNAME"].lazy.compactMap { environment[$0] }
            .first { !$0.isEmpty } ?? "unknown"
    }

    func services(_ store: any EventLog, folder: RunFolder, uv: String) -> Services {
        let machine = runtime.machine
        return Services(
            files: machine.files, runner: machine.runner, locks: machine.locks, archives: machine.archives,
            clock: machine.clock, random: machine.random, store: store,
            advisories: { maximumAge in
                var options = AdvisoryLookup.Options()
                options.maximumAge = maximumAge
                return AdvisoryLookup(
                    http: machine.http, files: machine.files, archives: machine.archives,
                    clock: machine.clock,
                    sleep: { try await Task.sleep(for: $0) }, cacheDirectory: folder.cache + "/advisories",
                    options: options)
            }, environment: environment, uv: uv, cores: runtime.surroundings.cores)
    }
}
