import Conditions
import Diagnostics
import Digests
import StructuredData

/// What a run will do: which gates, by which conditions, in which order.
package struct Plan: Sendable {
    package let policy: Policy
    /// In the order of the catalogue, gates of the team's own last.
    package let gates: [PlannedGate]
    /// Gates that the policy has and this run leaves out.
    package let leftOut: [LeftOutGate]
    /// SHA-256 over all that decides: policy, conditions, waivers, rules for unknown severities.
    package let definition: String

    /// Plans a run; pure.
    ///
    /// - Parameters:
    ///   - policy: What must hold.
    ///   - configuration: The settings of the run.
    ///   - process: The digest of the project's own process, if it has one.
    /// - Throws: ``DoDError/noGates`` if `--only` and `--skip` leave nothing.
    package init(
        policy: Policy, configuration: DoDConfiguration, process: String? = nil
    ) throws(DoDError) {
        var policy = policy
        var origins: [String: String] = [:]
        for gate in policy.gates { origins[gate.name] = "policy \(policy.name)" }
        for settings in configuration.gates.values.sorted(by: { $0.name < $1.name }) {
            policy.set(policy.merged(settings))
            if settings.condition != nil || origins[settings.name] == nil {
                origins[settings.name] = settings.place?.description ?? "configuration"
            }
        }
        for (name, condition) in configuration.flagConditions {
            policy.set(Policy.Gate(name, condition, .required))
            origins[name] = "--gate"
        }
        if !configuration.waivers.isEmpty, policy.gate("waivers") == nil {
            policy.set(Policy.Gate("waivers", Self.noErrors, .required))
            origins["waivers"] = "policy \(policy.name)"
        }
        for name in configuration.only.sorted() where policy.gate(name) == nil {
            policy.set(Policy.Gate(name, nil, .reported))
            origins[name] = "--only"
        }
        var leftOut: [String: String] = [:]
        for gate in policy.gates {
            if !configuration.only.isEmpty, !configuration.only.contains(gate.name) {
                leftOut[gate.name] = "--only"
            } else if configuration.skip.contains(gate.name) {
                leftOut[gate.name] = "--skip"
            }
        }
        let chosen = policy.gates.filter { leftOut[$0.name] == nil }.sorted {
            Self.order($0) < Self.order($1)
        }
        guard !chosen.isEmpty else { throw .noGates }
        let names = Set(chosen.map(\.name))
        gates = chosen.map { gate in
            let specification = GateCatalog.specification(of: gate.name)
            let settings = configuration.gates[gate.name]
            return PlannedGate(
                name: gate.name, kind: settings?.kind ?? specification?.kind ?? .quality,
                requirement: gate.requirement, condition: gate.condition?.description,
                origin: origins[gate.name] ?? "policy \(policy.name)",
                after: ((specification?.after ?? []) + (settings?.after ?? [])).filter { names.contains($0) })
        }
        self.policy = policy
        self.leftOut = leftOut.sorted { $0.key < $1.key }.map { LeftOutGate(name: $0.key, reason: $0.value) }
        definition = Self.digest(policy, gates, configuration, process)
    }

    package func gate(_ name: String) -> PlannedGate? { gates.first { $0.name == name } }

    private static let noErrors = try? Condition(parsing: "no errors")

    private static func order(_ gate: Policy.Gate) -> String {
        let index = GateCatalog.specifications.firstIndex { $0.name == gate.name } ?? 99
        return index < 10 ? "0\(index)" : "\(index)" + gate.name
    }

    private static func digest(
        _ policy: Policy, _ gates: [PlannedGate], _ configuration: DoDConfiguration, _ process: String?
    ) -> String {
        let definition: JSON = .members([
            "policy": .string(policy.name), "unmeasured": .string(policy.unmeasured.rawValue),
            "waiversNeedOwner": .bool(policy.waiversNeedOwner),
            "gates": .array(gates.map { decisive($0.json, configuration.gates[$0.name]) }),
            "waivers": .array(configuration.waivers.map { decisive($0.json) }),
            "unknownSeverity": .string(configuration.text("unknown-severity") ?? ""),
            "needsApproval": policy.needsApproval ? true : nil, "process": process.map(JSON.string),
        ])
        return SHA256Digest(of: definition.canonicalBytes).hex
    }

    /// Without the places where things are written, which decide nothing, and with the command that measures.
    private static func decisive(_ json: JSON, _ settings: GateSettings? = nil) -> JSON {
        var members = json.object ?? [:]
        (members["origin"], members["place"]) = (nil, nil)
        members["settings"] = settings?.keyParameters
        return .object(members)
    }
}
