import Diagnostics
package import StructuredData

/// Runs in a table, in the order given.
package func runsTable(_ runs: [RunState], options: ReportOptions) -> String {
    guard !runs.isEmpty else { return "no runs\n" }
    let table = Table(
        header: ["run", "started", "answer", "policy", "commit", "took", "failed"],
        rows: runs.map { run in
            let subject = run.header?.subject
            let commit = subject?.commit.map {
                String($0.prefix(7)) + (subject?.isModified == true ? "+" : "")
            }
            let started = run.startedText.map { $0.prefix(16).replacing("T", with: " ") }
            return [
                Table.Cell(run.id), Table.Cell(started.map { String($0) } ?? ""),
                Table.Cell(run.answer.rawValue, run.answer.paint), Table.Cell(run.header?.policy ?? ""),
                Table.Cell(commit ?? ""), Table.Cell(run.end?.duration.brief ?? ""),
                Table.Cell(run.names(.failed).joined(separator: ", ")),
            ]
        }, right: [5])
    return table.lines(options.style).joined(separator: "\n") + "\n"
}

/// The same for programs; schema `uvmgr.runs/1`.
package func runsJSON(_ runs: [RunState]) -> JSON {
    ["schema": "uvmgr.runs/1", "runs": .array(runs.map(summary))]
}

private func summary(_ run: RunState) -> JSON {
    let header = run.header
    return [
        "run": .string(run.id), "started": JSON(run.startedText), "verdict": .string(run.answer.rawValue),
        "exitCode": .integer(Int64(run.answer.exitStatus.rawValue)), "policy": JSON(header?.policy),
        "definition": JSON(header?.definition), "subject": header?.subject.json ?? .null,
        "durationSeconds": run.end.map { .number($0.duration.seconds) } ?? .null,
        "failed": .strings(run.names(.failed)), "undecided": .strings(run.names(.undecided)),
        "traceId": JSON(run.traceID),
    ]
}

extension RunState {
    fileprivate func names(_ status: GateDecision.Status) -> [String] { views(status).map(\.name) }
}

extension Answer {
    fileprivate var paint: TextStyle.Paint {
        switch self {
        case .done: .green
        case .notDone: .red
        case .undecided, .interrupted: .yellow
        }
    }
}
