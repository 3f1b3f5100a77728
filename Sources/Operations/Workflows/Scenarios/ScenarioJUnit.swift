import Diagnostics

/// What came of scenarios as JUnit XML: a suite for each file, a case for each scenario, and one for the coverage of each
/// model that has to reach a threshold.
///
/// A case has at most one `failure`, because Jenkins keeps only one, and its text says everything, because GitLab leaves
/// `message` out. Elements and attributes are those of the schema `junit-10.xsd` of Jenkins' xUnit plugin. The times of cases
/// are virtual.
package struct ScenarioJUnit: Sendable {
    private let summary: ScenarioSummary

    package init(_ summary: ScenarioSummary) { self.summary = summary }

    /// The document.
    package var text: String {
        let suites = summary.reports.map(suite) + [coverageSuite].compactMap { $0 }
        let models = summary.models.filter { $0.threshold != nil && !$0.isPartial }
        let failures = summary.failed + models.count(where: \.isTooLow)
        return """
            <?xml version="1.0" encoding="UTF-8"?>
            <testsuites name="uvmgr workflow test" tests="\(summary.total + models.count)" \
            failures="\(failures)" errors="0">
            \(suites.joined())</testsuites>

            """
    }

    private func suite(_ report: ScenarioReport) -> String {
        let cases = report.results.map { result in
            testCase(
                "uvmgr.workflow.\(report.model)", result.name, seconds(result.duration),
                failure: result.failures.first?.diagnostic.message,
                lines: result.failures.flatMap { failure in
                    let place = failure.diagnostic.place.map { "\($0): " } ?? ""
                    return [place + failure.diagnostic.message] + failure.details
                        + (failure.diagnostic.hint.map { ["hint: \($0)"] } ?? [])
                })
        }
        return suite(report.file, cases, failures: report.results.count { !$0.passed })
    }

    private var coverageSuite: String? {
        let models = summary.models.filter { $0.threshold != nil && !$0.isPartial }
        guard !models.isEmpty else { return nil }
        let cases = models.map { model in
            let wanted = percent(model.threshold?.percent ?? 0)
            return testCase(
                "uvmgr.workflow.coverage", model.model, "0.000",
                failure: model.isTooLow
                    ? "\(percent(model.coverage.percent)) is covered, \(wanted) has to be" : nil,
                lines: model.coverage.uncovered.map {
                    "\(model.model):\($0.line): \($0.kind.rawValue) \($0.id) is not covered"
                })
        }
        return suite("coverage", cases, failures: models.count(where: \.isTooLow))
    }

    private func suite(_ name: String, _ cases: [String], failures: Int) -> String {
        """
          <testsuite name="\(escaped(name))" tests="\(cases.count)" failures="\(failures)" errors="0" skipped="0">
        \(cases.joined())  </testsuite>

        """
    }

    private func testCase(
        _ classname: String, _ name: String, _ time: String, failure: String?, lines: [String]
    ) -> String {
        let open =
            "    <testcase classname=\"\(escaped(classname))\" name=\"\(escaped(name))\" time=\"\(time)\""
        guard let failure else { return open + "/>\n" }
        return """
            \(open)>
                  <failure type="scenario" message="\(escaped(failure))">\
            \(lines.map(escaped).joined(separator: "\n"))</failure>
                </testcase>

            """
    }

    private func seconds(_ duration: Duration) -> String {
        let (whole, fraction) = duration.components
        guard whole >= 0, fraction >= 0 else { return "0.000" }
        return "\(whole)." + String(1000 + fraction / 1_000_000_000_000_000).dropFirst()
    }

    /// As XML 1.0 character data or attribute value, without characters that XML forbids (section 2.2).
    private func escaped(_ text: String) -> String {
        var result = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": result += "&amp;"
            case "<": result += "&lt;"
            case ">": result += "&gt;"
            case "\"": result += "&quot;"
            case "\n", "\r", "\t": result += " "
            case "\u{FFFE}", "\u{FFFF}", "\u{0}"..<" ": result += "\\u{\(String(scalar.value, radix: 16))}"
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result
    }
}
