import StructuredData
import Testing

@testable import DefinitionOfDone

@Suite struct ExplanationTests {
    let run = SampleRun.notDone.state

    @Test func oneGateAlone() throws {
        let text = try explain(run, gate: "coverage", options: ReportOptions())
        #expect(text.contains("coverage: failed"))
        #expect(!text.contains("lint: failed"))
        for words in [
            "coverage.json at /totals/percent_covered", "coverage 7.12.0 (pinned)",
            ">= 80% and branch >= 60% (pyproject.toml:12)",
            "coverage json -o coverage.json", "uvmgr dod validate --only coverage --no-cache",
            ".uvmgr/evidence/sha256/c1/",
        ] { #expect(text.contains(words), "\(words)") }
    }

    @Test func anAliasIsUnderstood() throws {
        #expect(
            try explain(run, gate: "security", options: ReportOptions()).contains("vulnerabilities: passed"))
    }

    @Test func anUnknownGateIsNamedWithTheKnownOnes() {
        #expect(throws: DoDError.noSuchGate("lynt", run: run.id, known: run.plan.map(\.name))) {
            try explain(run, gate: "lynt", options: ReportOptions())
        }
        #expect(throws: DoDError.self) { try explainJSON(run, gate: "lynt", options: ReportOptions()) }
    }

    @Test func programsGetPathsAndProvenance() throws {
        let value = try explainJSON(SampleRun.reused.state, gate: "lint", options: ReportOptions())
        #expect(value["schema"] == "uvmgr.explain/1")
        let gate = try #require(value["gates"]?[0])
        #expect(gate["measuredBy"] == "01930f3d-0000-7a10-8000-00000000000a")
        let path = try #require(gate.value(at: "/evidence/0/path")?.string)
        #expect(path.hasPrefix(".uvmgr/evidence/sha256/a1/000"))
        #expect(gate["measureAgain"] == "uvmgr dod validate --only lint --no-cache")
    }

    @Test func aGateThatWasNotMeasuredHasNoProvenance() throws {
        let value = try explainJSON(SampleRun.undecided.state, gate: "tests", options: ReportOptions())
        #expect(value.value(at: "/gates/0/measuredBy")?.isNull == true)
        let text = try explain(SampleRun.undecided.state, gate: "tests", options: ReportOptions())
        #expect(!text.contains("measured in this run"))
    }
}
