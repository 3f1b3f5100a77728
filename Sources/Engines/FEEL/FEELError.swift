public import Diagnostics

/// Why a text is no FEEL expression, or why its evaluation was given up.
///
/// What FEEL itself answers with null (a wrong argument, a division by zero) is no such error: it is among the reports of
/// ``FEELOutcome``.
public enum FEELError: DiagnosableError, Hashable {
    /// Not an expression.
    case syntax(FEELFault, FEELPlace)
    /// A name that nothing has, in a text whose names were all given; `nearest` is what was perhaps meant.
    case unknownName(String, nearest: String?, FEELPlace)
    /// A function whose code is outside of FEEL.
    case externalFunction(FEELPlace)
    /// Evaluation took more steps than the host allows.
    case tooManySteps(limit: Int)
    /// Expressions called each other more deeply than the host allows.
    case tooDeep(limit: Int)
    /// A host function failed.
    case host(String)

    public var diagnostic: Diagnostic { diagnostic(file: "<expression>") }

    /// The wording for an expression that stands in a file or element of this name.
    public func diagnostic(file: String) -> Diagnostic {
        Diagnostic(
            code: "feel.\(code)", message: message, place: place?.sourcePlace(in: file),
            excerpt: place?.line.text,
            hint: hint)
    }

    /// Where in the text, unless the fault is that of a whole evaluation.
    public var place: FEELPlace? {
        switch self {
        case .syntax(_, let place), .unknownName(_, _, let place), .externalFunction(let place): place
        case .tooManySteps, .tooDeep, .host: nil
        }
    }

    private var code: String {
        switch self {
        case .syntax: "syntax"
        case .unknownName: "unknown-name"
        case .externalFunction: "external-function"
        case .tooManySteps: "too-many-steps"
        case .tooDeep: "too-deep"
        case .host: "host"
        }
    }

    private var message: String {
        switch self {
        case .syntax(let fault, _): fault.wording
        case .unknownName(let name, _, _): "nothing is called `\(name)`"
        case .externalFunction: "external functions are not supported"
        case .tooManySteps(let limit): "the evaluation took more than \(limit) steps"
        case .tooDeep(let limit): "the evaluation is nested deeper than \(limit) levels"
        case .host(let reason): "a function of the host failed: \(reason)"
        }
    }

    private var hint: String? {
        switch self {
        case .syntax(let fault, _): fault.hint
        case .unknownName(_, let nearest, _): nearest.map { "did you mean `\($0)`?" }
        case .externalFunction: "write the body as an expression: `function(x) x + 1`"
        case .tooManySteps: "iterate over less, or raise the limit of steps"
        case .tooDeep: "check that the recursion ends, or raise the limit of depth"
        case .host: nil
        }
    }
}

/// What is wrong with a text.
public enum FEELFault: Hashable, Sendable {
    case empty
    /// `found` is a word of the text, or `the end`.
    case unexpected(found: String, expected: String)
    case unterminatedString
    case unterminatedComment
    case badEscape(String)
    case badNumber(String)
    case badAtLiteral(String)
    case duplicateName(String)
    case tooLong(limit: Int)
    case nestedTooDeep(limit: Int)
    case tooComplex

    fileprivate var wording: String {
        switch self {
        case .empty: "there is no expression"
        case .unexpected(let found, let expected): "expected \(expected), found \(found)"
        case .unterminatedString: "the string has no closing quote"
        case .unterminatedComment: "the comment has no `*/`"
        case .badEscape(let text): "`\(text)` is no character"
        case .badNumber(let text): "`\(text)` is out of the range of numbers"
        case .badAtLiteral(let text): "`\(text)` is no date, time or duration"
        case .duplicateName(let name): "`\(name)` is given twice"
        case .tooLong(let limit): "the text is longer than \(limit) characters"
        case .nestedTooDeep(let limit): "the text is nested deeper than \(limit) levels"
        case .tooComplex: "the text takes too many attempts to read"
        }
    }

    fileprivate var hint: String? {
        switch self {
        case .unterminatedString: "close it with `\"`; a quote inside is written `\\\"`"
        case .badEscape: "write `\\u` with four or `\\U` with six hexadecimal digits"
        case .badAtLiteral: "write for example `@\"2024-02-29\"`, `@\"10:30:00\"` or `@\"P1DT2H\"`"
        case .unexpected(found: "`==`", _): "equality is written `=`"
        case .unexpected(found: "`&`", _): "write `and`"
        case .unexpected(found: "`|`", _): "write `or`"
        case .unexpected(found: "`!`", _): "write `not(…)`"
        case .nestedTooDeep, .tooComplex: "name a part of it in a context of its own"
        default: nil
        }
    }
}

/// A stretch of an expression's text.
public struct FEELPlace: Hashable, Sendable {
    /// The whole expression.
    public let text: String
    /// Where it begins, in Unicode scalars from 0.
    public let offset: Int
    /// How many scalars; at least 1.
    public let length: Int

    init(_ text: String, _ range: Range<Int>) {
        (self.text, offset, length) = (text, range.lowerBound, max(1, range.count))
    }

    /// The line it begins on, its number and the column, both from 1.
    public var line: (text: String, number: Int, column: Int) {
        let scalars = Array(text.unicodeScalars)
        let before = scalars[..<min(offset, scalars.count)]
        let start = before.lastIndex(of: "\n").map { $0 + 1 } ?? 0
        let end = scalars[start...].firstIndex(of: "\n") ?? scalars.count
        let own = String(String.UnicodeScalarView(scalars[start..<end]))
        return (own, before.count { $0 == "\n" } + 1, before.count - start + 1)
    }

    /// The line with carets under the place.
    public var caretText: String {
        let (own, _, column) = line
        let room = max(1, own.unicodeScalars.count - column + 1)
        return own + "\n" + String(repeating: " ", count: column - 1)
            + String(repeating: "^", count: min(length, room))
    }

    func sourcePlace(in file: String) -> SourcePlace {
        let (_, number, column) = line
        return SourcePlace(file: file, line: number, column: column, length: length)
    }
}
