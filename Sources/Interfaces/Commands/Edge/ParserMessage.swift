import ArgumentParser

extension CommandError {
    /// What the argument parser found wrong, in the words of uvmgr.
    ///
    /// - Parameters:
    ///   - error: What parsing threw.
    ///   - path: The command that was parsed.
    init(parser error: any Error, path: [String]) {
        let text = Root.message(for: error)
        let (message, advice) = Self.split(text)
        let help = (["uvmgr"] + path + ["--help"]).joined(separator: " ")
        self = .usage(message, hint: advice ?? "see `\(help)`")
    }

    /// A lower-case sentence without a full stop, and what the parser advises.
    static func split(_ text: String) -> (message: String, advice: String?) {
        let marks = [". Did you mean ", ". Please provide ", ", please provide "]
        var (message, advice) = (text, String?.none)
        for mark in marks {
            guard let range = message.firstRange(of: mark) else { continue }
            advice = String(mark.dropFirst(2)) + message[range.upperBound...]
            message = String(message[..<range.lowerBound])
            break
        }
        return (phrase(message), advice.map(phrase))
    }

    private static func phrase(_ text: String) -> String {
        var phrase = text.split(whereSeparator: \.isNewline).map { $0.drop(while: \.isWhitespace) }
            .joined(separator: " ").replacing("'", with: "`")
        if phrase.hasSuffix(".") { phrase.removeLast() }
        // A word that is all capitals, or begins with a quotation, keeps its first letter.
        guard let first = phrase.first, phrase.dropFirst().first?.isLowercase == true else { return phrase }
        return first.lowercased() + phrase.dropFirst()
    }
}
