package import StructuredData

extension Verdict: JSONCoded {
    package var json: JSON {
        [
            "result": .string(result.rawValue), "decisions": .array(decisions.map(\.json)),
            "waivers": .array(waivers.map(\.json)),
        ]
    }

    package init(json: JSON) throws(MalformedPayload) {
        let fields = try Fields(json, "verdict")
        self.init(
            result: try fields.choice("result"),
            decisions: try fields.list("decisions") { item throws(MalformedPayload) in
                try GateDecision(json: item)
            },
            waivers: try fields.list("waivers") { item throws(MalformedPayload) in
                try AppliedWaiver(json: item)
            })
    }
}

extension AppliedWaiver: JSONCoded {
    package var json: JSON {
        .members(["waiver": waiver.json, "gate": .string(gate), "finding": .text(finding)])
    }

    package init(json: JSON) throws(MalformedPayload) {
        let fields = try Fields(json, "applied waiver")
        guard let waiver = fields.members["waiver"] else { throw MalformedPayload(member: "waiver") }
        self.init(
            waiver: try Waiver(json: waiver), gate: try fields.string("gate"),
            finding: try fields.optionalString("finding"))
    }
}

extension GateDecision: JSONCoded {
    package var json: JSON {
        .members([
            "gate": .string(gate), "kind": .string(kind.rawValue), "status": .string(status.rawValue),
            "requirement": .string(requirement.rawValue), "condition": .text(condition),
            "parts": .some(parts.map(\.json)), "reason": .string(reason),
        ])
    }

    package init(json: JSON) throws(MalformedPayload) {
        let fields = try Fields(json, "decision")
        self.init(
            gate: try fields.string("gate"), kind: try fields.choice("kind"),
            status: try fields.choice("status"),
            requirement: try fields.choice("requirement"), condition: try fields.optionalString("condition"),
            parts: try fields.list("parts") { item throws(MalformedPayload) in try DecisionPart(json: item) },
            reason: try fields.string("reason"))
    }
}

extension DecisionPart: JSONCoded {
    package var json: JSON {
        .members([
            "text": .string(text), "result": .string(result.rawValue), "measured": .string(measured),
            "required": .string(required), "findings": findings.isEmpty ? nil : .strings(findings),
            "reason": .text(reason),
        ])
    }

    package init(json: JSON) throws(MalformedPayload) {
        let fields = try Fields(json, "part")
        self.init(
            text: try fields.string("text"), result: try fields.choice("result"),
            measured: try fields.string("measured"), required: try fields.string("required"),
            findings: try fields.strings("findings"), reason: try fields.optionalString("reason"))
    }
}
