import Diagnostics

/// The Markdown that belongs into the file `$GITHUB_STEP_SUMMARY` names, to be appended to it.
package func githubStepSummary(_ run: RunState, options: ReportOptions) -> String {
    report(run, as: .markdown, options: options)
}

/// A run as workflow commands of GitHub Actions: the text report in a folded group, then annotations.
struct GitHubReport {
    let run: RunState
    let options: ReportOptions
    /// What GitHub shows of each kind for a step; it drops the others without a word.
    static let limit = 10

    var text: String {
        let errors = interleaved(run.views.filter { $0.status == .failed }.map(errors)) + interruption
        let warnings = interleaved(
            [waived] + run.views.filter { $0.status == .undecided }.map { [undecided($0)] })
        let lines =
            log + errors.prefix(Self.limit).map(\.command) + warnings.prefix(Self.limit).map(\.command)
            + leftOut(errors.count - Self.limit, warnings.count - Self.limit)
        return lines.joined(separator: "\n") + "\n"
    }

    /// The text report, with all findings, between marks that keep the runner from reading commands in it.
    private var log: [String] {
        var plain = options
        (plain.colour, plain.hyperlinks, plain.maximumFindings) = (false, false, Int.max)
        let token = "uvmgr-\(run.id.filter { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-") })"
        let text = report(run, as: .text, options: plain).split(
            separator: "\n", omittingEmptySubsequences: false)
        return [
            "::group::" + "uvmgr dod validate: \(run.answer.rawValue)".workflowData,
            "::stop-commands::\(token)",
        ]
            + text.dropLast().map(String.init) + ["::\(token)::", "::endgroup::"]
    }

    private func errors(_ view: GateView) -> [Annotation] {
        let findings = view.decisive
        guard findings.isEmpty else { return findings.map { annotation("error", $0) } }
        return [Annotation(kind: "error", title: view.name, message: view.decision?.reason ?? "")]
    }

    private var interruption: [Annotation] {
        guard run.answer == .interrupted else { return [] }
        return [
            Annotation(kind: "error", title: "uvmgr", message: "the run was interrupted: there is no verdict")
        ]
    }

    private func undecided(_ view: GateView) -> Annotation {
        Annotation(kind: "warning", title: "\(view.name) undecided", message: view.decision?.reason ?? "")
    }

    private var waived: [Annotation] {
        (run.verdict?.waivers ?? []).map { applied in
            let words = "waived until \(applied.waiver.until): \(applied.waiver.reason)"
            let finding = run.gate(applied.gate)?.findings.first { $0.fingerprint == applied.finding }
            guard let finding else {
                let view = run.views.first { $0.name == applied.gate }
                let rest = view.map { "\nwithout it: \($0.unexcused)" } ?? ""
                return Annotation(kind: "warning", title: "\(applied.gate) waived", message: words + rest)
            }
            return annotation("warning", finding, more: words)
        }
    }

    private func annotation(_ kind: String, _ finding: Finding, more: String? = nil) -> Annotation {
        let message = [finding.message, finding.remedy.map { "fix: \($0)" }, more].compactMap { $0 }
        return Annotation(
            kind: kind, title: "\(finding.gate) \(finding.rule)", message: message.joined(separator: "\n"),
            file: finding.place.map { options.shown($0.file) }, line: finding.place?.line,
            column: finding.place?.column)
    }

    private func leftOut(_ errors: Int, _ warnings: Int) -> [String] {
        let words = [(errors, "error"), (warnings, "warning")].filter { $0.0 > 0 }.map { counted($0.0, $0.1) }
        guard !words.isEmpty else { return [] }
        let message =
            "GitHub shows \(Self.limit) of a kind for each step: \(words.joined(separator: " and ")) "
            + "more in the log of this step"
        return [Annotation(kind: "notice", title: "uvmgr", message: message).command]
    }

    /// One of each list in turn, so that every gate is seen before the limit.
    private func interleaved(_ lists: [[Annotation]]) -> [Annotation] {
        let longest = lists.map(\.count).max() ?? 0
        return (0..<longest).flatMap { index in
            lists.compactMap { $0.indices.contains(index) ? $0[index] : nil }
        }
    }
}

private struct Annotation {
    let kind: String
    let title: String
    let message: String
    var file: String?
    var line: Int?
    var column: Int?

    /// `::error file=…,line=…,col=…,title=…::message`.
    var command: String {
        let properties = [
            ("file", file), ("line", line.map { "\($0)" }),
            ("col", line == nil ? nil : column.map { "\($0)" }),
            ("title", title),
        ]
        let written = properties.compactMap { name, value in
            value.map { "\(name)=\($0.neutralised.workflowProperty)" }
        }
        let text = message.neutralisedLines.joined(separator: "\n")
        return "::\(kind) \(written.joined(separator: ","))::\(text.workflowData)"
    }
}

extension String {
    /// As the data of a workflow command.
    var workflowData: String {
        mappingScalars { scalar in
            switch scalar {
            case "%": "%25"
            case "\r": "%0D"
            case "\n": "%0A"
            default: nil
            }
        }
    }

    /// As the value of a property of a workflow command.
    var workflowProperty: String {
        workflowData.mappingScalars { $0 == ":" ? "%3A" : $0 == "," ? "%2C" : nil }
    }
}
