public import BPMN

/// A language that expressions and scripts of processes are written in.
public enum ExpressionLanguage: String, Hashable, Sendable, CaseIterable {
    /// The Friendly Enough Expression Language of DMN 1.5.
    case feel
    /// Python, which the host runs.
    case python

    /// The language that a name or namespace URI of a model means; `nil` for one that nothing here runs.
    ///
    /// Without a name it is FEEL: XPath, which BPMN 2.0.2 names as the default of old (8.1), is not what any modeller
    /// writes.
    public init?(named name: String?) {
        guard let name, !name.isEmpty else {
            self = .feel
            return
        }
        let lower = name.lowercased()
        if lower == "feel" || lower.contains("/feel") || lower.contains("xpath") {
            self = .feel
        } else if ["python", "text/python", "text/x-python", "application/python", "application/x-python"]
            .contains(lower) || lower.hasPrefix("python3")
        {
            self = .python
        } else {
            return nil
        }
    }
}

extension ProcessExpression {
    /// What it is written in; `nil` for a language that nothing here runs.
    public var knownLanguage: ExpressionLanguage? { ExpressionLanguage(named: language) }
}
