/// `if`, `for`, `some`, `every`, `function`, and types.
extension Parser {
    mutating func conditional() throws(FEELError) -> Node {
        let start = position
        advance()
        let condition = try expression()
        try expectWord("then")
        let yes = try expression()
        try expectWord("else")
        return Node(.conditional(condition, then: yes, else: try expression()), range(from: start))
    }

    mutating func iteration() throws(FEELError) -> Node {
        let start = position
        advance()
        return try scoped { (parser) throws(FEELError) in
            let iterators = try parser.iterators(until: "return")
            parser.names.add("partial")
            let bodyStart = parser.position
            let body = try parser.expression()
            // The list of results so far is kept only for those who ask: it costs a copy for each turn.
            let usesPartial = parser.tokens[bodyStart..<parser.position].contains { $0.isWord("partial") }
            return Node(
                .iteration(iterators, body, usesPartial: usesPartial), parser.range(from: start))
        }
    }

    mutating func quantified() throws(FEELError) -> Node {
        let start = position
        let isEvery = current.text == "every"
        advance()
        return try scoped { (parser) throws(FEELError) in
            let iterators = try parser.iterators(until: "satisfies")
            let body = try parser.expression()
            return Node(.quantified(isEvery: isEvery, iterators, body), parser.range(from: start))
        }
    }

    /// `x in domain, y in 1..x` and the word behind; each name is in scope from then on.
    private mutating func iterators(until word: String) throws(FEELError) -> [Node.Iterator] {
        var found: [Node.Iterator] = []
        repeat {
            guard let name = nameBefore({ $0.isWord("in") }) else { throw unexpected("a name and `in`") }
            position += name.count
            advance()
            let domain = try expression()
            let end = takeSign("..") ? try expression() : nil
            found.append(Node.Iterator(name: name.spelling, domain: domain, end: end))
            names.add(name.spelling)
        } while takeSign(",")
        try expectWord(word)
        return found
    }

    mutating func lambda() throws(FEELError) -> Node {
        let start = position
        advance()
        try expectSign("(")
        var parameters: [FEELField] = []
        if !takeSign(")") {
            repeat { parameters.append(try parameter(after: parameters)) } while takeSign(",")
            try expectSign(")")
        }
        guard !current.isWord("external") else {
            throw .externalFunction(FEELPlace(text, current.range))
        }
        return try scoped { (parser) throws(FEELError) in
            for parameter in parameters { parser.names.add(parameter.name) }
            return Node(.lambda(parameters, try parser.expression()), parser.range(from: start))
        }
    }

    private mutating func parameter(after others: [FEELField]) throws(FEELError) -> FEELField {
        let start = position
        guard let name = nameBefore({ $0.isSign(":") || $0.isSign(",") || $0.isSign(")") }) else {
            throw unexpected("the name of a parameter")
        }
        position += name.count
        guard !others.contains(where: { $0.name == name.spelling }) else {
            throw fault(.duplicateName(name.spelling), from: start)
        }
        return FEELField(name: name.spelling, type: takeSign(":") ? try type() : .any)
    }

    // MARK: Types

    /// Grammar rule 54.
    mutating func type() throws(FEELError) -> FEELType {
        try nested { (parser) throws(FEELError) in try parser.typeBody() }
    }

    private mutating func typeBody() throws(FEELError) -> FEELType {
        if token(ahead: 1).isSign("<") {
            switch current.text {
            case "list": return .list(try typeArgument())
            case "range": return .range(try typeArgument())
            case "context": return try contextType()
            case "function": return try functionType()
            default: break
            }
        }
        let simple = FEELType.phrases.longest(at: rest)
        let plain = plainName()
        if let simple, simple.count >= plain?.count ?? 0, let type = FEELType.simple[simple.spelling] {
            position += simple.count
            return type
        }
        guard var name = plain else { throw unexpected("a type") }
        position += name.count
        // Types of imported models have a namespace in front.
        while current.isSign("."), token(ahead: 1).kind == .word {
            advance()
            guard let next = plainName() else { throw unexpected("the name of a type") }
            name.spelling += "." + next.spelling
            position += next.count
        }
        return .named(name.spelling)
    }

    private mutating func typeArgument() throws(FEELError) -> FEELType {
        advance()
        try expectSign("<")
        let element = try type()
        try expectSign(">")
        return element
    }

    private mutating func contextType() throws(FEELError) -> FEELType {
        advance()
        try expectSign("<")
        var fields: [FEELField] = []
        repeat {
            guard let name = nameBeforeColon() else { throw unexpected("the name of an entry") }
            position += name.count
            try expectSign(":")
            fields.append(FEELField(name: name.spelling, type: try type()))
        } while takeSign(",")
        try expectSign(">")
        return .context(fields)
    }

    private mutating func functionType() throws(FEELError) -> FEELType {
        advance()
        try expectSign("<")
        var parameters: [FEELType] = []
        if !takeSign(">") {
            repeat { parameters.append(try type()) } while takeSign(",")
            try expectSign(">")
        }
        try expectSign("->")
        return .function(parameters, try type())
    }
}

extension FEELType {
    /// The names of ``simple``, as rows of tokens.
    static let phrases = NameTable(simple.keys)
}
