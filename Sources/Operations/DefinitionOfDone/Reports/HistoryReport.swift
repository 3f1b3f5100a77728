import Capabilities
package import StructuredData

/// A metric over the runs that measured it: the trend, and the latest values.
package func historyText(
    gate: String, _ series: [(metric: String, points: [SeriesPoint])], gates: [GateHistory],
    options: ReportOptions
) -> String {
    let style = options.style
    var sections: [[String]] = []
    for (metric, points) in series {
        let title = style.paint("\(gate).\(metric)", .bold)
        let count = points.reduce(0) { $0 + $1.count }
        sections.append(
            ["\(title)  \(change(points, style)), \(count) measurement\(count == 1 ? "" : "s")"]
                + TrendPlot(points: points, options: options).lines)
    }
    if !gates.isEmpty { sections.append(gateLines(gates, style)) }
    if sections.isEmpty { return "nothing on record of `\(gate)`\n" }
    return sections.map { $0.joined(separator: "\n") + "\n" }.joined(separator: "\n")
}

/// One gate's history for programs: an element of `gates` in the schema `uvmgr.history/1`.
package func historyJSON(
    gate: String, _ series: [(metric: String, points: [SeriesPoint])], gates: [GateHistory]
) -> JSON {
    [
        "gate": .string(gate),
        "series": .array(
            series.map { metric, points in
                ["metric": .string(metric), "points": .array(points.map(\.json))]
            }),
        "runs": .array(gates.map(\.json)),
    ]
}

private func change(_ points: [SeriesPoint], _ style: TextStyle) -> String {
    guard let first = points.first, let last = points.last else { return "" }
    let now = TrendPlot.words(last.value, last.unit)
    return points.count == 1
        ? now : "\(TrendPlot.words(first.value, first.unit)) \(style.sign("→", "->")) \(now)"
}

private func gateLines(_ gates: [GateHistory], _ style: TextStyle) -> [String] {
    let rows = gates.map { gate in
        [
            Table.Cell(String(Instant(nanoseconds: gate.time).rfc3339.prefix(16)).replacing("T", with: " ")),
            Table.Cell(String(gate.run.prefix(13)), .dim), Table.Cell(gate.gate),
            Table.Cell(gate.status ?? gate.outcome, gate.paint), Table.Cell(gate.reason ?? ""),
        ]
    }
    return Table(header: ["when", "run", "gate", "status", "because"], rows: rows).lines(style)
}

extension GateHistory {
    fileprivate var paint: TextStyle.Paint {
        switch status.flatMap(GateDecision.Status.init) {
        case .passed, .reported: .green
        case .failed: .red
        case .waived, .undecided, .notMeasured, nil: .yellow
        }
    }

    var json: JSON {
        .members([
            "run": .string(run), "gate": .string(gate), "time": .string(Instant(nanoseconds: time).rfc3339),
            "outcome": .string(outcome), "status": .text(status), "reason": .text(reason),
            "seconds": .number(seconds), "reusedFrom": .text(reusedFrom), "tool": .text(tool),
            "findings": .integer(findings),
        ])
    }
}

extension SeriesPoint {
    var json: JSON {
        .members([
            "run": .string(run), "time": .string(Instant(nanoseconds: time).rfc3339), "value": .number(value),
            "unit": .string(unit), "least": count > 1 ? .number(least) : nil,
            "most": count > 1 ? .number(most) : nil, "count": count > 1 ? .integer(count) : nil,
        ])
    }
}
