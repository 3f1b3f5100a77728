/// What `pyright --outputjson` prints; basedpyright prints the same.
public struct PyrightReport: Hashable, Sendable {
    /// The problems, in the order of the report; positions are counted from 1 here, from 0 by pyright.
    public let problems: [ToolProblem]
    /// How many files were analysed.
    public let filesAnalyzed: Int

    /// - Parameter bytes: `{"generalDiagnostics": […], "summary": {…}}`.
    /// - Throws: ``ToolReportError``; a ``ToolReportError/contradiction(_:reason:)`` if the summary counts other errors,
    ///   warnings or notes than are listed.
    /// - SeeAlso: pyright, docs/command-line.md, "JSON Output".
    public init(parsing bytes: [UInt8]) throws(ToolReportError) {
        let root = try JSONCursor(parsing: bytes, as: .pyright)
        var problems: [ToolProblem] = []
        for entry in try root.member("generalDiagnostics").elements() {
            if let problem = try pyrightProblem(entry) { problems.append(problem) }
        }
        let summary = try root.member("summary")
        filesAnalyzed = try summary.member("filesAnalyzed").count()
        let counts: [(key: String, severity: ToolProblem.Severity)] = [
            ("errorCount", .error), ("warningCount", .warning), ("informationCount", .note),
        ]
        for (key, severity) in counts {
            let said = try summary.member(key).count()
            let listed = problems.count { $0.severity == severity }
            guard said == listed else {
                throw .contradiction(.pyright, reason: "`\(key)` is \(said), but \(listed) are listed")
            }
        }
        self.problems = problems
    }
}

/// `nil` for what only an editor shows, such as greyed-out code.
private func pyrightProblem(_ entry: JSONCursor) throws(ToolReportError) -> ToolProblem? {
    let severity: ToolProblem.Severity
    let word = try entry.member("severity")
    switch try word.string() {
    case "error": severity = .error
    case "warning": severity = .warning
    case "information": severity = .note
    case "unreachable", "unused", "deprecated": return nil
    default: throw word.wrong("a severity")
    }
    let file = try entry.optional("file")
    let place = if let file { file } else { try entry.member("uri") }
    let range = try entry.optional("range")
    let start = try range?.member("start")
    let end = try range?.member("end")
    let lines = try entry.member("message").string().split(separator: "\n", omittingEmptySubsequences: false)
    return ToolProblem(
        file: try place.string(),
        line: try onwards(start, "line"), column: try onwards(start, "character"),
        endLine: try onwards(end, "line"), endColumn: try onwards(end, "character"),
        rule: try entry.optional("rule")?.string(), severity: severity,
        message: String(lines.first ?? ""),
        notes: lines.dropFirst().map { String($0.drop { $0.isWhitespace }) })
}

private func onwards(_ position: JSONCursor?, _ key: String) throws(ToolReportError) -> Int? {
    guard let count = try position?.member(key).count() else { return nil }
    return count == .max ? count : count + 1
}
