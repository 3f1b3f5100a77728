/// Children that hold an expression.
private let expressions: Set<String> = [
    "conditionExpression", "loopCondition", "loopMaximum", "loopCardinality", "completionCondition",
    "activationCondition", "timeDate", "timeDuration", "timeCycle", "condition", "from", "to",
    "transformation",
    "messagePath", "dataPath",
]

extension RuleContext {
    mutating func checkExpressions() {
        for index in all(expressions) {
            let text = document.text(of: index)
            let isFormal = isFormalExpression(document.elements[index])
            let alwaysNeeded = ["messagePath", "dataPath", "transformation"].contains(name(index))
            if text.isEmpty, alwaysNeeded || isExecutable(index) {
                report(.expressionBody, index, "`\(name(index))` is empty")
            } else if isExecutable(index), !isFormal, !isTolerated(index, text) {
                report(
                    .formalExpression, index,
                    "`\(name(index))` is no formal expression in an executable process")
            }
            if isExecutable(index) { checkTimer(index, text) }
        }
    }

    /// A condition that is evidently code is taken for code even where its type is left away, as many editors do; other
    /// products never ask for the type.
    private func isTolerated(_ index: Int, _ text: String) -> Bool {
        if dialect.isPeer { return name(index) != "conditionExpression" || !isProse(text) }
        return switch name(index) {
        case "conditionExpression": !isProse(text)
        case "condition": parent(index).map { name($0) == "complexBehaviorDefinition" } ?? false
        default: false
        }
    }

    /// A timer that is written as a plain word must be a value of ISO 8601, unless its language has variables so.
    private mutating func checkTimer(_ index: Int, _ text: String) {
        guard name(index).hasPrefix("time"), !text.isEmpty else { return }
        let language =
            attribute(index, "language") ?? document.root["expressionLanguage"] ?? dialect.variableLanguage
        let plain = text.utf8.allSatisfy { isWordByte($0) || "+-:./,*".utf8.contains($0) }
        guard plain, !["feel", "python"].contains(normalisedLanguage(language)) else { return }
        let isValue =
            switch name(index) {
            case "timeDate": TimeInstant(iso: text) != nil
            case "timeDuration": TimeSpan(iso: text) != nil
            default: TimeCycle(iso: text) != nil
            }
        if !isValue { report(.timerValue, index, "`\(text)` is no \(name(index)) of ISO 8601") }
    }
}

extension Dialect {
    /// The language in which a word is a variable, when the file names none.
    fileprivate var variableLanguage: String { self == .spiff ? language : "" }
}

/// Whether a text is language for people: two words side by side that no operator joins.
private func isProse(_ text: String) -> Bool {
    let operators: Set<String> = [
        "and", "or", "not", "in", "between", "if", "then", "else", "for", "return", "some", "every",
        "satisfies",
        "instance", "of", "div", "mod", "is",
    ]
    var quote: Character?
    var words: [String] = []
    var word = ""
    for character in text + " \0" {
        if let open = quote {
            if character == open { quote = nil }
        } else if character == "\"" || character == "'" {
            quote = character
            words = []
        } else if character.isLetter || character.isNumber || character == "_" {
            word.append(character)
        } else {
            if !word.isEmpty { words.append(word) }
            word = ""
            if !character.isWhitespace, character != "\0" { words = [] }
            if words.count > 1, !operators.contains(words[words.count - 1]),
                !operators.contains(words[words.count - 2])
            {
                return true
            }
        }
    }
    return false
}
