import BPMN
import StructuredData

/// The little language of the suites' conditions: literals, variables, `test.contains("a")`, comparisons, `+`, `*`, `not`,
/// `!`, `&&`, `||`, `and`, `or`, `list(range(n))`, and `${…}` around any of it.
struct SuiteLanguage: ExpressionEvaluator {
    func evaluate(_ expression: ProcessExpression, variables: Variables) throws(ExpressionFailure) -> JSON {
        var parser = SuiteParser(expression.text, variables)
        return try parser.parse()
    }
}

struct SuiteParser {
    private var tokens: [String] = []
    private var position = 0
    private let variables: Variables

    init(_ text: String, _ variables: Variables) {
        self.variables = variables
        var text = text[...]
        if text.hasPrefix("${"), text.hasSuffix("}") { text = text.dropFirst(2).dropLast() }
        tokens = Self.scan(Array(text))
    }

    private static func scan(_ text: [Character]) -> [String] {
        var tokens: [String] = []
        var index = 0
        while index < text.count {
            let character = text[index]
            var end = index + 1
            if character.isWhitespace {
                index += 1
                continue
            }
            if character == "\"" || character == "'" {
                while end < text.count, text[end] != character { end += 1 }
                end += 1
            } else if character.isLetter || character.isNumber || character == "_" {
                while end < text.count, text[end].isLetter || text[end].isNumber || text[end] == "_" {
                    end += 1
                }
            } else if end < text.count,
                ["&&", "||", "==", "!=", "<=", ">="].contains(String(text[index...end]))
            {
                end += 1
            }
            tokens.append(String(text[index..<min(end, text.count)]))
            index = end
        }
        return tokens
    }

    mutating func parse() throws(ExpressionFailure) -> JSON {
        let value = try either()
        guard position == tokens.count else {
            throw ExpressionFailure("`\(tokens[position])` is not expected")
        }
        return value
    }

    private mutating func take(_ options: String...) -> String? {
        guard position < tokens.count, options.contains(tokens[position]) else { return nil }
        position += 1
        return tokens[position - 1]
    }

    private mutating func either() throws(ExpressionFailure) -> JSON {
        var value = try both()
        while take("||", "or") != nil {
            let next = try both()
            value = .bool(value == true || next == true)
        }
        return value
    }

    private mutating func both() throws(ExpressionFailure) -> JSON {
        var value = try negated()
        while take("&&", "and") != nil {
            let next = try negated()
            value = .bool(value == true && next == true)
        }
        return value
    }

    private mutating func negated() throws(ExpressionFailure) -> JSON {
        if take("!", "not") != nil { return .bool((try negated()) != true) }
        return try comparison()
    }

    private mutating func comparison() throws(ExpressionFailure) -> JSON {
        let left = try sum()
        guard let sign = take("==", "!=", "<=", ">=", "<", ">", "=") else { return left }
        let right = try sum()
        switch sign {
        case "==", "=": return .bool(left == right)
        case "!=": return .bool(left != right)
        default: break
        }
        guard let first = left.number, let second = right.number else { return .null }
        switch sign {
        case "<": return .bool(first < second)
        case ">": return .bool(first > second)
        case "<=": return .bool(first <= second)
        default: return .bool(first >= second)
        }
    }

    private mutating func sum() throws(ExpressionFailure) -> JSON {
        var value = try product()
        while take("+") != nil { value = .integer((value.integer ?? 0) + ((try product()).integer ?? 0)) }
        return value
    }

    private mutating func product() throws(ExpressionFailure) -> JSON {
        var value = try primary()
        while take("*") != nil { value = .integer((value.integer ?? 0) * ((try primary()).integer ?? 0)) }
        return value
    }

    private mutating func primary() throws(ExpressionFailure) -> JSON {
        guard position < tokens.count else { throw ExpressionFailure("it ends too early") }
        let token = tokens[position]
        position += 1
        if token == "(" {
            let value = try either()
            guard take(")") != nil else { throw ExpressionFailure("`)` is missing") }
            return value
        }
        if token.hasPrefix("\"") || token.hasPrefix("'") {
            return .string(String(token.dropFirst().dropLast()))
        }
        if let number = Int64(token) { return .integer(number) }
        switch token {
        case "true", "True": return true
        case "false", "False": return false
        case "null", "None": return .null
        case "list", "range":
            let argument = try primary()
            return token == "list" ? argument : .array((0..<(argument.integer ?? 0)).map { .integer($0) })
        default: break
        }
        let value = variables[token] ?? .null
        guard take(".") != nil, take("contains") != nil else { return value }
        guard let part = try primary().string else { throw ExpressionFailure("`contains` takes a string") }
        return .bool(value.string?.contains(part) ?? false)
    }
}
