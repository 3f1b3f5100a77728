package import StructuredData

/// What ``explain(_:gate:options:)`` says, for programs; schema `uvmgr.explain/1`.
///
/// - Throws: ``DoDError/noSuchGate(_:run:known:)``.
package func explainJSON(_ run: RunState, gate: String?, options: ReportOptions) throws(DoDError) -> JSON {
    let views = try run.views(named: gate)
    var members = runJSON(run).object ?? [:]
    members["schema"] = "uvmgr.explain/1"
    members["gates"] = .array(views.map { explanation(of: $0, in: run, options) })
    members["waivers"] = nil
    return .object(members)
}

private func explanation(of view: GateView, in run: RunState, _ options: ReportOptions) -> JSON {
    var members = gateJSON(view).object ?? [:]
    members["evidence"] = .array(
        (view.run?.evidence ?? []).map { item in
            var evidence = item.json.object ?? [:]
            evidence["path"] = .string(options.path(of: item))
            return .object(evidence)
        })
    members["measuredBy"] = view.wasMeasured ? .string(view.run?.reusedFrom ?? run.id) : .null
    members["measureAgain"] = .string(view.reproduction)
    members["waivers"] = .array((run.verdict?.waivers ?? []).filter { $0.gate == view.name }.map(\.json))
    return .object(members)
}
