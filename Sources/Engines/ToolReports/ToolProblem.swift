/// One problem that a linter or type checker reports, in the words of that tool.
public struct ToolProblem: Hashable, Sendable {
    public enum Severity: String, Sendable, CaseIterable {
        case error, warning, note
    }

    /// How far the tool trusts its own repair.
    public enum Fix: String, Sendable, CaseIterable {
        case safe, unsafe
        /// Shown to a person only.
        case display
    }

    /// The file as the tool names it: absolute, or relative to where the tool ran.
    public let file: String
    /// From 1; `nil` if the problem is about the whole file.
    public let line: Int?
    /// From 1, in the tool's own unit (characters, for most).
    public let column: Int?
    /// The line and column behind the end, from 1.
    public let endLine: Int?
    public let endColumn: Int?
    /// The tool's name for the rule, such as `F401` or `return-value`; `nil` if it names none.
    public let rule: String?
    public let severity: Severity
    public let message: String
    /// What the tool says further about this problem: hints, and notes that follow it.
    public internal(set) var notes: [String]
    /// The repair that the tool offers; `nil` if it offers none.
    public let fix: Fix?
    /// A page about the rule.
    public let url: String?

    init(
        file: String, line: Int?, column: Int?, endLine: Int? = nil, endColumn: Int? = nil, rule: String?,
        severity: Severity, message: String, notes: [String] = [], fix: Fix? = nil, url: String? = nil
    ) {
        (self.file, self.line, self.column) = (file, line, column)
        (self.endLine, self.endColumn, self.rule) = (endLine, endColumn, rule)
        (self.severity, self.message, self.notes) = (severity, message, notes)
        (self.fix, self.url) = (fix, url)
    }
}
