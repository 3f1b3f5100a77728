import Capabilities
import Conditions
import Diagnostics
import Projects

/// Whether the waivers are in force, and owned where the policy wants an owner.
///
/// An expired waiver is a finding of its own: whoever granted it must renew it or take it out.
struct WaiversGate: Gate {
    let name = "waivers"
    func needsEnvironment(_ project: DiscoveredProject) -> Bool { false }

    func inputs(in context: GateContext) -> FileSelection { FileSelection([]) }
    func tool(in context: GateContext) -> ToolIdentity? { nil }
    func maximumAge(in context: GateContext) -> Duration? { .zero }

    func measure(in context: GateContext) async throws -> GateMeasurement {
        let today = CalendarDay(context.services.clock.now())
        var measurement = GateMeasurement(
            tool: ToolIdentity(name: "uvmgr", version: context.program, origin: .native))
        for waiver in context.configuration.waivers {
            let what = "the waiver of \(waiver.target.label) `\(waiver.target.text)`"
            if waiver.isExpired(on: today) {
                measurement.findings.append(
                    Finding(
                        gate: name, kind: "errors", rule: "expired-waiver", severity: .high,
                        place: waiver.place,
                        message: "\(what) ended on \(waiver.until)",
                        remedy: "mend what it excuses, or renew it"))
            }
            if context.waiversNeedOwner, waiver.owner == nil {
                measurement.findings.append(
                    Finding(
                        gate: name, kind: "errors", rule: "unowned-waiver", severity: .medium,
                        place: waiver.place,
                        message: "\(what) names nobody who answers for it", remedy: "add `by = \"…\"`"))
            }
        }
        return measurement
    }
}
