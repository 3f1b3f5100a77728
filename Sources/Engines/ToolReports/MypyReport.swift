import StructuredData

/// What `mypy --output json` prints: one JSON object a line.
public struct MypyReport: Hashable, Sendable {
    /// The problems, in the order of the report; columns are counted from 1 here, from 0 by mypy.
    ///
    /// A note about the line of the error before it is one of its ``ToolProblem/notes``; any other note is a problem of
    /// its own with the severity `note`.
    public let problems: [ToolProblem]
    /// The lines that are not JSON, such as `Success: no issues found` and crash messages, in order.
    public let other: [String]

    /// - Parameter bytes: Lines `{"file", "line", "column", "message", "hint", "code", "severity"}`; an empty output is
    ///   a report of no problem, because that is what mypy prints then.
    /// - Throws: ``ToolReportError`` if a line is a JSON object of another shape or was cut short.
    /// - SeeAlso: mypy, `--output`.
    public init(parsing bytes: [UInt8]) throws(ToolReportError) {
        var problems: [ToolProblem] = []
        var other: [String] = []
        for (index, line) in try reportLines(bytes[...], as: .mypy).enumerated() where !line.isBlank {
            guard line.first == "{" else {
                other.append(String(line))
                continue
            }
            problems.add(try mypyProblem(line, number: index + 1))
        }
        (self.problems, self.other) = (problems, other)
    }
}

extension MypyReport {
    /// What mypy prints for people, which is all that versions before 1.11 can.
    ///
    /// - Parameter text: Lines `file:line:column: severity: message  [code]`, as `--show-column-numbers`,
    ///   `--show-error-codes` and `--no-pretty` make them; columns are counted from 1. Other lines are ``other``.
    public init(text: String) {
        var problems: [ToolProblem] = []
        var other: [String] = []
        for line in text.split(whereSeparator: \.isNewline) {
            if let problem = problemOfText(line) { problems.add(problem) } else { other.append(String(line)) }
        }
        (self.problems, self.other) = (problems, other)
    }
}

extension [ToolProblem] {
    /// Appends a problem, or adds a note to the error on its line.
    fileprivate mutating func add(_ problem: ToolProblem) {
        if problem.severity == .note, let last = indices.last, self[last].severity == .error,
            self[last].file == problem.file, self[last].line == problem.line
        {
            self[last].notes += [problem.message] + problem.notes
        } else {
            append(problem)
        }
    }
}

private func problemOfText(_ line: Substring) -> ToolProblem? {
    let parts = line.separated(by: ": ", atMost: 2)
    guard parts.count == 3, let severity = ToolProblem.Severity(rawValue: String(parts[1])) else {
        return nil
    }
    var place = parts[0].split(separator: ":", omittingEmptySubsequences: false)
    var numbers: [Int] = []
    while place.count > 1, numbers.count < 2, let number = place.last.flatMap({ Int($0) }) {
        numbers.insert(number, at: 0)
        place.removeLast()
    }
    var message = parts[2]
    var rule: String?
    if message.last == "]", let start = message.lastIndex(of: "["), message[..<start].hasSuffix("  ") {
        rule = String(message[start...].dropFirst().dropLast())
        message = message[..<start].dropLast(2)
    }
    return ToolProblem(
        file: place.joined(separator: ":"), line: numbers.first, column: numbers.count > 1 ? numbers[1] : nil,
        rule: rule, severity: severity, message: String(message))
}

extension Substring {
    /// The parts between the first occurrences of `separator`.
    fileprivate func separated(by separator: String, atMost limit: Int) -> [Substring] {
        var (parts, rest) = ([Substring](), self)
        while parts.count < limit, let range = rest.firstRange(of: separator) {
            parts.append(rest[..<range.lowerBound])
            rest = rest[range.upperBound...]
        }
        return parts + [rest]
    }
}

private func mypyProblem(_ line: Substring, number: Int) throws(ToolReportError) -> ToolProblem {
    do {
        let entry = try JSONCursor(parsing: Array(line.utf8), as: .mypy)
        return ToolProblem(
            file: try entry.member("file").string(), line: try position(entry, "line", first: 1),
            column: try position(entry, "column", first: 0).map { $0 + 1 },
            endLine: try position(entry, "end_line", first: 1),
            endColumn: try position(entry, "end_column", first: 0).map { $0 + 1 },
            rule: try entry.optional("code")?.string(), severity: try severity(entry.member("severity")),
            message: try entry.member("message").string(),
            notes: try entry.optional("hint").map { hint throws(ToolReportError) in [try hint.string()] }
                ?? [])
    } catch .malformed(let format, let reason, _, let column) {
        throw .malformed(format, reason: reason, line: number, column: column)
    } catch .wrongShape(let format, let pointer, let expected) {
        throw .wrongShape(format, pointer: "line \(number)\(pointer)", expected: expected)
    }
}

/// A line or column; mypy writes -1 (and 0 for a line) when it has none.
private func position(_ entry: JSONCursor, _ key: String, first: Int) throws(ToolReportError) -> Int? {
    guard let value = try entry.optional(key) else { return nil }
    guard let whole = value.value.integer, (-1...Int64(Int32.max)).contains(whole) else {
        throw value.wrong("a position")
    }
    return whole < first ? nil : Int(whole)
}

private func severity(_ word: JSONCursor) throws(ToolReportError) -> ToolProblem.Severity {
    guard let severity = ToolProblem.Severity(rawValue: try word.string()) else {
        throw word.wrong("`error`, `warning` or `note`")
    }
    return severity
}

extension Substring {
    var isBlank: Bool { allSatisfy(\.isWhitespace) }
}
