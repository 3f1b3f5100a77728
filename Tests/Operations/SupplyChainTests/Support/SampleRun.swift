import Attestations
import Capabilities
import Conditions
import DefinitionOfDone
import Diagnostics
import StructuredData

/// A run as the product makes them, with what a test wants different.
struct SampleRun: Sendable {
    static let wheel = Array("PK the wheel".utf8)
    static let sdist = Array("the sdist".utf8)
    static let commit = "3f2a9c1d5b7e8f90a1b2c3d4e5f60718293a4b5c"
    static let tree = "9c1185a5c5e9fc54612808977ee8f548b2258d31"
    static let definition = String(repeating: "d", count: 64)
    static let lock = String(repeating: "1", count: 64)
    static let wheelName = "orders-1.4.0-py3-none-any.whl"

    var policy = "standard"
    var result: Verdict.Result? = .done
    var isModified = false
    var commit: String? = SampleRun.commit
    var tree = SampleRun.tree
    var lock: String? = SampleRun.lock
    var waivers: [DefinitionOfDone.Waiver] = []
    /// Of the tests and vulnerabilities gates.
    var findings: [Finding] = []
    var leftOut: [LeftOutGate] = []
    /// Conditions that differ from those of the policy.
    var conditions: [String: String] = [:]
    var unknownSeverity = UnknownSeverityRule.countsAsCritical
    /// Gates whose results are those of another run.
    var reused: [String: String] = [:]
    var builds = true
    /// What people said where the policy has them asked; `nil`: they have not answered.
    var approval: Bool? = true

    /// The events, after what the gates produced was kept.
    func events(_ evidence: EvidenceStore) throws -> [RunEvent] {
        let planned = plan
        var events: [RunEvent] = [.runStarted(header), .planMade(gates: planned, leftOut: leftOut)]
        events += try gates(evidence).flatMap(\.events)
        if let result {
            events.append(.policyEvaluated(basis(planned)))
            events.append(.verdictReached(verdict(result, planned)))
        }
        events.append(
            .runFinished(RunEnd(result: .completed, duration: .seconds(12), criticalPath: .seconds(8))))
        return events + (try people)
    }

    /// What the process of the run did.
    private var people: [RunEvent] {
        get throws {
            guard rules.needsApproval else { return [] }
            var steps: [JSON] = [
                ["type": "ProcessStarted", "instance": 1, "process": "dod", "variables": [:]]
            ]
            if let approval {
                let write: JSON = ["scope": 1, "name": "approved", "value": .bool(approval)]
                steps.append(["type": "VariablesSet", "instance": 2, "writes": [write]])
                steps.append(["type": "ProcessCompleted", "instance": 1])
            }
            let payload: JSON = ["from": 0, "events": .array(steps)]
            return [try RunEvent(type: "WorkflowAdvanced", payload: payload)].compactMap(\.self)
        }
    }

    var header: RunHeader {
        RunHeader(
            subject: DefinitionOfDone.Subject(
                project: "orders", version: "1.4.0", commit: commit, tree: tree, branch: "main",
                isModified: isModified, lock: lock), policy: policy, definition: Self.definition,
            invocation: ["uvmgr", "dod", "validate"], program: "1.0.0")
    }

    private var rules: Policy {
        Policy.builtin(policy)
            ?? Policy(
                name: policy, gates: ["tests", "vulnerabilities", "build"].map { Policy.Gate($0, nil) },
                unmeasured: .listed, waiversNeedOwner: false)
    }

    private var plan: [PlannedGate] {
        rules.gates.filter { gate in !leftOut.contains { $0.name == gate.name } }.map { gate in
            PlannedGate(
                name: gate.name, kind: .quality, requirement: gate.requirement,
                condition: conditions[gate.name] ?? gate.condition?.description, origin: "policy \(policy)",
                after: [])
        }
    }

    private func basis(_ planned: [PlannedGate]) -> DecisionBasis {
        DecisionBasis(
            policy: rules, gates: planned, waivers: waivers,
            today: CalendarDay(Instant(nanoseconds: SetClock.start)), unknownSeverity: unknownSeverity)
    }

    private func verdict(_ result: Verdict.Result, _ planned: [PlannedGate]) -> Verdict {
        let decisions = planned.map { gate in
            GateDecision(
                gate: gate.name, kind: gate.kind,
                status: result == .notDone && gate.name == "tests" ? .failed : .passed,
                requirement: gate.requirement, condition: gate.condition, parts: [], reason: "as measured")
        }
        let applied = waivers.flatMap { waiver in
            findings.filter { waiver.covers($0) }.map {
                AppliedWaiver(waiver: waiver, gate: $0.gate, finding: $0.fingerprint)
            }
        }
        return Verdict(result: result, decisions: decisions, waivers: applied)
    }

    private func gates(_ evidence: EvidenceStore) throws -> [GateRun] {
        var gates = [
            gate(
                "tests", "pytest",
                [
                    try evidence.keep(
                        Array(Self.junit.utf8), as: "junit.xml", mediaType: "application/xml")
                ]),
            gate(
                "vulnerabilities", "OSV",
                [
                    try evidence.keep(
                        Array(Self.advisories.utf8), as: "advisories.json", mediaType: "application/json")
                ]),
        ]
        if builds {
            gates.append(
                gate(
                    "build", "uv",
                    [
                        try evidence.keep(text: "built", as: "stderr.txt"),
                        try evidence.keep(Self.wheel, as: Self.wheelName, mediaType: "application/zip"),
                        try evidence.keep(
                            Self.sdist, as: "orders-1.4.0.tar.gz", mediaType: "application/gzip"),
                    ]))
        }
        return gates
    }

    private func gate(_ name: String, _ tool: String, _ evidence: [Evidence]) -> GateRun {
        GateRun(
            gate: name, kind: .quality, outcome: .measured,
            tool: ToolIdentity(name: tool, version: "9.0", origin: .project),
            findings: findings.filter { $0.gate == name }, evidence: evidence, duration: .seconds(2),
            reusedFrom: reused[name], key: reused[name].map { _ in String(repeating: "5", count: 64) })
    }

    static let junit = """
        <testsuites><testsuite name="pytest"><testcase classname="tests.test_api" name="test_one"/>
        <testcase classname="tests.test_api" name="test_two"><failure message="no">no</failure></testcase>
        <testcase classname="tests.test_api" name="test_three"><skipped/></testcase></testsuite></testsuites>
        """

    static let advisories = """
        {"source": {"name": "OSV", "location": "https://osv.example/v1"}, "fetched": "2026-11-27T09:59:00.000Z",
        "newestEntry": "2026-11-26T08:00:00.25Z", "packagesQueried": 3, "notQueried": [], "matches": []}
        """

    static func failure(_ name: String = "tests.test_api::test_two") -> Finding {
        Finding(gate: "tests", kind: "failures", rule: name, severity: .high, message: "assert 1 == 2")
    }

    static func vulnerability(_ severity: Severity? = .high) -> Finding {
        Finding(
            gate: "vulnerabilities", kind: "vulnerabilities", rule: "GHSA-9wx4-h78v-vm56",
            aliases: ["CVE-2026-1234"], severity: severity, message: "requests 2.31.0: reads too much")
    }

    static func waiver(
        _ target: DefinitionOfDone.Waiver.Target = .finding("CVE-2026-1234"), until: String = "2026-12-31",
        owner: String? = "ann@example.org"
    ) -> DefinitionOfDone.Waiver {
        DefinitionOfDone.Waiver(
            target: target, reason: "not reachable", owner: owner,
            until: CalendarDay(until) ?? CalendarDay(number: 0))
    }
}
