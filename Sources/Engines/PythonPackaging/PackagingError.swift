public import Diagnostics
public import StructuredData
public import TOML

/// Why a Python packaging text or document could not be read.
public enum PackagingError: DiagnosableError, Hashable {
    /// A version, specifier, name, requirement, marker or constraint is not well formed.
    case malformed(TextFault)
    /// An option of a requirements file cannot be used so.
    case option(String, problem: OptionProblem, place: SourcePlace?)

    /// A document is not TOML.
    case toml(TOMLError)
    /// A document is not JSON.
    case json(JSONError, file: String)
    /// A key is missing (`expected` is `nil`) or has a value of another type.
    case field(key: String, expected: String?, place: SourcePlace, excerpt: String?)
    /// A lock file cannot be used.
    case lock(LockProblem, place: SourcePlace)
    /// A dependency group that another includes is not there, or includes itself (PEP 735).
    case group(String, problem: GroupProblem, place: SourcePlace, excerpt: String?)
    /// A line of an INI file fits nothing.
    case ini(INIProblem, place: SourcePlace, excerpt: String)

    public enum GroupProblem: Hashable, Sendable {
        case unknown(nearest: String?)
        /// From the first group to the one that is there already.
        case cycle([String])
    }

    public enum LockProblem: Hashable, Sendable {
        /// The format has a version that this reader does not know; `found` is `nil` when there is none.
        case format(LockKind, found: String?, supported: String)
        /// A requirement leaves several versions open.
        case notPinned
    }

    public enum INIProblem: Hashable, Sendable {
        /// A value before the first section.
        case noSection
        /// A line that starts with `=` or `:`.
        case noKey
    }

    public enum OptionProblem: Hashable, Sendable {
        case unknown(nearest: String?)
        case needsValue
        case takesNoValue
        /// It is for a whole installation, but follows a requirement.
        case standsAlone
        /// It belongs to a requirement, but there is none on its line.
        case needsRequirement
    }

    /// The same error, with the place where its text starts and the line there; an error with a place keeps it.
    func placed(at place: SourcePlace, excerpt: String?) -> PackagingError {
        switch self {
        case .malformed(let fault): .malformed(fault.placed(at: place, excerpt: excerpt))
        case .option(let name, let problem, let own): .option(name, problem: problem, place: own ?? place)
        case .toml, .json, .field, .lock, .group, .ini: self
        }
    }

    public var diagnostic: Diagnostic {
        switch self {
        case .malformed(let fault): fault.diagnostic
        case .option(let name, let problem, let place): Self.diagnostic(name, problem, place)
        case .toml(let error): error.diagnostic
        case .json(let error, let file):
            Diagnostic(
                code: "packaging.json", message: error.diagnostic.message,
                place: SourcePlace(file: file, line: error.line, column: error.column))
        case .field(let key, let expected, let place, let excerpt):
            Diagnostic(
                code: "packaging.field",
                message: expected.map { "`\(key)` must be \($0)" } ?? "`\(key)` is missing", place: place,
                excerpt: excerpt)
        case .lock(let problem, let place): Self.diagnostic(problem, place)
        case .group(let name, .unknown(let nearest), let place, let excerpt):
            Diagnostic(
                code: "packaging.group", message: "there is no dependency group `\(name)`", place: place,
                excerpt: excerpt, hint: nearest.map { "did you mean `\($0)`?" })
        case .group(_, .cycle(let names), let place, let excerpt):
            Diagnostic(
                code: "packaging.group",
                message: "dependency groups include each other: "
                    + names.map { "`\($0)`" }.joined(separator: " → "),
                place: place, excerpt: excerpt, hint: "remove one of the `include-group` entries")
        case .ini(let problem, let place, let excerpt):
            Diagnostic(
                code: "packaging.ini",
                message: problem == .noSection
                    ? "a value stands before the first section" : "a value has no key",
                place: place, excerpt: excerpt,
                hint: "write `[section]` lines, and `key = value` lines under them")
        }
    }

    private static func diagnostic(_ problem: LockProblem, _ place: SourcePlace) -> Diagnostic {
        switch problem {
        case .format(let kind, let found, let supported):
            Diagnostic(
                code: "packaging.lock-version",
                message: found.map {
                    "the lock file has format version \($0) of \(kind.rawValue), but only \(supported) can be read"
                } ?? "the lock file does not say which format version of \(kind.rawValue) it has",
                place: place,
                hint: "write it again with a release of \(kind.rawValue) whose format is \(supported)")
        case .notPinned:
            Diagnostic(
                code: "packaging.not-pinned", message: "a requirement is not pinned to one version",
                place: place,
                hint: "pin it with `==`, or write the file with `uv pip compile`")
        }
    }

    private static func diagnostic(_ name: String, _ problem: OptionProblem, _ place: SourcePlace?)
        -> Diagnostic
    {
        let code = "packaging.option"
        return switch problem {
        case .unknown(let nearest):
            Diagnostic(
                code: code, message: "a requirements file has no option `\(name)`", place: place,
                hint: nearest.map { "did you mean `\($0)`?" })
        case .needsValue: Diagnostic(code: code, message: "`\(name)` needs a value", place: place)
        case .takesNoValue: Diagnostic(code: code, message: "`\(name)` takes no value", place: place)
        case .standsAlone:
            Diagnostic(
                code: code, message: "`\(name)` cannot follow a requirement", place: place,
                hint: "write it on a line of its own")
        case .needsRequirement:
            Diagnostic(
                code: code, message: "`\(name)` belongs to a requirement, but its line has none",
                place: place,
                hint: "end the line before it with a backslash")
        }
    }
}
