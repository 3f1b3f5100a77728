/// Reads an expression by recursive descent and writes it in FEEL.
struct JUELParser {
    private let tokens: [JUELToken]
    private var position = 0
    private var depth = 0

    init(_ bytes: [UInt8], offset: Int) throws(Refusal) { tokens = try JUELToken.scan(bytes, offset: offset) }

    /// FEEL text with how strongly it binds: what binds more weakly than its surroundings gets parentheses.
    fileprivate struct Term {
        var text: String
        var strength: Int
        /// Its value, when it is a literal text or whole number.
        var literal: JUELToken?

        func within(_ least: Int) -> String { strength < least ? "(\(text))" : text }
    }

    mutating func parse() throws(Refusal) -> String {
        let term = try conditional()
        guard tokens[position].kind == .end else {
            throw refuse("`\(tokens[position].text)` is not expected")
        }
        return term.text
    }

    private func refuse(_ reason: String, _ offset: Int? = nil) -> Refusal {
        JUEL.refusal(reason, at: offset ?? tokens[position].offset)
    }

    private mutating func take(_ words: String...) -> String? {
        let token = tokens[position]
        guard token.kind == .sign || token.kind == .name, words.contains(token.text) else { return nil }
        position += 1
        return token.text
    }

    private mutating func expect(_ sign: String) throws(Refusal) {
        if take(sign) == nil { throw refuse("`\(sign)` is missing") }
    }

    // MARK: - Operators, from weak to strong

    private mutating func conditional() throws(Refusal) -> Term {
        depth += 1
        defer { depth -= 1 }
        guard depth < 64 else { throw refuse("it is nested too deeply") }
        let condition = try either()
        guard take("?") != nil else { return condition }
        let first = try conditional()
        try expect(":")
        let second = try conditional()
        return Term(text: "if \(condition.text) then \(first.text) else \(second.text)", strength: 0)
    }

    private mutating func either() throws(Refusal) -> Term {
        var term = try both()
        while take("||", "or") != nil {
            term = Term(text: "\(term.within(1)) or \(try both().within(2))", strength: 1)
        }
        return term
    }

    private mutating func both() throws(Refusal) -> Term {
        var term = try comparison()
        while take("&&", "and") != nil {
            term = Term(text: "\(term.within(2)) and \(try comparison().within(3))", strength: 2)
        }
        return term
    }

    private mutating func comparison() throws(Refusal) -> Term {
        var term = try sum()
        while let sign = take("==", "!=", "<=", ">=", "<", ">", "eq", "ne", "lt", "le", "gt", "ge") {
            let right = try sum()
            term = Term(
                text: "\(term.within(4)) \(comparisons[sign] ?? sign) \(right.within(4))", strength: 3)
        }
        return term
    }

    private mutating func sum() throws(Refusal) -> Term {
        var term = try product()
        while let sign = take("+", "-") {
            term = Term(text: "\(term.within(4)) \(sign) \(try product().within(5))", strength: 4)
        }
        return term
    }

    private mutating func product() throws(Refusal) -> Term {
        var term = try unary()
        while let sign = take("*", "/", "div", "%", "mod") {
            let right = try unary()
            switch sign {
            case "%", "mod": term = Term(text: "modulo(\(term.text), \(right.text))", strength: 9)
            default:
                let sign = sign == "div" ? "/" : sign
                term = Term(text: "\(term.within(5)) \(sign) \(right.within(6))", strength: 5)
            }
        }
        return term
    }

    private mutating func unary() throws(Refusal) -> Term {
        depth += 1
        defer { depth -= 1 }
        guard depth < 64 else { throw refuse("it is nested too deeply") }
        switch take("!", "not", "-", "empty") {
        case "!", "not": return Term(text: "not(\(try unary().text))", strength: 9)
        case "-": return Term(text: "-\(try unary().within(9))", strength: 6)
        case "empty": return isEmpty(try unary())
        default: return try members(of: primary())
        }
    }

    /// Nothing, a text without characters, or a list or map without members.
    private func isEmpty(_ term: Term) -> Term {
        let value = term.within(9)
        let text =
            "if \(value) = null then true else if \(value) instance of string then \(value) = \"\" "
            + "else if \(value) instance of list<Any> then count(\(value)) = 0 "
            + "else if \(value) instance of context then count(get entries(\(value))) = 0 else false"
        return Term(text: "(\(text))", strength: 9)
    }

    // MARK: - Values

