package import StructuredData

/// What deciding a run again came to, for a person.
package func replayText(_ replay: Replay, options: ReportOptions) -> String {
    let style = options.style
    let sign =
        replay.isIdentical
        ? style.paint(style.sign("✓", "ok"), .green) : style.paint(style.sign("✗", "x"), .red)
    let before = style.paint(replay.recorded.result.rawValue, .bold)
    let now = style.paint(replay.verdict.result.rawValue, .bold)
    var lines: [String]
    if let policy = replay.otherPolicy {
        lines = [
            "\(replay.run.id): \(before) by policy \(replay.run.basis?.policy ?? ""), \(now) by policy \(policy)"
        ]
        lines += changes(replay, style)
    } else if replay.isIdentical {
        lines = ["\(sign) \(replay.run.id): the same verdict to the byte: \(now)"]
    } else {
        lines = [
            "\(sign) \(replay.run.id): another verdict: \(before) is on record, and \(now) is what it comes to now"
        ]
        if let difference = replay.difference {
            lines.append("  first difference at \(difference.pointer.isEmpty ? "/" : difference.pointer)")
            lines.append("    on record  \(words(difference.first))")
            lines.append("    now        \(words(difference.second))")
        }
    }
    return lines.joined(separator: "\n") + "\n"
}

/// The same for programs; schema `uvmgr.replay/1`.
package func replayJSON(_ replay: Replay) -> JSON {
    .members([
        "schema": "uvmgr.replay/1", "run": .string(replay.run.id),
        "policy": .string(replay.otherPolicy ?? replay.run.basis?.policy ?? ""),
        "recorded": replay.recorded.json, "verdict": replay.verdict.json,
        "identical": .bool(replay.isIdentical),
        "difference": replay.difference.map { difference in
            [
                "pointer": .string(difference.pointer), "recorded": difference.first ?? .null,
                "now": difference.second ?? .null,
            ]
        },
    ])
}

/// The gates that another policy decides otherwise, and those that it has and the run did not measure.
private func changes(_ replay: Replay, _ style: TextStyle) -> [String] {
    let before = Dictionary(replay.recorded.decisions.map { ($0.gate, $0) }) { first, _ in first }
    let rows = replay.verdict.decisions.compactMap { decision -> [Table.Cell]? in
        let old = before[decision.gate]?.status
        guard old != decision.status else { return nil }
        return [
            Table.Cell(decision.gate), Table.Cell(old?.rawValue ?? "not in it", .dim),
            Table.Cell(style.sign("→", "->")), Table.Cell(decision.status.rawValue, paint(decision.status)),
            Table.Cell(decision.reason),
        ]
    }
    if rows.isEmpty { return ["  every gate is decided as it was"] }
    return Table(rows: rows).lines(style, indent: 2)
}

private func words(_ json: JSON?) -> String { json?.canonical.neutralised ?? "(nothing)" }

private func paint(_ status: GateDecision.Status) -> TextStyle.Paint {
    switch status {
    case .passed, .reported: .green
    case .failed: .red
    case .waived, .undecided, .notMeasured: .yellow
    }
}
