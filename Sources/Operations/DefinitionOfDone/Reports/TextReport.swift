import Capabilities
import Workflows

/// A run for a person at a terminal: the answer first, then what stands in its way, then the rest.
struct TextReport {
    let run: RunState
    let options: ReportOptions
    let views: [GateView]
    let style: TextStyle
    /// The columns of the longest gate name.
    let nameWidth: Int

    init(run: RunState, options: ReportOptions) {
        (self.run, self.options, style) = (run, options, options.style)
        views = run.views
        nameWidth = views.map { $0.name.neutralised.displayWidth }.max() ?? 0
    }

    var text: String {
        let sections = [head, failed, undecided, waived, passed, reported, open, notMeasured, leftOut, foot]
        return sections.filter { !$0.isEmpty }.map { $0.joined(separator: "\n") + "\n" }
            .joined(separator: "\n")
    }

    private var head: [String] {
        let answer = run.answer
        let subject = [run.title.neutralised, run.commitWords?.neutralised].compactMap { $0 }
        let first =
            "\(sign(answer)) \(style.paint(answer.rawValue, .bold))  \(subject.joined(separator: " "))"
        var facts = run.header.map { ["policy \($0.policy.neutralised)"] } ?? []
        if let end = run.end {
            facts.append(end.duration.brief)
            if options.verbose { facts.append("critical path \(end.criticalPath.brief)") }
            if end.result == .timedOut { facts.append("timed out") }
        }
        facts.append("\(counted(run.measuredCount, "gate")) measured")
        if run.reusedCount > 0 { facts.append("\(run.reusedCount) reused") }
        let waived = views.count { $0.status == .waived }
        if waived > 0 { facts.append("\(waived) waived") }
        var lines = [first, "  " + style.paint(facts.joined(separator: ", "), .dim)]
        if answer == .done, run.measuredCount + run.reusedCount == 0 {
            lines.append(
                "  " + style.paint("nothing was measured: no gate stands behind this answer", .yellow))
        }
        if answer == .interrupted, run.end == nil {
            let words = "its record stops here: it is still running, or its process was killed"
            lines.append("  " + style.paint(words, .yellow))
        }
        if let approval = run.approval {
            lines.append("  " + style.paint(run.words(approval).neutralised, approval.state.paint))
        }
        if options.verbose, let invocation = run.header?.invocation, !invocation.isEmpty {
            lines.append("  " + style.paint(shellWords(invocation).neutralised, .dim))
        }
        return lines
    }

    /// The waivers gate last, as what it finds is about the other gates.
    private var failed: [String] {
        let failed = views.filter { $0.status == .failed }
        let ordered = failed.filter { $0.name != "waivers" } + failed.filter { $0.name == "waivers" }
        return section(
            "failed", .red,
            ordered.flatMap { view in
                [gateLine(view, mark(.failed), decisiveWords(view))] + findings(view) + work(view)
            })
    }

    private var undecided: [String] {
        section(
            "undecided", .yellow,
            views.filter { $0.status == .undecided }.flatMap { view in
                [gateLine(view, mark(.undecided), (view.decision?.reason ?? "").neutralised)]
                    + evidence(view.standardError) + work(view)
            })
    }

    private var waived: [String] {
        var rows: [[Table.Cell]] = []
        for view in views {
            var seen: Set<Waiver> = []
            let applied = (run.verdict?.waivers ?? []).filter { $0.gate == view.name }
            for waiver in applied.map(\.waiver) where seen.insert(waiver).inserted {
                let isWhole = waiver.covers(gate: view.name)
                let sign = Table.Cell(style.sign("~", "~"), .yellow)
                rows.append([
                    sign, name(view), Table.Cell(isWhole ? "the whole gate" : waiver.target.text),
                    Table.Cell("until \(waiver.until)"),
                    Table.Cell(waiver.owner ?? "", .dim),
                    Table.Cell(waiver.reason + (isWhole ? "; without it: \(view.unexcused)" : "")),
                ])
            }
        }
        return section("waived", .yellow, lines(rows))
    }

