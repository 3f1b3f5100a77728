/// An expression, read; immutable, shared by functions that were made from it.
final class Node: Sendable {
    let kind: Kind
    /// In Unicode scalars of the text.
    let range: Range<Int>

    init(_ kind: Kind, _ range: Range<Int>) { (self.kind, self.range) = (kind, range) }

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

enum ArithmeticSign: String, Sendable {
    case plus = "+"
    case minus = "-"
    case times = "*"
    case divided = "/"
    case power = "**"
}
