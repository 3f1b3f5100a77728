import Capabilities
import Conditions
import Diagnostics

@testable import DefinitionOfDone

/// Runs as the product makes them: gates measured, decided under a policy, told as events, and folded.
struct SampleRun: Sendable, CustomStringConvertible {
    let name: String
    let state: RunState
    var description: String { name }

    static let all: [SampleRun] = [
        done, notDone, undecided, waived, gateWaived, expiredWaiver, reused, interrupted, cutOff,
        nothingMeasured,
        hostile,
    ]

    /// Coverage is only reported.
    static let done = SampleRun(
        "done", gates: [.lint(), .tests(), .coverage(0.871), .vulnerabilities()], planned: ["coverage": nil])

    static let notDone = SampleRun(
        "not-done",
        gates: [
            .lint((1...14).map { unused("src/orders/api.py", $0 * 3) }), .tests(), .coverage(0.7941),
            .vulnerabilities([advisory("requests", "GHSA-9wx4-h78v-vm56", .medium)]),
            GateRun(
                gate: "types", kind: .quality, outcome: .notApplicable("no type checker is configured"),
                duration: .milliseconds(2)),
        ], planned: ["types": nil, "coverage": ">= 80% and branch >= 60%"])

    static let undecided = SampleRun(
        "undecided",
        gates: [
            .lint(),
            GateRun(
                gate: "tests", kind: .quality, outcome: .timedOut(after: .seconds(300)),
                tool: ToolIdentity(name: "pytest", version: "9.0.1", origin: .project),
                command: ["pytest", "-q", "--junit-xml", "report of tests.xml"],
                evidence: [.sample("stderr.txt", "e1")], duration: .seconds(300)),
            GateRun(
                gate: "vulnerabilities", kind: .security,
                outcome: .failedToRun("the advisory database cannot be reached and no copy is at hand"),
                tool: .uvmgr, duration: .milliseconds(2400)),
        ])

    static let waived = SampleRun(
        "waived", gates: [.lint(), .vulnerabilities([advisory("requests", "GHSA-9wx4-h78v-vm56", .high)])],
        waivers: [
            Waiver(
                target: .finding("CVE-2026-1234"), reason: "not reachable: we do not parse untrusted XML",
                owner: "security@acme.example", until: day("2027-03-01"),
                place: SourcePlace(file: "pyproject.toml", line: 41))
        ])

    /// A gate that could not be measured, waived as a whole.
    static let gateWaived = SampleRun(
        "gate-waived",
        gates: [
            .lint(),
            GateRun(
                gate: "tests", kind: .quality, outcome: .failedToRun("`pytest` is not installed"),
                duration: .milliseconds(3)),
        ],
        waivers: [
            Waiver(
                target: .gate("tests"), reason: "tests are being moved", owner: nil, until: day("2026-12-31"))
        ])

    static let expiredWaiver = SampleRun(
        "expired-waiver",
        gates: [
            .lint(), .vulnerabilities([advisory("requests", "GHSA-9wx4-h78v-vm56", .high)]),
            GateRun(
                gate: "waivers", kind: .compliance, outcome: .measured, tool: .uvmgr,
                findings: [
                    Finding(
                        gate: "waivers", kind: "errors", rule: "waiver.expired", severity: .high,
                        place: SourcePlace(file: "pyproject.toml", line: 41),
                        message: "the waiver of `CVE-2026-1234` ended on 2026-06-30",
                        remedy: "mend the finding, or give the waiver a new end and reason")
                ], duration: .milliseconds(1)),
        ],
        waivers: [
            Waiver(
                target: .finding("CVE-2026-1234"), reason: "fix is on its way", owner: nil,
                until: day("2026-06-30"))
        ])

    static let reused = SampleRun(
        "reused",
        gates: [.fromCache(.lint()), .fromCache(.tests()), .fromCache(.coverage(0.871)), .vulnerabilities()])

    /// Stopped by a person while the tests ran.
    static let interrupted = SampleRun(
        "interrupted", gates: [.lint()], after: ["tests", "coverage"], end: .interrupted)

    /// Its process ended before it could say so.
    static let cutOff = SampleRun("cut-off", gates: [.lint()], after: ["tests", "coverage"], end: nil)

