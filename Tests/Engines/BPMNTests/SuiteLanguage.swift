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
        tokens = Self.scan(Array(text.utf8))
    }

    private static func scan(_ text: [UInt8]) -> [String] {
        func isWord(_ byte: UInt8) -> Bool {
            byte == UInt8(ascii: "_") || (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte & 0xDF)
                || byte >= 0x80
        }
        var tokens: [String] = []
        var index = 0
        while index < text.count {
            let byte = text[index]
            var end = index + 1
            if byte <= 0x20 {
                index += 1
                continue
            }
            if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") {
                while end < text.count, text[end] != byte { end += 1 }
                end = min(end + 1, text.count)
            } else if isWord(byte) {
                while end < text.count, isWord(text[end]) { end += 1 }
            } else if end < text.count, isPair(byte, text[end]) {
                end += 1
            }
            tokens.append(String(decoding: text[index..<end], as: UTF8.self))
            index = end
        }
        return tokens
    }

    /// `&&`, `||`, `==`, `!=`, `<=` or `>=`.
    private static func isPair(_ first: UInt8, _ second: UInt8) -> Bool {
        second == UInt8(ascii: "=")
            ? "=!<>".utf8.contains(first) : first == second && "&|".utf8.contains(first)
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
