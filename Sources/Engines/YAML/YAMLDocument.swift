public import Diagnostics
import StructuredData

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
        var tree = TreeReading(source, depthLimit: limits.depth)
        let root = try tree.document()
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
}
