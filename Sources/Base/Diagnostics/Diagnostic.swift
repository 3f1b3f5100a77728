/// One problem, worded for a person and coded for a program.
///
/// Every error type of uvmgr turns into one of these, and only the edge of the program prints them.
public struct Diagnostic: Hashable, Sendable {
    /// A stable, dotted identifier such as `config.unknown-key`.
    public let code: String
    /// What is wrong: one lower-case sentence without a full stop.
    public let message: String
    /// Where it is wrong, when there is a file to point at.
    public let place: SourcePlace?
    /// The line of the file that `place` names, without its line break.
    public let excerpt: String?
    /// What to do about it: one lower-case sentence.
    public let hint: String?
    /// What the program exits with when this problem ends it.
    public let exit: ExitStatus

    public init(
        code: String, message: String, place: SourcePlace? = nil, excerpt: String? = nil, hint: String? = nil,
        exit: ExitStatus = .usage
    ) {
        (self.code, self.message, self.place) = (code, message, place)
        (self.excerpt, self.hint, self.exit) = (excerpt, hint, exit)
    }
}

/// An error that can word itself.
public protocol DiagnosableError: Error, Sendable {
    /// The wording, place, hint and exit status of this error.
    var diagnostic: Diagnostic { get }
}

/// A position in a text file; lines and columns count from 1, columns in Unicode scalars.
public struct SourcePlace: Hashable, Sendable {
    public let file: String
    public let line: Int?
    public let column: Int?
    /// How many scalars from `column` on are meant; at least 1.
    public let length: Int

    public init(file: String, line: Int? = nil, column: Int? = nil, length: Int = 1) {
        (self.file, self.line, self.column, self.length) = (file, line, column, max(1, length))
    }
}

extension SourcePlace: CustomStringConvertible {
    /// `file`, `file:line` or `file:line:column`.
    public var description: String {
        var text = file
        if let line { text += ":\(line)" }
        if line != nil, let column { text += ":\(column)" }
        return text
    }
}
