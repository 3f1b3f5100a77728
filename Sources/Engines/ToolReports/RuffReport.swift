/// What `ruff check --output-format json` prints.
public struct RuffReport: Hashable, Sendable {
    /// The problems, in the order of the report.
    ///
    /// A syntax error has the rule `invalid-syntax` (`nil` from a ruff before 0.10); a file that could not be read has the
    /// rule `io` and no line.
    public let problems: [ToolProblem]

    /// - Parameter bytes: A JSON array of `{code, filename, location: {row, column}, message, fix, url, …}`.
    /// - Throws: ``ToolReportError``.
    /// - SeeAlso: ruff, `--output-format json`.
    public init(parsing bytes: [UInt8]) throws(ToolReportError) {
        problems = try ruffProblems(bytes, as: .ruff)
    }
}

/// What `ruff format --check --output-format json` prints, or `ruff format --check` in words.
public struct RuffFormatReport: Hashable, Sendable {
    /// The files that would change, in the order of the report, each once.
    public let unformatted: [String]
    /// What kept ruff from formatting a file: syntax errors, files that cannot be read.
    public let errors: [ToolProblem]

    /// - Parameter bytes: A JSON array as of ``RuffReport``, or lines `Would reformat: path`.
    /// - Throws: ``ToolReportError``; of lines, if none says how many files there were, since the report is then cut
    ///   short.
    /// - SeeAlso: ruff, `ruff format --check`.
    public init(parsing bytes: [UInt8]) throws(ToolReportError) {
        let text = try reportBytes(bytes, as: .ruffFormat, limit: JSONCursor.sizeLimit)
        guard text.first(where: { $0 > 0x20 }) == UInt8(ascii: "[") else {
            (unformatted, errors) = try wouldReformat(text)
            return
        }
        let problems = try ruffProblems(bytes, as: .ruffFormat)
        var seen: Set<String> = []
        unformatted = problems.filter { $0.rule == "unformatted" }.map(\.file).filter {
            seen.insert($0).inserted
        }
        errors = problems.filter { $0.rule != "unformatted" }
    }
}

private func ruffProblems(_ bytes: [UInt8], as format: ReportFormat) throws(ToolReportError) -> [ToolProblem]
{
    var problems: [ToolProblem] = []
    for entry in try JSONCursor(parsing: bytes, as: format).elements() {
        problems.append(try ruffProblem(entry))
    }
    return problems
}

private func ruffProblem(_ entry: JSONCursor) throws(ToolReportError) -> ToolProblem {
    let start = try entry.optional("location")
    let end = try entry.optional("end_location")
    return ToolProblem(
        file: try entry.member("filename").string(),
        line: try start?.member("row").count(from: 1), column: try start?.member("column").count(from: 1),
        endLine: try end?.member("row").count(from: 1), endColumn: try end?.member("column").count(from: 1),
        rule: try entry.optional("code")?.string(), severity: try severity(entry),
        message: try entry.member("message").string(), fix: try fix(entry),
        url: try entry.optional("url")?.string())
}

private func severity(_ entry: JSONCursor) throws(ToolReportError) -> ToolProblem.Severity {
    guard let word = try entry.optional("severity") else { return .error }
    switch try word.string() {
    case "error", "fatal": return .error
    case "warning": return .warning
    case "info", "help": return .note
    default: throw word.wrong("a severity")
    }
}

private func fix(_ entry: JSONCursor) throws(ToolReportError) -> ToolProblem.Fix? {
    guard let applicability = try entry.optional("fix")?.member("applicability") else { return nil }
    switch try applicability.string().lowercased() {
    case "safe": return .safe
    case "unsafe": return .unsafe
    case "display", "displayonly", "display-only": return .display
    default: throw applicability.wrong("`safe`, `unsafe` or `display`")
    }
}

/// The lines of a ruff that knows no other output, which end in a count.
private func wouldReformat(
    _ text: ArraySlice<UInt8>
) throws(ToolReportError) -> (files: [String], errors: [ToolProblem]) {
    var files: [String] = []
    var errors: [ToolProblem] = []
    var promised: Int?
    for line in try reportLines(text, as: .ruffFormat) {
        if line.hasPrefix("Would reformat: ") {
            files.append(String(line.dropFirst("Would reformat: ".count)))
        } else if line.hasPrefix("error: ") {
            errors.append(failure(line.dropFirst("error: ".count)))
        } else if let count = reformatCount(line) {
            promised = count
        }
    }
    guard let promised else {
        guard files.isEmpty, !errors.isEmpty else {
            throw .malformed(.ruffFormat, reason: "no line counts the files", line: nil, column: nil)
        }
        return (files, errors)
    }
    guard promised == files.count else {
        throw .contradiction(
            .ruffFormat, reason: "\(promised) files would be reformatted, \(files.count) are named")
    }
    return (files, errors)
}

/// `2 files would be reformatted, 1 file already formatted` gives 2, `1 file already formatted` gives 0.
private func reformatCount(_ line: Substring) -> Int? {
    let words = line.split(separator: " ")
    guard words.count >= 4, let count = Int(words[0]), words[1].hasPrefix("file") else { return nil }
    if line.contains(" would be reformatted") { return count }
    return line.hasSuffix(" already formatted") ? 0 : nil
}

/// `Failed to parse path:1:2: message`.
private func failure(_ text: Substring) -> ToolProblem {
    let parts = text.dropFirst(text.hasPrefix("Failed to parse ") ? "Failed to parse ".count : 0)
        .split(separator: ":", maxSplits: 3, omittingEmptySubsequences: false)
    if parts.count == 4, let line = Int(parts[1]), let column = Int(parts[2]), line > 0, column > 0 {
        return ToolProblem(
            file: String(parts[0]), line: line, column: column, rule: nil, severity: .error,
            message: String(parts[3].drop { $0 == " " }))
    }
    return ToolProblem(
        file: "", line: nil, column: nil, rule: nil, severity: .error, message: String(text))
}
