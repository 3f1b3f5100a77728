/// An expression, read; immutable, shared by functions that were made from it.
final class Node: Sendable {
    let kind: Kind
    /// In Unicode scalars of the text.
    let range: Range<Int>
    /// How many levels of expressions are in it, itself included.
    let height: Int

    init(_ kind: Kind, _ range: Range<Int>) {
        (self.kind, self.range) = (kind, range)
        height = 1 + (kind.parts.map(\.height).max() ?? 0)
    }

    enum Kind: Sendable {
        case literal(FEELValue)
        /// A date, time or date and time with a named zone, which the host has to know.
        case zoned(FEELValue, zone: String)
        case variable(String)
        case list([Node])
        case context([Entry])
        case lambda([FEELField], Node)
        case range(Node, includesStart: Bool, Node, includesEnd: Bool)
        /// `< e` and its like.
        case comparisonRange(ComparisonSign, Node)
        case negation(Node)
        case arithmetic(ArithmeticSign, Node, Node)
        case comparison(ComparisonSign, Node, Node)
        case conjunction(Node, Node)
        case disjunction(Node, Node)
        case between(Node, low: Node, high: Node)
        case membership(Node, [Node])
        case instance(Node, FEELType)
        case conditional(Node, then: Node, else: Node)
        case iteration([Iterator], Node, usesPartial: Bool)
        case quantified(isEvery: Bool, [Iterator], Node)
        case path(Node, String)
        case filter(Node, Node)
        case call(Node, Arguments)
    }

    struct Entry: Sendable {
        let key: String
        let node: Node
    }

    /// `name in domain` or `name in start..end`.
    struct Iterator: Sendable {
        let name: String
        let domain: Node
        let end: Node?
    }

    enum Arguments: Sendable {
        case positional([Node])
        case named([Entry])
    }
}

extension Node.Kind {
    /// The expressions directly in this one.
    var parts: [Node] {
        switch self {
        case .literal, .zoned, .variable: []
        case .list(let elements): elements
        case .context(let entries): entries.map(\.node)
        case .lambda(_, let body), .comparisonRange(_, let body), .negation(let body), .instance(let body, _),
            .path(let body, _):
            [body]
        case .range(let first, _, let second, _), .arithmetic(_, let first, let second),
            .comparison(_, let first, let second), .conjunction(let first, let second),
            .disjunction(let first, let second), .filter(let first, let second):
            [first, second]
        case .between(let first, let second, let third), .conditional(let first, let second, let third):
            [first, second, third]
        case .membership(let operand, let tests): [operand] + tests
        case .iteration(let iterators, let body, _), .quantified(_, let iterators, let body):
            [body] + iterators.flatMap { [$0.domain] + ($0.end.map { [$0] } ?? []) }
        case .call(let function, .positional(let arguments)): [function] + arguments
        case .call(let function, .named(let arguments)): [function] + arguments.map(\.node)
        }
    }
}

enum ArithmeticSign: String, Sendable {
    case plus = "+"
    case minus = "-"
    case times = "*"
    case divided = "/"
    case power = "**"
}
