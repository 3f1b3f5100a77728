import DefinitionOfDone
import Testing

@testable import Commands

/// `ProgressState` and `ProgressFrame`, which draws it.
@Suite struct ProgressTests {
    private static let start = ContinuousClock.now

    private static func planned(_ names: [String]) -> [PlannedGate] {
        names.map {
            PlannedGate(
                name: $0, kind: .quality, requirement: .required, condition: nil, origin: "policy standard",
                after: [])
        }
    }

    private static func end(_ gate: String, _ outcome: GateOutcome) -> RunEvent {
        .gateFinished(
            GateEnd(
                gate: gate, kind: .quality, outcome: outcome, tool: nil, command: [],
                duration: .milliseconds(3200),
                key: nil))
    }

    /// The state after these events, each half a second after the one before.
    private static func state(_ events: [RunEvent]) -> ProgressState {
        var (progress, run) = (ProgressState(), RunState(id: "r"))
        for (index, event) in events.enumerated() {
            run.apply(event, time: Int64(index))
            _ = progress.apply(event, run, at: start + .milliseconds(500 * index))
        }
        return progress
    }

    private static let plan = RunEvent.planMade(gates: planned(["lint", "tests", "build"]), leftOut: [])

    private func lines(_ state: ProgressState, columns: Int = 80, rows: Int = 24) -> [String] {
        ProgressFrame(style: .init(), columns: columns, rows: rows, tick: 0).lines(
            state, at: Self.start + .seconds(2))
    }

    @Test func everyGateHasALine() {
        let pytest = ToolIdentity(name: "pytest", version: "9.2.0", origin: .project)
        let state = Self.state([
            Self.plan, .gateStarted(gate: "tests", tool: pytest, command: []), Self.end("lint", .measured),
        ])
        #expect(
            lines(state) == [
                "• lint   measured in 3.2 s, no findings", "⠋ tests     1.5 s  pytest 9.2.0",
                "  build  waiting",
            ])
    }

    static let endings: [(GateOutcome, String)] = [
        (.failedToRun("ruff is missing"), "! lint   failed to run: ruff is missing"),
        (.timedOut(after: .seconds(5)), "! lint   timed out: no result within 5 s"),
        (.notApplicable("no tests"), "- lint   nothing to measure: no tests"),
        (.cancelled, "× lint   stopped"),
    ]

    @Test(arguments: endings) func ending(_ row: (outcome: GateOutcome, line: String)) {
        #expect(lines(Self.state([Self.plan, Self.end("lint", row.outcome)])).first == row.line)
    }

    @Test func aReusedResultSaysSo() {
        let state = Self.state([
            Self.plan, .gateReused(gate: "lint", run: "r0", key: "k"), Self.end("lint", .measured),
        ])
        #expect(lines(state).first == "= lint   unchanged, result reused, no findings")
    }

    @Test func noLineIsWiderThanTheTerminal() {
        let state = Self.state([Self.plan, Self.end("lint", .failedToRun("漢字漢字漢字漢字漢字漢字"))])
        for columns in 1...40 {
            #expect(lines(state, columns: columns).allSatisfy { $0.displayWidth <= max(1, columns) })
        }
    }

    @Test func aLowTerminalShowsWhatRunsAndCountsTheRest() {
        let names = (1...30).map { "gate\($0)" }
        let started = names[10..<13].map { RunEvent.gateStarted(gate: $0, tool: nil, command: []) }
        let ended = names[..<10].map { Self.end($0, .measured) }
        let state = Self.state([.planMade(gates: Self.planned(names), leftOut: [])] + started + ended)
        for rows in 1...20 { #expect(lines(state, rows: rows).count <= max(1, rows - 1)) }
        #expect(lines(state, rows: 4).last == "… 1 more running, 10 ended, 17 waiting")
        #expect(lines(state, rows: 10).prefix(3).allSatisfy { $0.hasPrefix("⠋ gate1") })
    }

    @Test func whatIsNoGateStandsFirst() {
        var state = Self.state([Self.plan])
        state.activity("making the environment", isRunning: true, at: Self.start)
        #expect(lines(state).first == "⠋ making the environment 2 s")
        state.activity("making the environment", isRunning: false, at: Self.start)
        #expect(lines(state).count == 3)
    }
}
