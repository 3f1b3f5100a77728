package import StructuredData
import Workflows

extension RunEvent {
    /// The payload of the ledger's event.
    package var payload: JSON {
        switch self {
        case .runStarted(let header): header.json
        case .planMade(let gates, let leftOut):
            .members(["gates": .array(gates.map(\.json)), "leftOut": .some(leftOut.map(\.json))])
        case .gateStarted(let gate, let tool, let command):
            .members(["gate": .string(gate), "tool": tool?.json, "command": .strings(command)])
        case .gateReused(let gate, let run, let key):
            ["gate": .string(gate), "run": .string(run), "key": .string(key)]
        case .measurementRecorded(let gate, let measurement):
            ["gate": .string(gate), "measurement": measurement.json]
        case .findingRecorded(let finding): ["finding": finding.json]
        case .evidenceStored(let gate, let evidence): ["gate": .string(gate), "evidence": evidence.json]
        case .gateFinished(let end): end.json
        case .policyEvaluated(let basis): ["basis": basis.json, "digest": .string(basis.digest)]
        case .runResumed(let program, let invocation):
            ["program": .string(program), "invocation": .strings(invocation)]
        case .waiverApplied(let waiver, let gate, let finding):
            AppliedWaiver(waiver: waiver, gate: gate, finding: finding).json
        case .verdictReached(let verdict): verdict.json
        case .runFinished(let end): end.json
        case .workflow(let record): record.payload
        }
    }

    /// Reads an event of the ledger; `nil` for a type that runs do not have.
    ///
    /// - Throws: ``MalformedPayload`` if the payload does not have the shape of its type.
    package init?(type: String, payload: JSON) throws(MalformedPayload) {
        let fields = try Fields(payload)
        func member(_ key: String) throws(MalformedPayload) -> JSON {
            guard let value = fields.members[key] else { throw MalformedPayload(member: key) }
            return value
        }
        switch type {
        case "RunStarted": self = .runStarted(try RunHeader(json: payload))
        case "PlanMade":
            self = .planMade(
                gates: try fields.list("gates") { item throws(MalformedPayload) in
                    try PlannedGate(json: item)
                },
                leftOut: try fields.list("leftOut") { item throws(MalformedPayload) in
                    try LeftOutGate(json: item)
                })
        case "GateStarted":
            var tool: ToolIdentity?
            if let value = fields.members["tool"] { tool = try ToolIdentity(json: value) }
            self = .gateStarted(
                gate: try fields.string("gate"), tool: tool, command: try fields.strings("command"))
        case "GateReused":
            self = .gateReused(
                gate: try fields.string("gate"), run: try fields.string("run"), key: try fields.string("key"))
        case "MeasurementRecorded":
            self = .measurementRecorded(
                gate: try fields.string("gate"), try Measurement(json: try member("measurement")))
        case "FindingRecorded": self = .findingRecorded(try Finding(json: try member("finding")))
        case "EvidenceStored":
            self = .evidenceStored(
                gate: try fields.string("gate"), try Evidence(json: try member("evidence")))
        case "GateFinished": self = .gateFinished(try GateEnd(json: payload))
        case "PolicyEvaluated":
            let basis = try DecisionBasis(json: try member("basis"))
            guard try fields.string("digest") == basis.digest else {
                throw MalformedPayload(member: "digest")
            }
            self = .policyEvaluated(basis)
        case "RunResumed":
            self = .runResumed(
                program: try fields.string("program"), invocation: try fields.strings("invocation"))
        case "WaiverApplied":
            let applied = try AppliedWaiver(json: payload)
            self = .waiverApplied(applied.waiver, gate: applied.gate, finding: applied.finding)
        case "VerdictReached": self = .verdictReached(try Verdict(json: payload))
        case "RunFinished": self = .runFinished(try RunEnd(json: payload))
        default:
            do {
                guard let record = try WorkflowRecord(type: type, payload: payload) else { return nil }
                self = .workflow(record)
            } catch { throw MalformedPayload(member: error.reason) }
        }
    }
}

extension RunHeader: JSONCoded {
    package var json: JSON {
        [
            "subject": subject.json, "policy": .string(policy), "definition": .string(definition),
            "invocation": .strings(invocation), "program": .string(program),
        ]
    }

    package init(json: JSON) throws(MalformedPayload) {
        let fields = try Fields(json)
        guard let subject = fields.members["subject"] else { throw MalformedPayload(member: "subject") }
        self.init(
            subject: try Subject(json: subject), policy: try fields.string("policy"),
            definition: try fields.string("definition"), invocation: try fields.strings("invocation"),
            program: try fields.string("program"))
    }
}

