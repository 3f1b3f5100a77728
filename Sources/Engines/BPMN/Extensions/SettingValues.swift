extension ExtensionReader {
    /// `=` and an expression in FEEL, or text as it is; a string literal after the `=` is text too.
    func feelValue(_ text: String, _ place: ModelPlace, language: String = "feel") -> SettingValue {
        guard text.hasPrefix("=") else { return .text(text) }
        let expression = trimmed(String(text.dropFirst()))
        if let literal = plainString(expression) { return .text(literal) }
        return .expression(ProcessExpression(expression, language: language, place: place))
    }

    /// What must be an expression: `=` and FEEL.
    func feelExpression(_ text: String, _ name: String, _ place: ModelPlace) throws(Refusal)
        -> ProcessExpression
    {
        guard text.hasPrefix("=") else {
            throw Refusal(
                reason: .extensionValue, message: "`\(name)` is the fixed text `\(text)`, not an expression",
                hint: "begin it with `=`")
        }
        return ProcessExpression(trimmed(String(text.dropFirst())), language: "feel", place: place)
    }

    /// A value that must be known when the model is deployed.
    func fixedText(_ text: String, _ name: String, _ place: ModelPlace) throws(Refusal) -> String {
        guard case .text(let fixed) = feelValue(text, place) else {
            throw Refusal(
                reason: .extensionValue, message: "`\(name)` is only known while the process runs",
                hint: "write a fixed text")
        }
        return fixed
    }

    /// A Python expression; a plain string literal is text.
    func pythonValue(_ text: String, _ place: ModelPlace) -> SettingValue {
        if let literal = plainString(text) { return .text(literal) }
        return .expression(ProcessExpression(text, language: "python", place: place))
    }

    /// Text with `${…}` of the subset of JUEL that is translated.
    func juelValue(_ text: String, _ place: ModelPlace) throws(Refusal) -> SettingValue {
        switch try JUEL.translated(text) {
        case .text(let text): .text(text)
        case .feel(let expression):
            .expression(ProcessExpression(expression, language: "feel", place: place))
        }
    }

    func span(_ text: String, _ name: String) throws(Refusal) -> TimeSpan {
        guard let span = TimeSpan(iso: text) else {
            throw Refusal(
                reason: .extensionValue, message: "`\(name)` is `\(text)`, which is no duration of ISO 8601",
                hint: "write a duration such as `PT30S`")
        }
        return span
    }

    func required(_ index: Int?, _ attribute: String, of name: String) throws(Refusal) -> String {
        guard let value = self.attribute(index, attribute) else {
            throw Refusal(
                reason: .extensionValue, message: "`\(name)` has no `\(attribute)`", hint: "say it")
        }
        return value
    }
}

/// The value of a string literal without escapes, in one of the quotes that FEEL and Python know.
func plainString(_ text: String) -> String? {
    guard text.utf8.count >= 2, let quote = text.first, quote == "\"" || quote == "'", text.last == quote
    else { return nil }
    let inner = text.dropFirst().dropLast()
    return inner.contains { $0 == quote || $0 == "\\" || $0.isNewline } ? nil : String(inner)
}

/// A literal of FEEL that stands for a text.
func feelString(_ text: String) -> String {
    var result = "\""
    for character in text.unicodeScalars {
        switch character {
        case "\"": result += "\\\""
        case "\\": result += "\\\\"
        case "\n": result += "\\n"
        case "\r": result += "\\r"
        case "\t": result += "\\t"
        default: result.unicodeScalars.append(character)
        }
    }
    return result + "\""
}
