/// Paths, filters and calls: what stands behind an operand.
extension Parser {
    mutating func postfix() throws(FEELError) -> Node {
        let start = position
        var node = try primary()
        var length = 0
        while let next = try postfixStep(on: node, from: start) {
            length += 1
            try checkChain(length, next)
            node = next
        }
        return node
    }

    private mutating func postfixStep(on node: Node, from start: Int) throws(FEELError) -> Node? {
        if takeSign(".") {
            let name = try memberName()
            return Node(.path(node, name), range(from: start))
        }
        if current.isSign("[") {
            guard isRangeEnd else {
                return Node(.filter(node, try filterBody()), range(from: start))
            }
            // `[1..10[` ends here, `[1..list[2]]` goes on: whatever can be read as a filter is one.
            guard let body = try attempt({ (parser) throws(FEELError) in try parser.filterBody() }) else {
                return nil
            }
            return Node(.filter(node, body), range(from: start))
        }
        if takeSign("(") {
            let arguments = try arguments()
            return Node(.call(node, arguments), range(from: start))
        }
        return nil
    }

    private mutating func filterBody() throws(FEELError) -> Node {
        try expectSign("[")
        filterDepth += 1
        defer { filterDepth -= 1 }
        let body = try expression()
        try expectSign("]")
        return body
    }

    /// A name behind a point: the longest that is known, else the words in a row.
    private mutating func memberName() throws(FEELError) -> String {
        let plain = plainName()
        if let known = members.longest(at: rest), known.count >= plain?.count ?? 0 {
            position += known.count
            return known.spelling
        }
        guard let plain else { throw unexpected("a name") }
        position += plain.count
        return plain.spelling
    }

    /// The words at hand up to one that is reserved.
    func plainName() -> (spelling: String, count: Int)? {
        let words = rest.prefix { $0.kind == .word && !Token.reserved.contains($0.text) }
        guard !words.isEmpty else { return nil }
        return (words.map(\.text).joined(separator: " "), words.count)
    }

    // MARK: Arguments

    /// Behind the opening parenthesis.
    private mutating func arguments() throws(FEELError) -> Node.Arguments {
        if takeSign(")") { return .positional([]) }
        return nameBeforeColon() == nil ? .positional(try positional()) : .named(try named())
    }

    private mutating func positional() throws(FEELError) -> [Node] {
        var found: [Node] = []
        repeat { found.append(try expression()) } while takeSign(",")
        try expectSign(")")
        return found
    }

    private mutating func named() throws(FEELError) -> [Node.Entry] {
        var found: [Node.Entry] = []
        repeat {
            let start = position
            guard let name = nameBeforeColon() else { throw unexpected("the name of an argument") }
            position += name.count
            guard !found.contains(where: { $0.key == name.spelling }) else {
                throw fault(.duplicateName(name.spelling), from: start)
            }
            try expectSign(":")
            found.append(Node.Entry(key: name.spelling, node: try expression()))
        } while takeSign(",")
        try expectSign(")")
        return found
    }

    /// Words and signs up to a colon; `nil` when something comes first that no name contains.
    func nameBeforeColon() -> (spelling: String, count: Int)? {
        nameBefore { $0.isSign(":") }
    }

    /// The name that ends before the first token that satisfies `isEnd`.
    func nameBefore(_ isEnd: (Token) -> Bool) -> (spelling: String, count: Int)? {
        guard let end = rest.firstIndex(where: { isEnd($0) || !$0.canBePartOfName }), end > position,
            isEnd(tokens[end]), current.kind == .word
        else { return nil }
        return (spelling(of: position..<end), end - position)
    }

    /// The tokens as they stand in the text, white space in between as one space.
    func spelling(of range: Range<Int>) -> String {
        var spelling = ""
        for index in range {
            if index > range.lowerBound, tokens[index].range.lowerBound > tokens[index - 1].range.upperBound {
                spelling += " "
            }
            spelling += tokens[index].text
        }
        return spelling
    }
}

extension Token {
    /// Whether a name that somebody declares may contain this (grammar rules 27 to 31, and what models in use have).
    var canBePartOfName: Bool {
        switch kind {
        case .word, .number: true
        case .sign: !["(", ")", "[", "]", "{", "}", ",", ":", "<", ">", "=", "->", ".."].contains(text)
        case .string, .end: false
        }
    }
}
