public import Diagnostics

/// What is wrong in a short text, and where in it.
public struct TextFault: Hashable, Sendable {
    /// What the text should have been.
    public enum Subject: String, Sendable {
        case version, specifier, name, requirement, marker, constraint
    }

    public enum Reason: Hashable, Sendable {
        /// Nothing of the grammar fits here.
        case unexpected
        /// What should stand here, worded with an article.
        case expected(String)
        case missingOperator
        case unknownOperator(String)
        case notAVersion(String)
        /// `.*` under an operator other than `==` and `!=`, or after a suffix.
        case wildcard
        /// `+label` under an operator other than `==` and `!=`.
        case localLabel
        /// `~=1`, which would accept everything.
        case compatibleNeedsTwo
        /// `~=` between things that are no versions.
        case compatibleNeedsVersions
        case unknownVariable(String)
        case openQuote
        case tooDeep
        /// Alternatives that leave a gap which specifiers cannot express.
        case notOneRange
    }

    public let subject: Subject
    public let text: String
    /// From 1, in Unicode scalars of ``text``; one more than its length when the text ends too early.
    public let column: Int
    /// How many scalars from ``column`` are meant; at least 1.
    public let length: Int
    public let reason: Reason
    /// Where the text stands, when it was read from a file.
    public let place: SourcePlace?
    /// The line of that file.
    public let excerpt: String?

    init(
        _ subject: Subject, in text: String, column: Int, length: Int = 1, reason: Reason,
        place: SourcePlace? = nil, excerpt: String? = nil
    ) {
        (self.subject, self.text, self.reason) = (subject, text, reason)
        (self.column, self.length) = (column, max(1, length))
        (self.place, self.excerpt) = (place, excerpt)
    }

    /// The same fault in a text of a file; `start` is where its value starts, `line` the line there.
    ///
    /// The column is that of the fault when the line shows the text as it is, and is left out when escapes or line
    /// breaks hide it.
    func placed(at start: SourcePlace, excerpt line: String?) -> TextFault {
        guard place == nil else { return self }
        var found = SourcePlace(file: start.file, line: start.line)
        if let line, let offset = line.scalarOffset(of: text, from: (start.column ?? 1) - 1) {
            found = SourcePlace(file: start.file, line: start.line, column: offset + column, length: length)
        }
        return TextFault(
            subject, in: text, column: column, length: length, reason: reason, place: found, excerpt: line)
    }

    /// Two lines: the text, and carets under what is meant.
    public var caret: String {
        text + "\n" + String(repeating: " ", count: column - 1) + String(repeating: "^", count: length)
    }
}

extension TextFault {
    var diagnostic: Diagnostic {
        Diagnostic(
            code: "packaging.\(subject.rawValue)", message: "`\(text)` is not a valid \(noun): \(why)",
            place: place, excerpt: excerpt, hint: hint)
    }

    private var noun: String {
        switch subject {
        case .version: "version"
        case .specifier: "version specifier"
        case .name: "package name"
        case .requirement: "requirement"
        case .marker: "environment marker"
        case .constraint: "version constraint"
        }
    }

    private var why: String {
        let position = "at column \(column)"
        return switch reason {
        case .unexpected:
            column > text.unicodeScalars.count ? "it ends too early" : "unexpected `\(part)` \(position)"
        case .expected(let what): "expected \(what) \(position)"
        case .missingOperator: "an operator is missing \(position)"
        case .unknownOperator(let symbol): "there is no operator `\(symbol)` \(position)"
        case .notAVersion(let version):
            version.isEmpty ? "a version is missing \(position)" : "`\(version)` \(position) is not a version"
        case .wildcard: "`.*` \(position) goes with `==` and `!=` and a plain release alone"
        case .localLabel: "a local label (`+…`) \(position) goes with `==` and `!=` alone"
        case .compatibleNeedsTwo: "`~=` needs at least two release segments \(position)"
        case .compatibleNeedsVersions: "`~=` \(position) compares versions of two segments or more"
        case .unknownVariable(let name): "there is no marker variable `\(name)` \(position)"
        case .openQuote: "the quote \(position) is not closed"
        case .tooDeep: "too many parentheses \(position)"
        case .notOneRange: "its alternatives leave a gap that version specifiers cannot express"
        }
    }

    private var part: String {
        String(String.UnicodeScalarView(text.unicodeScalars.dropFirst(column - 1).prefix(length)))
    }

    private var hint: String? {
        switch (subject, reason) {
        case (.version, _), (_, .notAVersion): "write it as in PEP 440, such as `1.2.3` or `2.0rc1`"
        case (.specifier, .missingOperator): "write an operator first, such as `>=1.2` or `==1.2.3`"
        case (_, .unknownOperator): "use one of `~=`, `==`, `!=`, `<=`, `>=`, `<`, `>`, `===`"
        case (.name, _): "use ASCII letters, digits, `-`, `_` and `.`, with a letter or digit first and last"
        case (_, .unknownVariable(let name)):
            nearest(name, among: MarkerVariable.allCases.map(\.rawValue)).map { "did you mean `\($0)`?" }
        case (_, .compatibleNeedsTwo): "write `~=1.0` for any 1.x"
        default: nil
        }
    }
}

extension String {
    /// How many scalars stand before the first `part` that starts at or after `start`.
    fileprivate func scalarOffset(of part: String, from start: Int) -> Int? {
        let (scalars, wanted) = (Array(unicodeScalars), Array(part.unicodeScalars))
        guard !wanted.isEmpty, start >= 0, start + wanted.count <= scalars.count else { return nil }
        return (start...(scalars.count - wanted.count)).first {
            scalars[$0..<($0 + wanted.count)].elementsEqual(wanted)
        }
    }
}
