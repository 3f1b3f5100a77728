import Diagnostics

/// A run for a comment on a pull request or the summary of a step, in GitHub's Markdown, which GitLab reads too.
struct MarkdownReport {
    let run: RunState
    let options: ReportOptions
    /// Characters after which details are left out: a comment on GitHub may have 65,536.
    static let budget = 60_000

    var text: String {
        let views = run.views
        var text = ([heading, facts] + warnings + [table(views), waivers(views)]).filter { !$0.isEmpty }
            .joined(separator: "\n\n")
        let told = views.filter { $0.status == .failed || $0.status == .undecided }
        var leftOut: [String] = []
        for view in told {
            let details = details(view)
            if text.utf8.count + details.utf8.count > Self.budget {
                leftOut.append(view.name.markdownCode)
            } else {
                text += "\n\n" + details
            }
        }
        if !leftOut.isEmpty {
            text += "\n\nLeft out for the length of a comment: \(leftOut.joined(separator: ", "))."
        }
        return text + "\n\n" + foot + "\n"
    }

    private var heading: String {
        "## \(run.answer.emoji) \(run.answer.rawValue): \(run.title.markdownEscaped)"
    }

    private var facts: String {
        let subject = run.header?.subject
        var facts: [String] = []
        if let commit = subject?.commit {
            let modified = subject?.isModified == true ? " (modified)" : ""
            facts.append("commit \(String(commit.prefix(7)).markdownCode)\(modified)")
        }
        if let policy = run.header?.policy { facts.append("policy \(policy.markdownCode)") }
        if let end = run.end { facts.append(end.duration.brief) }
        facts.append("\(counted(run.measuredCount, "gate")) measured")
        if run.reusedCount > 0 { facts.append("\(run.reusedCount) reused") }
        if let approval = run.approval { facts.append(run.words(approval).markdownEscaped) }
        return facts.joined(separator: " · ")
    }

    private var warnings: [String] {
        if run.answer == .interrupted { return ["The run was interrupted: there is no verdict."] }
        let isBare = run.answer == .done && run.measuredCount + run.reusedCount == 0
        return isBare ? ["Nothing was measured: no gate stands behind this answer."] : []
    }

    private func table(_ views: [GateView]) -> String {
        guard !views.isEmpty else { return "" }
        let rows = views.map { view in
            let reused = view.run?.reusedFrom == nil ? "" : " (reused)"
            let time = view.run.map { $0.duration.brief + reused } ?? ""
            let words =
                view.measured.isEmpty
                ? view.decision?.reason ?? view.run?.outcome.reason ?? "" : view.measured
            let cells = [
                view.emoji + " " + view.statusWords, view.name.markdownCode, cell(words), cell(view.required),
                time,
            ]
            return "| " + cells.joined(separator: " | ") + " |"
        }
        return (["| status | gate | measured | required | time |", "|---|---|---|---|---:|"] + rows)
            .joined(separator: "\n")
    }

    private func waivers(_ views: [GateView]) -> String {
        var seen: Set<AppliedWaiver> = []
        let applied = (run.verdict?.waivers ?? []).filter {
            seen.insert(AppliedWaiver(waiver: $0.waiver, gate: $0.gate, finding: nil)).inserted
        }
        guard !applied.isEmpty else { return "" }
        let lines = applied.map { item in
            let owner = item.waiver.owner.map { ", \($0.markdownEscaped)" } ?? ""
            return
                "- \(item.gate.markdownCode): \(item.waiver.target.text.markdownCode) until \(item.waiver.until)"
                + "\(owner): \(item.waiver.reason.markdownEscaped)"
        }
        return (["**Waived**", ""] + lines).joined(separator: "\n")
    }

    private func details(_ view: GateView) -> String {
        let reason = view.decision?.reason ?? ""
        let all = view.status == .failed ? view.decisive : []
        let shown = all.prefix(max(0, options.maximumFindings))
        var lines = [
            reason.neutralised,
            "condition: \(view.planned.condition ?? "none") (\(view.planned.origin))".neutralised,
        ]
        lines += shown.flatMap { finding in
            let place = finding.place.map { options.shown("\($0)") + " " } ?? ""
            let line = "\(place)\(finding.rule) \(finding.message)".neutralised.truncated(to: 500)
            return [line] + (finding.remedy.map { ["  fix: \($0.neutralised)".truncated(to: 500)] } ?? [])
        }
        if all.count > shown.count { lines.append("… \(all.count - shown.count) more") }
        if view.status == .undecided, let evidence = view.standardError {
            lines.append("\(evidence.name): \(options.path(of: evidence))".neutralised)
        }
        let summary =
            "\(view.emoji) <code>\(view.name.neutralised.htmlEscaped)</code>: \(reason.neutralised.htmlEscaped)"
        return """
            <details><summary>\(summary)</summary>

            \(lines.joined(separator: "\n").markdownFenced)

            </details>
            """
    }

    private var foot: String {
        let next = (options.nextCommands ?? run.nextCommands).map(\.markdownCode)
        let trace = run.traceID.map { ["trace \($0.markdownCode)"] } ?? []
        return (["run \(run.id.markdownCode)"] + trace + next).joined(separator: " · ")
    }

    private func cell(_ text: String) -> String { text.neutralised.truncated(to: 200).markdownEscaped }
}

extension Answer {
    fileprivate var emoji: String {
        switch self {
        case .done: "✅"
        case .notDone: "❌"
        case .undecided: "❔"
        case .interrupted: "⏹️"
        }
    }
}

extension GateView {
    fileprivate var statusWords: String { status?.rawValue ?? (wasMeasured ? "measured" : "not finished") }

    fileprivate var emoji: String {
        switch status {
        case .passed: "✅"
        case .failed: "❌"
        case .waived: "⚠️"
        case .reported: "ℹ️"
        case .notMeasured, nil: "➖"
        case .undecided: "❔"
        }
    }
}
