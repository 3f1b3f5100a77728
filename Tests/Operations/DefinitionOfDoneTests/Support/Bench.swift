import AdvisorySources
import Archives
import Capabilities
import Files
import Foundation
import Ledger
import Processes
import Projects
import Testing
import Workflows

@testable import DefinitionOfDone

/// There is no network.
struct NoNetwork: HTTPClient {
    func send(_ request: HTTPRequest) async throws(HTTPError) -> HTTPResponse {
        throw .unreachable(url: request.url, reason: "there is no network")
    }
}

/// A project in a workshop, validated with the real parts.
struct Bench: Sendable {
    let shop: Workshop
    let store: any EventLog
    var clock: any WallClock = SystemClock()
    var uv = Bench.uv ?? "/nonexistent/uv"
    var flags = DoDFlags()
    var policy = "standard"
    var ignoresCache = false
    var failsFast = false
    var resumed: RunState?
    var process: RunProcess?
    var variables: [String: String] = [:]
    var observer: (any RunObserver)?

    /// `$UVMGR_UV`, else the one on the search path; `nil`: tests that need it are skipped.
    static let uv: String? = {
        let environment = ProcessInfo.processInfo.environment
        return environment["UVMGR_UV"] ?? LiveProcessRunner().find("uv", path: environment["PATH"] ?? "")
    }()

    init(_ files: [String: String], store: any EventLog = MemoryEventStore()) throws {
        shop = try Workshop()
        self.store = store
        for (name, text) in files { try shop.write("project/" + name, text) }
        try LiveFileSystem().makeDirectory(shop["project"])
    }

    private init(_ bench: Bench, store: any EventLog) {
        (shop, self.store, clock, uv) = (bench.shop, store, bench.clock, bench.uv)
        (flags, policy, ignoresCache, failsFast) = (
            bench.flags, bench.policy, bench.ignoresCache, bench.failsFast
        )
        (variables, observer, elsewhere) = (bench.variables, bench.observer, bench.elsewhere)
        process = bench.process
    }

    /// The same project with another ledger.
    func copy(of store: any EventLog) throws -> Bench { Bench(self, store: store) }

    /// Where the project is, if not in the workshop.
    var elsewhere: String?
    var project: String { elsewhere ?? shop["project"] }

    var environment: [String: String] {
        let own = ProcessInfo.processInfo.environment
        let home = own["HOME"] ?? "/tmp"
        return [
            "PATH": own["PATH"] ?? "/usr/bin:/bin", "HOME": home, "XDG_CACHE_HOME": shop["cache"],
            "UV_CACHE_DIR": own["UV_CACHE_DIR"] ?? home + "/.cache/uv",
        ].merging(
            own.filter {
                ["UV_INDEX_URL", "UV_DEFAULT_INDEX", "PIP_INDEX_URL", "SSL_CERT_FILE"].contains($0.key)
            }
        ) { $1 }
        .merging(variables) { $1 }
    }

    func configuration() throws -> DoDConfiguration {
        let layers = try ConfigurationLayers(
            folders: [project], user: nil, fileSystem: LiveFileSystem(), shownFrom: project)
        return try DoDConfiguration(flags: flags, environment: [:], layers: layers, workingDirectory: project)
    }

    func services() -> Services {
        let (files, clock, cache) = (LiveFileSystem(), clock, shop["cache/advisories"])
        return Services(
            files: files, runner: LiveProcessRunner(), locks: FileLocks(), archives: ZipArchiveReader(),
            clock: clock,
            random: { UInt64.random(in: .min ... .max) }, store: store,
            advisories: { age in
                var options = AdvisoryLookup.Options()
                options.maximumAge = age
                return AdvisoryLookup(
                    http: NoNetwork(), files: files, archives: ZipArchiveReader(), clock: clock,
                    sleep: { try await Task.sleep(for: $0) }, cacheDirectory: cache, options: options)
            }, environment: environment, uv: uv, cores: 2)
    }

    func validation() throws -> Validation {
        let files = LiveFileSystem()
        let configuration = try configuration()
        let policy = try Policy.load(
            policy, path: configuration.path("policy") ?? project, from: files)
        var request = ValidationRequest(
            project: try discover(startingAt: project, project: project, files: files),
            configuration: configuration,
            policy: policy, invocation: ["uvmgr", "dod", "validate"], program: "0.0.1", actor: "tester")
        (request.ignoresCache, request.failsFast) = (ignoresCache, failsFast)
        request.resumed = resumed
        return try Validation(
            request, process: process, folder: RunFolder(project: project, environment: environment),
            services: services(),
            observer: observer)
    }

