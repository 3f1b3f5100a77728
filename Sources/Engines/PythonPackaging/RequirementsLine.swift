/// The lexical level of a requirements file: logical lines, comments, words.
enum RequirementsLine {
    /// The logical lines that are not empty, without comments, each with the number of its first physical line, and
    /// that line.
    ///
    /// A comment line ends a continuation, as in pip.
    static func lines(of text: String) -> [(number: Int, text: String, first: String)] {
        var lines: [(number: Int, text: String, first: String)] = []
        var pending: (number: Int, text: String, first: String)?
        let body = text.unicodeScalars.first == "\u{FEFF}" ? String(text.unicodeScalars.dropFirst()) : text
        for (offset, physical) in body.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
            .enumerated()
        {
            let isComment = physical.drop { $0.isWhitespace }.hasPrefix("#")
            let continues = physical.hasSuffix("\\") && !isComment
            let part = continues ? physical.dropLast() : physical
            let start = pending?.number ?? offset + 1
            // The space makes a comment line a comment also after a continuation.
            let joined = (pending?.text ?? "") + (isComment ? " " : "") + part
            let logical = (number: start, text: joined, first: pending?.first ?? String(physical))
            pending = continues ? logical : nil
            if !continues { lines.append(logical) }
        }
        if let pending { lines.append(pending) }
        return lines.map { ($0.number, withoutComment($0.text), $0.first) }.filter { !$0.1.isEmpty }
    }

    /// The text before a `#` that starts the line or follows white space, trimmed.
    static func withoutComment(_ line: String) -> String {
        var result = String.UnicodeScalarView()
        var afterSpace = true
        for scalar in line.unicodeScalars {
            if scalar == "#", afterSpace { break }
            result.append(scalar)
            afterSpace = scalar.properties.isWhitespace
        }
        return trimmed(String(result))
    }

    static func trimmed(_ text: some StringProtocol) -> String {
        var rest = Substring(text)
        while rest.first?.isWhitespace == true { rest.removeFirst() }
        while rest.last?.isWhitespace == true { rest.removeLast() }
        return String(rest)
    }

    /// What stands before the first word that starts with `-`, and the words from there on.
    static func splitOptions(_ line: String) -> (subject: String, options: String) {
        var index = line.startIndex
        while index < line.endIndex {
            let word = line[index...].prefix { !$0.isWhitespace }
            if word.hasPrefix("-") {
                return (trimmed(line[..<index]), String(line[index...]))
            }
            index = word.endIndex
            while index < line.endIndex, line[index].isWhitespace { index = line.index(after: index) }
        }
        return (trimmed(line), "")
    }

    /// The words of a text, where quotes keep white space together and a backslash keeps the next character.
    static func words(_ text: String) -> [String] {
        var (words, current, started): ([String], String, Bool) = ([], "", false)
        var quote: Character?
        var iterator = text.makeIterator()
        while let character = iterator.next() {
            if character == quote {
                quote = nil
            } else if quote == nil, character == "\"" || character == "'" {
                (quote, started) = (character, true)
            } else if character == "\\", quote != "'", let next = iterator.next() {
                (current, started) = (current + String(next), true)
            } else if quote == nil, character.isWhitespace {
                if started { words.append(current) }
                (current, started) = ("", false)
            } else {
                (current, started) = (current + String(character), true)
            }
        }
        return started ? words + [current] : words
    }

    /// Whether there is a `${NAME}`.
    static func hasVariable(_ text: String) -> Bool {
        text.containsText("${") && text.contains("}")
    }
}
