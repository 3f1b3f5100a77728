import StructuredData

/// What stands between `{{` and `}}`: a variable with members and items, then filters.
struct TemplateExpression: Hashable, Sendable {
    private enum Step: Hashable, Sendable {
        case member(String)
        case item(Int)
    }

    private enum Filter: Hashable, Sendable {
        case upper, lower, trim, length
        case join(String)
        case fallback(JSON)
    }

    private var name = ""
    private var steps: [Step] = []
    private var filters: [Filter] = []

    /// Reads it; `nil` for anything that is not understood.
    init?(_ text: Substring) {
        var reader = TemplateReader(text)
        guard let name = reader.name() else { return nil }
        self.name = name
        while true {
            if reader.take(".") {
                guard let member = reader.name() else { return nil }
                steps.append(.member(member))
            } else if reader.take("[") {
                guard let step = Self.step(reader.literal()), reader.take("]") else { return nil }
                steps.append(step)
            } else {
                break
            }
        }
        while reader.take("|") {
            guard let filter = Self.filter(&reader) else { return nil }
            filters.append(filter)
        }
        guard reader.isAtEnd else { return nil }
    }

    private static func step(_ literal: JSON?) -> Step? {
        switch literal {
        case .string(let name): .member(name)
        case .integer(let index): .item(Int(index))
        default: nil
        }
    }

    private static func filter(_ reader: inout TemplateReader) -> Filter? {
        guard let name = reader.name() else { return nil }
        var argument: JSON?
        if reader.take("(") {
            if !reader.take(")") {
                argument = reader.literal()
                guard argument != nil, reader.take(")") else { return nil }
            }
        }
        switch (name, argument) {
        case ("upper", nil): return .upper
        case ("lower", nil): return .lower
        case ("trim", nil): return .trim
        case ("length", nil), ("count", nil): return .length
        case ("join", nil): return .join("")
        case ("join", .string(let between)): return .join(between)
        case ("default", let value?), ("d", let value?): return .fallback(value)
        default: return nil
        }
    }

    // MARK: - Its value

    /// The text that Jinja would put there; `nil` where there is no value.
    func text(_ variables: [String: JSON]) -> String? {
        var value = variables[name]
        for step in steps {
            switch step {
            case .member(let name): value = value?.object?[name]
            case .item(let index):
                let list = value?.array ?? []
                let place = index < 0 ? list.count + index : index
                value = list.indices.contains(place) ? list[place] : nil
            }
        }
        for filter in filters {
            guard let next = Self.apply(filter, value) else { return nil }
            value = next
        }
        return value.map(pythonText)
    }

    private static func apply(_ filter: Filter, _ value: JSON?) -> JSON? {
        if case .fallback(let other) = filter { return value ?? other }
        guard let value else { return nil }
        switch filter {
        case .upper: return .string(pythonText(value).uppercased())
        case .lower: return .string(pythonText(value).lowercased())
        case .trim: return .string(trimmed(pythonText(value)))
        case .length:
            let count = value.array?.count ?? value.object?.count ?? value.string?.unicodeScalars.count
            return count.map { .integer(Int64($0)) }
        case .join(let between):
            return value.array.map { .string($0.map(pythonText).joined(separator: between)) }
        case .fallback: return value
        }
    }

    private static func trimmed(_ text: String) -> String {
        var rest = text[...].drop(while: \.isWhitespace)
        while rest.last?.isWhitespace == true { rest.removeLast() }
        return String(rest)
    }
}

/// A value as `str` of Python writes it.
func pythonText(_ value: JSON) -> String {
    if case .string(let text) = value { return text }
    return pythonLiteral(value)
}

/// A value as `repr` of Python writes it; members in the order of their names.
private func pythonLiteral(_ value: JSON) -> String {
    switch value {
    case .null: return "None"
    case .bool(let flag): return flag ? "True" : "False"
    case .integer(let number): return String(number)
    case .number(let number): return "\(number)"
    case .array(let items): return "[\(items.map(pythonLiteral).joined(separator: ", "))]"
    case .object(let members):
        let pairs = members.sorted { $0.key < $1.key }.map {
            "\(pythonLiteral(.string($0.key))): \(pythonLiteral($0.value))"
        }
        return "{\(pairs.joined(separator: ", "))}"
    case .string(let text):
        let quote: Character = text.contains("'") && !text.contains("\"") ? "\"" : "'"
        let inner = text.flatMap { character -> String in
            switch character {
            case "\\": "\\\\"
            case "\n": "\\n"
            case "\r": "\\r"
            case "\t": "\\t"
            case quote: "\\\(quote)"
            default: String(character)
            }
        }
        return "\(quote)\(String(inner))\(quote)"
    }
}

/// Reads words and literals, with blanks between them.
private struct TemplateReader {
    private var rest: Substring

    init(_ text: Substring) { rest = text }

    var isAtEnd: Bool {
        mutating get {
            rest = rest.drop(while: \.isWhitespace)
            return rest.isEmpty
        }
    }

    mutating func take(_ sign: Character) -> Bool {
        rest = rest.drop(while: \.isWhitespace)
        guard rest.first == sign else { return false }
        rest.removeFirst()
        return true
    }

    mutating func name() -> String? {
        rest = rest.drop(while: \.isWhitespace)
        guard let first = rest.first, first.isLetter || first == "_" else { return nil }
        let name = rest.prefix { $0.isLetter || $0.isNumber || $0 == "_" }
        // Words that are no names.
        guard
            !["not", "and", "or", "if", "else", "in", "is", "true", "false", "none"].contains(
                name.lowercased())
        else { return nil }
        rest = rest.dropFirst(name.count)
        return String(name)
    }

    /// A text in quotes without a backslash, or a whole number.
    mutating func literal() -> JSON? {
        rest = rest.drop(while: \.isWhitespace)
        if let quote = rest.first, quote == "'" || quote == "\"" {
            let inner = rest.dropFirst().prefix { $0 != quote }
            guard !inner.contains("\\"), rest.count > inner.count + 1 else { return nil }
            rest = rest.dropFirst(inner.count + 2)
            return .string(String(inner))
        }
        let sign = rest.first == "-" ? 1 : 0
        let digits = rest.dropFirst(sign).prefix(while: \.isASCIIDigit)
        guard !digits.isEmpty, let number = Int64(rest.prefix(sign + digits.count)) else { return nil }
        rest = rest.dropFirst(sign + digits.count)
        return .integer(number)
    }
}

extension Character {
    fileprivate var isASCIIDigit: Bool { ("0"..."9").contains(self) }
}