    /// A whole run; its verdict must come out the same when it is decided again from what is on record.
    func run() async throws -> RunState {
        let run = try await validation().run()
        if run.verdict != nil {
            let replay = try Replay(await RunHistory(store: store).run(run.id))
            #expect(replay.isIdentical, "\(String(describing: replay.difference))")
        }
        try await recompute(run)
        return run
    }

    /// The steps of the run's process must come out the same when they are recomputed from the record.
    private func recompute(_ run: RunState) async throws {
        let validation = try validation()
        let library = ModelLibrary(builtins: RunProcess.builtins, named: [validation.process.model])
        let services = WorkflowServices(
            store: store, files: validation.services.files, locks: validation.services.locks, clock: clock,
            random: validation.services.random, sleep: { _ in }, handlers: WorkHandlers(),
            scripts: NoScriptHost("none"), actor: "tester", program: "0.0.1", lockFolder: shop["locks"])
        let report = try WorkflowReplay(services, library: library).replay(
            try await store.read(stream: run.id), of: WorkflowStreams.runPrefix + run.id)
        #expect(report.divergence == nil)
        #expect(report.steps > 10)
    }

    /// A run over a project elsewhere.
    func run(in folder: String) async throws -> RunState {
        var bench = self
        bench.elsewhere = folder
        return try await bench.run()
    }

    /// A run of these gates alone.
    func run(only: String...) async throws -> RunState {
        var bench = self
        bench.flags.only = only
        return try await bench.run()
    }

    /// The text of a piece of evidence.
    func text(_ name: String, of run: GateRun?) throws -> String {
        let evidence = try #require(
            run?.evidence.first { $0.name == name }, "no \(name) of \(run?.outcome.name ?? "-")")
        let path = RunFolder(project: project, environment: environment).evidence
        return try LiveFileSystem().readText(
            "\(path)/\(evidence.digest.prefix(2))/\(evidence.digest.dropFirst(2))")
    }
}

extension Bench {
    /// Makes `environment` of the settings a folder that looks like an environment, with scripts for its tools.
    func fakeEnvironment(_ tools: [String: String], packages: [String] = []) throws {
        try shop.write("venv/pyvenv.cfg", "version_info = 3.11.7\n")
        for package in packages {
            try shop.write("venv/lib/python3.11/site-packages/\(package).dist-info/METADATA", "")
        }
        try LiveFileSystem().makeDirectory(shop["venv/lib/python3.11/site-packages"])
        try shop.script("venv/bin/python", "exit 0")
        for (name, lines) in tools { try shop.script("venv/bin/" + name, lines) }
    }

    /// The same with `environment` pointing at it.
    func with(environment path: String) -> Bench {
        var bench = self
        bench.flags.settings["environment"] = path
        return bench
    }
}

/// One real environment with the tools of every gate, made once and kept for later runs of the tests.
enum SharedEnvironment {
    static let packages = ["pytest", "coverage", "pytest-benchmark", "ruff", "mypy", "flake8"].map(
        ToolPins.requirement)

    private static let task = Task { () throws -> String in
        let uv = try #require(Bench.uv)
        let files = LiveFileSystem()
        let home = (ProcessInfo.processInfo.environment["TMPDIR"] ?? "/tmp") + "/uvmgr-dod-tests"
        let path = home + "/env"
        let content = packages.joined(separator: "\n")
        try files.makeDirectory(home)
        return try await FileLocks().withLock(home + "/lock", patience: .seconds(300)) {
            if (try? files.readText(path + "/made")) == content { return path }
            for arguments in [
                ["venv", "--clear", path], ["pip", "install", "--python", path + "/bin/python"] + packages,
            ] {
                let result = try await LiveProcessRunner().run(
                    ProcessInvocation(
                        executable: uv, arguments: arguments,
                        environment: ProcessInfo.processInfo.environment,
                        workingDirectory: home, timeout: .seconds(300)))
                try #require(result.isSuccess, "\(result.standardError.text)")
            }
            try files.write(Array(content.utf8), to: path + "/made")
            return path
        }
    }

    static func path() async throws -> String { try await task.value }
}
