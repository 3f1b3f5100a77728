import Diagnostics
import Testing

@testable import DefinitionOfDone

@Suite struct AnswerTests {
    @Test(
        arguments: [
            ("done", Answer.done, Diagnostics.ExitStatus.success), ("not-done", .notDone, .no),
            ("undecided", .undecided, .undecided), ("waived", .done, .success),
            ("gate-waived", .done, .success), ("expired-waiver", .notDone, .no), ("reused", .done, .success),
            ("interrupted", .interrupted, .interrupted), ("cut-off", .interrupted, .interrupted),
            ("nothing-measured", .done, .success), ("hostile", .notDone, .no),
        ])
    func answer(_ name: String, _ answer: Answer, _ exit: Diagnostics.ExitStatus) throws {
        let run = try #require(SampleRun.all.first { $0.name == name }).state
        #expect(run.answer == answer)
        #expect(run.answer.exitStatus == exit)
    }

    @Test func anInterruptionOutweighsAVerdict() {
        var run = SampleRun.done.state
        run.apply(.runFinished(RunEnd(result: .interrupted, duration: .zero, criticalPath: .zero)), time: 0)
        #expect(run.answer == .interrupted)
    }

    @Test func aRunThatTimedOutWithoutAVerdictIsUndecided() {
        #expect(
            SampleRun("timed-out", gates: [.lint()], after: ["tests"], end: .timedOut).state.answer
                == .undecided)
    }

    @Test func aRunWithoutEventsIsReportedInEveryFormat() {
        for format in ReportFormat.allCases {
            #expect(report(RunState(id: "r-1"), as: format, options: ReportOptions()).contains("r-1"))
        }
    }
}
