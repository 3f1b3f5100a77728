import Diagnostics

/// What came of scenarios as text for a terminal.
package struct ScenarioText: Sendable {
    private let summary: ScenarioSummary
    private let unicode: Bool

    /// - Parameters:
    ///   - summary: What is told.
    ///   - unicode: Whether marks may be other than ASCII.
    package init(_ summary: ScenarioSummary, unicode: Bool = true) {
        (self.summary, self.unicode) = (summary, unicode)
    }

    /// The whole report, its last line ended.
    package var text: String {
        let parts = summary.reports.map(report) + summary.models.map(coverage) + [total]
        return parts.joined(separator: "\n")
    }

    /// One scenario, as ``text`` has it; for telling of it as it ends.
    package func result(_ result: ScenarioResult) -> String {
        let mark = result.passed ? (unicode ? "✓" : "ok  ") : (unicode ? "✗" : "FAIL")
        let head = "  \(mark) \(result.name.onOneLine)\n"
        return head + result.failures.map(failure).joined()
    }

    private func report(_ report: ScenarioReport) -> String {
        let leftOut = report.leftOut == 0 ? "" : " (\(report.leftOut) left out)"
        return "\(report.file) \(unicode ? "→" : "->") \(report.model)\(leftOut)\n"
            + report.results.map(result).joined()
    }

    private func failure(_ failure: ScenarioFailure) -> String {
        let diagnostic = failure.diagnostic
        let place = diagnostic.place.map { "\($0): " } ?? ""
        var text = "      \(place)\(diagnostic.message.onOneLine)\n"
        for line in failure.details { text += "          \(line.shown)\n" }
        if let hint = diagnostic.hint { text += "        hint: \(hint.onOneLine)\n" }
        return text
    }

    private func coverage(_ model: ScenarioSummary.Model) -> String {
        let coverage = model.coverage
        let kinds = ScenarioCoverage.Kind.allCases.compactMap { kind -> String? in
            let (covered, total) = coverage.count(of: kind)
            return total == 0 ? nil : "\(covered) of \(total) \(kind.plural)"
        }
        var text = "\(model.model): \(percent(coverage.percent)) covered"
        text += ", \(coverage.covered) of \(coverage.total) elements (\(kinds.joined(separator: ", ")))\n"
        for element in coverage.uncovered {
            let name = element.name.map { $0.isEmpty ? "" : " \($0.onOneLine)" } ?? ""
            text += "  not covered: line \(element.line), \(element.kind.rawValue) `\(element.id)`\(name)\n"
        }
        if model.isTooLow, let threshold = model.threshold {
            text += "  \(threshold.place): \(percent(threshold.percent)) has to be covered\n"
        }
        return text
    }

    private var total: String {
        let passed = summary.total - summary.failed
        let scenarios = summary.total == 1 ? "1 scenario" : "\(summary.total) scenarios"
        return "\(scenarios): \(passed) passed, \(summary.failed) failed\n"
    }
}

/// A share for people, cut rather than rounded, so that less than all never reads as all.
func percent(_ value: Double) -> String {
    let tenths = Int(value * 10)
    return tenths % 10 == 0 ? "\(tenths / 10) %" : "\(tenths / 10).\(tenths % 10) %"
}

extension String {
    /// The text on one line, without effect on a terminal.
    var onOneLine: String {
        split(whereSeparator: { $0.isWhitespace }).joined(separator: " ").shown
    }

    /// The text with control characters as their escapes.
    fileprivate var shown: String {
        var text = ""
        for scalar in unicodeScalars {
            switch scalar.properties.generalCategory {
            case .control, .format, .lineSeparator, .paragraphSeparator:
                text += "\\u{" + String(scalar.value, radix: 16) + "}"
            default: text.unicodeScalars.append(scalar)
            }
        }
        return text
    }
}