    static let nothingMeasured = SampleRun(
        "nothing-measured",
        gates: ["tests", "lock"].map {
            GateRun(gate: $0, kind: .quality, outcome: .notApplicable("the project has no \($0)"))
        })

    static let hostile = SampleRun(
        "hostile",
        gates: [
            .lint([
                Finding(
                    gate: "lint", kind: "errors", rule: "E|1`]]>", severity: nil,
                    place: SourcePlace(file: "src/a|b <c>,d:e.py", line: 1, column: 2),
                    message:
                        "first\nsecond\r\n::error::third ]]> & <b> | `x` \u{1B}[31mred\u{1B}[0m \u{202E}txt 100%"
                ),
                Finding(
                    gate: "lint", kind: "errors", rule: "宽", severity: .high,
                    place: SourcePlace(file: "src/日本語/モジュール.py", line: 10),
                    message: "👩‍👩‍👧 @octocat #12 ```fence``` " + String(repeating: "long ", count: 200)),
                Finding(
                    gate: "lint", kind: "errors", rule: "E2", severity: .low,
                    message: String(repeating: "x", count: 300) + "\u{0}\u{FFFF}", remedy: "##[add-mask]y"),
            ]),
            GateRun(
                gate: "<own>|gate`", kind: .quality,
                outcome: .failedToRun("exit 1: \u{1B}]0;title\u{7} ]]> --> </details>"),
                command: ["sh", "-c", "echo 'it'"], evidence: [.sample("stderr.txt", "e2")]),
        ], project: "or<d>ers | `x`")
}

extension SampleRun {
    static let started: Int64 = 1_795_459_200_123_000_000
    static let today = day("2026-11-23")

    static func day(_ text: String) -> CalendarDay { CalendarDay(text) ?? CalendarDay(number: 0) }

    static let conditions = [
        "lint": "no findings", "tests": "no failures", "coverage": ">= 80%", "lock": "no errors",
        "vulnerabilities": "no critical or high CVEs", "waivers": "no errors",
    ]

    static func unused(_ file: String, _ line: Int) -> Finding {
        Finding(
            gate: "lint", kind: "errors", rule: "F401", severity: .medium,
            place: SourcePlace(file: file, line: line, column: 8),
            message: "`module_\(line)` imported but unused", remedy: "remove the import")
    }

    static func advisory(_ package: String, _ id: String, _ severity: Severity) -> Finding {
        Finding(
            gate: "vulnerabilities", kind: "vulnerabilities", rule: id, aliases: ["CVE-2026-1234"],
            severity: severity, place: SourcePlace(file: "uv.lock", line: 212),
            message: "\(package) 2.31.0 keeps certificates unchecked after a first request",
            remedy: "update to \(package) 2.32.0")
    }

    /// A run of these gates.
    ///
    /// `planned` has the conditions that differ from the usual, `nil` for a gate only measured where configured; `after`
    /// the gates that were not finished, the first of them started. No verdict is made unless the run was completed.
    init(
        _ name: String, gates: [GateRun], planned: [String: String?] = [:], waivers: [Waiver] = [],
        after: [String] = [], end: RunEnd.Result? = .completed, project: String = "orders"
    ) {
        self.name = name
        let plan = gates.map { ($0.gate, $0.kind) } + after.map { ($0, GateKind.quality) }
        let planned = plan.map { gate, kind in
            PlannedGate(
                name: gate, kind: kind,
                requirement: planned[gate] == .some(nil) ? .whereConfigured : .required,
                condition: planned[gate] ?? Self.conditions[gate] ?? "no findings",
                origin: gate == "coverage" ? "pyproject.toml:12" : "policy standard",
                after: gate == "coverage" && plan.contains { $0.0 == "tests" } ? ["tests"] : [])
        }
        var events: [RunEvent] = [.runStarted(.sample(project)), .planMade(gates: planned)]
        events += gates.flatMap(\.events)
        events += after.prefix(1).map { .gateStarted(gate: $0, tool: nil, command: ["pytest"]) }
        if end == .completed {
            let basis = DecisionBasis.sample(planned, waivers)
            let verdict = decide(gates, on: basis)
            events.append(.policyEvaluated(basis))
            events += verdict.waivers.map { .waiverApplied($0.waiver, gate: $0.gate, finding: $0.finding) }
            events.append(.verdictReached(verdict))
        }
        if let end {
            events.append(
                .runFinished(
                    RunEnd(result: end, duration: .milliseconds(12_400), criticalPath: .milliseconds(8100))))
        }
        var state = RunState(id: "01930f3e-7c00-7a10-8000-000000000001")
        for (index, event) in events.enumerated() {
            state.apply(
                event, time: Self.started + Int64(index), traceID: "4bf92f3577b34da6a3ce929d0e0e4736")
        }
        self.state = state
    }
}

