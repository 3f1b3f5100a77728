import StructuredData
import Testing

@testable import DefinitionOfDone

@Suite struct RunsReportTests {
    @Test func noRunsAreSaidSo() {
        #expect(runsTable([], options: ReportOptions()) == "no runs\n")
        #expect(runsJSON([])["runs"] == [])
    }

    @Test func aRunThatHasOnlyAnIdHasARow() {
        #expect(runsTable([RunSummary(RunState(id: "r-1"))], options: ReportOptions()).contains("r-1"))
    }

    @Test func programsGetFailedAndUndecidedGates() {
        let value = runsJSON([SampleRun.notDone.state, SampleRun.undecided.state].map(RunSummary.init))
        #expect(value["schema"] == "uvmgr.runs/1")
        #expect(value.value(at: "/runs/0/failed") == ["lint", "coverage"])
        #expect(value.value(at: "/runs/1/undecided") == ["tests", "vulnerabilities"])
        #expect(value.value(at: "/runs/1/exitCode") == 3)
    }
}
