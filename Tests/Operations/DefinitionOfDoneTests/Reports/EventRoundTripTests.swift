import Conditions
import Diagnostics
import StructuredData
import Testing

@testable import DefinitionOfDone

/// Every event reads back from its payload as it was, also through its bytes.
@Suite struct EventRoundTripTests {
    static let evidence = Evidence.sample("out.json", "f1")
    static let tool = ToolIdentity(name: "ruff", version: "0.14.6", origin: .system)
    static let finding = Finding(
        gate: "g", kind: "errors", rule: "r|\u{1B}", aliases: ["A", "B"], severity: nil,
        place: SourcePlace(file: "a.py", line: 3, column: 4, length: 7), message: "m\n\"", remedy: "do")
    static let outcomes: [GateOutcome] = [
        .measured, .failedToRun("why"), .timedOut(after: .milliseconds(1500)), .notApplicable("nothing"),
        .cancelled,
    ]
    static let waivers = [Waiver.Target.gate("g"), .rule("r"), .finding("f")].map {
        Waiver(
            target: $0, reason: "because", owner: nil, until: SampleRun.day("2027-03-01"),
            place: SourcePlace(file: "pyproject.toml", line: 3))
    }
    static let bare = Subject(
        project: "p", version: nil, commit: nil, tree: "sha256:0", branch: nil, isModified: false, lock: nil)

    static let events: [RunEvent] =
        [
            .runStarted(.sample("orders")),
            .runStarted(RunHeader(subject: bare, policy: "p", definition: "d", invocation: [], program: "1")),
            .planMade(gates: []),
            .planMade(gates: [
                PlannedGate(
                    name: "a", kind: .compliance, requirement: .whereConfigured, condition: nil, origin: "o",
                    after: ["b"])
            ]), .gateStarted(gate: "a", tool: nil, command: []),
            .gateStarted(gate: "a", tool: tool, command: ["ruff", "check"]),
            .gateReused(gate: "a", run: "r", key: "k"),
            .findingRecorded(finding),
            .findingRecorded(Finding(gate: "g", kind: "k", rule: "r", severity: .critical, message: "")),
            .evidenceStored(gate: "a", evidence),
            .runFinished(RunEnd(result: .timedOut, duration: .seconds(2), criticalPath: .milliseconds(250))),
        ]
        + Dimension.allCases.map { dimension in
            .measurementRecorded(
                gate: "a",
                Measurement(
                    "m[x]", Quantity(value: 0.5, dimension: dimension),
                    origin: MeasurementOrigin(evidence: "e", pointer: "/a")))
        }
        + outcomes.map { outcome in
            .gateFinished(
                GateEnd(
                    gate: "a", kind: .security, outcome: outcome, tool: tool, command: ["x"],
                    duration: .milliseconds(125), key: "k"))
        }
        + waivers.map { .waiverApplied($0, gate: "a", finding: "f") }
        + SampleRun.all.compactMap(\.state.verdict).map { .verdictReached($0) }

    @Test(arguments: events) func roundTrip(_ event: RunEvent) throws {
        let payload = try JSON(parsing: event.payload.canonicalBytes)
        #expect(try RunEvent(type: event.type, payload: payload) == event)
    }

    @Test func everyTypeIsAmongThem() { #expect(Set(Self.events.map(\.type)).count == 11) }

    @Test func anotherTypeIsNotARunEvent() throws {
        #expect(try RunEvent(type: "ProcessStarted", payload: [:]) == nil)
    }

    @Test(arguments: Set(events.map(\.type)).sorted()) func aPayloadOfAnotherShapeIsRefused(_ type: String) {
        #expect(throws: MalformedPayload.self) { try RunEvent(type: type, payload: "text") }
    }

    @Test(arguments: SampleRun.all) func aGateRunReadsBackFromTheCache(_ sample: SampleRun) throws {
        for gate in sample.state.gates {
            let json = try JSON(parsing: gate.json.canonicalBytes)
            var read = try GateRun(json: json)
            // A duration is kept as a binary number of seconds, which is exact to far below a nanosecond only.
            #expect(abs((read.duration - gate.duration).seconds) < 1e-9)
            read.duration = gate.duration
            #expect(read == gate)
        }
    }
}
