import Conditions
package import StructuredData

/// What differs between two runs.
package struct RunDifference: Hashable, Sendable {
    /// One thing that is not the same.
    package struct Change: Hashable, Sendable {
        /// `subject`, `policy`, `verdict`, or a gate's name.
        package let area: String
        package let what: String
        /// In the first run; `nil` if it is not there.
        package let before: String?
        package let after: String?
    }

    package let first: String
    package let second: String
    package private(set) var changes: [Change] = []

    package var isEmpty: Bool { changes.isEmpty }

    package init(_ first: RunState, _ second: RunState) {
        (self.first, self.second) = (first.id, second.id)
        header(first.header, second.header)
        compare("verdict", "answer", first.answer.rawValue, second.answer.rawValue)
        let names =
            first.plan.map(\.name)
            + second.plan.map(\.name).filter { name in
                !first.plan.contains { $0.name == name }
            }
        for name in names { gate(name, first, second) }
    }

    private mutating func compare(_ area: String, _ what: String, _ before: String?, _ after: String?) {
        if before != after { changes.append(Change(area: area, what: what, before: before, after: after)) }
    }

    private mutating func header(_ a: RunHeader?, _ b: RunHeader?) {
        compare("subject", "version", a?.subject.version, b?.subject.version)
        compare("subject", "commit", a?.subject.commit, b?.subject.commit)
        compare("subject", "tree", a?.subject.tree, b?.subject.tree)
        compare("subject", "lock", a?.subject.lock, b?.subject.lock)
        compare("policy", "name", a?.policy, b?.policy)
        compare("policy", "definition", a?.definition, b?.definition)
        compare("program", "version", a?.program, b?.program)
    }

    private mutating func gate(_ name: String, _ a: RunState, _ b: RunState) {
        let (planA, planB) = (a.plan.first { $0.name == name }, b.plan.first { $0.name == name })
        compare(name, "condition", planA?.condition, planB?.condition)
        let decision = { (run: RunState) in run.verdict?.decisions.first { $0.gate == name }?.status.rawValue
        }
        compare(name, "status", decision(a), decision(b))
        let (runA, runB) = (a.gate(name), b.gate(name))
        compare(name, "outcome", runA?.outcome.name, runB?.outcome.name)
        compare(
            name, "tool", runA?.tool.map { "\($0.name) \($0.version)" },
            runB?.tool.map { "\($0.name) \($0.version)" })
        measurements(name, runA?.measurements ?? [], runB?.measurements ?? [])
        findings(name, runA?.findings ?? [], runB?.findings ?? [])
    }

    private mutating func measurements(_ gate: String, _ a: [Measurement], _ b: [Measurement]) {
        let values = { (list: [Measurement]) in
            Dictionary(list.map { ($0.name, $0.quantity.description) }) { first, _ in first }
        }
        let (before, after) = (values(a), values(b))
        for name in Set(before.keys).union(after.keys).sorted() {
            compare(gate, name, before[name], after[name])
        }
    }

    private mutating func findings(_ gate: String, _ a: [Finding], _ b: [Finding]) {
        let (before, after) = (Set(a.map(\.fingerprint)), Set(b.map(\.fingerprint)))
        for finding in b where !before.contains(finding.fingerprint) {
            changes.append(Change(area: gate, what: "new finding", before: nil, after: finding.line))
        }
        for finding in a where !after.contains(finding.fingerprint) {
            changes.append(Change(area: gate, what: "gone", before: finding.line, after: nil))
        }
    }
}

extension Finding {
    fileprivate var line: String { "\(rule)\(place.map { " \($0)" } ?? ""): \(message)" }
}

/// What differs, for a person.
package func differenceText(_ difference: RunDifference, options: ReportOptions) -> String {
    guard !difference.isEmpty else { return "the runs do not differ\n" }
    let style = options.style
    let rows = difference.changes.map { change in
        [
            Table.Cell(change.area, .bold), Table.Cell(change.what), Table.Cell(change.before ?? "", .red),
            Table.Cell(style.sign("→", "->"), .dim), Table.Cell(change.after ?? "", .green),
        ]
    }
    return
        ([style.paint("\(difference.first) \(style.sign("→", "->")) \(difference.second)", .dim)]
        + Table(rows: rows).lines(style, indent: 2)).joined(separator: "\n") + "\n"
}

/// The same for programs; schema `uvmgr.diff/1`.
package func differenceJSON(_ difference: RunDifference) -> JSON {
    [
        "schema": "uvmgr.diff/1", "first": .string(difference.first), "second": .string(difference.second),
        "changes": .array(
            difference.changes.map { change in
                [
                    "area": .string(change.area), "what": .string(change.what),
                    "before": JSON(change.before), "after": JSON(change.after),
                ]
            }),
    ]
}
