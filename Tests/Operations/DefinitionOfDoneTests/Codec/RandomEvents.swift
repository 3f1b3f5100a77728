import Capabilities
import Conditions
import Diagnostics
import Testing

@testable import DefinitionOfDone

/// Events with random values in every member.
enum RandomEvents {
    typealias Source = SeededGenerator

    static func event(_ random: inout Source) throws -> RunEvent {
        switch Int.random(in: 0...12, using: &random) {
        case 0: return .runStarted(try header(&random))
        case 1:
            return .planMade(
                gates: try random.some { try planned(&$0) },
                leftOut: random.some { LeftOutGate(name: $0.text(), reason: $0.text()) })
        case 2:
            return .gateStarted(
                gate: random.text(), tool: try random.maybe { try tool(&$0) },
                command: random.some { $0.text() })
        case 3: return .gateReused(gate: random.text(), run: random.text(), key: random.text())
        case 4: return .measurementRecorded(gate: random.text(), try measurement(&random))
        case 5: return .findingRecorded(try finding(&random))
        case 6: return .evidenceStored(gate: random.text(), evidence(&random))
        case 7:
            return .gateFinished(
                GateEnd(
                    gate: random.text(), kind: try random.one(of: GateKind.allCases),
                    outcome: try outcome(&random),
                    tool: try random.maybe { try tool(&$0) }, command: random.some { $0.text() },
                    duration: duration(&random), key: random.maybe { $0.text() }))
        case 8:
            let applied = try applied(&random)
            return .waiverApplied(applied.waiver, gate: applied.gate, finding: applied.finding)
        case 9: return .runResumed(program: random.text(), invocation: random.some { $0.text() })
        case 10: return .policyEvaluated(try basis(&random))
        case 11:
            return .verdictReached(
                Verdict(
                    result: try random.one(of: [.done, .notDone, .undecided]),
                    decisions: try random.some { try decision(&$0) },
                    waivers: try random.some { try applied(&$0) }))
        default:
            return .runFinished(
                RunEnd(
                    result: try random.one(of: [.completed, .interrupted, .timedOut]),
                    duration: duration(&random),
                    criticalPath: duration(&random)))
        }
    }

    static func basis(_ random: inout Source) throws -> DecisionBasis {
        let gates = try random.some { try planned(&$0) }
        let quantity = Quantity(value: 0.25, dimension: try random.one(of: Dimension.allCases))
        return DecisionBasis(
            policy: random.text(), unmeasured: try random.one(of: [.listed, .undecided]),
            needsApproval: Bool.random(using: &random), gates: gates,
            waivers: try random.some { try applied(&$0).waiver },
            today: CalendarDay(number: Int.random(in: 0...30_000, using: &random)),
            unknownSeverity: try random.one(of: [.countsAsCritical, .ignore, .countsAs(.low)]),
            baselines: random.maybe { [$0.text(): ["tests": ["failures": quantity]]] } ?? [:],
            known: random.maybe { [$0.text(): [$0.text()]] },
            metrics: random.maybe { [$0.text(): .init(main: $0.text(), lowerIsBetter: [$0.text(): true])] }
                ?? [:])
    }

    /// Quarters of a second, which a floating-point number holds exactly.
    static func duration(_ random: inout Source) -> Duration {
        .milliseconds(250 * Int.random(in: 0...100_000, using: &random))
    }

    static func header(_ random: inout Source) throws -> RunHeader {
        RunHeader(
            subject: Subject(
                project: random.text(), version: random.maybe { $0.text() },
                commit: random.maybe { $0.text() },
                tree: random.text(), branch: random.maybe { $0.text() }, isModified: random.bool(),
                lock: random.maybe { $0.text() }), policy: random.text(), definition: random.text(),
            invocation: random.some { $0.text() }, program: random.text())
    }

    static func requirement(_ random: inout Source) throws -> Policy.Requirement {
        try random.one(of: [.required, .whereConfigured, .reported])
    }

    static func planned(_ random: inout Source) throws -> PlannedGate {
        PlannedGate(
            name: random.text(), kind: try random.one(of: GateKind.allCases),
            requirement: try requirement(&random),
            condition: random.maybe { $0.text() }, origin: random.text(), after: random.some { $0.text() })
    }

    static func tool(_ random: inout Source) throws -> ToolIdentity {
        ToolIdentity(
            name: random.text(), version: random.text(),
            origin: try random.one(of: [.project, .pinned, .system, .native]))
    }

    static func place(_ random: inout Source) -> SourcePlace {
        let line = random.maybe { Int.random(in: 1...9999, using: &$0) }
        return SourcePlace(
            file: random.text(), line: line, column: random.maybe { Int.random(in: 1...200, using: &$0) },
            length: Int.random(in: 1...9, using: &random))
    }

    static func measurement(_ random: inout Source) throws -> Measurement {
        let quantity = Quantity(
            value: Double.random(in: -1e6...1e6, using: &random),
            dimension: try random.one(of: Dimension.allCases))
        return Measurement(
            random.text(), quantity,
            origin: random.maybe { MeasurementOrigin(evidence: $0.text(), pointer: $0.text()) })
    }

    static func finding(_ random: inout Source) throws -> Finding {
        Finding(
            gate: random.text(), kind: random.text(), rule: random.text(), aliases: random.some { $0.text() },
            severity: try random.maybe { try $0.one(of: Severity.allCases) },
            place: random.maybe { place(&$0) },
            message: random.text(), remedy: random.maybe { $0.text() }, fingerprint: random.text())
    }

    static func evidence(_ random: inout Source) -> Evidence {
        Evidence(
            name: random.text(), digest: random.text(), mediaType: random.text(),
            size: Int.random(in: 0...1_000_000, using: &random))
    }

    static func outcome(_ random: inout Source) throws -> GateOutcome {
        try random.one(of: [
            .measured, .cancelled, .failedToRun(random.text()), .notApplicable(random.text()),
            .timedOut(after: duration(&random)),
        ])
    }

    static func applied(_ random: inout Source) throws -> AppliedWaiver {
        let waiver = Waiver(
            target: try random.one(of: [.gate(random.text()), .rule(random.text()), .finding(random.text())]),
            reason: random.text(), owner: random.maybe { $0.text() },
            until: CalendarDay(number: Int.random(in: 0...40_000, using: &random)),
            place: random.maybe { place(&$0) })
        return AppliedWaiver(waiver: waiver, gate: random.text(), finding: random.maybe { $0.text() })
    }

    static func decision(_ random: inout Source) throws -> GateDecision {
        GateDecision(
            gate: random.text(), kind: try random.one(of: GateKind.allCases),
            status: try random.one(of: [.passed, .failed, .waived, .reported, .notMeasured, .undecided]),
            requirement: try requirement(&random), condition: random.maybe { $0.text() },
            parts: try random.some { random in
                DecisionPart(
                    text: random.text(), result: try random.one(of: [.holds, .fails, .undetermined]),
                    measured: random.text(), required: random.text(), findings: random.some { $0.text() },
                    reason: random.maybe { $0.text() })
            }, reason: random.text())
    }
}
