/// An XPath regular expression (XQuery and XPath Functions 3.1, 5.6.1; XML Schema part 2, appendix G).
indirect enum RegexNode {
    case scalar(Unicode.Scalar)
    case set(RegexSet)
    case lineStart
    case lineEnd
    case sequence([RegexNode])
    case choice([RegexNode])
    case group(Int, RegexNode)
    case reference(Int)
    case repetition(RegexNode, min: Int, max: Int?, isGreedy: Bool)
}

/// Flags of `matches` and `replace`.
struct RegexFlags {
    var dotMatchesAll = false
    var isMultiline = false
    var ignoresCase = false
    var ignoresSpace = false
    var isLiteral = false

    /// `nil` for a letter that is no flag.
    init?(_ text: String) {
        for letter in text {
            switch letter {
            case "s": dotMatchesAll = true
            case "m": isMultiline = true
            case "i": ignoresCase = true
            case "x": ignoresSpace = true
            case "q": isLiteral = true
            default: return nil
            }
        }
    }
}

/// Reads a pattern.
///
/// `nil` stands for a pattern that is no regular expression.
struct RegexParser {
    private static let depthLimit = 100
    private static let repetitionLimit = 10_000

    private let scalars: [Unicode.Scalar]
    private let flags: RegexFlags
    private var position = 0
    private var depth = 0
    private(set) var groupCount = 0
    /// Groups that are closed, which alone can be referred to.
    private var closedGroups: Set<Int> = []

    init(_ pattern: String, _ flags: RegexFlags) {
        (scalars, self.flags) = (Array(pattern.unicodeScalars), flags)
    }

    mutating func pattern() -> RegexNode? {
        if flags.isLiteral { return .sequence(scalars.map { .scalar($0) }) }
        guard let node = choice(), position == scalars.count else { return nil }
        return node
    }

    private var current: Unicode.Scalar? {
        mutating get {
            if flags.ignoresSpace {
                while position < scalars.count, Self.space.contains(scalars[position]) { position += 1 }
            }
            return position < scalars.count ? scalars[position] : nil
        }
    }

    private static let space: Set<Unicode.Scalar> = [" ", "\t", "\n", "\r"]

    private mutating func take(_ scalar: Unicode.Scalar) -> Bool {
        guard current == scalar else { return false }
        position += 1
        return true
    }

    private mutating func choice() -> RegexNode? {
        depth += 1
        defer { depth -= 1 }
        guard depth <= Self.depthLimit else { return nil }
        var branches: [RegexNode] = []
        repeat {
            guard let branch = sequence() else { return nil }
            branches.append(branch)
        } while take("|")
        return branches.count == 1 ? branches[0] : .choice(branches)
    }

    private mutating func sequence() -> RegexNode? {
        var pieces: [RegexNode] = []
        while let next = current, next != "|", next != ")" {
            guard let atom = atom(), let piece = quantified(atom) else { return nil }
            pieces.append(piece)
        }
        return .sequence(pieces)
    }

    private mutating func atom() -> RegexNode? {
        guard let first = current else { return nil }
        position += 1
        switch first {
        case "^": return .lineStart
        case "$": return .lineEnd
        case ".": return .set(flags.dotMatchesAll ? .any : .notLineBreak)
        case "(": return group()
        case "[":
            var reader = RegexClassReader(scalars, position, flags)
            guard let set = reader.set() else { return nil }
            position = reader.position
            return .set(set)
        case "\\": return escape()
        case "?", "*", "+", "{", "}", "]", ")": return nil
        default: return .scalar(first)
        }
    }

    private mutating func group() -> RegexNode? {
        var number: Int?
        if take("?") {
            guard take(":") else { return nil }
        } else {
            groupCount += 1
            number = groupCount
        }
        guard let inner = choice(), take(")") else { return nil }
        guard let number else { return inner }
        closedGroups.insert(number)
        return .group(number, inner)
    }

    private mutating func escape() -> RegexNode? {
        guard let next = current else { return nil }
        if ("1"..."9").contains(next) { return reference() }
        var reader = RegexClassReader(scalars, position, flags)
        guard let set = reader.escape() else { return nil }
        position = reader.position
        return .set(set)
    }

    /// `\N`; as many digits as name a group that is closed.
    private mutating func reference() -> RegexNode? {
        var number = 0
        while let digit = current.flatMap({ Character($0).wholeNumberValue }), digit < 10 {
            let next = number * 10 + digit
            guard number == 0 || closedGroups.contains(next) else { break }
            number = next
            position += 1
        }
        return closedGroups.contains(number) ? .reference(number) : nil
    }

    private mutating func quantified(_ atom: RegexNode) -> RegexNode? {
        var bounds: (min: Int, max: Int?)?
        if take("?") {
            bounds = (0, 1)
        } else if take("*") {
            bounds = (0, nil)
        } else if take("+") {
            bounds = (1, nil)
        } else if take("{") {
            guard let counted = countedBounds() else { return nil }
            bounds = counted
        }
        guard let bounds else { return atom }
        let isGreedy = !take("?")
        // A quantifier behind a quantifier has nothing to repeat; the next turn of the loop refuses it.
        return .repetition(atom, min: bounds.min, max: bounds.max, isGreedy: isGreedy)
    }

    private mutating func countedBounds() -> (min: Int, max: Int?)? {
        guard let min = number() else { return nil }
        if take("}") { return (min, min) }
        guard take(",") else { return nil }
        if take("}") { return (min, nil) }
        guard let max = number(), take("}"), min <= max else { return nil }
        return (min, max)
    }

    private mutating func number() -> Int? {
        var value: Int?
        while let digit = current.flatMap({ Character($0).wholeNumberValue }), digit < 10 {
            value = (value ?? 0) * 10 + digit
            position += 1
            guard let value, value <= Self.repetitionLimit else { return nil }
        }
        return value
    }
}
