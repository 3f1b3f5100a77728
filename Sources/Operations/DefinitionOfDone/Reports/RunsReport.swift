import Capabilities
import Diagnostics
package import StructuredData

/// Runs in a table, in the order given.
package func runsTable(_ runs: [RunSummary], options: ReportOptions) -> String {
    guard !runs.isEmpty else { return "no runs\n" }
    let table = Table(
        header: ["run", "started", "answer", "policy", "commit", "took", "failed"],
        rows: runs.map { run in
            let commit = run.subject?.commit.map {
                String($0.prefix(7)) + (run.subject?.isModified == true ? "+" : "")
            }
            let started = Instant(nanoseconds: run.started).rfc3339.prefix(16).replacing("T", with: " ")
            return [
                Table.Cell(run.id), Table.Cell(String(started)),
                Table.Cell(
                    run.answer.rawValue + (run.approval.map { ", " + $0.state.words } ?? ""),
                    run.approval?.state.paint ?? run.answer.paint), Table.Cell(run.policy ?? ""),
                Table.Cell(commit ?? ""), Table.Cell(run.duration?.brief ?? ""),
                Table.Cell(run.failed.joined(separator: ", ")),
            ]
        }, right: [5])
    return table.lines(options.style).joined(separator: "\n") + "\n"
}

/// The same for programs; schema `uvmgr.runs/1`.
package func runsJSON(_ runs: [RunSummary]) -> JSON {
    ["schema": "uvmgr.runs/1", "runs": .array(runs.map(summary))]
}

private func summary(_ run: RunSummary) -> JSON {
    [
        "run": .string(run.id), "started": .string(Instant(nanoseconds: run.started).rfc3339),
        "verdict": .string(run.answer.rawValue),
        "exitCode": .integer(Int64(run.answer.exitStatus.rawValue)),
        "approval": run.approval?.json ?? .null, "policy": JSON(run.policy),
        "definition": JSON(run.definition), "subject": run.subject?.json ?? .null,
        "durationSeconds": run.duration.map { .number($0.seconds) } ?? .null,
        "failed": .strings(run.failed), "undecided": .strings(run.undecided),
        "traceId": JSON(run.traceID),
    ]
}

extension Answer {
    package var paint: TextStyle.Paint {
        switch self {
        case .done: .green
        case .notDone: .red
        case .undecided, .interrupted: .yellow
        }
    }
}

extension Approval.State {
    /// As it is told behind a verdict.
    var words: String { self == .waiting ? "waits for approval" : rawValue }

    package var paint: TextStyle.Paint {
        switch self {
        case .waiting: .yellow
        case .approved: .green
        case .rejected: .red
        }
    }
}

extension Approval {
    /// For programs.
    var json: JSON {
        [
            "state": .string(state.rawValue), "by": JSON(actor),
            "at": JSON(time.map { Instant(nanoseconds: $0).rfc3339 }),
        ]
    }
}
