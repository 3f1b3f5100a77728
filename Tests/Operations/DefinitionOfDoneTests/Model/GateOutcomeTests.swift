import Testing

@testable import DefinitionOfDone

@Suite struct GateOutcomeTests {
    @Test(arguments: [
        (Duration.milliseconds(840), "840 ms"), (.milliseconds(3200), "3.2 s"), (.seconds(3), "3 s"),
        (.seconds(125), "2 min 5 s"), (.seconds(120), "2 min"), (.milliseconds(99_960), "100 s"),
        (.zero, "0 ms"),
        (.microseconds(999_800), "1 s"), (.microseconds(400), "0 ms"),
    ]) func lengths(_ duration: Duration, _ text: String) {
        #expect(duration.brief == text)
    }

    @Test func onlyMeasuredHasNoReason() {
        let outcomes: [GateOutcome] = [
            .measured, .failedToRun("a"), .timedOut(after: .seconds(3)), .notApplicable("b"), .cancelled,
        ]
        #expect(outcomes.map(\.reason) == [nil, "a", "no result within 3 s", "b", "interrupted"])
        #expect(outcomes.map(\.isMeasured) == [true, false, false, false, false])
    }
}
