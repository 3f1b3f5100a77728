public import Diagnostics

/// Why a TOML document cannot be read, or an edit of one cannot be made.
public enum TOMLError: DiagnosableError, Hashable {
    /// The text is not a TOML 1.0 document; `place` is where reading stopped, `excerpt` its line.
    case malformed(place: SourcePlace, excerpt: String?, reason: String)
    /// There is nothing at `path` to remove.
    case missing(path: [String], file: String)
    /// A table is to be appended at `path`, but something stands there already.
    case exists(path: [String], place: SourcePlace)
    /// A part of the way to an edited key is a value, which can have no members.
    case notATable(path: [String], place: SourcePlace)
    /// The value, key or comment has no form in TOML.
    case unwritable(path: [String], file: String, reason: String)
    /// The edited text would not have read back as intended, so the edit was not made.
    case unsafeEdit(path: [String], file: String, reason: String)

    public var diagnostic: Diagnostic {
        switch self {
        case .malformed(let place, let excerpt, let reason):
            Diagnostic(
                code: "toml.malformed", message: "not a TOML document: \(reason)", place: place,
                excerpt: excerpt, hint: "correct the syntax at `\(place)`; see https://toml.io/en/v1.0.0")
        case .missing(let path, let file):
            Diagnostic(
                code: "toml.missing", message: "there is no `\(dotted(path))` to remove",
                place: SourcePlace(file: file), hint: "check the spelling of the key")
        case .exists(let path, let place):
            Diagnostic(
                code: "toml.exists", message: "`\(dotted(path))` exists already", place: place,
                hint: "edit the existing `\(dotted(path))`, or remove it first")
        case .notATable(let path, let place):
            Diagnostic(
                code: "toml.not-a-table", message: "`\(dotted(path))` is a value, so it can have no members",
                place: place, hint: "make `\(dotted(path))` a table, or choose another key")
        case .unwritable(let path, let file, let reason):
            Diagnostic(
                code: "toml.unwritable", message: "cannot write `\(dotted(path))` as TOML: \(reason)",
                place: SourcePlace(file: file), hint: "use a value that TOML 1.0 has a form for")
        case .unsafeEdit(let path, let file, let reason):
            Diagnostic(
                code: "toml.unsafe-edit",
                message: "cannot change `\(dotted(path))` without touching other keys: \(reason)",
                place: SourcePlace(file: file), hint: "change `\(dotted(path))` by hand")
        }
    }
}

/// A path as one would write it in a document.
private func dotted(_ path: [String]) -> String { path.map(tomlKey).joined(separator: ".") }
