import Capabilities
import Diagnostics
import Digests
import Logging
import StructuredData
import Telemetry
import Tracing
import Workflows

/// The gates of one run: what the cache has of them, and the measuring of the rest.
struct GateWork: Sendable {
    let validation: Validation
    let survey: Survey
    let installer: EnvironmentInstaller
    let gates: [String: any Gate]
    var environment: ProjectEnvironment?
    var results: [String: GateRun] = [:]
    var durations: [String: Duration] = [:]
    var hasFailed = false
    /// End what is being measured, by gate.
    var switches: [String: WorkSwitch] = [:]
    /// What is known without measuring.
    var known: [GateRun] { Array(results.values) }

    init(_ validation: Validation, _ survey: Survey) {
        (self.validation, self.survey) = (validation, survey)
        installer = EnvironmentInstaller(validation, survey.inventory, lock: survey.subject.lock)
        environment = installer.current()
        gates = Dictionary(
            validation.plan.gates.map {
                ($0.name, GateCatalog.gate($0.name, validation.request.configuration.gates[$0.name]))
            }
        ) { first, _ in first }
    }

    var plan: Plan { validation.plan }

    func needsEnvironment(_ name: String) -> Bool {
        gates[name]?.needsEnvironment(validation.request.project) ?? false
    }

    private var after: [String: [String]] {
        Dictionary(plan.gates.map { ($0.name, $0.after) }) { first, _ in first }
    }

    /// What each gate waits for, exclusive gates for all others.
    var order: [String: [String]] {
        let after = after
        let exclusive = plan.gates.map(\.name).filter {
            GateCatalog.specification(of: $0)?.isExclusive == true
        }
        var order = after
        for name in exclusive {
            // What waits for it cannot be waited for.
            order[name] = after.keys.filter { !exclusive.contains($0) && !waits($0, for: name, after) }
        }
        return order
    }

    private func waits(_ name: String, for other: String, _ after: [String: [String]]) -> Bool {
        (after[name] ?? []).contains { $0 == other || waits($0, for: other, after) }
    }

    /// The longest chain among the gates that this run measured itself, the making of the environment included.
    var criticalPath: Duration {
        var after = order.filter { durations[$0.key] != nil }
        if durations[EnvironmentInstaller.name] != nil {
            for name in after.keys where needsEnvironment(name) {
                after[name, default: []].append(EnvironmentInstaller.name)
            }
            after[EnvironmentInstaller.name] = []
        }
        return DefinitionOfDone.criticalPath(after: after, durations: durations)
    }

    /// Takes what needs no measuring: results of the cache, and gates with nothing to measure.
    ///
    /// - Returns: Those that were taken, which are not on record yet.
    mutating func takeCached() -> [GateRun] {
        let recorded = Set(results.keys)
        for gate in plan.gates where results[gate.name] == nil {
            if let result = settled(gate) { results[gate.name] = result }
        }
        return plan.gates.filter { !recorded.contains($0.name) }.compactMap { results[$0.name] }
    }

    /// Takes the gates that ended before the run was cut short, as far as their evidence is still there.
    mutating func takeRecorded(_ past: RunState) {
        let unfinished = Set(past.unfinished.map(\.name))
        for gate in plan.gates where !unfinished.contains(gate.name) {
            guard let run = past.gate(gate.name), !run.outcome.isTimedOut,
                run.evidence.allSatisfy(validation.evidence.contains)
            else { continue }
            results[gate.name] = run
        }
    }

    private func settled(_ planned: PlannedGate) -> GateRun? {
        guard let gate = gates[planned.name] else { return nil }
        // A gate that builds on one that must be measured waits for it.
        guard planned.after.allSatisfy({ results[$0] != nil }) else { return nil }
        let context = context(planned, onOutput: nil)
        if let obstacle = obstacle(gate, context) {
            return GateRun(gate: planned.name, kind: planned.kind, outcome: .notApplicable(obstacle))
        }
        if needsEnvironment(gate.name), environment == nil { return nil }
        guard !validation.request.ignoresCache, let key = key(gate, context) else { return nil }
        return validation.cache.result(
            key, notOlderThan: gate.maximumAge(in: context), now: validation.services.clock.now())
    }

    private func obstacle(_ gate: any Gate, _ context: GateContext) -> String? {
        switch gate.obstacle(in: context) {
        case nil: nil
        case .nothingThere(let reason): reason
        case .notConfigured(let reason): context.gate.requirement == .required ? nil : reason
        }
    }

    func context(
        _ gate: PlannedGate, onOutput: (@Sendable (ProcessOutput) -> Void)?
    ) -> GateContext {
        let settings = validation.request.configuration
        return GateContext(
            gate: gate, project: validation.request.project, configuration: settings,
            inventory: survey.inventory,
            services: validation.services, folder: validation.folder, toolbox: validation.toolbox,
            evidence: validation.evidence, childEnvironment: validation.children,
            redactor: validation.redactor,
            environment: needsEnvironment(gate.name) ? environment : nil,
            planned: Set(plan.gates.map(\.name)), program: validation.request.program,
            uv: survey.uv, lockDigest: survey.subject.lock, waiversNeedOwner: plan.policy.waiversNeedOwner,
            scratch: validation.folder.scratch(validation.id) + "/" + gate.name, base: survey.base,
            upstream: results.filter { gate.after.contains($0.key) },
            timeout: settings.gates[gate.name]?.timeout ?? settings.duration("gate-timeout"),
            onOutput: onOutput)
    }

    /// The content key of a gate's result; `nil` where it rests on something without one.
    func key(_ gate: any Gate, _ context: GateContext) -> String? {
        let upstream = context.gate.after.map { context.upstream[$0] }
        guard upstream.allSatisfy({ $0 != nil && ($0?.key != nil || $0?.outcome.isMeasured == false) }) else {
            return nil
        }
        let content: JSON = .members([
            "gate": .string(gate.name), "revision": .integer(Int64(gate.revision)), "format": 1,
            "tool": gate.tool(in: context)?.json,
            "inputs": .string(survey.inventory.digest(gate.inputs(in: context))),
            "parameters": .strings(gate.parameters(in: context)), "settings": context.settings?.keyParameters,
            "environment": needsEnvironment(gate.name) ? .text(context.environment?.fingerprint) : nil,
            "upstream": .strings(upstream.map { $0?.key ?? $0?.outcome.name ?? "" }),
        ])
        return SHA256Digest(of: content.canonicalBytes).hex
    }
}

extension GateSettings {
    /// What of the settings changes a measurement, as opposed to its judgement.
    var keyParameters: JSON? {
        guard command != nil || parser != nil else { return nil }
        return .members([
            "command": command.map(JSON.strings), "parser": .text(parser?.rawValue), "report": .text(report),
            "pointer": .text(pointer), "pattern": .text(pattern), "metric": .text(metric),
            "unit": .text(unit),
        ])
    }
}
