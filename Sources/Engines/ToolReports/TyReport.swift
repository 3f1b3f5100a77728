/// What `ty check --output-format gitlab` prints: GitLab's Code Quality format.
public struct TyReport: Hashable, Sendable {
    /// The problems, in the order of the report.
    ///
    /// ty writes its errors as `major`, warnings as `minor`, notes as `info` and its own failures as `critical`.
    public let problems: [ToolProblem]

    /// - Parameter bytes: A JSON array of `{check_name, description, severity, location: {path, positions}}`.
    /// - Throws: ``ToolReportError``.
    /// - SeeAlso: ty, `--output-format`; GitLab, "Code Quality report format".
    public init(parsing bytes: [UInt8]) throws(ToolReportError) {
        var problems: [ToolProblem] = []
        for entry in try JSONCursor(parsing: bytes, as: .ty).elements() {
            problems.append(try tyProblem(entry))
        }
        self.problems = problems
    }
}

private func tyProblem(_ entry: JSONCursor) throws(ToolReportError) -> ToolProblem {
    let rule = try entry.member("check_name").string()
    let description = try entry.member("description").string()
    let location = try entry.member("location")
    let positions = try location.optional("positions")
    let start = try positions?.member("begin")
    let end = try positions?.optional("end")
    let line =
        if let start { try start.member("line") } else { try location.optional("lines")?.member("begin") }
    let message =
        description.hasPrefix(rule + ": ") ? String(description.dropFirst(rule.count + 2)) : description
    return ToolProblem(
        file: try location.member("path").string(),
        line: try line?.count(from: 1),
        column: try start?.optional("column")?.count(from: 1),
        endLine: try end?.member("line").count(from: 1),
        endColumn: try end?.optional("column")?.count(from: 1), rule: rule,
        severity: try severity(entry.member("severity")), message: message)
}

private func severity(_ word: JSONCursor) throws(ToolReportError) -> ToolProblem.Severity {
    switch try word.string() {
    case "blocker", "critical", "major": return .error
    case "minor": return .warning
    case "info": return .note
    default: throw word.wrong("a severity of GitLab's Code Quality format")
    }
}
