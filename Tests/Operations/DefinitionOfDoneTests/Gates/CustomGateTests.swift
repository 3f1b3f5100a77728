import Capabilities
import Conditions
import Diagnostics
import Testing

@testable import DefinitionOfDone

/// Commands of a team's own, by parser: a pass, a no, and what says nothing.
@Suite struct CustomGateTests {
    struct Row: Sendable, CustomTestStringConvertible {
        let parser, script: String
        let status: GateDecision.Status
        var condition: String?
        var reason = ""
        init(
            _ parser: String, _ script: String, _ status: GateDecision.Status, _ condition: String? = nil,
            _ reason: String = ""
        ) {
            (self.parser, self.script, self.status) = (parser, script, status)
            (self.condition, self.reason) = (condition, reason)
        }
        var testDescription: String { "\(parser): \(script)" }
    }

    static let regex = "regex\"\npattern = \"p99 ([0-9.]+)\"\nmetric = \"p99\"\nunit = \"ms"
    static let pointer = "json-pointer\"\npointer = \"/a/0\"\nmetric = \"n"
    static let sarif =
        "{\"version\":\"2.1.0\",\"runs\":[{\"tool\":{\"driver\":{\"name\":\"t\"}},\"results\":[%]}]}"
    static func result(_ level: String) -> String {
        "echo '"
            + sarif.replacing(
                "%",
                with: level.isEmpty
                    ? "" : "{\"ruleId\":\"R1\",\"level\":\"\(level)\",\"message\":{\"text\":\"m\"}}") + "'"
    }

    static let rows = [
        Row("exit-code", "exit 0", .passed), Row("exit-code", "echo bad >&2; exit 3", .failed),
        Row("exit-code", "kill -9 $$", .undecided, nil, "signal 9"),
        Row(regex, "echo p99 12.5", .passed, "< 20ms"),
        Row(regex, "echo p99 12.5", .failed, "< 10ms", "12.5 ms"),
        Row(regex, "echo nothing", .undecided, "< 20ms"), Row(regex, "true", .undecided, "< 20ms"),
        Row(regex, "echo p99 12.5; exit 1", .undecided, "< 20ms", "exited with 1"),
        Row(pointer, "echo '{\"a\":[7]}'", .passed, "n < 8"),
        Row(pointer, "echo '{\"a\":[9]}'", .failed, "n < 8"),
        Row(pointer, "echo '{\"a\":[\"7\"]}'", .undecided, "n < 8"),
        Row(pointer, "echo '{'", .undecided, "n < 8"),
        Row("junit", "echo '<testsuite><testcase name=\"a\"/></testsuite>'", .passed),
        Row(
            "junit", "echo '<testsuite><testcase name=\"a\"><failure/></testcase></testsuite>'; exit 1",
            .failed),
        Row("junit", "echo '<testsuite/>'", .notMeasured, nil, "no test"),
        Row("junit", "echo '<testsuite><testcase name=\"a\"/></testsuite>'; exit 1", .undecided),
        Row("junit", "echo garbage", .undecided), Row("junit", "true", .undecided),
        Row("sarif", result(""), .passed), Row("sarif", result("error"), .failed),
        Row("sarif", result("warning"), .passed),
        Row("sarif", result("") + "; exit 1", .undecided), Row("sarif", "echo '{}'", .undecided),
        Row(
            "cobertura",
            "echo '<coverage><packages><package><classes><class filename=\"a.py\"><lines><line number=\"1\" hits=\"1\"/><line number=\"2\" hits=\"0\"/></lines></class></classes></package></packages></coverage>'",
            .passed, "line >= 50%"),
        Row("cobertura", "echo '<coverage/>'", .undecided, "line >= 50%"),
        Row("cobertura", "true", .undecided, "line >= 50%"),
    ]

