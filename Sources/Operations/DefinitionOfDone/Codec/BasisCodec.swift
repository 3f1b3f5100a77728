import Capabilities
import Conditions
import Digests
package import StructuredData

extension DecisionBasis: JSONCoded {
    package var json: JSON {
        .members([
            "policy": .string(policy), "unmeasured": .string(unmeasured.rawValue),
            "needsApproval": needsApproval ? true : nil,
            "gates": .array(gates.map(\.json)), "waivers": .some(waivers.map(\.json)),
            "today": .string(today.description), "unknownSeverity": .string(unknownSeverity.name),
            "baselines": baselines.isEmpty
                ? nil
                : .object(baselines.mapValues { .object($0.mapValues { .object($0.mapValues(\.json)) }) }),
            "known": known.map { .object($0.mapValues { .strings($0.sorted()) }) },
            "metrics": metrics.isEmpty ? nil : .object(metrics.mapValues(\.json)),
        ])
    }

    package init(json: JSON) throws(MalformedPayload) {
        let fields = try Fields(json, "basis")
        guard let today = CalendarDay(try fields.string("today")) else {
            throw MalformedPayload(member: "today")
        }
        guard let rule = UnknownSeverityRule(named: try fields.string("unknownSeverity")) else {
            throw MalformedPayload(member: "unknownSeverity")
        }
        self.init(
            policy: try fields.string("policy"), unmeasured: try fields.choice("unmeasured"),
            needsApproval: try fields.optionalBool("needsApproval") ?? false,
            gates: try fields.list("gates") { item throws(MalformedPayload) in try PlannedGate(json: item) },
            waivers: try fields.list("waivers") { item throws(MalformedPayload) in try Waiver(json: item) },
            today: today, unknownSeverity: rule, baselines: try Self.baselines(fields.members["baselines"]),
            known: try Self.known(fields.members["known"]),
            metrics: try Self.metrics(fields.members["metrics"]))
    }

    /// SHA-256 over the canonical form: what the decision was made from, in one word.
    package var digest: String { SHA256Digest(of: json.canonicalBytes).hex }

    private static func baselines(
        _ json: JSON?
    ) throws(MalformedPayload) -> [String: [String: [String: Quantity]]] {
        try values(json) { gates throws(MalformedPayload) in
            try values(gates) { metrics throws(MalformedPayload) in
                try values(metrics) { quantity throws(MalformedPayload) in try Quantity(json: quantity) }
            }
        }
    }

    private static func known(_ json: JSON?) throws(MalformedPayload) -> [String: Set<String>]? {
        guard let json else { return nil }
        return try values(json) { item throws(MalformedPayload) in
            Set(try Fields(["known": item]).strings("known"))
        }
    }

    private static func metrics(_ json: JSON?) throws(MalformedPayload) -> [String: Metrics] {
        try values(json) { item throws(MalformedPayload) in
            let fields = try Fields(item, "metrics")
            return Metrics(
                main: try fields.optionalString("main"),
                lowerIsBetter: try values(fields.members["lowerIsBetter"]) { value throws(MalformedPayload) in
                    guard let flag = value.bool else { throw MalformedPayload(member: "lowerIsBetter") }
                    return flag
                })
        }
    }
}

extension DecisionBasis.Metrics {
    fileprivate var json: JSON {
        .members([
            "main": .text(main),
            "lowerIsBetter": lowerIsBetter.isEmpty ? nil : .object(lowerIsBetter.mapValues(JSON.bool)),
        ])
    }
}

extension UnknownSeverityRule {
    /// The word for it in the configuration.
    package var name: String {
        switch self {
        case .countsAsCritical: "critical"
        case .ignore: "ignore"
        case .countsAs(let severity): severity.name
        }
    }

    package init?(named name: String) {
        switch name {
        case "critical": self = .countsAsCritical
        case "ignore": self = .ignore
        default:
            guard let severity = Severity(named: name) else { return nil }
            self = .countsAs(severity)
        }
    }
}

/// Reads each member of an object; an absent one is an empty one.
private func values<Value>(
    _ json: JSON?, _ each: (JSON) throws(MalformedPayload) -> Value
) throws(MalformedPayload) -> [String: Value] {
    guard let json else { return [:] }
    var result: [String: Value] = [:]
    for (key, value) in try Fields(json, "members").members { result[key] = try each(value) }
    return result
}
