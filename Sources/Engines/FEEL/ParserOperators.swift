/// Operators, from the loosest to the tightest.
extension Parser {
    /// Grammar rule 1.
    mutating func expression() throws(FEELError) -> Node {
        try nested { (parser) throws(FEELError) in
            let outer = parser.isRangeEnd
            parser.isRangeEnd = false
            defer { parser.isRangeEnd = outer }
            return try parser.disjunction()
        }
    }

    /// A chain of one kind of operator, to the left.
    private mutating func chain(
        of operand: (inout Parser) throws(FEELError) -> Node,
        _ step: (inout Parser, Node) throws(FEELError) -> Node.Kind?
    ) throws(FEELError) -> Node {
        let start = position
        var node = try operand(&self)
        var length = 0
        while let kind = try step(&self, node) {
            length += 1
            node = Node(kind, range(from: start))
            try checkChain(length, node)
        }
        return node
    }

    mutating func disjunction() throws(FEELError) -> Node {
        try chain(of: { (parser) throws(FEELError) in try parser.conjunction() }) {
            (parser, left) throws(FEELError) in
            parser.takeWord("or") ? .disjunction(left, try parser.conjunction()) : nil
        }
    }

    private mutating func conjunction() throws(FEELError) -> Node {
        try chain(of: { (parser) throws(FEELError) in try parser.comparison() }) {
            (parser, left) throws(FEELError) in
            parser.takeWord("and") ? .conjunction(left, try parser.comparison()) : nil
        }
    }

    /// `=`, `<`, `between … and …`, `in …`.
    mutating func comparison() throws(FEELError) -> Node {
        try chain(of: { (parser) throws(FEELError) in try parser.sum() }) {
            (parser, left) throws(FEELError) in
            if let sign = parser.takeComparisonSign() { return .comparison(sign, left, try parser.sum()) }
            if parser.takeWord("between") {
                let low = try parser.sum()
                try parser.expectWord("and")
                return .between(left, low: low, high: try parser.sum())
            }
            return parser.takeWord("in") ? .membership(left, try parser.memberTests()) : nil
        }
    }

    mutating func takeComparisonSign() -> ComparisonSign? {
        guard current.kind == .sign, let sign = ComparisonSign(rawValue: current.text) else { return nil }
        advance()
        return sign
    }

    mutating func sum() throws(FEELError) -> Node {
        try chain(of: { (parser) throws(FEELError) in try parser.product() }) {
            (parser, left) throws(FEELError) in
            guard let sign = parser.takeArithmetic(.plus, .minus) else { return nil }
            return .arithmetic(sign, left, try parser.product())
        }
    }

    private mutating func product() throws(FEELError) -> Node {
        try chain(of: { (parser) throws(FEELError) in try parser.power() }) {
            (parser, left) throws(FEELError) in
            guard let sign = parser.takeArithmetic(.times, .divided) else { return nil }
            return .arithmetic(sign, left, try parser.power())
        }
    }

    private mutating func power() throws(FEELError) -> Node {
        try chain(of: { (parser) throws(FEELError) in try parser.instanceTest() }) {
            (parser, left) throws(FEELError) in
            parser.takeSign("**") ? .arithmetic(.power, left, try parser.instanceTest()) : nil
        }
    }

    private mutating func takeArithmetic(_ signs: ArithmeticSign...) -> ArithmeticSign? {
        guard let sign = signs.first(where: { current.isSign($0.rawValue) }) else { return nil }
        advance()
        return sign
    }

    private mutating func instanceTest() throws(FEELError) -> Node {
        try chain(of: { (parser) throws(FEELError) in try parser.negation() }) {
            (parser, left) throws(FEELError) in
            guard parser.current.isWord("instance"), parser.token(ahead: 1).isWord("of") else { return nil }
            parser.advance()
            parser.advance()
            return .instance(left, try parser.type())
        }
    }

    private mutating func negation() throws(FEELError) -> Node {
        let start = position
        guard takeSign("-") else { return try postfix() }
        let operand = try nested { (parser) throws(FEELError) in try parser.negation() }
        if case .literal(.number(let value)) = operand.kind {
            return Node(.literal(.number(-value)), range(from: start))
        }
        return Node(.negation(operand), range(from: start))
    }

    // MARK: Tests

    /// What stands behind `in`: one test, or several in parentheses.
    private mutating func memberTests() throws(FEELError) -> [Node] {
        if current.isSign("("),
            let several = try attempt({ (parser) throws(FEELError) in try parser.parenthesisedTests() })
        {
            return several
        }
        return [try memberTest { (parser) throws(FEELError) in try parser.sum() }]
    }

    private mutating func parenthesisedTests() throws(FEELError) -> [Node] {
        try expectSign("(")
        let tests = try testList()
        try expectSign(")")
        // `(1 + 2) * 3` is an operand, not a list of tests.
        let continues = ["+", "-", "*", "/", "**", "[", ".", "("].contains { current.isSign($0) }
        if continues { throw unexpected("the end of the tests") }
        return tests
    }

    /// Tests between commas.
    mutating func testList() throws(FEELError) -> [Node] {
        var tests: [Node] = []
        repeat {
            tests.append(try memberTest { (parser) throws(FEELError) in try parser.expression() })
        } while takeSign(",")
        return tests
    }

    /// `< e` and its like, or any expression.
    private mutating func memberTest(
        _ operand: (inout Parser) throws(FEELError) -> Node
    ) throws(FEELError) -> Node {
        let start = position
        guard let sign = takeComparisonSign() else { return try operand(&self) }
        return Node(.comparisonRange(sign, try sum()), range(from: start))
    }
}
