/// A stable short name for a language: `feel`, `python` or `juel`; others as they are written.
func normalisedLanguage(_ written: String) -> String {
    let name = trimmed(written)
    if has("feel", in: name) { return "feel" }
    if has("python", in: name) { return "python" }
    let lower = name.lowercased()
    if lower.contains("juel") || lower.hasSuffix("/uel") || lower == "uel" { return "juel" }
    return name
}

/// Whether a word of lower-case letters occurs in a text, in whatever case.
///
/// Every script and expression of a file asks, and searching strings costs a hundred times as much.
private func has(_ word: StaticString, in text: String) -> Bool {
    let count = word.utf8CodeUnitCount
    var text = text
    return text.withUTF8 { bytes in
        guard bytes.count >= count else { return false }
        return (0...bytes.count - count).contains { start in
            (0..<count).allSatisfy { bytes[start + $0] | 0x20 == word.utf8Start[$0] }
        }
    }
}

/// What an expression is for.
enum ExpressionRole {
    case condition, timer, value
}

/// Gives every expression of a file the language it is meant in.
struct ExpressionResolver {
    let dialect: Dialect

    func resolve(_ written: ProcessExpression, as role: ExpressionRole) throws(Refusal) -> ProcessExpression {
        let named = written.language.map(normalisedLanguage)
        switch named {
        case nil: return try resolve(written, as: role, by: dialect)
        case "juel": return try translated(written)
        case let name? where name.lowercased().contains("xpath"):
            // Editors write this language at the top of a file, as the schema's default, and mean their own.
            return try resolve(written, as: role, by: dialect)
        case "feel" where dialect == .camunda8: return stripped(written)
        case let name? where dialect.refusesLanguages && name != "feel" && name != "python":
            throw Refusal(
                reason: .expression, message: "expressions in `\(name)` are not evaluated here",
                hint: "write it in FEEL or Python")
        case let name?: return written.with(language: name)
        }
    }

    /// The language and text of a script; without a language it is the name of a function, except in files of Spiff.
    func script(_ text: String, format: String?) throws(Refusal) -> (format: String?, text: String) {
        guard let named = format.map(normalisedLanguage) else {
            return (dialect == .spiff ? "python" : nil, text)
        }
        if named == "juel" {
            guard case .feel(let feel) = try JUEL.translated(text) else { return ("feel", feelString(text)) }
            return ("feel", feel)
        }
        if dialect.refusesLanguages, named != "feel", named != "python" {
            throw Refusal(
                reason: .script, message: "scripts in `\(named)` are not run here",
                hint: "write it in FEEL or Python, or call a command")
        }
        return (named, text)
    }

    private func resolve(_ written: ProcessExpression, as role: ExpressionRole, by dialect: Dialect)
        throws(Refusal) -> ProcessExpression
    {
        switch dialect {
        case .plain, .uvmgr: return written.with(language: "feel")
        case .spiff:
            // Spiff writes dates and durations as Python strings.
            if role == .timer, let literal = plainString(written.text) {
                return written.with(literal, language: "python")
            }
            return written.with(language: "python")
        case .camunda8:
            if written.text.hasPrefix("=") { return stripped(written) }
            if role == .timer { return try literalTimer(written) }
            if isLiteral(written.text) { return written.with(language: "feel") }
            throw Refusal(
                reason: .expression, message: "`\(written.text)` is fixed text, not an expression",
                hint: "begin the expression with `=`")
        case .camunda7:
            let result = try translated(written)
            if role == .timer, result.text == written.text { return try literalTimer(written) }
            return result
        }
    }

    private func stripped(_ written: ProcessExpression) -> ProcessExpression {
        guard written.text.hasPrefix("=") else { return written.with(language: "feel") }
        return written.with(trimmed(String(written.text.dropFirst())), language: "feel")
    }

    private func translated(_ written: ProcessExpression) throws(Refusal) -> ProcessExpression {
        switch try JUEL.translated(written.text) {
        case .text: written.with(language: "feel")
        case .feel(let text): written.with(text, language: "feel")
        }
    }

    /// Camunda also knows cron expressions where the standard has ISO 8601 only.
    private func literalTimer(_ written: ProcessExpression) throws(Refusal) -> ProcessExpression {
        let text = written.text
        if TimeInstant(iso: text) == nil, TimeSpan(iso: text) == nil, TimeCycle(iso: text) == nil {
            throw Refusal(
                reason: .expression, message: "`\(text)` is no time of ISO 8601",
                hint: "write a date, a duration such as `PT5M` or a cycle such as `R/PT5M`")
        }
        return written.with(language: "feel")
    }

    private func isLiteral(_ text: String) -> Bool {
        text == "true" || text == "false" || Double(text) != nil
    }
}

extension Dialect {
    /// Whether its files name languages on purpose.
    fileprivate var refusesLanguages: Bool { self == .camunda7 || self == .uvmgr }
}

extension ProcessExpression {
    /// The expression as it is evaluated, which makes it a formal one.
    func with(_ text: String? = nil, language: String) -> ProcessExpression {
        ProcessExpression(text ?? self.text, language: language, place: place)
    }
}