    private mutating func primary() throws(Refusal) -> Term {
        let token = tokens[position]
        position += 1
        switch token.kind {
        case .number: return Term(text: token.text, strength: 9, literal: token)
        case .string: return Term(text: feelString(token.text), strength: 9, literal: token)
        case .sign where token.text == "(":
            let inner = try conditional()
            try expect(")")
            return Term(text: "(\(inner.text))", strength: 9)
        case .name:
            switch token.text {
            case "true", "false", "null": return Term(text: token.text, strength: 9)
            case "execution": return try execution()
            default: break
            }
            if tokens[position].text == "(" || tokens[position].text == ":" && isFunction {
                throw refuse("the function `\(token.text)` is not known", token.offset)
            }
            return Term(text: token.text, strength: 9)
        default:
            throw refuse(
                token.kind == .end ? "it ends too early" : "`\(token.text)` is not expected", token.offset)
        }
    }

    /// Whether `prefix:name(` follows rather than the second branch of a condition.
    private var isFunction: Bool {
        position + 2 < tokens.count && tokens[position + 1].kind == .name && tokens[position + 2].text == "("
    }

    /// `execution.getVariable("x")` and `execution.hasVariable("x")`.
    private mutating func execution() throws(Refusal) -> Term {
        let start = tokens[position - 1].offset
        guard take(".") != nil, let method = take("getVariable", "hasVariable", "getVariableLocal") else {
            throw refuse("of `execution` only `getVariable` and `hasVariable` are known", start)
        }
        try expect("(")
        let name = tokens[position]
        guard name.kind == .string, !name.text.isEmpty, name.text.utf8.allSatisfy(isWordByte) else {
            throw refuse("the name of a variable is expected")
        }
        position += 1
        try expect(")")
        if method == "hasVariable" { return Term(text: "(\(name.text) != null)", strength: 9) }
        return Term(text: name.text, strength: 9)
    }

    private mutating func members(of start: Term) throws(Refusal) -> Term {
        var term = start
        while let sign = take(".", "[") {
            if sign == "[" {
                let index = try conditional()
                try expect("]")
                term = try element(of: term, index)
                continue
            }
            let name = tokens[position]
            guard name.kind == .name else { throw refuse("a name is missing") }
            position += 1
            if take("(") != nil {
                let arguments = try arguments()
                term = try method(name, of: term, arguments)
            } else {
                term = Term(text: "\(term.within(9)).\(name.text)", strength: 9)
            }
        }
        return term
    }

    private mutating func arguments() throws(Refusal) -> [Term] {
        var result: [Term] = []
        if take(")") != nil { return result }
        repeat { result.append(try conditional()) } while take(",") != nil
        try expect(")")
        return result
    }

    /// Lists count from 0 there and from 1 here.
    private func element(of term: Term, _ index: Term) throws(Refusal) -> Term {
        guard let literal = index.literal else { throw refuse("an index that is no literal is not known") }
        if literal.kind == .string {
            return Term(text: "get value(\(term.text), \(feelString(literal.text)))", strength: 9)
        }
        guard let number = Int(literal.text), number < Int.max else { throw refuse("no such index") }
        return Term(text: "\(term.within(9))[\(number + 1)]", strength: 9)
    }

    private func method(_ name: JUELToken, of term: Term, _ arguments: [Term]) throws(Refusal) -> Term {
        let value = term.text
        switch (name.text, arguments.count) {
        case ("get", 1): return try element(of: term, arguments[0])
        case ("isEmpty", 0): return isEmpty(term)
        case ("equals", 1):
            return Term(text: "(\(term.within(4)) = \(arguments[0].within(4)))", strength: 9)
        case ("equalsIgnoreCase", 1):
            return Term(text: "(lower case(\(value)) = lower case(\(arguments[0].text)))", strength: 9)
        case ("contains", 1):
            let text =
                "(if \(term.within(9)) instance of string then contains(\(value), \(arguments[0].text)) "
                + "else list contains(\(value), \(arguments[0].text)))"
            return Term(text: text, strength: 9)
        case (let method, let count):
            guard let function = functions[method], function.arguments == count else {
                let words = "\(count) argument\(count == 1 ? "" : "s")"
                throw refuse("the method `\(method)` with \(words) is not known", name.offset)
            }
            let list = ([value] + arguments.map(\.text)).joined(separator: ", ")
            return Term(text: "\(function.name)(\(list))", strength: 9)
        }
    }
}

private let comparisons: [String: String] = [
    "==": "=", "eq": "=", "ne": "!=", "lt": "<", "le": "<=", "gt": ">", "ge": ">=",
]

/// Methods that FEEL has as functions.
private let functions: [String: (name: String, arguments: Int)] = [
    "startsWith": ("starts with", 1), "endsWith": ("ends with", 1), "length": ("string length", 0),
    "size": ("count", 0), "toUpperCase": ("upper case", 0), "toLowerCase": ("lower case", 0),
    "toString": ("string", 0),
]
