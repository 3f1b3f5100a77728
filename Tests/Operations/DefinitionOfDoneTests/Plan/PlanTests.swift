import Conditions
import Testing

@testable import DefinitionOfDone

@Suite struct PlanTests {
    static func plan(
        _ text: String = "", _ policy: String = "standard", gates: [String] = [], only: [String] = [],
        skip: [String] = []
    ) throws -> Plan {
        var flags = DoDFlags()
        (flags.gates, flags.only, flags.skip) = (gates, only, skip)
        return try Plan(
            policy: try #require(Policy.builtin(policy)), configuration: try settings(text, flags: flags))
    }

    @Test func inTheOrderOfTheCatalogue() throws {
        #expect(
            try Self.plan(
                """
                [dod.gates.zebra]
                command = ["x"]
                parser = "exit-code"
                [dod.gates.ant]
                command = ["x"]
                parser = "exit-code"
                """
            ).gates.map(\.name) == [
                "format", "lint", "types", "tests", "coverage", "lock", "build", "vulnerabilities", "secrets",
                "ant", "zebra",
            ])
    }

    @Test func onlyAndSkip() throws {
        let rows: [(only: [String], skip: [String], left: [String])] = [
            (["lint"], [], ["lint"]), (["security", "lint"], [], ["lint", "vulnerabilities"]),
            (["lint", "tests"], ["tests"], ["lint"]), (["performance"], [], ["performance"]),
        ]
        for row in rows {
            #expect(try Self.plan(only: row.only, skip: row.skip).gates.map(\.name) == row.left)
        }
        let left = try Self.plan(only: ["lint"], skip: ["tests"]).leftOut
        #expect(left.contains(LeftOutGate(name: "tests", reason: "--only")))
        #expect(try Self.plan(skip: ["tests"]).leftOut == [LeftOutGate(name: "tests", reason: "--skip")])
        #expect(try refusal { _ = try Self.plan(only: ["lint"], skip: ["lint"]) }.hasPrefix("dod.no-gates"))
    }

    @Test func whatIsLeftOutIsNotWaitedFor() throws {
        #expect(try Self.plan(only: ["coverage"]).gate("coverage")?.after == [])
        #expect(try Self.plan().gate("coverage")?.after == ["tests"])
    }

    @Test func origins() throws {
        let plan = try Self.plan("[dod.gates]\ncoverage = \">= 70%\"\n", gates: ["lint at most 3 findings"])
        #expect(plan.gate("coverage")?.origin == "uvmgr.toml:2:1")
        #expect(plan.gate("coverage")?.requirement == .required)
        #expect(plan.gate("lint")?.origin == "--gate")
        #expect(plan.gate("lint")?.condition == "at most 3 findings")
        #expect(plan.gate("tests")?.origin == "policy standard")
    }

    @Test func aFlagBeatsTheFile() throws {
        let plan = try Self.plan("[dod.gates]\ncoverage = \">= 70%\"\n", gates: ["coverage >= 85%"])
        #expect(plan.gate("coverage")?.condition == ">= 85%")
    }

    @Test func waiversBringTheirGate() throws {
        let waiver = "[[dod.waivers]]\nrule = \"E501\"\nreason = \"r\"\nuntil = 2030-01-01\n"
        #expect(try Self.plan(waiver).gate("waivers")?.condition == "no errors")
        #expect(try Self.plan().gate("waivers") == nil)
    }

    @Test func customGatesWithoutAConditionAreDecidedWhereThatIsPlain() throws {
        let rows = [
            ("exit-code", "no errors"), ("junit", "no failures"), ("sarif", "no errors"), ("cobertura", nil),
        ]
        for (parser, condition) in rows {
            let plan = try Self.plan("[dod.gates.mine]\ncommand = [\"x\"]\nparser = \"\(parser)\"\n")
            #expect(plan.gate("mine")?.condition == condition)
            #expect(plan.gate("mine")?.requirement == .required)
        }
    }

    /// Pairs of settings: the definition is the same, or it is not.
    struct Pair: Sendable, CustomTestStringConvertible {
        let a, b: String
        let same: Bool
        var testDescription: String { "\(a.debugDescription) \(same ? "==" : "!=") \(b.debugDescription)" }
    }

    static let waiver = "[[dod.waivers]]\nrule = \"E501\"\nreason = \"r\"\nuntil = 2030-01-01\n"
    static let custom = "[dod.gates.mine]\ncommand = [\"x\"]\nparser = \"exit-code\"\n"
    static let pairs = [
        Pair(a: "", b: "# a comment\n", same: true),
        Pair(a: waiver, b: "\n\n# moved\n" + waiver, same: true),
        Pair(
            a: "[dod.gates]\nlint = \"no findings\"\n", b: "\n\n[dod.gates]\n# x\nlint = \"no findings\"\n",
            same: true),
        Pair(a: "", b: "[dod]\nparallel = 3\ntimeout = \"3min\"\n", same: true),
        Pair(a: custom, b: custom + "timeout = \"3s\"\n", same: true),
        Pair(a: "", b: waiver, same: false),
        Pair(a: waiver, b: waiver + "by = \"me\"\n", same: false),
        Pair(a: waiver, b: waiver.replacing("2030", with: "2031"), same: false),
        Pair(a: "", b: "[dod.gates]\nlint = \"at most 3 findings\"\n", same: false),
        Pair(a: "", b: "[dod.gates.lint]\nrequired = false\n", same: false),
        Pair(a: "", b: "[dod]\nunknown-severity = \"ignore\"\n", same: false),
        Pair(a: "", b: custom, same: false),
        Pair(a: custom, b: custom.replacing("\"x\"", with: "\"y\""), same: false),
        Pair(a: custom, b: custom + "kind = \"security\"\n", same: false),
        Pair(a: "", b: "[dod.gates.types]\ncommand = [\"mypy\", \"--strict\"]\n", same: false),
    ]

    @Test(arguments: pairs) func definitions(_ pair: Pair) throws {
        #expect((try Self.plan(pair.a).definition == Self.plan(pair.b).definition) == pair.same)
    }

    @Test func policiesAndFlagsAreInTheDefinition() throws {
        let plans = [
            try Self.plan(), try Self.plan("", "strict"), try Self.plan(skip: ["lint"]),
            try Self.plan(only: ["lint"]),
            try Self.plan(gates: ["coverage >= 1%"]),
        ]
        #expect(Set(plans.map(\.definition)).count == plans.count)
    }
}