    private var passed: [String] {
        let passed = views.filter { $0.status == .passed }
        return section(
            "passed", .green, lines(passed.map(passedRow)))
    }

    private func passedRow(_ view: GateView) -> [Table.Cell] {
        // `no findings` where no findings are required needs no second telling.
        let required = view.required == view.measured ? "" : view.required
        var row = [
            Table.Cell(style.sign("✓", "+"), .green), name(view), Table.Cell(view.measured),
            Table.Cell(required, .dim), Table.Cell(view.run?.duration.brief ?? "", .dim),
        ]
        row.append(Table.Cell(view.run?.tool?.source ?? "", .dim))
        if let origin = view.run?.reusedFrom {
            row.append(Table.Cell("reused from \(origin.prefix(13))", .dim))
        }
        return row
    }

    private var reported: [String] {
        let rows = views.filter { $0.status == .reported }.map { view in
            [
                Table.Cell(style.sign("·", "*")), name(view),
                Table.Cell(view.measured.isEmpty ? "no findings" : view.measured),
                Table.Cell(view.run?.reusedFrom.map { "reused from \($0.prefix(13))" } ?? "", .dim),
            ]
        }
        return section("reported only", .plain, lines(rows))
    }

    /// What is known of gates that no verdict was made of.
    private var open: [String] {
        let rows = views.filter { $0.decision == nil }.map { view in
            let words = view.wasMeasured ? view.measured : view.run?.outcome.reason ?? "not started"
            return [
                Table.Cell(view.wasMeasured ? style.sign("·", "*") : "-"), name(view),
                Table.Cell(words.isEmpty ? "no findings" : words),
            ]
        }
        return section("not decided", .plain, lines(rows))
    }

    private var notMeasured: [String] {
        let rows = views.filter { $0.status == .notMeasured }.map { view in
            [Table.Cell("-", .dim), name(view), Table.Cell(view.decision?.reason ?? "", .dim)]
        }
        return section("not measured", .plain, lines(rows))
    }

    private var leftOut: [String] {
        let names = run.leftOut.map(\.name.neutralised).joined(separator: ", ")
        let reasons = Set(run.leftOut.map(\.reason)).sorted().joined(separator: ", ")
        let words = "\(names) (\(reasons))".wrapped(to: max(40, options.width - 2))
        return section("left out of this run", .yellow, run.leftOut.isEmpty ? [] : words.map { "  " + $0 })
    }

    private var foot: [String] {
        let next = (options.nextCommands ?? run.nextCommands).map {
            [Table.Cell("next", .dim), Table.Cell($0, .bold)]
        }
        let ids = [("run", run.id), ("trace", run.traceID ?? "")].filter { !$0.1.isEmpty }
        return Table(rows: next + ids.map { [Table.Cell($0.0, .dim), Table.Cell($0.1, .dim)] }).lines(style)
    }
}

extension RunState {
    /// `waits for approval`, `approved by kim at 2026-11-27 09:30`.
    func words(_ approval: Approval) -> String {
        let by = approval.actor.map { " by \($0)" } ?? ""
        let at =
            approval.time.map {
                " at \(Instant(nanoseconds: $0).rfc3339.prefix(16).replacing("T", with: " ")) UTC"
            } ?? ""
        switch approval.state {
        case .waiting: return basis?.needsApproval == true ? "waits for approval" : "its process waits"
        case .approved, .rejected: return approval.state.rawValue + by + at
        }
    }

    /// The commands that lead on from the answer.
    package var nextCommands: [String] {
        if approval?.state == .waiting {
            return ["uvmgr workflow show \(WorkflowStreams.runPrefix)\(id)", "uvmgr dod explain \(id)"]
        }
        return switch answer {
        case .done: ["uvmgr dod explain \(id)"]
        case .interrupted: ["uvmgr dod validate"]
        case .notDone, .undecided:
            [views(.failed), views(.undecided)].lazy.compactMap(\.first).first.map {
                [shellWords(["uvmgr", "dod", "explain", id, $0.name]).neutralised]
            } ?? ["uvmgr dod explain \(id)"]
        }
    }
}
