extension String {
    /// As Markdown that shows exactly this text on one line, also in the cell of a table.
    ///
    /// Nothing in it makes markup, a link to a person (`@name`) or to an issue (`#12`).
    package var markdownEscaped: String {
        neutralised.mappingScalars { scalar in
            switch scalar {
            case "&", "<", ">", "@", "#": scalar.htmlEscape
            // An escape of its own before `\|` would end the cell in some readers, so a backslash is an entity.
            case "\\": "&#92;"
            case "`", "*", "_", "[", "]", "~", "$", "!", "|": "\\\(scalar)"
            default: nil
            }
        }
    }

    /// As a code span; as escaped text where a span could not hold it in the cell of a table.
    package var markdownCode: String {
        let text = neutralised
        let isPlain = text.unicodeScalars.allSatisfy { $0 != "`" && $0 != "|" && $0 != "\\" }
        return isPlain && !text.isEmpty ? "`\(text)`" : text.markdownEscaped
    }

    /// As a fenced block whose fence is longer than any in the text.
    package var markdownFenced: String {
        var (longest, current) = (2, 0)
        for scalar in unicodeScalars {
            current = scalar == "`" ? current + 1 : 0
            longest = max(longest, current)
        }
        let fence = String(repeating: "`", count: longest + 1)
        return "\(fence)text\n\(self)\n\(fence)"
    }

    /// As text of HTML on one line, without a link to a person or an issue.
    package var htmlEscaped: String { neutralised.mappingScalars(\.htmlEscape) }
}

extension Unicode.Scalar {
    /// What stands for it in HTML; `nil`: itself.
    fileprivate var htmlEscape: String? {
        switch self {
        case "&": "&amp;"
        case "<": "&lt;"
        case ">": "&gt;"
        case "\"": "&quot;"
        // A space of no width keeps names and numbers from being taken for people and issues.
        case "@", "#": "\(self)&#8203;"
        default: nil
        }
    }
}
