/// The words of a command line, with the quotes and backslashes of a POSIX shell and nothing else of it: no variables, no
/// patterns, no pipes.
///
/// - Returns: `nil` for a quote that is not closed or a backslash at the end.
package func splitWords(_ line: String) -> [String]? {
    var words: [String] = []
    var word: String?
    var quote: Character?
    var isEscaped = false
    for character in line {
        if isEscaped {
            // Within double quotes a backslash escapes only what is special there.
            if quote == "\"", !"\"\\$`".contains(character) { word = (word ?? "") + "\\" }
            word = (word ?? "") + String(character)
            isEscaped = false
        } else if character == "\\", quote != "'" {
            isEscaped = true
        } else if let open = quote {
            if character == open { quote = nil } else { word?.append(character) }
        } else if character == "'" || character == "\"" {
            quote = character
            word = word ?? ""
        } else if character.isWhitespace {
            if let done = word { words.append(done) }
            word = nil
        } else {
            word = (word ?? "") + String(character)
        }
    }
    guard quote == nil, !isEscaped else { return nil }
    if let word { words.append(word) }
    return words
}
