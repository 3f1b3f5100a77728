import Capabilities
import Conditions
import DefinitionOfDone
import Files
import Foundation
import Ledger
import Processes
import SQLiteStore
import Telemetry
import Testing

@testable import Commands

/// A workshop whose project is a git repository with a run on record: real git, a real ledger, real evidence.
///
/// The gates are not run: what they measured is written down, so that no tool is needed.
struct AttestedProject {
    static let search = ProcessInfo.processInfo.environment["PATH"] ?? ""
    static let git = LiveProcessRunner().find("git", path: search)
    static let wheelName = "sample-1.2-py3-none-any.whl"
    static let wheel = Array("PK the wheel".utf8)

    let workshop: Workshop
    private(set) var run = ""
    private(set) var commit = ""
    private let environment = [
        "PATH": AttestedProject.search, "GIT_CONFIG_GLOBAL": "/dev/null", "GIT_CONFIG_NOSYSTEM": "1",
        "GIT_AUTHOR_NAME": "Ann", "GIT_AUTHOR_EMAIL": "ann@example.org", "GIT_COMMITTER_NAME": "Ann",
        "GIT_COMMITTER_EMAIL": "ann@example.org", "USER": "ann",
    ]

    init(_ result: Verdict.Result? = .done, isModified: Bool = false) async throws {
        workshop = try Workshop()
        try workshop.project()
        try workshop.write(".uvmgr/\n", to: "project/.gitignore")
        _ = try await git("init", "-q")
        _ = try await git("add", ".")
        _ = try await git("commit", "-q", "-m", "Begin")
        commit = try await git("rev-parse", "HEAD")
        let tree = try await git("rev-parse", "HEAD^{tree}")
        try await record(result, isModified, tree)
        try LiveFileSystem().write(Self.wheel, to: workshop.path("dist/" + Self.wheelName))
    }

    /// Runs a command line as the user of the project.
    func uvmgr(_ arguments: [String], in folder: String = "project") async -> Workshop.Result {
        await workshop.run(arguments, in: folder, environment: environment)
    }

    /// As somebody else, on a machine that has neither project nor keys.
    func stranger(_ arguments: [String]) async -> Workshop.Result {
        await workshop.run(
            arguments, in: "dist", environment: ["PATH": Self.search, "HOME": workshop.path("stranger")])
    }

    func git(_ arguments: String..., in folder: String = "project") async throws -> String {
        let result = try await LiveProcessRunner().run(
            ProcessInvocation(
                executable: Self.git ?? "git", arguments: arguments, environment: environment,
                workingDirectory: workshop.path(folder)))
        try #require(result.isSuccess, "git \(arguments): \(result.standardError.text)")
        return result.standardOutput.text.filter { !$0.isNewline }
    }

    private mutating func record(_ result: Verdict.Result?, _ isModified: Bool, _ tree: String) async throws {
        let folder = RunFolder(project: workshop.path("project"), environment: [:])
        let files = LiveFileSystem()
        try folder.prepare(files)
        let store = try SQLiteStore(path: folder.ledger)
        let evidence = EvidenceStore(folder: folder.evidence, files: files, redactor: Redactor())
        let now = SystemClock().now().nanoseconds
        run = uuidV7(nanoseconds: now, random: .random(in: .min ... .max))
        let recorder = EventRecorder(
            stream: run, actor: "ann", store: store, now: { SystemClock().now().nanoseconds },
            random: { .random(in: .min ... .max) })
        let header = RunHeader(
            subject: Subject(
                project: "sample", version: "1.2", commit: commit, tree: tree, branch: "main",
                isModified: isModified, lock: nil), policy: "standard",
            definition: String(repeating: "d", count: 64), invocation: ["uvmgr", "dod", "validate"],
            program: "1.0.0")
        var events: [RunEvent] = [.runStarted(header), .planMade(gates: Self.plan)]
        events += try Self.gates(evidence).flatMap(\.events)
        if let result { events += Self.decision(result) }
        events.append(
            .runFinished(RunEnd(result: .completed, duration: .seconds(12), criticalPath: .seconds(8))))
        try await recorder.record(
            events.map { NewEvent($0.type, schema: RunEvent.schema, payload: $0.payload) })
        try store.close()
    }

    private static var plan: [PlannedGate] {
        (Policy.builtin("standard")?.gates ?? []).map { gate in
            PlannedGate(
                name: gate.name, kind: .quality, requirement: gate.requirement,
                condition: gate.condition?.description, origin: "policy standard", after: [])
        }
    }

    private static func decision(_ result: Verdict.Result) -> [RunEvent] {
        let policy = Policy.builtin("standard")
        let basis = DecisionBasis(
            policy: policy ?? Policy(name: "", gates: [], unmeasured: .listed, waiversNeedOwner: false),
            gates: plan, waivers: [], today: CalendarDay(SystemClock().now()),
            unknownSeverity: .countsAsCritical)
        let decisions = plan.map { gate in
            GateDecision(
                gate: gate.name, kind: gate.kind, status: result == .done ? .passed : .failed,
                requirement: gate.requirement, condition: gate.condition, parts: [], reason: "as measured")
        }
        return [
            .policyEvaluated(basis),
            .verdictReached(Verdict(result: result, decisions: decisions, waivers: [])),
        ]
    }

    private static func gates(_ evidence: EvidenceStore) throws -> [GateRun] {
        let junit = #"<testsuite name="p"><testcase classname="tests.test_a" name="test_one"/></testsuite>"#
        let advisories = """
            {"source": {"name": "OSV", "location": "https://osv.example/v1"},
            "fetched": "2026-11-27T09:59:00.000Z", "packagesQueried": 3, "notQueried": [], "matches": []}
            """
        let kept = [
            ("tests", try evidence.keep(Array(junit.utf8), as: "junit.xml", mediaType: "application/xml")),
            (
                "vulnerabilities",
                try evidence.keep(
                    Array(advisories.utf8), as: "advisories.json", mediaType: "application/json")
            ), ("build", try evidence.keep(wheel, as: wheelName, mediaType: "application/zip")),
        ]
        return kept.map { gate, file in
            GateRun(
                gate: gate, kind: .quality, outcome: .measured,
                tool: ToolIdentity(name: "uv", version: "0.13.9", origin: .system), evidence: [file],
                duration: .seconds(1))
        }
    }
}
