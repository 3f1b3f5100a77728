import Capabilities
import Conditions
import Diagnostics
import StructuredData
import Testing

@testable import DefinitionOfDone

@Suite struct EventCodecTests {
    @Test(arguments: 0..<25) func everyEventComesBack(_ seed: UInt64) throws {
        var random = SeededGenerator(seed)
        var types: Set<String> = []
        for _ in 0..<60 {
            let event = try RandomEvents.event(&random)
            types.insert(event.type)
            let bytes = event.payload.canonicalBytes
            let read = try RunEvent(type: event.type, payload: try JSON(parsing: bytes))
            #expect(read == event)
            #expect(read?.payload.canonicalBytes == bytes)
        }
        #expect(types.count > 5)
    }

    @Test func otherTypesAreNoneOfOurs() throws {
        #expect(try RunEvent(type: "CheckpointSigned", payload: [:]) == nil)
    }

    /// Each member of every payload, when it is of another type, is named.
    @Test(arguments: 0..<10) func malformedPayloadsNeverPassAsOthers(_ seed: UInt64) throws {
        var random = SeededGenerator(seed)
        for _ in 0..<40 {
            let event = try RandomEvents.event(&random)
            let members = try #require(event.payload.object)
            for key in members.keys {
                var changed = members
                changed[key] = .bool(true)
                if members[key] == .bool(true) || members[key] == .bool(false) { changed[key] = "yes" }
                #expect(throws: MalformedPayload(member: key)) {
                    _ = try RunEvent(type: event.type, payload: .object(changed))
                }
            }
        }
    }

    struct Row: Sendable, CustomTestStringConvertible {
        let type: String
        let payload: JSON
        let member: String
        init(_ type: String, _ payload: JSON, _ member: String) {
            (self.type, self.payload, self.member) = (type, payload, member)
        }
        var testDescription: String { "\(type): \(member)" }
    }

    static let finding: JSON = [
        "gate": "lint", "kind": "findings", "rule": "F401", "message": "m", "fingerprint": "f",
    ]
    static func finding(_ key: String, _ value: JSON) -> JSON {
        var members = finding.object ?? [:]
        members[key] = value
        return ["finding": .object(members)]
    }

    static let rows = [
        Row("GateStarted", [:], "gate"), Row("GateStarted", "text", "payload"),
        Row("GateStarted", ["gate": "a", "command": "ls"], "command"),
        Row("GateStarted", ["gate": "a", "command": [1]], "command"),
        Row(
            "GateStarted", ["gate": "a", "tool": ["name": "x", "version": "1", "origin": "moon"]], "origin"),
        Row("GateReused", ["gate": "a", "run": "b"], "key"),
        Row("PlanMade", ["gates": ["a"]], "gate"),
        Row(
            "PlanMade",
            [
                "gates": [
                    [
                        "name": "a", "kind": "quality", "requirement": "required", "condition": 5,
                        "origin": "o",
                    ]
                ]
            ],
            "condition"),
        Row(
            "PlanMade",
            ["gates": [["name": "a", "kind": "taste", "requirement": "required", "origin": "o"]]], "kind"),
        Row("FindingRecorded", finding("severity", "extreme"), "severity"),
        Row("FindingRecorded", finding("severity", 3), "severity"),
        Row("FindingRecorded", finding("place", ["file": "a", "line": "3"]), "line"),
        Row("FindingRecorded", finding("aliases", "x"), "aliases"),
        Row("MeasurementRecorded", ["gate": "a", "measurement": ["name": "n"]], "quantity"),
        Row(
            "MeasurementRecorded",
            ["gate": "a", "measurement": ["name": "n", "quantity": ["value": 1, "unit": "parsec"]]], "unit"),
        Row(
            "GateFinished", ["gate": "a", "kind": "quality", "outcome": ["name": "passed"], "seconds": 1],
            "outcome"),
        Row("GateFinished", ["gate": "a", "kind": "quality", "seconds": 1], "outcome"),
        Row(
            "GateFinished",
            ["gate": "a", "kind": "quality", "outcome": ["name": "failed to run"], "seconds": 1],
            "reason"),
        Row("RunFinished", ["result": "over", "seconds": 1, "criticalPathSeconds": 1], "result"),
        Row("VerdictReached", ["result": "perhaps"], "result"),
        Row("WaiverApplied", ["gate": "a", "waiver": ["reason": "r", "until": "2030-01-01"]], "finding"),
        Row(
            "WaiverApplied", ["gate": "a", "waiver": ["rule": "x", "reason": "r", "until": "soon"]], "until"),
        Row("RunStarted", ["policy": "p"], "subject"),
    ]

    @Test(arguments: rows) func namesTheMember(_ row: Row) {
        #expect(throws: MalformedPayload(member: row.member)) {
            _ = try RunEvent(type: row.type, payload: row.payload)
        }
    }
}
