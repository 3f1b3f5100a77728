import Capabilities
import Conditions
import Testing

@testable import DefinitionOfDone

@Suite struct DecideTests {
    static func basis(
        _ gates: [PlannedGate], unmeasured: Policy.Unmeasured = .listed, waivers: [Waiver] = [],
        unknown: UnknownSeverityRule = .countsAsCritical,
        baselines: [String: [String: [String: Quantity]]] = [:], known: [String: Set<String>]? = nil
    ) throws -> DecisionBasis {
        DecisionBasis(
            policy: Policy(name: "team", gates: [], unmeasured: unmeasured, waiversNeedOwner: false),
            gates: gates, waivers: waivers, today: try #require(CalendarDay("2026-11-23")),
            unknownSeverity: unknown, baselines: baselines, known: known)
    }

    static func planned(
        _ name: String, _ condition: String?, _ requirement: Policy.Requirement = .required
    ) -> PlannedGate {
        PlannedGate(
            name: name, kind: .quality, requirement: requirement, condition: condition, origin: "policy team",
            after: [])
    }

    static func measured(
        _ name: String, _ measurements: [Measurement] = [], findings: [Finding] = []
    ) -> GateRun {
        GateRun(
            gate: name, kind: .quality, outcome: .measured, measurements: measurements, findings: findings)
    }

    static func finding(
        _ gate: String = "vulnerabilities", kind: String = "vulnerabilities", rule: String = "GHSA-1",
        aliases: [String] = ["CVE-2026-1"], severity: Severity? = .critical, message: String = "bad"
    ) -> Finding {
        Finding(gate: gate, kind: kind, rule: rule, aliases: aliases, severity: severity, message: message)
    }

    struct Unmeasured: Sendable, CustomTestStringConvertible {
        let outcome: GateOutcome?
        let requirement: Policy.Requirement
        let unmeasured: Policy.Unmeasured
        let status: GateDecision.Status
        var testDescription: String { "\(outcome?.name ?? "absent"), \(requirement), \(unmeasured)" }
    }

    /// Every outcome that is no measurement × requirement × what the policy does with what does not apply.
    static let unmeasured: [Unmeasured] = {
        let outcomes: [GateOutcome?] = [
            nil, .failedToRun("no `ruff`"), .timedOut(after: .seconds(3)), .notApplicable("no tests"),
            .cancelled,
        ]
        var rows: [Unmeasured] = []
        for outcome in outcomes {
            for policy in [Policy.Unmeasured.listed, .undecided] {
                let doesNotApply = outcome == .notApplicable("no tests")
                rows.append(
                    Unmeasured(
                        outcome: outcome, requirement: .reported, unmeasured: policy, status: .notMeasured))
                rows.append(
                    Unmeasured(
                        outcome: outcome, requirement: .whereConfigured, unmeasured: policy,
                        status: doesNotApply ? .notMeasured : .undecided))
                rows.append(
                    Unmeasured(
                        outcome: outcome, requirement: .required, unmeasured: policy,
                        status: doesNotApply && policy == .listed ? .notMeasured : .undecided))
            }
        }
        return rows
    }()

    @Test(arguments: unmeasured) func whatWasNotMeasuredNeverPasses(_ row: Unmeasured) throws {
        let runs = row.outcome.map { [GateRun(gate: "lint", kind: .quality, outcome: $0)] } ?? []
        for condition in ["no findings", nil] {
            let verdict = decide(
                runs,
                on: try Self.basis(
                    [Self.planned("lint", condition, row.requirement)], unmeasured: row.unmeasured))
            #expect(verdict.decisions.map(\.status) == [row.status])
            #expect(verdict.result == (row.status == .undecided ? .undecided : .done))
            #expect(verdict.decisions[0].reason.isEmpty == false)
        }
    }

    struct Row: Sendable, CustomTestStringConvertible {
        let condition: String?
        var requirement = Policy.Requirement.required
        let value: Double?
        let status: GateDecision.Status
        var testDescription: String { "\(condition ?? "-") \(value ?? .nan) \(requirement)" }
    }

