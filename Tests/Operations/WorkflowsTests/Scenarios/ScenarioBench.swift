import Diagnostics
import StructuredData
import Testing

@testable import Workflows

/// Runs scenarios against the body of a process.
func report(
    _ body: String, _ scenarios: String, beside: String = "",
    scripts: any ScriptHost = NoScriptHost("no Python here")
) async throws -> ScenarioReport {
    let file = try ScenarioFile(parsing: Array(("model: p.bpmn\n" + scenarios).utf8), file: "t.yaml")
    return try await ScenarioRunner(file, model: try model(body, beside: beside), scripts: scripts).run()
}

/// The faults of a file against a model.
func faults(_ text: String, in model: WorkflowModel? = nil) -> [Diagnostic] {
    do {
        let file = try ScenarioFile(parsing: Array(text.utf8), file: "t.yaml")
        if let model {
            _ = try ScenarioRunner(file, model: model, scripts: NoScriptHost("no Python here"))
        }
        return []
    } catch WorkflowError.faults(let faults) {
        return faults
    } catch {
        return [Diagnostic(code: "other", message: "\(error)")]
    }
}

extension ScenarioReport {
    /// All failures of all scenarios, as one line each.
    var failures: [String] {
        results.flatMap(\.failures).map { failure in
            let place = failure.diagnostic.place.map { "\($0.line ?? 0)" } ?? "?"
            return "\(place) \(failure.code.dropFirst("scenario.".count)): \(failure.diagnostic.message)"
        }
    }
}

/// Elements joined by flows: `a > b > c` for each line; `a >x> b` names the flow.
func flows(_ lines: String...) -> String {
    lines.flatMap { line -> [String] in
        let ids = line.split(separator: " ").filter { $0 != ">" }.map(String.init)
        return zip(ids, ids.dropFirst()).map {
            "<sequenceFlow id=\"\($0)-\($1)\" sourceRef=\"\($0)\" targetRef=\"\($1)\"/>"
        }
    }.joined(separator: "\n")
}

func timer(_ duration: String) -> String {
    """
    <timerEventDefinition><timeDuration xsi:type="tFormalExpression">\(duration)</timeDuration></timerEventDefinition>
    """
}
