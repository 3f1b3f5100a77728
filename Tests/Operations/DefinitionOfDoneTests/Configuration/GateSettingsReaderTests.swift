import Conditions
import Diagnostics
import Testing

@testable import DefinitionOfDone

@Suite struct GateSettingsReaderTests {
    @Test func readsEveryKey() throws {
        let gates = try settings(
            """
            [dod.gates.latency]
            after = ["tests"]
            command = ["./bench", "--json"]
            condition = "< 5"
            inputs = ["src/**"]
            kind = "performance"
            metric = "latency"
            parser = "json-pointer"
            pattern = "x"
            pointer = "/p99"
            report = "out.json"
            required = true
            timeout = "30s"
            unit = "ms"
            """
        ).gates
        let gate = try #require(gates["latency"])
        #expect(gate.after == ["tests"])
        #expect(gate.command == ["./bench", "--json"])
        #expect(gate.condition?.description == "< 5")
        #expect(gate.inputs == ["src/**"])
        #expect(gate.kind == .performance)
        #expect((gate.metric, gate.pattern, gate.pointer) == ("latency", "x", "/p99"))
        #expect((gate.report, gate.unit, gate.parser) == ("out.json", "ms", .jsonPointer))
        #expect(gate.isRequired == true)
        #expect(gate.timeout == .seconds(30))
        #expect(gate.place?.description == "uvmgr.toml:1:12")
    }

    /// The sentences that people write first, as they write them.
    @Test func theThreeSentences() throws {
        let shop = try Workshop([
            "project/pyproject.toml": """
            [tool.uvmgr.dod.gates]
            coverage    = ">= 80%"
            security    = "no critical CVEs"
            performance = "p99 < 1s"
            """
        ])
        let gates = try settings(in: shop).gates
        #expect(gates.keys.sorted() == ["coverage", "performance", "vulnerabilities"])
        #expect(gates["coverage"]?.condition?.description == ">= 80%")
        #expect(gates["vulnerabilities"]?.condition?.description == "no critical CVEs")
        #expect(gates["performance"]?.condition?.description == "p99 < 1s")
        #expect(gates["coverage"]?.place?.description == "pyproject.toml:2:1")
    }

    struct Row: Sendable, CustomTestStringConvertible {
        let text: String
        let refusal: String
        init(_ text: String, _ refusal: String) { (self.text, self.refusal) = (text, refusal) }
        var testDescription: String { refusal }
    }

    static let wrong = [
        Row(
            "coverage = 80",
            "uvmgr.toml:2:12 config.wrong-type: `dod.gates.coverage` must be a condition in quotes or a table"
        ),
        Row(
            "coverge = \">= 80%\"",
            "uvmgr.toml:2:1 gate.no-command: the gate `coverge` is not one of uvmgr's and has no `command` "
                + "(did you mean `coverage`?)"),
        Row(
            "mine = { parser = \"exit-code\" }",
            "uvmgr.toml:2:1 gate.no-command: the gate `mine` is not one of uvmgr's and has no `command`"),
        Row(
            "mine = { command = [\"x\"] }",
            "uvmgr.toml:2:8 config.wrong-type: `dod.gates.mine` must be a table with a `parser`"),
        Row(
            "mine = { command = [], parser = \"regex\" }",
            "uvmgr.toml:2:20 config.wrong-type: `dod.gates.mine.command` must be a list with a program in it"),
        Row(
            "mine = { command = \"x\", parser = \"regex\" }",
            "uvmgr.toml:2:20 config.wrong-type: `dod.gates.mine.command` must be a list of strings"),
        Row(
            "mine = { command = [\"x\", 1], parser = \"regex\" }",
            "uvmgr.toml:2:20 config.wrong-type: `dod.gates.mine.command` must be a list of strings"),
        Row(
            "mine = { command = [\"x\"], parser = \"xml\" }",
            "uvmgr.toml:2:36 config.wrong-type: `dod.gates.mine.parser` must be one of junit, cobertura, sarif, "
                + "json-pointer, regex, exit-code"),
        Row(
            "mine = { command = [\"x\"], parser = \"regex\" }",
            "uvmgr.toml:2:8 config.wrong-type: `dod.gates.mine` must be a table with a `pattern`"),
        Row(
            "mine = { command = [\"x\"], parser = \"json-pointer\" }",
            "uvmgr.toml:2:8 config.wrong-type: `dod.gates.mine` must be a table with a `pointer`"),
        Row(
            "lint = { kind = \"speed\" }",
            "uvmgr.toml:2:17 config.wrong-type: `dod.gates.lint.kind` must be one of quality, security, performance, "
                + "compliance"),
        Row(
            "lint = { required = \"yes\" }",
            "uvmgr.toml:2:21 config.wrong-type: `dod.gates.lint.required` must be true or false"),
        Row(
            "lint = { timeout = 5 }",
            "uvmgr.toml:2:20 config.wrong-type: `dod.gates.lint.timeout` must be a string"),
        Row(
            "lint = { timeout = \"5\" }",
            "uvmgr.toml:2:20 config.wrong-type: `dod.gates.lint.timeout` must be a duration such as \"90s\" or \"20min\""
        ),
        Row(
            "lint = { comand = [\"ruff\"] }",
            "uvmgr.toml:2:10 config.unknown-key: unknown key `comand` in `dod.gates.lint` (did you mean `command`?)"
        ),
        Row(
            "security = \"no CVEs\"\nvulnerabilities = \"no CVEs\"",
            "uvmgr.toml:2:1 config.wrong-type: `security` must be written under one name: it is the same gate as "
                + "`vulnerabilities`"),
        Row("coverage = \">= 80ms\"", "uvmgr.toml:2:16 condition.wrong-dimension: "),
        Row("coverage = { condition = \">= 80ms\" }", "uvmgr.toml:2:30 condition.wrong-dimension: "),
        Row("coverage = \">= 80 and and\"", "uvmgr.toml:2:"),
        Row("coverage = \"brnch >= 80%\"", "uvmgr.toml:2:13 condition.unknown-metric: "),
        Row("lint = \"no secrets\"", "uvmgr.toml:2:12 condition.kind-not-counted: "),
        Row("'coverage' = '>= 80ms'", "uvmgr.toml:2:18 condition.wrong-dimension: "),
    ]

    @Test(arguments: wrong) func refuses(_ row: Row) throws {
        let told = try refusal { _ = try settings("[dod.gates]\n" + row.text) }
        #expect(told.hasPrefix(row.refusal), "\(told)")
    }
}
