import StructuredData

/// Instructions with `{{ … }}` in them, as Jinja writes what is filled in.
///
/// Names, members, items, and a handful of filters are filled in as Jinja would; whatever else there is stays as it is
/// written, so that nobody reads what the model does not say.
struct InstructionTemplate: Sendable {
    /// A stretch of the text.
    private enum Piece: Sendable {
        case text(String)
        case value(TemplateExpression, written: String)
    }

    private var pieces: [Piece] = []
    /// What stands in it that is not understood, in order.
    private(set) var unknown: [String] = []
    /// Whether anything is to be filled in.
    var hasValues: Bool { pieces.contains { if case .value = $0 { true } else { false } } }

    init(_ text: String) {
        // A statement decides what of the rest is there at all.
        if let statement = Self.statement(in: text) {
            unknown = [statement]
            pieces = [.text(text)]
            return
        }
        var rest = text[...]
        while let (before, tag, after) = Self.nextTag(in: rest) {
            add(before, tag)
            rest = tag.trimsAfter ? after.drop(while: \.isWhitespace) : after
        }
        pieces.append(.text(String(rest)))
    }

    /// The text over these variables; what has no value stays as it is written.
    func filled(_ variables: [String: JSON]) -> String {
        pieces.reduce(into: "") { text, piece in
            switch piece {
            case .text(let part): text += part
            case .value(let expression, let written): text += expression.text(variables) ?? written
            }
        }
    }

    private mutating func add(_ before: Substring, _ tag: Tag) {
        var before = before
        if tag.trimsBefore { while before.last?.isWhitespace == true { before.removeLast() } }
        pieces.append(.text(String(before)))
        if tag.isComment { return }
        if let expression = TemplateExpression(tag.content) {
            pieces.append(.value(expression, written: tag.written))
        } else {
            unknown.append(tag.written)
            pieces.append(.text(tag.written))
        }
    }

    // MARK: - Tags

    private struct Tag {
        let written: String
        let content: Substring
        let isComment: Bool
        let trimsBefore: Bool
        let trimsAfter: Bool
    }

    private static func statement(in text: String) -> String? {
        guard let start = text.firstRange(of: "{%") else { return nil }
        let end = text[start.upperBound...].firstRange(of: "%}")?.upperBound ?? text.endIndex
        return String(text[start.lowerBound..<end])
    }

    /// The next `{{ … }}` or `{# … #}`; one that is not closed is text.
    private static func nextTag(in text: Substring) -> (Substring, Tag, Substring)? {
        let starts = ["{{", "{#"].compactMap { text.firstRange(of: $0) }
        guard let start = starts.min(by: { $0.lowerBound < $1.lowerBound }) else { return nil }
        let isComment = text[start] == "{#"
        guard let end = text[start.upperBound...].firstRange(of: isComment ? "#}" : "}}") else { return nil }
        var content = text[start.upperBound..<end.lowerBound]
        let (trimsBefore, trimsAfter) = (content.first == "-", content.last == "-")
        if trimsBefore { content.removeFirst() }
        if trimsAfter, !content.isEmpty { content.removeLast() }
        let tag = Tag(
            written: String(text[start.lowerBound..<end.upperBound]), content: content, isComment: isComment,
            trimsBefore: trimsBefore, trimsAfter: trimsAfter)
        return (text[..<start.lowerBound], tag, text[end.upperBound...])
    }
}
