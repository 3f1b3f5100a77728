import Conditions
import StructuredData
import Testing

@testable import DefinitionOfDone

@Suite struct RunStateTests {
    static let plan = ["lint", "tests"].map { DecideTests.planned($0, "no findings") }
    static let header = RunHeader(
        subject: Subject(
            project: "p", version: nil, commit: nil, tree: "t", branch: nil, isModified: false, lock: nil),
        policy: "standard", definition: "d", invocation: ["uvmgr"], program: "1")
    static let tool = ToolIdentity(name: "ruff", version: "1", origin: .project)

    static func lint(_ outcome: GateOutcome) -> GateRun {
        GateRun(
            gate: "lint", kind: .quality, outcome: outcome, tool: tool, command: ["ruff"],
            measurements: [Measurement("n", Quantity(value: 1, dimension: .count), origin: nil)],
            findings: [DecideTests.finding("lint", kind: "findings")],
            evidence: [Evidence(name: "stdout.txt", digest: "ab", mediaType: "text/plain", size: 2)],
            duration: .seconds(2), key: "k")
    }

    static func fold(_ events: [RunEvent]) -> RunState {
        var state = RunState(id: "r")
        for (index, event) in events.enumerated() {
            state.apply(event, time: Int64(100 + index), traceID: "t\(index)")
        }
        return state
    }

    @Test func foldsToWhatWasMeasured() {
        let end = RunEnd(result: .completed, duration: .seconds(3), criticalPath: .seconds(2))
        let verdict = Verdict(result: .done, decisions: [], waivers: [])
        let state = Self.fold(
            [.runStarted(Self.header), .planMade(gates: Self.plan)] + Self.lint(.measured).events
                + [.verdictReached(verdict), .runFinished(end)])
        #expect(state.gates == [Self.lint(.measured)])
        #expect((state.header, state.verdict, state.end) == (Self.header, verdict, end))
        #expect(state.started == 100)
        #expect(state.traceID == "t0")
        #expect(state.unfinished.map(\.name) == ["tests"])
    }

    private static func steps(_ steps: [JSON]) throws -> RunEvent {
        let payload: JSON = ["from": 0, "events": .array(steps)]
        return try #require(try RunEvent(type: "WorkflowAdvanced", payload: payload))
    }

    private static func write(_ value: JSON) -> JSON {
        let write: JSON = ["scope": 1, "name": "approved", "value": value]
        return ["type": "VariablesSet", "instance": 2, "writes": [write]]
    }

    static let ended: JSON = ["type": "ProcessCompleted", "instance": 1]

    /// What is on record behind the verdict, and what it comes to where the policy asks people, and where it does not.
    static let answers: [(String, [JSON], Approval.State?, Approval.State?)] = [
        ("nothing", [], .waiting, .waiting),
        ("yes, but the process goes on", [write(true)], .waiting, .waiting),
        ("yes", [write(true), ended], .approved, .approved),
        ("no", [write(false), ended], .rejected, .rejected),
        ("no word of it", [ended], .rejected, nil),
        ("no answer that is one", [write("yes"), ended], .rejected, .rejected),
        ("second thoughts", [write(true), write(false), ended], .rejected, .rejected),
        (
            "the end of a called process", [write(true), ["type": "ProcessCompleted", "instance": 7]],
            .waiting, .waiting
        ),
    ]

    @Test(arguments: answers.indices) func peopleApproveByTheProcess(_ index: Int) throws {
        let (name, steps, asked, unasked) = Self.answers[index]
        let start: JSON = ["type": "ProcessStarted", "instance": 1, "process": "dod", "variables": [:]]
        for (needsApproval, expected) in [(true, asked), (false, unasked)] {
            let policy = Policy(
                name: "p", gates: [], unmeasured: .listed, waiversNeedOwner: false,
                needsApproval: needsApproval)
            let basis = DecisionBasis(
                policy: policy, gates: [], waivers: [], today: SampleRun.today,
                unknownSeverity: .countsAsCritical)
            let events: [RunEvent] = [
                .runStarted(Self.header), try Self.steps([start]), .policyEvaluated(basis),
                .verdictReached(Verdict(result: .done, decisions: [], waivers: [])),
                .runFinished(RunEnd(result: .completed, duration: .zero, criticalPath: .zero)),
                try Self.steps(steps),
            ]
            #expect(Self.fold(events).approval?.state == expected, "\(name), \(needsApproval)")
            #expect(try DecisionBasis(json: basis.json) == basis)
            // A run that was stopped is asked about by nobody.
            let stopped = RunEnd(result: .interrupted, duration: .zero, criticalPath: .zero)
            #expect(Self.fold(events.dropLast(2) + [.runFinished(stopped)]).approval == nil)
        }
    }

    /// A log that stops anywhere leaves the gates unfinished that had not ended.
    @Test func anyPrefixIsARunThatBrokeOff() {
        let events: [RunEvent] =
            [.runStarted(Self.header), .planMade(gates: Self.plan)] + Self.lint(.measured).events
            + [.gateStarted(gate: "tests", tool: nil, command: [])]
        for count in 0...events.count {
            let state = Self.fold(Array(events.prefix(count)))
            #expect(state.verdict == nil && state.end == nil)
            let expected = count < 2 ? [] : count < 7 ? ["lint", "tests"] : ["tests"]
            #expect(state.unfinished.map(\.name) == expected, "after \(count) events")
            #expect(state.gates.filter { $0.outcome == .measured }.count == (count >= 7 ? 1 : 0))
        }
    }

    @Test func reusedResultsNameTheirRun() {
        var run = Self.lint(.measured)
        run.reusedFrom = "earlier"
        let state = Self.fold([.planMade(gates: Self.plan)] + run.events)
        #expect(state.gate("lint") == run)
        #expect(run.events.map(\.type).first == "GateReused")
    }

    @Test func gatesAreInTheOrderOfThePlan() {
        let tests = GateRun(gate: "tests", kind: .quality, outcome: .cancelled)
        let state = Self.fold([.planMade(gates: Self.plan)] + tests.events + Self.lint(.measured).events)
        #expect(state.gates.map(\.gate) == ["lint", "tests"])
        #expect(state.unfinished.map(\.name) == ["tests"])
    }
}
