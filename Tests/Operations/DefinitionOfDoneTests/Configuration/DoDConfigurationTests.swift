import Conditions
import Diagnostics
import Testing

@testable import DefinitionOfDone

@Suite struct DoDConfigurationTests {
    /// Each layer alone and over all those below it.
    @Test func precedence() throws {
        var flags = DoDFlags()
        flags.settings["policy"] = "enterprise"
        let layers: [(String, String)] = [
            ("user/config.toml", "[dod]\npolicy = \"minimal\"\n"),
            ("root/pyproject.toml", "[tool.uvmgr.dod]\npolicy = \"standard\"\n"),
            ("project/uvmgr.toml", "[dod]\npolicy = \"strict\"\n"),
        ]
        let shop = try Workshop(["project/pyproject.toml": "[project]\nname = \"x\"\n"])
        #expect(try settings(in: shop).text("policy") == "standard")
        #expect(try settings(in: shop).values["policy"]?.origin == .builtin)
        let expected = [
            ("minimal", shop["user/config.toml"] + ":2:1"),
            ("standard", shop["root/pyproject.toml"] + ":2:1"),
            ("strict", "uvmgr.toml:2:1"),
        ]
        for (layer, (value, origin)) in zip(layers, expected) {
            try shop.write(layer.0, layer.1)
            let found = try settings(in: shop).values["policy"]
            #expect(found?.text == value)
            #expect(found?.origin.text == origin)
        }
        let environment = ["UVMGR_DOD_POLICY": "minimal"]
        #expect(
            try settings(in: shop, environment: environment).values["policy"]?.origin.text
                == "$UVMGR_DOD_POLICY")
        let flagged = try settings(in: shop, flags: flags, environment: environment)
        #expect(flagged.values["policy"] == SettingValue(text: "enterprise", origin: .flag("--policy")))
    }

    @Test func anEmptyVariableSaysNothing() throws {
        let shop = try Workshop(["project/uvmgr.toml": "[dod]\npolicy = \"strict\"\n"])
        #expect(try settings(in: shop, environment: ["UVMGR_DOD_POLICY": ""]).text("policy") == "strict")
    }

    @Test func pathsStartAtTheirFile() throws {
        let shop = try Workshop(["root/uvmgr.toml": "[dod]\npolicy = \"team.toml\"\n"])
        #expect(try settings(in: shop).path("policy") == shop["root/team.toml"])
        var flags = DoDFlags()
        flags.settings["policy"] = "team.toml"
        #expect(try settings(in: shop, flags: flags).path("policy") == "/here/team.toml")
        flags.settings["policy"] = "/abs/team.toml"
        #expect(try settings(in: shop, flags: flags).path("policy") == "/abs/team.toml")
    }

    @Test func gatesMergeOverTheLayers() throws {
        let shop = try Workshop([
            "project/uvmgr.toml": "[dod.gates]\ntypes = \"no warnings\"\n",
            "root/uvmgr.toml": """
            [dod.gates.types]
            condition = "no errors"
            command = ["mypy", "--strict"]
            timeout = "90s"
            required = false
            """,
        ])
        let types = try #require(try settings(in: shop).gates["types"])
        #expect(types.condition?.description == "no warnings")
        #expect(types.place?.description == "uvmgr.toml:2:1")
        #expect(types.command == ["mypy", "--strict"])
        #expect(types.timeout == .seconds(90))
        #expect(types.isRequired == false)
        try shop.write("project/uvmgr.toml", "[dod.gates.types]\ncommand = [\"mypy\"]\n")
        let nearer = try #require(try settings(in: shop).gates["types"])
        #expect(nearer.command == ["mypy"])
        #expect(nearer.condition?.description == "no errors")
        #expect(nearer.place?.file == shop["root/uvmgr.toml"])
    }

    struct BadFlags: Sendable, CustomTestStringConvertible {
        var settings: [String: String] = [:]
        var gates: [String] = []
        var only: [String] = []
        var skip: [String] = []
        var environment: [String: String] = [:]
        let refusal: String
        var testDescription: String { refusal }
    }

    static let badFlags = [
        BadFlags(
            settings: ["timeout": "20"],
            refusal: "config.wrong-type: `--timeout` must be a duration such as \"90s\" or \"20min\""),
        BadFlags(
            settings: ["parallel": "0"],
            refusal: "config.wrong-type: `--parallel` must be a whole number of at least 1"),
        BadFlags(
            environment: ["UVMGR_DOD_GATE_TIMEOUT": "soon"],
            refusal: "config.environment: `UVMGR_DOD_GATE_TIMEOUT=soon` is not a duration such as \"90s\" or "
                + "\"20min\" (correct the variable or unset it)"),
        BadFlags(
            only: ["coverge"], refusal: "gate.unknown: there is no gate `coverge` (did you mean `coverage`?)"),
        BadFlags(
            skip: ["secrity"], refusal: "gate.unknown: there is no gate `secrity` (did you mean `security`?)"),
        BadFlags(
            gates: ["coverage >= 80ms"],
            refusal: "<condition>:1:13 condition.wrong-dimension: `80ms` is a time, and `line` is a ratio"),
    ]

    @Test(arguments: badFlags) func refuses(_ row: BadFlags) throws {
        var flags = DoDFlags()
        (flags.settings, flags.gates, flags.only, flags.skip) = (row.settings, row.gates, row.only, row.skip)
        let shop = try Workshop()
        let told = try refusal { _ = try settings(in: shop, flags: flags, environment: row.environment) }
        #expect(told.hasPrefix(row.refusal), "\(told)")
    }

    @Test func aliasesAreTheSameGate() throws {
        var flags = DoDFlags()
        (flags.only, flags.skip, flags.gates) = (["security"], ["lint"], ["security no CVEs"])
        let found = try settings("", flags: flags)
        #expect(found.only == ["vulnerabilities"])
        #expect(found.flagConditions.keys.sorted() == ["vulnerabilities"])
    }

    @Test func unknownSeverityRules() throws {
        let rows: [(String, UnknownSeverityRule)] = [
            ("", .countsAsCritical), ("unknown-severity = \"critical\"", .countsAs(.critical)),
            ("unknown-severity = \"low\"", .countsAs(.low)), ("unknown-severity = \"ignore\"", .ignore),
        ]
        for (text, rule) in rows {
            #expect(try settings("[dod]\n" + text).unknownSeverity.severity == rule.severity)
        }
    }

    struct Order: Sendable, CustomTestStringConvertible {
        let text: String
        let refusal: String
        var testDescription: String { refusal }
    }

    static let orders = [
        Order(
            text: "a = { command = [\"x\"], parser = \"exit-code\", after = [\"test\"] }",
            refusal: "uvmgr.toml:2:1 gate.unknown: there is no gate `test` (did you mean `tests`?)"),
        Order(
            text: """
                a = { command = ["x"], parser = "exit-code", after = ["b"] }
                b = { command = ["x"], parser = "exit-code", after = ["a"] }
                """,
            refusal:
                "uvmgr.toml:2:1 config.wrong-type: `a.after` must be free of circles: `a` waits for itself"),
        Order(
            text: "tests = { after = [\"coverage\"] }",
            refusal:
                "uvmgr.toml:2:1 config.wrong-type: `tests.after` must be free of circles: `tests` waits for itself"
        ),
        Order(
            text: "a = { command = [\"x\"], parser = \"exit-code\", after = [\"security\"] }",
            refusal: "accepted"),
    ]

    @Test(arguments: orders) func waitsForKnownGatesOnly(_ row: Order) throws {
        #expect(try refusal { _ = try settings("[dod.gates]\n" + row.text) } == row.refusal)
    }
}