extension PlannedGate: JSONCoded {
    package var json: JSON {
        .members([
            "name": .string(name), "kind": .string(kind.rawValue),
            "requirement": .string(requirement.rawValue),
            "condition": .text(condition), "origin": .string(origin),
            "after": after.isEmpty ? nil : .strings(after),
        ])
    }

    package init(json: JSON) throws(MalformedPayload) {
        let fields = try Fields(json, "gate")
        self.init(
            name: try fields.string("name"), kind: try fields.choice("kind"),
            requirement: try fields.choice("requirement"), condition: try fields.optionalString("condition"),
            origin: try fields.string("origin"), after: try fields.strings("after"))
    }
}

extension LeftOutGate: JSONCoded {
    package var json: JSON { ["name": .string(name), "reason": .string(reason)] }

    package init(json: JSON) throws(MalformedPayload) {
        let fields = try Fields(json, "left out")
        self.init(name: try fields.string("name"), reason: try fields.string("reason"))
    }
}

extension GateEnd: JSONCoded {
    package var json: JSON {
        .members([
            "gate": .string(gate), "kind": .string(kind.rawValue), "outcome": outcome.json,
            "tool": tool?.json,
            "command": command.isEmpty ? nil : .strings(command), "seconds": .number(duration.seconds),
            "key": .text(key),
        ])
    }

    package init(json: JSON) throws(MalformedPayload) {
        let fields = try Fields(json)
        var tool: ToolIdentity?
        if let value = fields.members["tool"] { tool = try ToolIdentity(json: value) }
        self.init(
            gate: try fields.string("gate"), kind: try fields.choice("kind"),
            outcome: try GateOutcome(json: fields.members["outcome"]), tool: tool,
            command: try fields.strings("command"), duration: try fields.duration("seconds"),
            key: try fields.optionalString("key"))
    }
}

extension GateOutcome {
    var json: JSON {
        switch self {
        case .timedOut(let limit): ["name": .string(name), "seconds": .number(limit.seconds)]
        case .measured, .cancelled: ["name": .string(name)]
        case .failedToRun(let reason), .notApplicable(let reason):
            ["name": .string(name), "reason": .string(reason)]
        }
    }

    init(json: JSON?) throws(MalformedPayload) {
        let fields = try Fields(json, "outcome")
        switch try fields.string("name") {
        case "measured": self = .measured
        case "cancelled": self = .cancelled
        case "failed to run": self = .failedToRun(try fields.string("reason"))
        case "not applicable": self = .notApplicable(try fields.string("reason"))
        case "timed out": self = .timedOut(after: try fields.duration("seconds"))
        default: throw MalformedPayload(member: "outcome")
        }
    }
}

extension RunEnd: JSONCoded {
    package var json: JSON {
        [
            "result": .string(result.rawValue), "seconds": .number(duration.seconds),
            "criticalPathSeconds": .number(criticalPath.seconds),
        ]
    }

    package init(json: JSON) throws(MalformedPayload) {
        let fields = try Fields(json)
        self.init(
            result: try fields.choice("result"), duration: try fields.duration("seconds"),
            criticalPath: try fields.duration("criticalPathSeconds"))
    }
}

extension GateRun: JSONCoded {
    /// The form the cache keeps: what was measured, and by which run.
    package var json: JSON {
        .members([
            "gate": .string(gate), "kind": .string(kind.rawValue), "outcome": outcome.json,
            "tool": tool?.json,
            "command": .strings(command), "measurements": .array(measurements.map(\.json)),
            "findings": .array(findings.map(\.json)), "evidence": .array(evidence.map(\.json)),
            "seconds": .number(duration.seconds), "run": .text(reusedFrom), "key": .text(key),
        ])
    }

    package init(json: JSON) throws(MalformedPayload) {
        let fields = try Fields(json, "gate run")
        var tool: ToolIdentity?
        if let value = fields.members["tool"] { tool = try ToolIdentity(json: value) }
        self.init(
            gate: try fields.string("gate"), kind: try fields.choice("kind"),
            outcome: try GateOutcome(json: fields.members["outcome"]), tool: tool,
            command: try fields.strings("command"),
            measurements: try fields.list("measurements") { item throws(MalformedPayload) in
                try Measurement(json: item)
            },
            findings: try fields.list("findings") { item throws(MalformedPayload) in try Finding(json: item)
            },
            evidence: try fields.list("evidence") { item throws(MalformedPayload) in try Evidence(json: item)
            },
            duration: try fields.duration("seconds"), reusedFrom: try fields.optionalString("run"),
            key: try fields.optionalString("key"))
    }
}
