import Conditions
package import StructuredData

/// A policy for people: its rules, and a row for each gate.
package func policyText(_ policy: Policy, options: ReportOptions) -> String {
    let style = options.style
    let unmeasured =
        switch policy.unmeasured {
        case .listed: "a required gate with nothing to measure is listed as not measured"
        case .undecided: "a required gate with nothing to measure leaves the verdict undecided"
        }
    let owner =
        (policy.waiversNeedOwner ? "waivers need an owner" : "waivers may be without an owner")
        + (policy.needsApproval ? ", and a person approves what is done" : "")
    let table = Table(
        header: ["gate", "kind", "requirement", "condition", "in this version"],
        rows: policy.gates.map { gate in
            let specification = GateCatalog.specification(of: gate.name)
            let isAvailable = specification?.isAvailable ?? true
            return [
                Table.Cell(gate.name, .bold), Table.Cell(specification?.kind.rawValue ?? "the project's own"),
                Table.Cell(gate.requirement.rawValue), Table.Cell(gate.condition?.description ?? "none"),
                isAvailable ? Table.Cell("yes", .green) : Table.Cell("no", .yellow),
            ]
        })
    let head = ["policy \(style.paint(policy.name.neutralised, .bold))", "  \(unmeasured)", "  \(owner)", ""]
    return (head + table.lines(style)).joined(separator: "\n") + "\n"
}

/// The same for programs; schema `uvmgr.policy/1`.
package func policyJSON(_ policy: Policy) -> JSON {
    [
        "schema": "uvmgr.policy/1", "name": .string(policy.name),
        "unmeasured": .string(policy.unmeasured.rawValue), "waiversNeedOwner": .bool(policy.waiversNeedOwner),
        "needsApproval": .bool(policy.needsApproval),
        "gates": .array(
            policy.gates.map { gate in
                let specification = GateCatalog.specification(of: gate.name)
                return [
                    "name": .string(gate.name), "kind": JSON(specification?.kind.rawValue),
                    "summary": JSON(specification?.summary),
                    "requirement": .string(gate.requirement.rawValue),
                    "condition": JSON(gate.condition?.description),
                    "available": .bool(specification?.isAvailable ?? true),
                ]
            }),
    ]
}