extension RunHeader {
    static func sample(_ project: String) -> RunHeader {
        RunHeader(
            subject: Subject(
                project: project, version: "1.2.0", commit: "3f2a9c1d5b7e8f90a1b2c3d4e5f60718293a4b5c",
                tree: "9c1185a5c5e9fc54612808977ee8f548b2258d31", branch: "main", isModified: true,
                lock: String(repeating: "1", count: 64)),
            policy: "standard", definition: String(repeating: "d", count: 64),
            invocation: ["uvmgr", "dod", "validate"], program: "1.0.0")
    }
}

extension DecisionBasis {
    static func sample(_ gates: [PlannedGate], _ waivers: [Waiver]) -> DecisionBasis {
        DecisionBasis(
            policy: Policy(name: "standard", gates: [], unmeasured: .listed, waiversNeedOwner: false),
            gates: gates, waivers: waivers, today: SampleRun.today, unknownSeverity: .countsAsCritical)
    }
}

extension ToolIdentity {
    static let uvmgr = ToolIdentity(name: "uvmgr", version: "1.0.0", origin: .native)
}

extension Evidence {
    static func sample(_ name: String, _ start: String) -> Evidence {
        Evidence(
            name: name, digest: start + String(repeating: "0", count: 64 - start.count),
            mediaType: name.hasSuffix(".json") ? "application/json" : "text/plain", size: 12_345)
    }
}

extension GateRun {
    static func fromCache(_ gate: GateRun) -> GateRun {
        var gate = gate
        gate.reusedFrom = "01930f3d-0000-7a10-8000-00000000000a"
        gate.key = String(repeating: "5", count: 64)
        return gate
    }

    static func lint(_ findings: [Finding] = []) -> GateRun {
        GateRun(
            gate: "lint", kind: .quality, outcome: .measured,
            tool: ToolIdentity(name: "ruff", version: "0.14.6", origin: .project),
            command: ["ruff", "check", "--output-format", "json"], findings: findings,
            evidence: [.sample("ruff.json", "a1")], duration: .milliseconds(84),
            key: String(repeating: "7", count: 64))
    }

    static func tests() -> GateRun {
        GateRun(
            gate: "tests", kind: .quality, outcome: .measured,
            tool: ToolIdentity(name: "pytest", version: "9.0.1", origin: .project),
            command: ["pytest", "-q"],
            measurements: [
                Measurement(
                    "failures", Quantity(value: 0, dimension: .count),
                    origin: MeasurementOrigin(evidence: "junit.xml", pointer: "/testsuites/@failures")),
                Measurement("tests", Quantity(value: 128, dimension: .count), origin: nil),
            ], evidence: [.sample("junit.xml", "b1")], duration: .milliseconds(8012))
    }

    static func coverage(_ ratio: Double) -> GateRun {
        GateRun(
            gate: "coverage", kind: .quality, outcome: .measured,
            tool: ToolIdentity(name: "coverage", version: "7.12.0", origin: .pinned),
            command: ["coverage", "json", "-o", "coverage.json"],
            measurements: [
                Measurement(
                    "line", Quantity(value: ratio, dimension: .ratio),
                    origin: MeasurementOrigin(evidence: "coverage.json", pointer: "/totals/percent_covered")),
                Measurement("branch", Quantity(value: 0.66, dimension: .ratio), origin: nil),
            ], evidence: [.sample("coverage.json", "c1")], duration: .milliseconds(410))
    }

    static func vulnerabilities(_ findings: [Finding] = []) -> GateRun {
        GateRun(
            gate: "vulnerabilities", kind: .security, outcome: .measured, tool: .uvmgr,
            measurements: [Measurement("packages", Quantity(value: 41, dimension: .count), origin: nil)],
            findings: findings, evidence: [.sample("advisories.json", "d1")], duration: .milliseconds(1204))
    }
}
