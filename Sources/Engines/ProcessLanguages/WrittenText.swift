/// A file of XML as its lines, in which the texts of a model are found again.
///
/// A model knows the elements that its expressions and scripts belong to; people want to see the very line and column.
public struct WrittenText: Sendable {
    private let lines: [Substring]

    public init(_ text: String) {
        lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
    }

    /// A place in the file, from 1, columns in Unicode scalars, with the whole line.
    public struct Place: Hashable, Sendable {
        public let line: Int
        public let column: Int
        public let excerpt: String
    }

    /// Where a place of a text stands.
    ///
    /// - Parameters:
    ///   - line: The line within `text`, from 1.
    ///   - column: The column in it, from 1, in Unicode scalars.
    ///   - text: What is looked for, without surrounding blanks.
    ///   - start: The line of the file to look from: that of the element.
    /// - Returns: `nil` where the text does not stand in the file as it is, because of entities for example.
    public func place(line: Int, column: Int, of text: String, from start: Int) -> Place? {
        let wanted = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
        guard let first = wanted.first, wanted.indices.contains(line - 1), start >= 1 else { return nil }
        for index in lines.indices.dropFirst(start - 1)
        where find(first, in: lines[index], isWhole: true) != nil {
            let target = index + line - 1
            guard lines.indices.contains(target),
                let found = find(wanted[line - 1], in: lines[target], isWhole: line == 1)
            else { continue }
            let before = wanted[line - 1].unicodeScalars.prefix(column - 1)
            let shift = found.escape(String(String.UnicodeScalarView(before))).unicodeScalars.count
            return Place(
                line: target + 1, column: found.offset + shift + 1, excerpt: String(lines[target]))
        }
        return nil
    }

    private struct Found {
        /// In Unicode scalars.
        let offset: Int
        let escape: (String) -> String
    }

    /// Finds a text as it is or with the entities of XML; `isWhole`: not within a longer word.
    private func find(_ text: Substring, in line: Substring, isWhole: Bool) -> Found? {
        for escape in escapes {
            let written = escape(String(text))
            for range in line.ranges(of: written) {
                let isBounded =
                    !isWhole
                    || bounds(line[..<range.lowerBound].last) && bounds(line[range.upperBound...].first)
                if isBounded {
                    return Found(
                        offset: line[..<range.lowerBound].unicodeScalars.count, escape: escape)
                }
            }
        }
        return nil
    }

    /// Whether a character beside a text does not belong to it.
    private func bounds(_ character: Character?) -> Bool {
        guard let character else { return true }
        return character.isWhitespace || "<>\"'=[]{}".contains(character)
    }
}

/// As files write texts: plainly, and with more and more entities.
private let escapes: [@Sendable (String) -> String] = [
    { $0 },
    { escaped($0, ["&": "&amp;", "<": "&lt;"]) },
    { escaped($0, ["&": "&amp;", "<": "&lt;", ">": "&gt;"]) },
    { escaped($0, ["&": "&amp;", "<": "&lt;", "\"": "&quot;"]) },
    { escaped($0, ["&": "&amp;", "<": "&lt;", ">": "&gt;", "\"": "&quot;"]) },
    { escaped($0, ["&": "&amp;", "<": "&lt;", ">": "&gt;", "\"": "&#34;"]) },
]

private func escaped(_ text: String, _ entities: [Character: String]) -> String {
    text.reduce(into: "") { $0 += entities[$1] ?? String($1) }
}
