import BPMN
package import Diagnostics
import ProcessLanguages
package import PythonScripts

extension WorkflowModel {
    /// The scripts and expressions that Python would run, and what it says of them.
    package struct PythonTexts: Sendable {
        fileprivate let found: [ModelExpression]
        fileprivate let file: String
        fileprivate let source: String

        package var isEmpty: Bool { found.isEmpty }

        /// What Python is asked about.
        package var texts: [PythonSyntax.Text] {
            found.map { PythonSyntax.Text($0.expression.text, isExpression: !$0.isScript) }
        }

        /// The wording of what Python found, with its place in the file.
        package func diagnostics(_ faults: [PythonSyntax.Fault?]) -> [Diagnostic] {
            zip(found, faults).compactMap { found, fault in fault.map { diagnostic(found, $0) } }
        }
    }

    package var pythonTexts: PythonTexts {
        let found = definitions.executableExpressions.filter {
            $0.expression.knownLanguage == .python && !($0.mayBeLiteral && $0.isTime)
        }
        return PythonTexts(found: found, file: file, source: text)
    }

    /// That nobody has looked at the Python of this model.
    package func uncheckedPython(_ reason: String) -> Diagnostic {
        Diagnostic(
            code: "workflow.python-unchecked",
            message: "its Python was not checked: \(reason)", place: SourcePlace(file: file),
            hint: "name a Python 3.8 or later with `--python`")
    }
}

extension WorkflowModel.PythonTexts {
    private func diagnostic(_ found: ModelExpression, _ fault: PythonSyntax.Fault) -> Diagnostic {
        let (place, excerpt) = place(found, fault)
        let what = found.isScript ? "script" : "expression"
        return Diagnostic(
            code: "workflow.python-syntax",
            message: "the \(what) of `\(found.element)` is no Python: \(fault.message)", place: place,
            excerpt: excerpt)
    }

    private func place(
        _ found: ModelExpression, _ fault: PythonSyntax.Fault
    ) -> (SourcePlace, excerpt: String?) {
        let expression = found.expression
        let element = SourcePlace(file: file, line: expression.place.line, column: expression.place.column)
        guard fault.line > 0 else { return (element, nil) }
        let lines = expression.text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
        // At the end of a text Python names a line behind the last one.
        let line = min(fault.line, lines.count)
        let column =
            fault.line > lines.count ? lines[line - 1].unicodeScalars.count + 1 : max(1, fault.column)
        let written = WrittenText(source).place(
            line: line, column: column, of: expression.text, from: expression.place.line)
        guard let written else {
            return (
                SourcePlace(file: file, line: expression.place.line, column: column), String(lines[line - 1])
            )
        }
        return (
            SourcePlace(file: file, line: written.line, column: written.column), written.excerpt
        )
    }
}

extension ModelExpression {
    /// Whether it is a time as ISO 8601 writes it.
    fileprivate var isTime: Bool {
        let text = expression.text
        return TimeSpan(iso: text) != nil || TimeInstant(iso: text) != nil || TimeCycle(iso: text) != nil
    }
}
