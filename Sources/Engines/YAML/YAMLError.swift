public import Diagnostics

/// Why a YAML document cannot be read.
public enum YAMLError: DiagnosableError, Hashable {
    /// The text is no YAML; `place` is where reading stopped, `excerpt` its line.
    case malformed(place: SourcePlace, excerpt: String?, reason: String)
    /// A mapping has the key twice; `place` is where it stands first.
    case duplicateKey(String, place: SourcePlace, excerpt: String?)
    /// Legal YAML that has no form in JSON.
    case unsupported(place: SourcePlace, excerpt: String?, reason: String, hint: String)
    /// A second document begins at `place`.
    case severalDocuments(place: SourcePlace)
    case notUTF8(file: String)
    /// The document is longer than the limit, both in bytes.
    case tooLarge(file: String, size: Int, limit: Int)
    /// More sequences and mappings stand in each other than the limit.
    case tooDeep(place: SourcePlace, limit: Int)
    /// Its aliases stand for more values than the limit.
    case expandsTooFar(file: String, limit: Int)

    public var diagnostic: Diagnostic {
        switch self {
        case .malformed(let place, let excerpt, let reason):
            Diagnostic(
                code: "yaml.malformed", message: "not a YAML document: \(reason)", place: place,
                excerpt: excerpt, hint: "correct the syntax at `\(place)`; see https://yaml.org/spec/1.2.2")
        case .duplicateKey(let key, let place, let excerpt):
            Diagnostic(
                code: "yaml.duplicate-key", message: "the key `\(key)` stands twice in one mapping",
                place: place, excerpt: excerpt, hint: "remove one of them, or merge their values")
        case .unsupported(let place, let excerpt, let reason, let hint):
            Diagnostic(
                code: "yaml.unsupported", message: reason, place: place, excerpt: excerpt, hint: hint)
        case .severalDocuments(let place):
            Diagnostic(
                code: "yaml.several-documents", message: "a second document begins where one was expected",
                place: place, hint: "remove the `---`, or put the second document in a file of its own")
        case .notUTF8(let file):
            Diagnostic(
                code: "yaml.not-utf8", message: "`\(file)` is not UTF-8", place: SourcePlace(file: file),
                hint: "save it as UTF-8")
        case .tooLarge(let file, let size, let limit):
            Diagnostic(
                code: "yaml.too-large",
                message: "`\(file)` has \(size) bytes; YAML documents may have \(limit)",
                place: SourcePlace(file: file), hint: "split it into several files")
        case .tooDeep(let place, let limit):
            Diagnostic(
                code: "yaml.too-deep", message: "more than \(limit) values stand in each other",
                place: place, hint: "nest less deeply")
        case .expandsTooFar(let file, let limit):
            Diagnostic(
                code: "yaml.expands-too-far",
                message: "with its aliases expanded the document has more than \(limit) values",
                place: SourcePlace(file: file), hint: "use fewer aliases of values that hold aliases")
        }
    }
}
