import StructuredData

/// The number that a JSON pointer (RFC 6901) names in a tool's output.
///
/// - Parameters:
///   - pointer: Empty, or parts each led by `/`.
///   - bytes: A whole JSON document.
/// - Returns: The number, which is finite.
/// - Throws: ``ToolReportError``: `empty`, `malformed`, ``ToolReportError/pointerNotFound(pointer:missing:)`` with the first
///   part that is missing, or `notANumber` (a number in quotes is not a number).
public func number(at pointer: String, in bytes: [UInt8]) throws(ToolReportError) -> Double {
    let root = try JSONCursor(parsing: bytes, as: .jsonPointer).value
    guard let value = root.value(at: pointer) else {
        throw .pointerNotFound(pointer: pointer, missing: firstMissing(of: pointer, in: root))
    }
    guard let number = value.number, number.isFinite else {
        throw .notANumber(.jsonPointer, source: pointer, text: String(value.canonical.prefix(80)))
    }
    return number
}

/// The shortest beginning of a pointer that leads nowhere.
private func firstMissing(of pointer: String, in root: JSON) -> String {
    guard pointer.hasPrefix("/") else { return pointer }
    var beginning = ""
    for token in pointer.dropFirst().split(separator: "/", omittingEmptySubsequences: false) {
        beginning += "/" + token
        if root.value(at: beginning) == nil { return beginning }
    }
    return pointer
}

/// The most text, in bytes, that a regular expression is tried on: backtracking is quadratic even for tame patterns.
public let regexInputLimit = 1024 * 1024

/// The number that a regular expression captures in a tool's output: in its first match.
///
/// `^` and `$` match at line breaks, and matching is by Unicode scalars.
///
/// - Parameters:
///   - pattern: In Swift's (that is PCRE-like) syntax.
///   - group: The name of the capture group that holds the number; `nil`: the first group, or the whole match if the
///     pattern has no group.
///   - bytes: UTF-8 text of at most ``regexInputLimit`` bytes.
/// - Returns: The number, which is finite.
/// - Throws: ``ToolReportError``: `empty`, `tooLarge`, `malformed`, `badPattern` (also for a repetition inside a repetition,
///   which can take exponential time), `noMatch`, `noSuchGroup` or `notANumber`.
public func number(
    matching pattern: String, group: String? = nil, in bytes: [UInt8]
) throws(ToolReportError) -> Double {
    let regex = try compiled(pattern)
    let bytes = try reportBytes(bytes, as: .regex, limit: regexInputLimit)
    guard let text = String(validating: bytes, as: UTF8.self) else {
        throw .malformed(.regex, reason: "not UTF-8", line: nil, column: nil)
    }
    let found: Regex<AnyRegexOutput>.Match?
    do { found = try regex.firstMatch(in: text) } catch {
        throw .badPattern(pattern: pattern, reason: "\(error)")
    }
    guard let match = found else { throw .noMatch(pattern: pattern) }
    let capture = try capture(match.output, group, pattern)
    guard let number = decimal(capture) else {
        throw .notANumber(.regex, source: pattern, text: String(capture.prefix(80)))
    }
    return number
}

private func capture(
    _ output: AnyRegexOutput, _ group: String?, _ pattern: String
) throws(ToolReportError) -> Substring {
    if let group {
        guard let text = output.first(where: { $0.name == group })?.substring else {
            throw .noSuchGroup(pattern: pattern, group: group)
        }
        return text
    }
    guard let text = output[output.count > 1 ? 1 : 0].substring else {
        throw .noSuchGroup(pattern: pattern, group: "1")
    }
    return text
}

private func compiled(_ pattern: String) throws(ToolReportError) -> Regex<AnyRegexOutput> {
    guard !pattern.isEmpty else { throw .badPattern(pattern: pattern, reason: "it is empty") }
    if let reason = explosiveRepetition(in: pattern) { throw .badPattern(pattern: pattern, reason: reason) }
    do {
        return try Regex(pattern).anchorsMatchLineEndings().matchingSemantics(.unicodeScalar)
    } catch {
        throw .badPattern(pattern: pattern, reason: "\(error)")
    }
}