    static func bench(_ row: Row, report: String? = nil) throws -> Bench {
        let condition = row.condition.map { "condition = \"\($0)\"\n" } ?? ""
        let report = report.map { "report = \"\($0)\"\n" } ?? ""
        var bench = try Bench([
            "pyproject.toml": """
            [project]
            name = "p"
            version = "1"
            [tool.uvmgr.dod.gates.mine]
            command = ["sh", "tool.sh"]
            parser = "\(row.parser)"
            \(condition)\(report)
            """, "tool.sh": row.script + "\n",
        ])
        try bench.shop.script("uv", "echo uv 9.9.9")
        bench.uv = bench.shop["uv"]
        try bench.fakeEnvironment([:])
        return bench.with(environment: bench.shop["venv"])
    }

    @Test(arguments: rows) func decides(_ row: Row) async throws {
        let state = try await Self.bench(row).run(only: "mine")
        let decision = try #require(state.verdict?.decisions.first)
        #expect(decision.status == row.status, "\(decision.reason)")
        #expect(decision.reason.contains(row.reason), "\(decision.reason)")
    }

    @Test func anOldReportIsNoResult() async throws {
        let report = "<testsuite><testcase name=\"a\"/></testsuite>"
        let rows = [
            ("true", GateDecision.Status.undecided), ("exit 1", .undecided), ("rm -f out.xml", .undecided),
            ("echo '\(report)' > out.xml", .passed),
        ]
        for (script, status) in rows {
            let bench = try Self.bench(Row("junit", script, status), report: "out.xml")
            try bench.shop.write("project/out.xml", report)
            let state = try await bench.run(only: "mine")
            #expect(state.verdict?.decisions.map(\.status) == [status], "\(script)")
        }
    }

    @Test func aProgramThatIsNotThere() async throws {
        let bench = try Self.bench(Row("exit-code", "", .undecided))
        for command in ["no-such-program", "./no-such-script"] {
            try bench.shop.write(
                "project/pyproject.toml",
                "[project]\nname = \"p\"\n[tool.uvmgr.dod.gates.mine]\ncommand = [\"\(command)\"]\nparser = \"exit-code\"\n"
            )
            let run = try await bench.run(only: "mine").gate("mine")
            #expect(run?.outcome.name == "failed to run")
            #expect(run?.outcome.reason?.contains("no-such") == true)
        }
    }

    /// Touching what the gate reads measures again, touching another file does not.
    @Test(arguments: [
        ("[\"data\"]", "data/x.txt", true), ("[\"data/\"]", "data/x.txt", true),
        ("[\"data\"]", "other.txt", false),
        ("[\"data/**\"]", "data/x.txt", true), ("[\"*.txt\"]", "other.txt", true),
        ("[\"data\"]", "tool.sh", true),
        ("[\"matches-nothing\"]", "other.txt", true),
    ]) func inputs(_ inputs: String, _ touched: String, _ isMeasured: Bool) async throws {
        let bench = try Self.bench(Row("exit-code", "true", .passed))
        try bench.shop.write(
            "project/pyproject.toml",
            "[project]\nname = \"p\"\n[tool.uvmgr.dod.gates.mine]\ncommand = [\"sh\", \"tool.sh\"]\nparser = \"exit-code\"\ninputs = \(inputs)\n"
        )
        for name in ["data/x.txt", "other.txt"] { try bench.shop.write("project/" + name, "1") }
        _ = try await bench.run(only: "mine")
        #expect(try await bench.run(only: "mine").gate("mine")?.reusedFrom != nil)
        try bench.shop.write("project/" + touched, "true # 2")
        #expect((try await bench.run(only: "mine").gate("mine")?.reusedFrom == nil) == isMeasured)
    }

    @Test func secretsStayOut() async throws {
        var bench = try Self.bench(
            Row(
                "junit",
                "echo \"<testsuite><testcase name='a'><failure message='it was $API_TOKEN'/></testcase></testsuite>\"; echo $API_TOKEN >&2; exit 1",
                .failed))
        bench.variables = ["API_TOKEN": "hunter2-hunter2-hunter2"]
        let run = try #require(try await bench.run(only: "mine").gate("mine"))
        #expect(run.findings.map(\.message) == ["it was ***"])
        #expect(try bench.text("stderr.txt", of: run) == "***\n")
        #expect(try !bench.text("stdout.txt", of: run).contains("hunter2"))
    }
}
