import StructuredData
import Testing

@testable import Commands

/// What commands say of instances.
@Suite struct WorkflowWordsTests {
    private static let person = WorkflowBench.chain(("t", "<userTask id=\"t\" name=\"Look\"/>"))

    @Test func whatDoesNotFitIsAnsweredWithWhatDoes() async throws {
        let bench = try WorkflowBench()
        try bench.model(Self.person)
        let start = await bench.run("run", "p.bpmn", "--start", "nope")
        #expect(start.exit == 2)
        #expect(start.errors.contains("`p` has no start event `nope`; it can be started at `s`"))
        _ = await bench.run("run", "p.bpmn")
        for command in [["show"], ["render", "last"]] {
            let step = await bench.uvmgr(["workflow"] + command + ["--at", "99"])
            #expect(step.exit == 2)
            #expect(step.errors.contains("there is no step 99; the instance has taken 6 steps"))
        }
        _ = await bench.run("run", "p.bpmn")
        let ids = (await bench.run("list", "--format", "json").json["workflows"]?.array ?? []).compactMap {
            $0["id"]?.string
        }
        #expect(ids.count == 2)
        let ambiguous = await bench.run("show", "01")
        #expect(ambiguous.exit == 2)
        for id in ids { #expect(ambiguous.errors.contains("`\(id)`")) }
        #expect(ambiguous.errors.contains("`01` fits several instances"))
        let diagram = await bench.run("render", "p.bpmn", "--diagram", "nope")
        #expect(diagram.errors.contains("hint: use one of `p`\n"))
    }

    @Test func thePastHasNoHints() async throws {
        let bench = try WorkflowBench()
        try bench.model(Self.person)
        #expect(await bench.run("run", "p.bpmn").output.contains("complete one with"))
        #expect(await bench.run("show", "--at", "6").output.contains("complete one with"))
        _ = await bench.run("task", "complete", "last", "t")
        let past = await bench.run("show", "--at", "6").output
        #expect(await bench.run("show", "--at", "3").output.hasPrefix("p was under way after 3 steps"))
        #expect(past.contains("to do by people:") && !past.contains("complete one with"))
    }

    @Test func whatEndsAfterAResumptionIsNamed() async throws {
        let bench = try WorkflowBench()
        try bench.model(Self.person)
        _ = await bench.run("run", "p.bpmn")
        #expect(await bench.run("task", "complete", "last", "t").errors.contains("Look\n"))
    }

    @Test func historyIsCutAtTheWidthOfATerminalAlone() async throws {
        let bench = try WorkflowBench()
        let long = String(repeating: "long ", count: 80)
        try bench.model(Self.person)
        _ = await bench.run("run", "p.bpmn", "--set", "text=\(long)")
        let piped = await bench.run("history", "--state", "--limit", "1").output
        #expect(piped.contains(long))
        let json = await bench.run("history", "--state", "--limit", "1", "--format", "json").json
        #expect(json.value(at: "/steps/0/variables/text")?.string == long)
        let shown = await bench.run("history", "--state", "--limit", "1", "--color", "never") { runtime in
            runtime.terminal.isOutputTerminal = true
            runtime.terminal.size = { Terminal.Size(columns: 120, rows: 24) }
        }
        let line = shown.output.split(separator: "\n").first ?? ""
        #expect(line.count > 100 && line.count <= 120)
    }

    @Test func whatScriptsPrintIsShownOnceUnlessQuiet() async throws {
        let bench = try WorkflowBench()
        try bench.model(
            WorkflowBench.chain(
                (
                    "a",
                    "<scriptTask id=\"a\" scriptFormat=\"python\"><script>print('one')\nprint('two')</script></scriptTask>"
                )))
        let loud = await bench.run("run", "p.bpmn")
        #expect(loud.errors.contains("one\ntwo\n"))
        #expect(!loud.errors.contains("two\n\n"))
        #expect(await bench.run("run", "p.bpmn", "-q").errors.isEmpty)
    }

    @Test func auditLooksAtTheLedgerOfAFolderWithoutAProject() async throws {
        let bench = try WorkflowBench()
        let nothing = await bench.uvmgr(["audit", "log"])
        #expect(nothing.exit == 2 && nothing.errors.contains("no Python project"))
        try bench.model(Self.person)
        _ = await bench.run("run", "p.bpmn")
        #expect(await bench.uvmgr(["audit", "log"]).output.contains("WorkflowStarted"))
        #expect(await bench.uvmgr(["audit", "verify"]).exit == 0)
        #expect(await bench.uvmgr(["audit", "export", "all.jsonl"]).exit == 0)
    }

    struct Schema: Sendable, CustomTestStringConvertible {
        let arguments: [String]
        let name: String
        var testDescription: String { name }
    }

    static let schemas = [
        Schema(arguments: ["validate", "p.bpmn"], name: "uvmgr.workflow-models/1"),
        Schema(arguments: ["run", "p.bpmn"], name: "uvmgr.workflow/1"),
        Schema(arguments: ["list"], name: "uvmgr.workflows/1"),
        Schema(arguments: ["show"], name: "uvmgr.workflow/1"),
        Schema(arguments: ["history"], name: "uvmgr.workflow-history/1"),
        Schema(arguments: ["replay"], name: "uvmgr.workflow-replay/1"),
        Schema(arguments: ["task", "list"], name: "uvmgr.workflow-tasks/1"),
        Schema(
            arguments: ["migrate", "last", "--to", "p.bpmn", "--dry-run"], name: "uvmgr.workflow-migration/1"),
        Schema(arguments: ["import", "p.bpmn"], name: "uvmgr.workflow-import/1"),
        Schema(arguments: ["test", "p.scenarios.yaml"], name: "uvmgr.workflow-test/1"),
        Schema(arguments: ["cancel"], name: "uvmgr.workflow/1"),
    ]

    @Test(arguments: schemas) func everyDocumentNamesItsShape(_ row: Schema) async throws {
        let bench = try WorkflowBench()
        try bench.model(Self.person)
        try bench.workshop.write(
            "model: p.bpmn\nscenarios:\n  - {name: a, expect: {state: waiting}}\n",
            to: "models/p.scenarios.yaml")
        _ = await bench.run("run", "p.bpmn")
        let result = await bench.uvmgr(["workflow"] + row.arguments + ["--format", "json"])
        #expect(result.json["schema"] == .string(row.name), "\(result.all)")
    }
}
