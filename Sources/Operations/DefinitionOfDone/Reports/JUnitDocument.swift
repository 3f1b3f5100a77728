/// A run as JUnit XML: a suite for each kind of gate, a test case for each gate.
///
/// One case for each gate, and none for single findings: what shows such reports compares cases by their names from run
/// to run, and only gates have lasting names. A case has at most one `failure`, because Jenkins keeps only one, and its
/// text says everything, because GitLab leaves `message` out. Elements and attributes are those of the schema
/// `junit-10.xsd` of Jenkins' xUnit plugin.
struct JUnitDocument {
    let run: RunState
    let options: ReportOptions

    var text: String {
        let views = run.views
        let suites = GateKind.allCases.compactMap { kind in
            let members = views.filter { $0.planned.kind == kind }
            return members.isEmpty ? nil : suite(kind, members)
        }
        let tally = Tally(views.map(result))
        let time = run.end.map { " time=\"\(seconds($0.duration))\"" } ?? ""
        return """
            <?xml version="1.0" encoding="UTF-8"?>
            <testsuites name="\(attribute("uvmgr dod validate: \(run.title)"))" tests="\(views.count)" \
            failures="\(tally.failures)" errors="\(tally.errors)"\(time)>
            \(suites.joined())</testsuites>

            """
    }

    private func suite(_ kind: GateKind, _ views: [GateView]) -> String {
        let tally = Tally(views.map(result))
        let total = views.reduce(Duration.zero) { $0 + ($1.run?.duration ?? .zero) }
        // `junit-10.xsd` leaves the form open; others want it without fraction and zone.
        let timestamp = run.startedText.map { " timestamp=\"\($0.prefix(19))\"" } ?? ""
        return """
              <testsuite name="uvmgr.dod.\(kind.rawValue)" tests="\(views.count)" failures="\(tally.failures)" \
            errors="\(tally.errors)" skipped="\(tally.skipped)" time="\(seconds(total))"\(timestamp)>
                <properties>
            \(properties)    </properties>
            \(views.map { testCase($0) }.joined())  </testsuite>

            """
    }

    private var properties: String {
        let subject = run.header?.subject
        let pairs = [
            ("uvmgr.run", run.id), ("uvmgr.verdict", run.answer.rawValue),
            ("uvmgr.policy.name", run.header?.policy), ("uvmgr.definition", run.header?.definition),
            ("vcs.ref.head.revision", subject?.commit), ("uvmgr.subject.tree", subject?.tree),
            ("trace.id", run.traceID),
        ]
        return pairs.map { name, value in
            value.map { "      <property name=\"\(name)\" value=\"\(attribute($0))\"/>\n" } ?? ""
        }.joined()
    }

    private func testCase(_ view: GateView) -> String {
        let time = seconds(view.run?.duration ?? .zero)
        let open = """
                <testcase classname="uvmgr.dod.\(view.planned.kind.rawValue)" name="\(attribute(view.name))" \
            time="\(time)"
            """
        guard let result = result(view) else { return open + "/>\n" }
        let body = result.element == "skipped" ? "" : content(result.text)
        return """
            \(open)>
                  <\(result.element) type="\(attribute(result.type))" message="\(attribute(result.message))"\
            \(body.isEmpty ? "/>" : ">\(body)</\(result.element)>")
                </testcase>

            """
    }

    private struct Result {
        let element: String
        let type: String
        let message: String
        var text = ""
    }

    private struct Tally {
        let failures, errors, skipped: Int

        init(_ results: [Result?]) {
            failures = results.count { $0?.element == "failure" }
            errors = results.count { $0?.element == "error" }
            skipped = results.count { $0?.element == "skipped" }
        }
    }

    /// What stands in the test case; `nil` for a gate that passed or was only to be reported.
    private func result(_ view: GateView) -> Result? {
        let reason = view.decision?.reason ?? view.run?.outcome.reason ?? "not started"
        switch view.status {
        case .passed, .reported: return nil
        case .failed:
            return Result(element: "failure", type: "condition", message: reason, text: details(view, reason))
        case .undecided:
            let type = view.wasMeasured ? "undecided" : view.run?.outcome.name ?? "not started"
            return Result(element: "error", type: type, message: reason, text: details(view, reason))
        case .waived: return Result(element: "skipped", type: "waived", message: reason)
        case .notMeasured: return Result(element: "skipped", type: "not measured", message: reason)
        case nil:
            let words = view.wasMeasured ? "measured, not decided" : reason
            return Result(element: "skipped", type: "not decided", message: words)
        }
    }

    private func details(_ view: GateView, _ reason: String) -> String {
        var lines = [reason, "condition: \(view.planned.condition ?? "none") (\(view.planned.origin))"]
        lines += view.decisive.map { finding in
            let place = finding.place.map { options.shown("\($0)") + " " } ?? ""
            let remedy = finding.remedy.map { " (fix: \($0))" } ?? ""
            return "\(place)\(finding.rule) \(finding.message)\(remedy)"
        }
        lines += (view.run?.evidence ?? []).map { "\($0.name): \(options.path(of: $0))" }
        return lines.map(\.neutralised).joined(separator: "\n")
    }

    private func seconds(_ duration: Duration) -> String {
        let (whole, fraction) = duration.components
        guard whole >= 0, fraction >= 0 else { return "0.000" }
        return "\(whole)." + String(1000 + fraction / 1_000_000_000_000_000).dropFirst()
    }

    private func attribute(_ text: String) -> String { text.neutralised.xmlEscaped }
    private func content(_ text: String) -> String { text.xmlEscaped }
}

extension String {
    /// As XML 1.0 character data or attribute value, without characters that XML forbids (section 2.2).
    var xmlEscaped: String {
        mappingScalars { scalar in
            switch scalar {
            case "&": "&amp;"
            case "<": "&lt;"
            case ">": "&gt;"
            case "\"": "&quot;"
            case "\n", "\t": nil
            case "\u{FFFE}", "\u{FFFF}", "\u{0}"..<" ": "\\u" + String(scalar.value, radix: 16)
            default: nil
            }
        }
    }
}
