import Diagnostics

extension TextReport {
    func section(_ title: String, _ paint: TextStyle.Paint, _ lines: [String]) -> [String] {
        lines.isEmpty ? [] : [style.paint(title, paint == .plain ? .bold : paint)] + lines
    }

    func name(_ view: GateView) -> Table.Cell { Table.Cell(view.name, .bold) }

    /// Rows of a sign, a gate's name, and what there is to say of it.
    func lines(_ rows: [[Table.Cell]]) -> [String] {
        var table = Table(rows: rows, narrow: [0])
        table.least = [1: nameWidth]
        return table.lines(style, indent: 2)
    }

    func sign(_ answer: Answer) -> String {
        switch answer {
        case .done: style.paint(style.sign("✓", "+"), .green)
        case .notDone: style.paint(style.sign("✗", "x"), .red)
        case .undecided, .interrupted: style.paint("?", .yellow)
        }
    }

    func mark(_ status: GateDecision.Status) -> String {
        sign(status == .failed ? .notDone : .undecided)
    }

    /// `✗ coverage  79.4 %, required >= 80%`, with the words wrapped beside the name.
    func gateLine(_ view: GateView, _ sign: String, _ words: String) -> String {
        let indent = 4 + nameWidth + 2
        let lines = words.wrapped(to: max(40, options.width - indent))
        let gate = style.paint(view.name.neutralised, .bold)
        let space = String(repeating: " ", count: nameWidth - view.name.neutralised.displayWidth + 2)
        return
            (["  \(sign) \(gate)\(space)\(lines.first ?? "")"]
            + lines.dropFirst().map { String(repeating: " ", count: indent) + $0 }).joined(separator: "\n")
    }

    /// What was measured against what is required, and who requires it.
    func decisiveWords(_ view: GateView) -> String {
        let parts = view.decisiveParts.map { part in
            "\(part.measured), required \(part.required)" + (part.reason.map { " (\($0))" } ?? "")
        }
        let words = parts.isEmpty ? view.decision?.reason ?? "" : parts.joined(separator: "; ")
        let source = view.run?.tool?.source.map { "; by \($0)" } ?? ""
        return "\(words) (\(view.planned.origin)\(source))".neutralised
    }

    func findings(_ view: GateView) -> [String] {
        let all = view.decisive
        let shown = all.prefix(max(0, options.maximumFindings))
        let rest = all.count - shown.count
        let more =
            "      \(style.sign("…", "...")) \(rest) more: \(shellWords(["uvmgr", "dod", "explain", run.id, view.name]).neutralised)"
        return shown.flatMap { lines(of: $0) } + (rest > 0 ? [style.paint(more, .dim)] : [])
    }

    /// `path:line:column rule message`, the path in one piece, the message below it where it does not fit.
    ///
    /// A message is cut after `longest` columns.
    func lines(of finding: Finding, longest: Int = 600) -> [String] {
        let place = finding.place.map { options.shown("\($0)").neutralised }
        let rule = finding.rule.neutralised
        let message = finding.message.neutralised.truncated(to: longest, unicode: options.unicode)
        let head = [
            place.map {
                style.link(style.paint($0, .cyan), to: finding.place.flatMap { options.absolute($0.file) })
            },
            style.paint(rule, .bold),
        ].compactMap { $0 }.joined(separator: " ")
        let plain = [place, rule, message].compactMap { $0 }.joined(separator: " ")
        let indent = String(repeating: " ", count: 8)
        let room = max(40, options.width - 8)
        var lines = ["      \(head)"]
        if plain.displayWidth + 6 <= options.width {
            if !message.isEmpty { lines[0] += " " + message }
        } else {
            lines += message.wrapped(to: room).map { indent + $0 }
        }
        if let remedy = finding.remedy?.neutralised, !remedy.isEmpty {
            lines += "fix: \(remedy)".wrapped(to: room).map { indent + style.paint($0, .dim) }
        }
        return lines
    }

    func evidence(_ evidence: Evidence?) -> [String] {
        guard let evidence else { return [] }
        let path = options.path(of: evidence)
        return ["      \(evidence.name.neutralised): \(style.link(path, to: options.absolute(path)))"]
    }

    /// By what a gate was measured, where more is asked for.
    func work(_ view: GateView) -> [String] {
        guard options.verbose, let gate = view.run else { return [] }
        let tool = gate.tool.map { "      tool: \($0.words.neutralised), \(gate.duration.brief)" }
        let command = gate.command.isEmpty ? nil : "      command: \(shellWords(gate.command).neutralised)"
        return [tool, command].compactMap { $0 }.map { style.paint($0, .dim) }
    }
}

extension ToolIdentity {
    /// Where data came from that no tool measured, with its age: `OSV, data of 2026-03-01`.
    var source: String? { origin == .native && name != "uvmgr" ? "\(name), \(version)" : nil }

    /// `ruff 0.14.6 (project)`.
    var words: String { "\(name) \(version) (\(origin.rawValue))" }
}

/// The words as a POSIX shell reads them back.
func shellWords(_ words: [String]) -> String {
    words.map { word in
        let isPlain =
            !word.isEmpty
            && word.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                    UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "-"),
                    UInt8(ascii: "."), UInt8(ascii: "/"), UInt8(ascii: ":"), UInt8(ascii: "="),
                    UInt8(ascii: ","), UInt8(ascii: "+"), UInt8(ascii: "@"), UInt8(ascii: "%"):
                    true
                default: false
                }
            }
        return isPlain ? word : "'" + word.mappingScalars { $0 == "'" ? #"'\''"# : nil } + "'"
    }.joined(separator: " ")
}
