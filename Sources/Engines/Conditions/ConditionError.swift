public import Diagnostics

/// Why a text is not a condition, or why a condition does not fit its gate.
public struct ConditionError: DiagnosableError, Hashable {
    public enum Reason: Hashable, Sendable {
        // What the text is made of.
        case empty
        case unexpected(String)
        case trailing(String)
        case nothingAfter(String)
        case expected(word: String, after: String)
        // Comparisons.
        case missingOperator(metric: String?, amount: String?)
        case notAnOperator(String)
        case missingAmount(after: String)
        case unknownUnit(String)
        case tooManyDigits(String)
        case countInComparison(number: String, noun: String)
        // Findings.
        case notAWholeNumber(String)
        case amountInLimit(String)
        case unknownKind(String)
        case missingKind(after: String)
        case unknownSeverity(String)
        case severityTwice(String)
        case orHigherAfterSeveral
        case notOrHigher(String)
        case severitiesJoined(by: String)
        case newAfterSeverity
        case noMoreThan
        // Trends.
        case negativeAllowance(String)
        case baselineIsAmount(String)
        case notABaseline(String)
        // Against a gate.
        case missingGate
        case unknownGate(String, known: [String])
        case missingCondition(gate: String)
        case noMetric
        case noMainMetric(known: [String])
        case unknownMetric(String, known: [String])
        case wrongDimension(amount: String, is: Dimension, metric: String, needs: Dimension)
        case missingUnit(amount: String, metric: String, needs: Dimension)
        case kindNotCounted(String, known: [String])
    }

    public let reason: Reason
    /// The sentence that was read.
    public let text: String
    /// Where the fault begins in `text`, in Unicode scalars from 0; the end of the text when something is missing there.
    public let offset: Int
    /// How many Unicode scalars are at fault; at least 1.
    public let length: Int

    init(_ reason: Reason, at range: Range<Int>, in text: String) {
        (self.reason, self.text, self.offset, self.length) = (
            reason, text, range.lowerBound, max(1, range.count)
        )
    }

    /// The wording, with the sentence as excerpt and the place in it.
    public var diagnostic: Diagnostic { diagnostic(file: "<condition>", line: 1, column: 1) }

    /// The wording for a sentence that stands in a file.
    ///
    /// - Parameters:
    ///   - file: The file's name.
    ///   - line: The line on which the sentence begins, from 1.
    ///   - column: The column of the sentence's first scalar (behind an opening quote), from 1.
    ///   - sourceLine: The whole line of the file at fault; without it the excerpt is the line of the sentence, moved to
    ///     its column so that a caret under the place points at the fault.
    /// - Returns: A diagnostic whose place is the fault's, not the sentence's.
    public func diagnostic(file: String, line: Int, column: Int, sourceLine: String? = nil) -> Diagnostic {
        let scalars = Array(text.unicodeScalars)
        let before = scalars[..<min(offset, scalars.count)]
        let lineStart = before.lastIndex(of: "\n").map { $0 + 1 } ?? 0
        let lineEnd = scalars[lineStart...].firstIndex(of: "\n") ?? scalars.count
        let column = lineStart == 0 ? max(1, column) : 1
        let own = String(String.UnicodeScalarView(scalars[lineStart..<lineEnd]))
        let place = SourcePlace(
            file: file, line: line + before.count { $0 == "\n" }, column: column + before.count - lineStart,
            length: max(1, min(length, lineEnd - offset)))
        return Diagnostic(
            code: code, message: message, place: place,
            excerpt: sourceLine ?? String(repeating: " ", count: column - 1) + own, hint: hint)
    }
}

extension ConditionError.Reason {
    /// The last part of the diagnostic's code.
    var code: String {
        switch self {
        case .unknownUnit: "unknown-unit"
        case .unknownKind: "unknown-kind"
        case .unknownSeverity: "unknown-severity"
        case .unknownGate: "unknown-gate"
        case .unknownMetric, .noMetric, .noMainMetric: "unknown-metric"
        case .wrongDimension, .missingUnit: "wrong-dimension"
        case .kindNotCounted: "kind-not-counted"
        default: "syntax"
        }
    }
}
