import Capabilities
import Diagnostics
package import StructuredData

/// The schema of ``runJSON(_:)``; the file is `docs/schemas/run-1.schema.json`.
package let runSchema = "https://uvmgr.dev/schemas/run/1"

/// A run as one document, with every member of the schema, `null` where nothing is known.
package func runJSON(_ run: RunState) -> JSON {
    [
        "schema": .string(runSchema), "run": .string(run.id), "verdict": .string(run.answer.rawValue),
        "exitCode": .integer(Int64(run.answer.exitStatus.rawValue)), "approval": run.approval?.json ?? .null,
        "subject": run.header?.subject.json ?? .null, "policy": JSON(run.header?.policy),
        "definition": JSON(run.header?.definition), "invocation": .strings(run.header?.invocation ?? []),
        "program": JSON(run.header?.program), "started": JSON(run.startedText),
        "end": JSON(run.end?.result.rawValue),
        "durationSeconds": run.end.map { .number($0.duration.seconds) } ?? .null,
        "criticalPathSeconds": run.end.map { .number($0.criticalPath.seconds) } ?? .null,
        "traceId": JSON(run.traceID), "gates": .array(run.views.map(gateJSON)),
        "leftOut": .array(run.leftOut.map(\.json)),
        "waivers": .array((run.verdict?.waivers ?? []).map(\.json)),
    ]
}

/// One gate of the document.
func gateJSON(_ view: GateView) -> JSON {
    let (planned, run, decision) = (view.planned, view.run, view.decision)
    return [
        "name": .string(planned.name), "kind": .string(planned.kind.rawValue),
        "status": JSON(decision?.status.rawValue), "requirement": .string(planned.requirement.rawValue),
        "condition": JSON(planned.condition), "origin": .string(planned.origin),
        "after": .strings(planned.after), "reason": JSON(decision?.reason ?? run?.outcome.reason),
        "outcome": run?.outcome.json ?? .null, "tool": run?.tool?.json ?? .null,
        "command": .strings(run?.command ?? []),
        "durationSeconds": run.map { .number($0.duration.seconds) } ?? .null,
        "reusedFrom": JSON(run?.reusedFrom), "key": JSON(run?.key),
        "measurements": .array((run?.measurements ?? []).map(\.json)),
        "findings": .array((run?.findings ?? []).map(\.json)),
        "evidence": .array((run?.evidence ?? []).map(\.json)),
        "parts": .array((decision?.parts ?? []).map(\.json)),
    ]
}

extension RunState {
    /// When it started, RFC 3339 in UTC.
    var startedText: String? { started.map { Instant(nanoseconds: $0).rfc3339 } }
}
