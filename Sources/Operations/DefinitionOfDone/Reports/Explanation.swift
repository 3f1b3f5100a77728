import Conditions
import Diagnostics
import StructuredData

/// How a run, or the gate of that name or alias in it, came to its answer.
///
/// - Throws: ``DoDError/noSuchGate(_:run:known:)``.
package func explain(
    _ run: RunState, gate: String?, options: ReportOptions
) throws(DoDError) -> String {
    let views = try run.views(named: gate)
    let explanation = Explanation(run: run, options: options)
    return ([explanation.head] + views.map(explanation.lines)).map { $0.joined(separator: "\n") + "\n" }
        .joined(separator: "\n")
}

extension RunState {
    func views(named gate: String?) throws(DoDError) -> [GateView] {
        guard let gate else { return views }
        let name = GateCatalog.aliases[gate] ?? gate
        let found = views.filter { $0.name == gate || $0.name == name }
        guard !found.isEmpty else { throw .noSuchGate(gate, run: id, known: plan.map(\.name)) }
        return found
    }
}

extension GateView {
    /// The command that measures this gate alone, and again.
    var reproduction: String { "uvmgr dod validate --only \(shellWords([name])) --no-cache" }
}

private struct Explanation {
    let run: RunState
    let options: ReportOptions
    var style: TextStyle { options.style }
    private var report: TextReport { TextReport(run: run, options: options) }

    var head: [String] {
        let title = [run.title, run.commitWords].compactMap { $0 }.joined(separator: " ").neutralised
        let header = run.header
        let rows: [(String, String?)] = [
            ("run", run.id), ("trace", run.traceID), ("started", run.startedText),
            ("took", run.end.map { "\($0.duration.brief), critical path \($0.criticalPath.brief)" }),
            ("policy", header?.policy), ("approval", run.approval.map { run.words($0) }),
            ("definition", header.map { "sha256:\($0.definition)" }),
            ("commit", header?.subject.commit), ("tree", header?.subject.tree),
            ("branch", header?.subject.branch), ("lock", header?.subject.lock.map { "sha256:\($0)" }),
            ("command", header.map { shellWords($0.invocation) }),
            ("program", header.map { "uvmgr \($0.program)" }),
        ]
        let answer = style.paint(run.answer.rawValue, .bold)
        return ["\(report.sign(run.answer)) \(answer)  \(title)"] + pairs(rows)
    }

    func lines(_ view: GateView) -> [String] {
        let status = view.status?.rawValue ?? "not decided"
        let title = "\(style.paint(view.name.neutralised, .bold)): \(style.paint(status, paint(view.status)))"
        let reason = view.decision?.reason ?? view.run?.outcome.reason
        let rows: [(String, String?)] = [
            ("because", reason),
            ("kind", "\(view.planned.kind.rawValue), \(view.planned.requirement.rawValue)"),
            (
                "condition",
                view.planned.condition.map { "\($0) (\(view.planned.origin))" }
                    ?? "none (\(view.planned.origin))"
            ),
            ("outcome", view.run?.outcome.name ?? "not started"), ("tool", view.run?.tool?.words),
            ("command", view.run.flatMap { $0.command.isEmpty ? nil : shellWords($0.command) }),
            ("took", view.run?.duration.brief), ("cache", provenance(view)),
            ("measure again", view.reproduction),
        ]
        return [title] + pairs(rows) + parts(view) + measurements(view) + findings(view) + waivers(view)
            + evidence(view)
    }

    private func pairs(_ rows: [(String, String?)]) -> [String] {
        let cells = rows.compactMap { row in row.1.map { [Table.Cell(row.0, .dim), Table.Cell($0)] } }
        return Table(rows: cells).lines(style, indent: 2)
    }

    private func paint(_ status: GateDecision.Status?) -> TextStyle.Paint {
        switch status {
        case .passed: .green
        case .failed: .red
        case .waived, .undecided: .yellow
        case .reported, .notMeasured, nil: .plain
        }
    }

    private func provenance(_ view: GateView) -> String? {
        guard let gate = view.run, gate.outcome.isMeasured else { return nil }
        let key = gate.key.map { ", key \($0)" } ?? ", not kept for later runs"
        return (gate.reusedFrom.map { "reused from run \($0)" } ?? "measured in this run") + key
    }

    private func parts(_ view: GateView) -> [String] {
        let rows = (view.decision?.parts ?? []).map { part in
            let (sign, paint): (String, TextStyle.Paint) =
                switch part.result {
                case .holds: (style.sign("✓", "+"), .green)
                case .fails: (style.sign("✗", "x"), .red)
                case .undetermined: ("?", .yellow)
                }
            return [
                Table.Cell(sign, paint), Table.Cell(part.text), Table.Cell("measured \(part.measured)"),
                Table.Cell("required \(part.required)", .dim), Table.Cell(part.reason ?? "", .dim),
            ]
        }
        return titled("decided by", Table(rows: rows, narrow: [0]))
    }

    private func measurements(_ view: GateView) -> [String] {
        let rows = (view.run?.measurements ?? []).map { item in
            let origin = item.origin.map { "\($0.evidence) at \($0.pointer)" } ?? "counted by uvmgr"
            return [Table.Cell(item.name), Table.Cell("\(item.quantity)"), Table.Cell(origin, .dim)]
        }
        return titled("measurements", Table(rows: rows, right: [1]))
    }

    private func findings(_ view: GateView) -> [String] {
        let findings = view.run?.findings ?? []
        let counting = Set((view.decision?.parts ?? []).flatMap(\.findings))
        let text = report
        let lines = findings.flatMap { finding -> [String] in
            let names = [finding.severity?.name ?? "severity unknown", finding.kind] + finding.aliases
            let counts = counting.contains(finding.fingerprint) ? "counts against the condition" : nil
            let facts = names + [counts, "fingerprint \(finding.fingerprint)"].compactMap { $0 }
            return text.lines(of: finding, longest: Int.max) + [
                "        " + style.paint(facts.joined(separator: ", ").neutralised, .dim)
            ]
        }
        return lines.isEmpty ? [] : ["  \(style.paint("findings (\(findings.count))", .dim))"] + lines
    }

    private func waivers(_ view: GateView) -> [String] {
        let rows = (run.verdict?.waivers ?? []).filter { $0.gate == view.name }.map { item in
            [
                Table.Cell("\(item.waiver.target.label) \(item.waiver.target.text)"),
                Table.Cell("until \(item.waiver.until)"), Table.Cell(item.waiver.owner ?? "no owner", .dim),
                Table.Cell(item.waiver.place.map { options.shown("\($0)") } ?? "", .dim),
                Table.Cell(item.waiver.reason),
            ]
        }
        return titled("waivers", Table(rows: rows))
    }

    private func evidence(_ view: GateView) -> [String] {
        let rows = (view.run?.evidence ?? []).map { item in
            [
                Table.Cell(item.name), Table.Cell(item.mediaType, .dim),
                Table.Cell(Quantity(value: Double(item.size), dimension: .bytes).description, .dim),
                Table.Cell(options.path(of: item)),
            ]
        }
        return titled("evidence", Table(rows: rows, right: [2]))
    }

    private func titled(_ title: String, _ table: Table) -> [String] {
        table.rows.isEmpty ? [] : ["  " + style.paint(title, .dim)] + table.lines(style, indent: 4)
    }
}
