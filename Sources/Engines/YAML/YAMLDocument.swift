public import Diagnostics
import StructuredData
import Yams

/// A YAML document as JSON values, each with its place.
///
/// Read by the core schema of YAML 1.2.2 (section 10.3): `yes` and `on` are texts, `0o17` is a number, `017` is
/// seventeen. Anchors and aliases are expanded, and so is the merge key `<<` of YAML 1.1, which 1.2 leaves open. Keys are
/// texts, whatever they look like. What JSON has no form for (other tags, `.inf`, `.nan`, keys that are no scalars) is
/// refused.
public struct YAMLDocument: Hashable, Sendable {
    /// What messages call it.
    public let file: String
    /// Its value; null for an empty document.
    public let root: YAMLNode
    private let lines: [String]

    /// Reads a document.
    ///
    /// - Parameters:
    ///   - bytes: UTF-8, with or without a byte order mark.
    ///   - file: what messages call it.
    ///   - limits: what it may cost.
    /// - Throws: ``YAMLError`` with the place of the first fault.
    public init(
        parsing bytes: some Collection<UInt8>, file: String, limits: YAMLLimits = YAMLLimits()
    ) throws(YAMLError) {
        guard bytes.count <= limits.size else {
            throw .tooLarge(file: file, size: bytes.count, limit: limits.size)
        }
        let isMarked = bytes.starts(with: [0xEF, 0xBB, 0xBF])
        guard
            let text = String(validating: isMarked ? Array(bytes.dropFirst(3)) : Array(bytes), as: UTF8.self)
        else { throw .notUTF8(file: file) }
        let source = YAMLSource(file: file, text: text)
        guard !source.mayExpandKeys else { throw .expandsTooFar(file: file, limit: limits.values) }
        let root = try source.composed()
        var reading = NodeReading(source: source, limits: limits)
        self.root =
            try root.map { (node) throws(YAMLError) in try reading.node(node, depth: 0) }
            ?? YAMLNode(content: .scalar(.null), mark: YAMLMark(line: 1, column: 1))
        (self.file, lines) = (file, source.lines)
    }

    /// The place of a value or key.
    public func place(_ mark: YAMLMark) -> SourcePlace {
        SourcePlace(file: file, line: mark.line, column: mark.column)
    }

    /// The line that a mark is in, without its line break.
    public func excerpt(_ mark: YAMLMark) -> String? {
        lines.indices.contains(mark.line - 1) ? lines[mark.line - 1] : nil
    }
}

/// The text of a document, for messages about it.
struct YAMLSource {
    let file: String
    let text: String

    func place(_ mark: YAMLMark) -> SourcePlace {
        SourcePlace(file: file, line: mark.line, column: mark.column)
    }

    func excerpt(_ mark: YAMLMark) -> String? {
        let lines = lines
        return lines.indices.contains(mark.line - 1) ? lines[mark.line - 1] : nil
    }

    var lines: [String] {
        text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).map(String.init)
    }

    /// The tree of the only document; `nil` if there is none.
    func composed() throws(YAMLError) -> Node? {
        // Without rules for plain scalars: the core schema is not that of the library.
        do {
            return try Parser(yaml: text, resolver: .basic, encoding: .utf8).singleRoot()
        } catch let error as YamlError {
            throw yamlError(error)
        } catch {
            throw .malformed(place: SourcePlace(file: file), excerpt: nil, reason: "\(error)")
        }
    }

    private func yamlError(_ error: YamlError) -> YAMLError {
        switch error {
        case .composer(_, let problem, let mark, _) where problem == "but found another document":
            return .severalDocuments(place: place(YAMLMark(mark)))
        case .scanner(let context, let problem, let mark, _), .parser(let context, let problem, let mark, _),
            .composer(let context, let problem, let mark, _):
            return malformed(mark, context, problem)
        case .duplicatedKeysInMapping(let keys, let context):
            let mark = YAMLMark(context.mark)
            return .duplicateKey(keys.first ?? "", place: place(mark), excerpt: excerpt(mark))
        case .reader(let problem, let offset, _, _):
            let before = text.prefix(offset ?? 0)
            let line = before.count(where: \.isNewline) + 1
            return .malformed(
                place: SourcePlace(file: file, line: offset == nil ? nil : line), excerpt: nil,
                reason: problem)
        default: return .malformed(place: SourcePlace(file: file), excerpt: nil, reason: "\(error)")
        }
    }

    private func malformed(_ mark: Mark, _ context: YamlError.Context?, _ problem: String) -> YAMLError {
        let mark = YAMLMark(mark)
        let words = context.map { "\(problem) \($0.text)" } ?? problem
        return .malformed(place: place(mark), excerpt: excerpt(mark), reason: words)
    }
}

extension YAMLMark {
    init(_ mark: Mark) { self.init(line: mark.line, column: mark.column) }
}
