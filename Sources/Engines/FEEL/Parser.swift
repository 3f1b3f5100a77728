/// Reads tokens into nodes by recursive descent; one file for each level of the grammar (DMN 1.5, 10.3.1.2).
struct Parser {
    /// How deeply expressions may be nested, in brackets or in chains of operators.
    ///
    /// So that half a megabyte of stack is enough, as threads have it that are not the first of a program.
    static let depthLimit = 64
    static let chainLimit = 200
    static let heightLimit = 250

    let text: String
    let tokens: [Token]
    var position = 0
    var names: NameTable
    /// The names of entries, also of the contexts that the text itself has.
    var members: NameTable
    let namesAreComplete: Bool
    /// Above zero within filters, where entries that nobody announced may be named.
    var filterDepth = 0
    /// Whether `?` has a meaning.
    var allowsInput = false
    /// Whether a `[` may be the open end of a range rather than a filter.
    var isRangeEnd = false
    private var depth = 0
    /// Tokens that were read in attempts that failed.
    private var wasted = 0

    init(_ text: String, names: FEELNames) throws(FEELError) {
        self.text = text
        var lexer = Lexer(text)
        tokens = try lexer.tokens()
        self.names = NameTable(names.variables)
        members = NameTable(names.members + names.variables + Self.knownMembers)
        namesAreComplete = names.isComplete
    }

    private static let knownMembers = ["time offset", "start included", "end included"]

    mutating func wholeExpression() throws(FEELError) -> Node {
        guard tokens.count > 1 else { throw fault(.empty) }
        let node = try expression()
        guard current.kind == .end else { throw unexpected("an operator or the end") }
        return node
    }

    // MARK: Tokens

    var current: Token { tokens[position] }

    func token(ahead count: Int) -> Token { tokens[min(position + count, tokens.count - 1)] }

    var rest: ArraySlice<Token> { tokens[position..<(tokens.count - 1)] }

    mutating func advance() { if position < tokens.count - 1 { position += 1 } }

    mutating func takeSign(_ sign: String) -> Bool {
        guard current.isSign(sign) else { return false }
        advance()
        return true
    }

    mutating func takeWord(_ word: String) -> Bool {
        guard current.isWord(word) else { return false }
        advance()
        return true
    }

    mutating func expectSign(_ sign: String) throws(FEELError) {
        guard takeSign(sign) else { throw unexpected("`\(sign)`") }
    }

    mutating func expectWord(_ word: String) throws(FEELError) {
        guard takeWord(word) else { throw unexpected("`\(word)`") }
    }

    /// From the token at `start` to the last one taken.
    func range(from start: Int) -> Range<Int> {
        let lower = tokens[start].range.lowerBound
        return lower..<max(lower, position > 0 ? tokens[position - 1].range.upperBound : lower)
    }

    // MARK: Faults

    func unexpected(_ expected: String) -> FEELError {
        fault(.unexpected(found: current.description, expected: expected))
    }

    func fault(_ fault: FEELFault) -> FEELError { .syntax(fault, FEELPlace(text, current.range)) }

    func fault(_ fault: FEELFault, from start: Int) -> FEELError {
        .syntax(fault, FEELPlace(text, range(from: start)))
    }

    // MARK: Nesting

    /// Runs `body` one level deeper.
    mutating func nested<Result>(
        _ body: (inout Parser) throws(FEELError) -> Result
    ) throws(FEELError) -> Result {
        depth += 1
        defer { depth -= 1 }
        guard depth <= Self.depthLimit else { throw fault(.nestedTooDeep(limit: Self.depthLimit)) }
        return try body(&self)
    }

    /// Chains grow to the left without nesting in the text, but their nodes are nested all the same.
    func checkChain(_ length: Int, _ node: Node) throws(FEELError) {
        guard length <= Self.chainLimit else { throw fault(.nestedTooDeep(limit: Self.chainLimit)) }
        guard node.height <= Self.heightLimit else { throw fault(.nestedTooDeep(limit: Self.heightLimit)) }
    }

    /// Runs `body` with more names in scope.
    mutating func scoped<Result>(
        _ body: (inout Parser) throws(FEELError) -> Result
    ) throws(FEELError) -> Result {
        let mark = names.mark
        defer { names.reset(to: mark) }
        return try body(&self)
    }

    /// Runs `body`, and takes everything back if it fails.
    ///
    /// A text that is nested too deeply fails at once: what another attempt would find is the same.
    mutating func attempt<Result>(
        _ body: (inout Parser) throws(FEELError) -> Result
    ) throws(FEELError) -> Result? {
        let before = self
        do throws(FEELError) {
            return try body(&self)
        } catch {
            if case .syntax(let fault, _) = error, fault.isOfTheWhole { throw error }
            let spent = wasted + position - before.position + 1
            self = before
            wasted = spent
            guard wasted <= 10_000 + tokens.count * 4 else { throw fault(.tooComplex) }
            return nil
        }
    }
}

extension FEELFault {
    /// Whether the fault is that of the text as a whole, not of one way to read it.
    fileprivate var isOfTheWhole: Bool {
        switch self {
        case .nestedTooDeep, .tooComplex: true
        default: false
        }
    }
}
