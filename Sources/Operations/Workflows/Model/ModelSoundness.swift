import BPMN
package import Diagnostics

extension WorkflowModel {
    /// Where a process can get stuck or do something twice, each with a way to it.
    package func soundnessWarnings() -> [Diagnostic] {
        deployment.processes.flatMap { process -> [Diagnostic] in
            // The process is one of the deployment's own, which is the only reason for an error.
            guard let report = try? deployment.soundness(of: process) else { return [] }
            return report.findings.map { warning($0) }
        }
    }

    private func warning(_ finding: SoundnessFinding) -> Diagnostic {
        let names = finding.elements.map { "`\($0)`" }.joined(separator: ", ")
        let words =
            switch finding.kind {
            case .deadlock: "tokens can get stuck at \(names)"
            case .lackOfSynchronisation: "two tokens can come to \(names), which then runs twice"
            case .deadElement: "no token can ever reach \(names)"
            }
        let way =
            finding.path.isEmpty ? nil : "it comes about on the way \(finding.path.joined(separator: " → "))"
        return Diagnostic(
            code: "bpmn.\(finding.kind.rawValue)", message: words,
            place: SourcePlace(file: file, line: finding.place.line, column: finding.place.column), hint: way)
    }
}