    static let rows = [
        Row(condition: ">= 80%", value: 0.8, status: .passed),
        Row(condition: ">= 80%", value: 0.7999, status: .failed),
        Row(condition: ">= 80%", value: nil, status: .undecided),
        Row(condition: ">= 80%", value: .nan, status: .undecided),
        Row(condition: ">= 80% and branch >= 1%", value: 0.9, status: .undecided),
        // A part that fails beats a part that is open.
        Row(condition: ">= 80% and branch >= 1%", value: 0.1, status: .failed),
        Row(condition: nil, value: 0.1, status: .reported),
        Row(condition: ">= 80%", requirement: .whereConfigured, value: 0.1, status: .failed),
        Row(condition: ">= 80%", requirement: .reported, value: 0.1, status: .reported),
        Row(condition: ">= 80%", requirement: .reported, value: nil, status: .notMeasured),
        Row(condition: ">= eighty", value: 0.9, status: .undecided),
        Row(condition: "not worse", value: 0.9, status: .undecided),
    ]

    @Test(arguments: rows) func conditions(_ row: Row) throws {
        let numbers = row.value.map {
            [Measurement("line", Quantity(value: $0, dimension: .ratio), origin: nil)]
        }
        let verdict = decide(
            [Self.measured("coverage", numbers ?? [])],
            on: try Self.basis([Self.planned("coverage", row.condition, row.requirement)]))
        #expect(verdict.decisions.map(\.status) == [row.status])
    }

    @Test func aNoBeatsAnOpenAnswer() throws {
        let gates = [Self.planned("lint", "no findings"), Self.planned("tests", "no failures")]
        let bad = Self.measured("lint", findings: [Self.finding("lint", kind: "findings")])
        #expect(decide([bad], on: try Self.basis(gates)).result == .notDone)
        #expect(decide([Self.measured("lint")], on: try Self.basis(gates)).result == .undecided)
        #expect(
            decide([Self.measured("lint"), Self.measured("tests")], on: try Self.basis(gates)).result == .done
        )
    }

    @Test func trendsCompareWithTheBaseline() throws {
        let now = [Measurement("p99", Quantity(value: 0.2, dimension: .time), origin: nil)]
        for (before, status) in [(0.1, GateDecision.Status.failed), (0.19, .passed), (0.3, .passed)] {
            let verdict = decide(
                [Self.measured("performance", now)],
                on: try Self.basis(
                    [Self.planned("performance", "not worse by more than 10%")],
                    baselines: ["main": ["performance": ["p99": Quantity(value: before, dimension: .time)]]]))
            #expect(verdict.decisions.map(\.status) == [status], "before: \(before)")
        }
    }

    @Test func newFindings() throws {
        let (old, new) = (Self.finding(rule: "GHSA-old"), Self.finding(rule: "GHSA-new"))
        let gates = [Self.planned("vulnerabilities", "no new critical CVEs")]
        let rows: [([Finding], [String: Set<String>]?, GateDecision.Status)] = [
            ([old], ["vulnerabilities": [old.fingerprint]], .passed),
            ([old, new], ["vulnerabilities": [old.fingerprint]], .failed),
            ([old], nil, .undecided),
            // The baseline did not measure this gate, so nothing tells new from old.
            ([old], ["lint": []], .undecided),
            ([], nil, .passed),
        ]
        for (index, (findings, known, status)) in rows.enumerated() {
            let verdict = decide(
                [Self.measured("vulnerabilities", findings: findings)],
                on: try Self.basis(gates, known: known))
            #expect(verdict.decisions.map(\.status) == [status], "row \(index)")
        }
    }

    @Test func unknownSeverities() throws {
        let rows: [(UnknownSeverityRule, GateDecision.Status)] = [
            (.countsAsCritical, .failed), (.countsAs(.high), .failed), (.countsAs(.low), .passed),
            (.ignore, .passed),
        ]
        for (rule, status) in rows {
            let verdict = decide(
                [Self.measured("vulnerabilities", findings: [Self.finding(severity: nil)])],
                on: try Self.basis(
                    [Self.planned("vulnerabilities", "no high or critical CVEs")], unknown: rule))
            #expect(verdict.decisions.map(\.status) == [status], "\(rule)")
        }
    }

    @Test func customGatesHaveTheirOneNumberAsMain() throws {
        let number = Measurement("latency", Quantity(value: 3, dimension: .count), origin: nil)
        let gates = [Self.planned("mine", "< 5")]
        let one = decide([Self.measured("mine", [number])], on: try Self.basis(gates))
        #expect(one.result == .done)
        let other = Measurement("size", Quantity(value: 3, dimension: .count), origin: nil)
        #expect(
            decide([Self.measured("mine", [number, other])], on: try Self.basis(gates)).result == .undecided)
    }
}
