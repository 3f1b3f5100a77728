/// Literals, names, brackets and the expressions that begin with a word.
extension Parser {
    mutating func primary() throws(FEELError) -> Node {
        switch current.kind {
        case .number: return try numberLiteral()
        case .string(let value): return literal(.string(value))
        case .word: return try wordExpression()
        case .sign: return try signExpression()
        case .end: throw unexpected("an expression")
        }
    }

    private mutating func literal(_ value: FEELValue) -> Node {
        let start = position
        advance()
        return Node(.literal(value), range(from: start))
    }

    private mutating func numberLiteral() throws(FEELError) -> Node {
        guard let value = FEELNumber(current.text) else { throw fault(.badNumber(current.text)) }
        return literal(.number(value))
    }

    private mutating func signExpression() throws(FEELError) -> Node {
        switch current.text {
        case "(": return try parenthesis()
        case "[": return try bracket()
        case "]": return try openRange()
        case "{": return try contextLiteral()
        case "@": return try atLiteral()
        case "?" where allowsInput: return variable("?", count: 1)
        default:
            // A name may begin with any sign if somebody declared it so.
            guard let known = names.longest(at: rest) else { throw unexpected("an expression") }
            return variable(known.spelling, count: known.count)
        }
    }

    private mutating func variable(_ name: String, count: Int) -> Node {
        let start = position
        position += count
        return Node(.variable(name), range(from: start))
    }

    private mutating func wordExpression() throws(FEELError) -> Node {
        let known = knownName()
        if known?.count ?? 0 <= 1, names.longest(at: rest) == nil {
            switch current.text {
            case "null": return literal(.null)
            case "true": return literal(.boolean(true))
            case "false": return literal(.boolean(false))
            case "if": return try conditional()
            case "for": return try iteration()
            case "some", "every": return try quantified()
            case "function": return try lambda()
            default: break
            }
        }
        let plain = plainName()
        if let known, known.count >= plain?.count ?? 0 || isFollowedByOperator(after: known.count) {
            return variable(known.spelling, count: known.count)
        }
        guard let plain else { throw unexpected("an expression") }
        try checkUnknown(plain)
        return variable(plain.spelling, count: plain.count)
    }

    /// The longest of the names in scope and those of the built-in functions.
    private func knownName() -> (spelling: String, count: Int)? {
        var found = names.longest(at: rest)
        // In a filter the entries of what is filtered are in scope as well.
        let others = [filterDepth > 0 ? members.longest(at: rest) : nil, BuiltIns.names.longest(at: rest)]
        for other in others.compactMap(\.self) where other.count > found?.count ?? 0 { found = other }
        return found
    }

    /// Whether a known name ends where something follows that is no further word of a name.
    private func isFollowedByOperator(after count: Int) -> Bool {
        let next = token(ahead: count)
        return next.kind != .word || Token.reserved.contains(next.text)
    }

    private func checkUnknown(_ name: (spelling: String, count: Int)) throws(FEELError) {
        guard namesAreComplete, filterDepth == 0 else { return }
        let known = names.spellings + BuiltIns.table.keys
        let range = tokens[position].range.lowerBound..<token(ahead: name.count - 1).range.upperBound
        throw .unknownName(
            name.spelling, nearest: suggestion(for: name.spelling, among: known), FEELPlace(text, range))
    }

    // MARK: Brackets

    /// `(e)`, `(a..b)`, `(< e)`.
    private mutating func parenthesis() throws(FEELError) -> Node {
        let start = position
        advance()
        if let sign = takeComparisonSign() {
            let operand = try nested { (parser) throws(FEELError) in try parser.sum() }
            try expectSign(")")
            return Node(.comparisonRange(sign, operand), range(from: start))
        }
        let inner = try expression()
        if takeSign("..") { return try rangeEnd(from: start, inner, includesStart: false) }
        try expectSign(")")
        // Keeps `-(-1)` and the like as they are written, with the parentheses in its place.
        return Node(inner.kind, range(from: start))
    }

    /// `[a, b]`, `[a..b]`.
    private mutating func bracket() throws(FEELError) -> Node {
        let start = position
        advance()
        if takeSign("]") { return Node(.list([]), range(from: start)) }
        var elements: [Node] = []
        repeat {
            elements.append(try expression())
            if elements.count == 1, takeSign("..") {
                return try rangeEnd(from: start, elements[0], includesStart: true)
            }
        } while takeSign(",")
        try expectSign("]")
        return Node(.list(elements), range(from: start))
    }

    /// `]a..b]`.
    private mutating func openRange() throws(FEELError) -> Node {
        let start = position
        advance()
        let first = try expression()
        try expectSign("..")
        return try rangeEnd(from: start, first, includesStart: false)
    }

    private mutating func rangeEnd(
        from start: Int, _ first: Node, includesStart: Bool
    ) throws(FEELError) -> Node {
        let last = try nested { (parser) throws(FEELError) in
            let outer = parser.isRangeEnd
            parser.isRangeEnd = true
            defer { parser.isRangeEnd = outer }
            return try parser.sum()
        }
        let includesEnd = takeSign("]")
        if !includesEnd, !takeSign(")"), !takeSign("[") { throw unexpected("`]` or `)`") }
        return Node(
            .range(first, includesStart: includesStart, last, includesEnd: includesEnd), range(from: start))
    }

    private mutating func contextLiteral() throws(FEELError) -> Node {
        let start = position
        advance()
        return try scoped { (parser) throws(FEELError) in
            var entries: [Node.Entry] = []
            if parser.takeSign("}") { return Node(.context([]), parser.range(from: start)) }
            repeat {
                let key = try parser.contextKey(entries)
                try parser.expectSign(":")
                entries.append(Node.Entry(key: key, node: try parser.expression()))
                parser.names.add(key)
                parser.members.add(key)
            } while parser.takeSign(",")
            try parser.expectSign("}")
            return Node(.context(entries), parser.range(from: start))
        }
    }

    private mutating func contextKey(_ entries: [Node.Entry]) throws(FEELError) -> String {
        let start = position
        let key: String
        if case .string(let value) = current.kind {
            key = value
            advance()
        } else {
            guard let name = nameBeforeColon() else { throw unexpected("the name of an entry") }
            key = name.spelling
            position += name.count
        }
        guard !entries.contains(where: { $0.key == key }) else {
            throw fault(.duplicateName(key), from: start)
        }
        return key
    }

    private mutating func atLiteral() throws(FEELError) -> Node {
        let start = position
        advance()
        guard case .string(let value) = current.kind else { throw unexpected("a string behind `@`") }
        advance()
        guard let parsed = FEELValue(temporal: value) else {
            throw fault(.badAtLiteral(value), from: start)
        }
        if case .named(let zone)? = parsed.zone {
            return Node(.zoned(parsed, zone: zone), range(from: start))
        }
        return Node(.literal(parsed), range(from: start))
    }
}
