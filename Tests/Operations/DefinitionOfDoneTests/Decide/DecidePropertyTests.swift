import Capabilities
import Conditions
import Testing

@testable import DefinitionOfDone

@Suite struct DecidePropertyTests {
    static let names = ["lint", "tests", "coverage", "vulnerabilities", "performance", "mine"]
    static let conditions = [
        "no findings", ">= 80%", "p99 < 1s", "no new critical CVEs", "not worse", "at most 2 findings", nil,
    ]

    static func run(_ name: String, _ random: inout SeededGenerator) throws -> GateRun {
        let outcomes: [GateOutcome] = [
            .measured, .measured, .measured, .failedToRun("x"), .timedOut(after: .seconds(1)),
            .notApplicable("x"), .cancelled,
        ]
        let metric = GateCatalog.specification(of: name)?.mainMetric ?? "n"
        let dimension = GateCatalog.specification(of: name)?.metrics[metric] ?? .count
        let numbers = [0, 0.5, 0.8, 1, 7, Double.nan, .infinity]
        return GateRun(
            gate: name, kind: .quality, outcome: try random.one(of: outcomes),
            measurements: try random.some {
                Measurement(
                    metric, Quantity(value: try $0.one(of: numbers), dimension: dimension), origin: nil)
            },
            findings: try random.some {
                DecideTests.finding(
                    name, kind: try $0.one(of: ["findings", "errors", "vulnerabilities"]),
                    rule: try $0.one(of: ["A", "B"]),
                    severity: try $0.one(of: [nil, Severity.low, .critical]))
            })
    }

    static func waiver(_ random: inout SeededGenerator) throws -> Waiver {
        let targets: [Waiver.Target] = [
            .gate("lint"), .gate("tests"), .rule("A"), .finding("B"), .gate("mine"),
        ]
        return Waiver(
            target: try random.one(of: targets), reason: "r", owner: nil,
            until: try #require(CalendarDay(try random.one(of: ["2020-01-01", "2030-01-01"]))))
    }

    @Test(arguments: 0..<40) func holdsForAnyInput(_ seed: UInt64) throws {
        var random = SeededGenerator(seed)
        for _ in 0..<50 {
            let plan = try Self.names.shuffled(using: &random).prefix(4).map { name in
                DecideTests.planned(
                    name, try random.one(of: Self.conditions),
                    try random.one(of: [.required, .whereConfigured, .reported]))
            }
            let runs = try plan.compactMap { gate in try random.maybe { try Self.run(gate.name, &$0) } }
            let waivers = try random.some { try Self.waiver(&$0) }
            let basis = try DecideTests.basis(
                plan, unmeasured: try random.one(of: [.listed, .undecided]), waivers: waivers,
                unknown: try random.one(of: [.ignore, .countsAsCritical, .countsAs(.low)]),
                known: try random.maybe { [try $0.one(of: Self.names): []] })
            let verdict = decide(runs, on: basis)
            try Self.check(verdict, plan, runs, basis)
            #expect(decide(runs.reversed(), on: basis) == verdict, "the order of runs decides nothing")
        }
    }

    private static func check(
        _ verdict: Verdict, _ plan: [PlannedGate], _ runs: [GateRun], _ basis: DecisionBasis
    ) throws {
        #expect(verdict.decisions.map(\.gate) == plan.map(\.name))
        for decision in verdict.decisions {
            let outcome = runs.first { $0.gate == decision.gate }?.outcome
            if decision.status == .passed || decision.status == .reported || decision.status == .failed {
                #expect(outcome == .measured, "\(decision)")
            }
            if decision.status == .passed {
                #expect(!decision.parts.isEmpty && decision.parts.allSatisfy { $0.result == .holds })
            }
            if decision.status == .failed { #expect(decision.requirement != .reported) }
            if decision.status == .notMeasured, decision.requirement == .required {
                #expect(basis.unmeasured == .listed)
                #expect(outcome?.name == "not applicable")
            }
            if decision.status == .waived { #expect(verdict.waivers.contains { $0.gate == decision.gate }) }
        }
        for applied in verdict.waivers { #expect(!applied.waiver.isExpired(on: basis.today)) }
        let statuses = Set(verdict.decisions.map(\.status))
        let expected: Verdict.Result =
            statuses.contains(.failed) ? .notDone : statuses.contains(.undecided) ? .undecided : .done
        #expect(verdict.result == expected)
    }
}
