public import Diagnostics

/// Why the output of a tool cannot be taken for a measurement.
public enum ToolReportError: DiagnosableError, Hashable {
    /// There is no output at all.
    case empty(ReportFormat)
    /// The output is larger than this reader takes, in bytes.
    case tooLarge(ReportFormat, limit: Int)
    /// The output is not JSON, XML or the text expected; line and column count from 1, where known.
    case malformed(ReportFormat, reason: String, line: Int?, column: Int?)
    /// The output can be read but is not such a report: `expected` is missing at `pointer` (a JSON pointer, an XML
    /// element, or a line).
    case wrongShape(ReportFormat, pointer: String, expected: String)
    /// Two parts of a report say different things, so that neither can be believed.
    case contradiction(ReportFormat, reason: String)
    /// A JSON pointer that leads nowhere: `missing` is the first part that is not there.
    case pointerNotFound(pointer: String, missing: String)
    /// What was extracted is not a number.
    case notANumber(ReportFormat, source: String, text: String)
    /// A regular expression that cannot be compiled, or that could take unbounded time.
    case badPattern(pattern: String, reason: String)
    /// A regular expression that has no such capture group.
    case noSuchGroup(pattern: String, group: String)
    /// A regular expression that matches nowhere.
    case noMatch(pattern: String)

    public var diagnostic: Diagnostic {
        Diagnostic(code: code, message: message, hint: hint, exit: isConfiguration ? .usage : .undecided)
    }

    private var code: String {
        switch self {
        case .empty: "report.empty"
        case .tooLarge: "report.too-large"
        case .malformed: "report.malformed"
        case .wrongShape: "report.wrong-shape"
        case .contradiction: "report.contradiction"
        case .pointerNotFound: "report.pointer-not-found"
        case .notANumber: "report.not-a-number"
        case .badPattern: "report.bad-pattern"
        case .noSuchGroup: "report.no-such-group"
        case .noMatch: "report.no-match"
        }
    }

    private var message: String {
        switch self {
        case .empty(let format): "the `\(format.rawValue)` report is empty"
        case .tooLarge(let format, let limit):
            "the `\(format.rawValue)` report is larger than \(limit) bytes"
        case .malformed(let format, let reason, let line, let column):
            "not a `\(format.rawValue)` report\(Self.at(line, column)): \(reason)"
        case .wrongShape(let format, let pointer, let expected):
            "not a `\(format.rawValue)` report: expected \(expected) at `\(pointer.isEmpty ? "/" : pointer)`"
        case .contradiction(let format, let reason):
            "the `\(format.rawValue)` report contradicts itself: \(reason)"
        case .pointerNotFound(let pointer, let missing):
            "the JSON pointer `\(pointer)` leads nowhere: there is no `\(missing)`"
        case .notANumber(let format, let source, let text):
            "what `\(format.rawValue)` found with `\(source)` is not a number: `\(text)`"
        case .badPattern(let pattern, let reason): "cannot use the pattern `\(pattern)`: \(reason)"
        case .noSuchGroup(let pattern, let group):
            "the pattern `\(pattern)` has no group `\(group)` that took part in the match"
        case .noMatch(let pattern): "the pattern `\(pattern)` matches nowhere in the output"
        }
    }

    private static func at(_ line: Int?, _ column: Int?) -> String {
        guard let line else { return "" }
        return " at line \(line)" + (column.map { ", column \($0)" } ?? "")
    }

    private var hint: String {
        switch self {
        case .empty, .malformed, .wrongShape: "see what the tool printed on standard error"
        case .tooLarge: "let the tool report on fewer files"
        case .contradiction: "run the tool again; a report that was cut short or merged cannot be trusted"
        case .pointerNotFound, .notANumber:
            "look at the output of the tool and correct the pointer or pattern"
        case .badPattern, .noSuchGroup: "correct the pattern"
        case .noMatch: "compare the pattern with the output of the tool"
        }
    }

    /// Whether it is the configuration that is wrong, whatever the tool prints.
    private var isConfiguration: Bool {
        if case .badPattern = self { true } else { false }
    }
}
