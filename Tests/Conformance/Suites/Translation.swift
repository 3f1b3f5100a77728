import Synchronization

/// Translates the little languages of the suites' conditions to FEEL.
///
/// They know literals, variables, `test.contains("a")`, comparisons, `+`, `-`, `*`, `/`, `not`, `!`, `&&`, `||`, `and`, `or`,
/// `list(range(n))`, and `${…}` around any of it.
package struct Translation {
    private struct Unknown: Error {}

    private let tokens: [String]
    private var position = 0

    private init(_ text: String) throws { tokens = try Self.scan(Array(text.utf8)) }

    /// The condition in FEEL; what is not of those languages, such as a duration, stays as it is.
    package static func feel(_ text: String) -> String {
        var bare = trimmed(text)
        if bare.hasPrefix("${"), bare.hasSuffix("}") { bare = trimmed(String(bare.dropFirst(2).dropLast())) }
        do {
            var translation = try Translation(bare)
            let result = try translation.either()
            return translation.position == translation.tokens.count ? result : bare
        } catch {
            // Not one of the little languages.
            return bare
        }
    }

    static func trimmed(_ text: String) -> String {
        let blanks: Set<Character> = [" ", "\t", "\n", "\r", "\r\n"]
        return String(text.drop { blanks.contains($0) }.reversed().drop { blanks.contains($0) }.reversed())
    }

    // MARK: - Tokens

    private static func scan(_ text: [UInt8]) throws -> [String] {
        var tokens: [String] = []
        var index = 0
        while index < text.count {
            let start = index
            let byte = text[index]
            index += 1
            if byte <= 0x20 { continue }
            if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") {
                while index < text.count, text[index] != byte { index += 1 }
                guard index < text.count else { throw Unknown() }
                index += 1
            } else if isWord(byte) {
                while index < text.count, isWord(text[index]) { index += 1 }
            } else if index < text.count, isPair(byte, text[index]) {
                index += 1
            }
            tokens.append(String(decoding: text[start..<index], as: UTF8.self))
        }
        return tokens
    }

    private static func isWord(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: "_") || (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte & 0xDF)
            || byte >= 0x80
    }

    /// `&&`, `||`, `==`, `!=`, `<=` or `>=`.
    private static func isPair(_ first: UInt8, _ second: UInt8) -> Bool {
        second == UInt8(ascii: "=")
            ? "=!<>".utf8.contains(first) : first == second && "&|".utf8.contains(first)
    }

    private mutating func take(_ options: String...) -> String? {
        guard position < tokens.count, options.contains(tokens[position]) else { return nil }
        position += 1
        return tokens[position - 1]
    }

    private mutating func expect(_ token: String) throws { if take(token) == nil { throw Unknown() } }

    // MARK: - Grammar

    private mutating func either() throws -> String {
        var result = try both()
        while take("||", "or") != nil { result += " or \(try both())" }
        return result
    }

    private mutating func both() throws -> String {
        var result = try negated()
        while take("&&", "and") != nil { result += " and \(try negated())" }
        return result
    }

    private mutating func negated() throws -> String {
        guard let sign = take("!", "not") else { return try comparison() }
        // `!a == b` negates `a`, `not a == b` the comparison.
        return "not(\(sign == "!" ? try primary() : try negated()))"
    }

    private mutating func comparison() throws -> String {
        let left = try sum()
        guard let sign = take("==", "!=", "<=", ">=", "<", ">", "=") else { return left }
        return "\(left) \(sign == "==" ? "=" : sign) \(try sum())"
    }

    private mutating func sum() throws -> String {
        var result = try product()
        while let sign = take("+", "-") { result += " \(sign) \(try product())" }
        return result
    }

    private mutating func product() throws -> String {
        var result = try primary()
        while let sign = take("*", "/") { result += " \(sign) \(try primary())" }
        return result
    }

    private mutating func primary() throws -> String {
        guard position < tokens.count else { throw Unknown() }
        let token = tokens[position]
        position += 1
        switch token {
        case "(":
            let inner = try either()
            try expect(")")
            return try members(of: "(\(inner))")
        case "-": return "-\(try primary())"
        case "True": return "true"
        case "False": return "false"
        case "None": return "null"
        case "list":
            guard position < tokens.count, tokens[position] == "(" else { return try members(of: token) }
            return try primary()
        case "range" where take("(") != nil:
            let count = try either()
            try expect(")")
            return "(if \(count) < 1 then [] else for i in 0..(\(count) - 1) return i)"
        default: break
        }
        if token.hasPrefix("\"") || token.hasPrefix("'") {
            return try members(of: "\"\(token.dropFirst().dropLast())\"")
        }
        guard let first = token.utf8.first, Self.isWord(first) else { throw Unknown() }
        return try members(of: token)
    }

    /// Calls of methods.
    private mutating func members(of object: String) throws -> String {
        guard take(".") != nil else { return object }
        guard let method = take("contains", "equals", "startsWith", "endsWith") else { throw Unknown() }
        try expect("(")
        let argument = try either()
        try expect(")")
        switch method {
        case "equals": return "(\(object) = \(argument))"
        case "startsWith": return "starts with(\(object), \(argument))"
        case "endsWith": return "ends with(\(object), \(argument))"
        default: return "contains(\(object), \(argument))"
        }
    }
}

/// Translations that were made before.
final class TranslationCache: Sendable {
    private let known = Mutex<[String: String]>([:])

    func feel(_ text: String) -> String {
        known.withLock { known in
            if let found = known[text] { return found }
            let result = Translation.feel(text)
            known[text] = result
            return result
        }
    }
}
