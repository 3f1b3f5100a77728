import Conditions
import Testing

@testable import DefinitionOfDone

@Suite struct BuiltinPoliciesTests {
    @Test func eachIsAPartOfTheNext() throws {
        let policies = try Policy.builtinNames.map { try #require(Policy.builtin($0)) }
        #expect(policies.map(\.name) == ["minimal", "standard", "strict", "enterprise"])
        for (smaller, larger) in zip(policies, policies.dropFirst()) {
            for gate in smaller.gates {
                let other = try #require(larger.gate(gate.name), "\(larger.name) lacks \(gate.name)")
                // What is required stays required, what is decided stays decided.
                if gate.requirement == .required { #expect(other.requirement == .required) }
                if gate.condition != nil { #expect(other.condition != nil, "\(gate.name)") }
            }
            #expect(larger.gates.count > smaller.gates.count)
        }
    }

    /// Whatever the stricter policy lets pass, the laxer one does.
    @Test func aStricterConditionIsStricter() throws {
        let rows:
            [(gate: String, findings: [Finding], standard: GateDecision.Status, strict: GateDecision.Status)] =
                [
                    ("vulnerabilities", [DecideTests.finding(severity: .critical)], .failed, .failed),
                    ("vulnerabilities", [DecideTests.finding(severity: .low)], .passed, .failed),
                    ("vulnerabilities", [], .passed, .passed),
                    ("types", [DecideTests.finding("types", kind: "errors")], .failed, .failed),
                ]
        for row in rows {
            let statuses = try ["standard", "strict"].map { name in
                let gate = try #require(Policy.builtin(name)?.gate(row.gate))
                return decide(
                    [DecideTests.measured(row.gate, findings: row.findings)],
                    on: try DecideTests.basis(
                        [DecideTests.planned(row.gate, gate.condition?.description, gate.requirement)])
                ).decisions.map(\.status)
            }
            #expect(statuses == [[row.standard], [row.strict]], "\(row.gate)")
        }
    }

    @Test func whatTheyHold() throws {
        let standard = try #require(Policy.builtin(Policy.defaultName))
        #expect(
            standard.gates.map(\.name) == [
                "lint", "tests", "lock", "format", "types", "coverage", "vulnerabilities", "secrets", "build",
            ])
        #expect(standard.gate("coverage")?.condition == nil)
        #expect(standard.gate("types")?.requirement == .whereConfigured)
        #expect(standard.unmeasured == .listed)
        #expect(Policy.builtin("strict")?.unmeasured == .undecided)
        #expect(Policy.builtin("strict")?.gate("coverage")?.condition?.description == ">= 80%")
        #expect(Policy.builtin("strict")?.waiversNeedOwner == false)
        #expect(Policy.builtin("enterprise")?.waiversNeedOwner == true)
        #expect(Policy.builtin("Standard") == nil)
    }

    /// Every gate is in the catalogue, and its condition fits it.
    @Test(arguments: Policy.builtinNames) func conditionsFitTheirGates(_ name: String) throws {
        for gate in try #require(Policy.builtin(name)).gates {
            let specification = try #require(GateCatalog.specification(of: gate.name))
            try gate.condition?.check(
                against: specification.metrics, main: specification.mainMetric,
                kinds: specification.findingKinds)
        }
    }
}
